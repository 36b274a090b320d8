package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// nameForm is what the name of a dataset or resource looks like.
var nameForm = regexp.MustCompile(`^[a-z0-9]+(?:[-_.][a-z0-9]+)*$`)

// Open reads the descriptor in a folder (data/sets/cn-payments), its concept maps and
// the names of its files. The error is a *diag.List with everything that is wrong.
func Open(fsys fs.FS, dir string) (*Dataset, error) {
	d := &Dataset{dir: path.Clean(dir), fsys: fsys}
	problems, file := new(diag.List), path.Join(d.dir, DescriptorName)
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = "a dataset is a folder with a " + DescriptorName
		}
		problems.Add(&diag.Problem{Pos: diag.Pos{File: file}, Code: "file-unreadable",
			Msg: fmt.Sprintf("the descriptor cannot be read: %v", diag.Cause(err)), Hint: hint, Err: err})
		return nil, problems.Err()
	}
	d.doc = yamldoc.Parse(yamldoc.Source{File: file, Text: string(text), First: 1, Name: "the descriptor"}, problems)
	if d.doc == nil {
		return nil, problems.Err()
	}
	m := d.doc.Root().Mapping("name", "title", "title@zh", "description", "licenses", "sources", "resources",
		"id", "homepage", "version", "created", "contributors", "keywords", "image", "profile", "$schema", "paystats")
	if m == nil {
		return nil, problems.Err()
	}
	d.describe(m)
	if !m.Has("resources") {
		m.Missing("resources", "")
	}
	folder := &folder{fsys: fsys, dir: d.dir}
	for _, n := range m.List("resources") {
		if r := d.readResource(n, folder); r != nil {
			d.addResource(n, r)
		}
	}
	d.checkPaths()
	if err := problems.Err(); err != nil {
		showLines(d.openNamed, problems.Sorted())
		return nil, err
	}
	d.Warnings = problems.Sorted()
	return d, nil
}

// describe reads what the dataset says about itself.
func (d *Dataset) describe(m *yamldoc.Mapping) {
	d.Name, d.Title, d.TitleZh, d.Description = m.Need("name"), m.Text("title"), m.Text("title@zh"), strings.TrimSpace(m.Text("description"))
	if name := m.At("name"); d.Name != "" {
		switch {
		case !nameForm.MatchString(d.Name):
			name.Report("name-syntax", fmt.Sprintf("name %q is not lower-case words with hyphens", d.Name), "write "+strings.ToLower(path.Base(d.dir)))
		case d.Name != path.Base(d.dir):
			name.Report("name-syntax", fmt.Sprintf("name %q is not the folder's name %q", d.Name, path.Base(d.dir)), "give both the same name")
		}
	}
	guards := m.Mapping("paystats", "max_shrink", "rhythm_days")
	d.MaxShrink, d.RhythmDays = guards.Float("max_shrink", 0, 1, -1), guards.Int("rhythm_days", 1, 36525, 0)
	for _, n := range m.List("licenses") {
		if lm := n.Mapping("name", "title", "path"); lm != nil {
			d.Licences = append(d.Licences, Licence{lm.Text("name"), lm.Text("title"), lm.Text("path")})
		}
	}
	if len(m.List("licenses")) == 0 {
		m.Report("licence-missing", "the dataset names no licence", "add licenses: [{name: CC-BY-4.0}], or what allows its use").Warning = true
	}
	for _, n := range m.List("sources") {
		if sm := n.Mapping("title", "path", "publisher", "email", "version"); sm != nil {
			d.Sources = append(d.Sources, Source{sm.Text("title"), sm.Text("path"), sm.Text("publisher")})
		}
	}
}

func (d *Dataset) addResource(n yamldoc.Node, r *resource) {
	same := func(other *resource) bool { return other.name == r.name }
	if r.name != "" && slices.ContainsFunc(d.resources, same) {
		n.Report("key-duplicate", fmt.Sprintf("there are two resources %q", r.name), "give one of them another name")
	}
	alike := func(other *resource) bool { return other.rowSet != nil && other.rowSet.Kind == r.rowSet.Kind }
	if r.rowSet != nil && slices.ContainsFunc(d.resources, alike) { // roll-ups are those of a dataset
		n.Report("key-duplicate", fmt.Sprintf("there are two resources of %s", r.rowSet.Kind), "name the files of both in one path, or describe them as two datasets")
	}
	d.resources = append(d.resources, r)
}

// checkPaths holds the patterns of path bindings against the files.
func (d *Dataset) checkPaths() {
	for _, r := range d.resources {
		for _, set := range r.bindingSets() {
			for p, b := range set {
				if b == nil || b.from != fromPath || b.hasDefault {
					continue
				}
				for _, s := range r.sources {
					if !b.in(s.name).ok {
						d.doc.Report(b.pattern.pos, "path-unmatched", fmt.Sprintf("the pattern for %s does not match %s", part(p), s.name),
							"widen the pattern, narrow the resource's path, or add a default")
						break
					}
				}
			}
		}
	}
}

// bindingSets returns the resource's bindings and the overrides of its values.
func (r *resource) bindingSets() [][partCount]*binding {
	sets := [][partCount]*binding{r.bindings}
	for _, v := range r.values {
		sets = append(sets, v.overrides)
	}
	return sets
}
