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
)

// nameForm is what the name of a dataset or resource looks like.
var nameForm = regexp.MustCompile(`^[a-z0-9]+(?:[-_.][a-z0-9]+)*$`)

// Open reads the descriptor in a folder (data/sets/cn-payments), its concept maps and
// the names of its files. The error is a *diag.List with everything that is wrong.
func Open(fsys fs.FS, dir string) (*Dataset, error) {
	d := &Dataset{dir: path.Clean(dir), fsys: fsys}
	s := &source{file: path.Join(d.dir, DescriptorName)}
	text, err := fs.ReadFile(fsys, s.file)
	if err != nil {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = "a dataset is a folder with a " + DescriptorName
		}
		s.report(diag.Pos{File: s.file}, "file-unreadable", fmt.Sprintf("the descriptor cannot be read: %v", diag.Cause(err)), hint).Err = err
		return nil, s.problems.Err()
	}
	root := s.parse(text)
	if root == nil {
		return nil, s.problems.Err()
	}
	m := s.mapping(root, "", "name", "title", "description", "licenses", "sources", "resources",
		"id", "homepage", "version", "created", "contributors", "keywords", "image", "profile", "$schema")
	if m == nil {
		return nil, s.problems.Err()
	}
	d.describe(m)
	if !m.has("resources") {
		m.missing("resources")
	}
	folder := &folder{fsys: fsys, dir: d.dir}
	for i, n := range m.list("resources") {
		if r := d.readResource(s, n, fmt.Sprintf("resources[%d]", i), folder); r != nil {
			d.addResource(m, r, i)
		}
	}
	d.checkPaths(s)
	if err := s.problems.Err(); err != nil {
		showLines(fsys, s.problems.Sorted())
		return nil, err
	}
	d.Warnings, d.lines = s.problems.Sorted(), s.lines
	return d, nil
}

// describe reads what the dataset says about itself.
func (d *Dataset) describe(m *mapping) {
	d.Name, d.Title, d.Description = m.need("name"), m.text("title"), strings.TrimSpace(m.text("description"))
	if pos := m.at(m.values["name"]); d.Name != "" {
		switch {
		case !nameForm.MatchString(d.Name):
			m.report(pos, "name-syntax", fmt.Sprintf("name %q is not lower-case words with hyphens", d.Name), "write "+strings.ToLower(path.Base(d.dir)))
		case d.Name != path.Base(d.dir):
			m.report(pos, "name-syntax", fmt.Sprintf("name %q is not the folder's name %q", d.Name, path.Base(d.dir)), "give both the same name")
		}
	}
	for i, n := range m.list("licenses") {
		if lm := m.mapping(n, fmt.Sprintf("licenses[%d]", i), "name", "title", "path"); lm != nil {
			d.Licences = append(d.Licences, Licence{lm.text("name"), lm.text("title"), lm.text("path")})
		}
	}
	if len(m.list("licenses")) == 0 {
		m.report(m.pos, "licence-missing", "the dataset names no licence", "add licenses: [{name: CC-BY-4.0}], or what allows its use").Warning = true
	}
	for i, n := range m.list("sources") {
		if sm := m.mapping(n, fmt.Sprintf("sources[%d]", i), "title", "path", "publisher", "email", "version"); sm != nil {
			d.Sources = append(d.Sources, Source{sm.text("title"), sm.text("path"), sm.text("publisher")})
		}
	}
}

func (d *Dataset) addResource(m *mapping, r *resource, i int) {
	same := func(other *resource) bool { return other.name == r.name }
	if r.name != "" && slices.ContainsFunc(d.resources, same) {
		m.report(m.at(m.list("resources")[i]), "key-duplicate", fmt.Sprintf("there are two resources %q", r.name), "give one of them another name")
	}
	d.resources = append(d.resources, r)
}

// checkPaths holds the patterns of path bindings against the files.
func (d *Dataset) checkPaths(s *source) {
	for _, r := range d.resources {
		for _, set := range r.bindingSets() {
			for p, b := range set {
				if b == nil || b.path == nil || b.hasDefault {
					continue
				}
				for _, file := range r.files {
					if _, ok := fromPath(b.path, file); !ok {
						s.report(b.pathPos, "path-unmatched", fmt.Sprintf("the pattern for %s does not match %s", part(p), file),
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
