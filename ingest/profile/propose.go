package profile

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"paystats/data/codelist"
	"paystats/ingest"
)

// File is a file that was looked at, under the name that it will have in the dataset's folder.
type File struct {
	Path string
	ingest.Look
}

// Options are what is known beforehand.
type Options struct {
	Name      string // of the dataset
	Title     string
	Publisher string // a code; "" if it is not known
	Area      string // a code; "" if it is not known
	Volume    string // the measure that is called volume; "" if it is not known
	Period    string // of tables that name none; "" if it is not known
}

// Proposal is a proposed dataset.
type Proposal struct {
	Name      string
	Title     string
	Resources []*Resource
	Skipped   []string // tables without figures, and why
	all       []File
}

// Resource is a proposed resource.
type Resource struct {
	Name       string
	Paths      []string // files or globs
	What       string   // format and place, in words
	Evidence   []string // about the table as a whole
	Columns    []Column
	Members    NewNames
	Segments   []string // new ids
	Near       [][2]string
	Unsure     []string
	MaxRejects int // set after a trial
	node       node
}

// Column is what a proposal says of a column.
type Column struct{ Name, Role, Why, Unsure string }

// NewNames are members of a dimension that no code list knows.
type NewNames struct {
	Dimension string
	Names     []string
}

// member is a table of a file, read by shape.
type member struct {
	file    File
	table   ingest.LookTable
	shape   *shape
	columns []*column
	rules   []rule
	kept    []int
}

// path returns the path that path bindings see.
func (m *member) path() string {
	if m.file.Member != "" {
		return m.file.Path + "/" + m.file.Member
	}
	return m.file.Path
}

// Propose makes a proposal for files. Tables of one shape become one resource.
func Propose(files []File, lists *codelist.Set, opts Options) *Proposal {
	p := &Proposal{Name: opts.Name, Title: opts.Title, all: files}
	var order []string
	groups := map[string][]*member{}
	for _, f := range files {
		for _, t := range f.Tables {
			m, key, why := readTable(f, t, lists)
			if why != "" {
				p.skip(f, t, why)
				continue
			}
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], m)
		}
	}
	sibling := ""
	var records []*Resource // of one record each and no period: what pages say of themselves
	for _, key := range order {
		for _, tables := range bySheet(groups[key]) {
			b := &builder{lists: lists, opts: opts, tables: tables, columns: tables[0].columns, all: files, sibling: sibling}
			r := b.resource(p.names())
			if slices.Contains(r.Unsure, NoPeriod) && tables[0].table.Columns != nil && tables[0].table.Count == 1 {
				records = append(records, r)
				continue
			}
			if p.Resources = append(p.Resources, r); !slices.Contains(r.Unsure, NoCountry) {
				sibling = b.area
			}
		}
	}
	if len(p.Resources) == 0 {
		p.Resources, records = records, nil
	}
	for _, r := range records {
		p.Skipped = append(p.Skipped, r.What+": one record without a period")
	}
	if len(order) == 1 && len(groups[order[0]]) == 1 {
		p.takeTitle(groups[order[0]][0].shape.titles())
	}
	return p
}

// maxTitle is the length, in bytes, up to which a text above a table is its title.
const maxTitle = 120

// takeTitle calls the dataset what its only table is called, without the unit behind it.
func (p *Proposal) takeTitle(titles []string) {
	if len(titles) == 0 || len(titles[0]) > maxTitle {
		return
	}
	title := titles[0]
	if at := strings.IndexAny(title, "(（"); at > 0 {
		title = strings.TrimSpace(title[:at])
	}
	if title = strings.TrimRight(title, ":： "); isHan(title) || len(words(title)) > 1 {
		p.Title = title
	}
}

// bySheet splits tables of one shape by the names of their sheets, unless they are all that
// their workbooks show, so that a pattern finds them and no others.
func bySheet(tables []*member) [][]*member {
	counts, visible := map[string]int{}, map[string]int{}
	var order []string
	split := map[string][]*member{}
	for _, t := range tables {
		counts[t.path()]++
		visible[t.path()] = 0
		for _, other := range t.file.Tables {
			if !other.Hidden {
				visible[t.path()]++
			}
		}
		if split[t.table.Sheet] == nil {
			order = append(order, t.table.Sheet)
		}
		split[t.table.Sheet] = append(split[t.table.Sheet], t)
	}
	if maps.Equal(counts, visible) && len(order) > 1 || len(order) == 1 || tables[0].table.Sheet == "" {
		return [][]*member{tables}
	}
	var out [][]*member
	for _, sheet := range order {
		out = append(out, split[sheet])
	}
	return out
}

func (p *Proposal) names() []string {
	var names []string
	for _, r := range p.Resources {
		names = append(names, r.Name)
	}
	return names
}

// skip notes a table that holds no figures; of a tree, one for all files.
func (p *Proposal) skip(f File, t ingest.LookTable, why string) {
	text := fmt.Sprintf("%s: %s", tableName(f, t), why)
	of := strings.TrimPrefix(text, f.Path)
	if t.Columns != nil && slices.ContainsFunc(p.Skipped, func(s string) bool { return strings.HasSuffix(s, of) }) {
		return
	}
	p.Skipped = append(p.Skipped, text)
}

// NoPeriod is what is unsure where nothing in a table or around it holds a period, and the
// one that stands there means nothing.
const NoPeriod = "no column, title, sheet name or path holds a period: write the one that the figures are about"

// NoCountry is what is unsure where the area that stands there is a mere filler.
const NoCountry = "nothing names a country"

// tableName names a table for people.
func tableName(f File, t ingest.LookTable) string {
	name := f.Path
	switch {
	case f.Member != "":
		name += "/" + f.Member
	}
	switch {
	case t.Sheet != "":
		name += ", sheet " + t.Sheet
	case t.Number > 0:
		name += fmt.Sprintf(", table %d", t.Number)
	case t.Records != "":
		name += ", records at " + t.Records
	}
	return name
}

// readTable reads the shape and the roles of a table. why says what it lacks to hold figures;
// key is equal for tables that one resource can describe.
func readTable(f File, t ingest.LookTable, lists *codelist.Set) (m *member, key, why string) {
	if t.Hidden {
		return nil, "", "the sheet is hidden"
	}
	m = &member{file: f, table: t}
	if t.Columns != nil {
		m.shape = recordShape(t)
	} else {
		m.shape = findShape(t.Rows, t.Width, t.Number > 0)
	}
	if m.shape.first >= len(m.shape.rows) || t.Width == 0 {
		return nil, "", "it has no rows below a header"
	}
	m.columns = columnsOf(m.shape, t)
	assignRoles(m.shape, m.columns, lists)
	if len(rolesOf(m.columns, roleValue)) == 0 {
		why := "no column holds figures"
		for _, c := range m.columns {
			if c.unsure != "" {
				why += "; " + c.unsure
			}
		}
		return nil, "", why
	}
	var periods []int
	for _, c := range rolesOf(m.columns, rolePeriod) {
		periods = append(periods, c.index)
	}
	m.rules, m.kept = m.shape.rowRules(m.columns, periods)
	return m, m.key(), ""
}

// recordShape is the shape of records, whose columns have names already.
func recordShape(t ingest.LookTable) *shape {
	s := &shape{rows: t.Rows, width: len(t.Columns), end: len(t.Rows), names: t.Columns, header: nil}
	return s
}

// key tells apart what one resource cannot describe.
func (m *member) key() string {
	var names []string
	for _, c := range m.columns {
		if c.span != "" {
			names = append(names, strings.Replace(c.name, c.span, "…", 1)) // each file its own periods
			names = slices.Compact(names)
			continue
		}
		if m.table.Columns == nil || c.role == roleValue || c.role == roleMember {
			names = append(names, c.name)
		}
	}
	return fmt.Sprintf("%s|%s|%s|%c|%v|%s|%q|%v", m.file.Format, m.file.Compression, m.file.Encoding, m.file.Delimiter, m.headerLines(), m.table.Records, names, m.table.Number)
}

// headerLines returns the lines of the header.
func (m *member) headerLines() []int {
	var lines []int
	for _, row := range m.shape.header {
		lines = append(lines, m.shape.rows[row].Line)
	}
	return lines
}

// stem is a file's name without folders and extensions.
func stem(name string) string {
	base, _, _ := strings.Cut(path.Base(name), ".")
	return base
}

// Unsure returns everything that is unsure, resource by resource.
func (p *Proposal) Unsure() []string {
	var out []string
	for _, r := range p.Resources {
		for _, text := range r.Unsure {
			out = append(out, r.Name+": "+text)
		}
	}
	return out
}

// YAML returns the text of the descriptor, what is unsure as comments on the lines concerned.
func (p *Proposal) YAML() string {
	var out strings.Builder
	for _, n := range []node{
		leaf("name", p.Name),
		leaf("title", scalar(p.Title)),
		{key: "licenses", items: []node{leaf("", flow(pair{"name", "unknown"}, pair{"title", scalar("to be looked up")}), "the files do not say what allows their use")}},
	} {
		n.write(&out, "")
	}
	list := node{key: "resources"}
	for _, r := range p.Resources {
		list.items = append(list.items, r.withRejects())
	}
	list.write(&out, "")
	return out.String()
}

// withRejects returns the resource's node with the limit that a trial found.
func (r *Resource) withRejects() node {
	n := r.node
	n.under = slices.Clone(n.under)
	for i, child := range n.under {
		if child.key == "paystats" && r.MaxRejects > 0 {
			child.under = append(slices.Clone(child.under), leaf("max_rejects", fmt.Sprint(r.MaxRejects), "these values were refused when they were first read; mend them, or accept their loss"))
			n.under[i] = child
		}
	}
	return n
}
