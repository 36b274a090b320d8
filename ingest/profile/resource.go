package profile

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"paystats/data/codelist"
)

// builder makes a resource of tables of one shape.
type builder struct {
	lists   *codelist.Set
	opts    Options
	tables  []*member
	columns []*column // of the first table
	all     []File
	area    string // a code, once it is known
	sibling string // the area of another table of these files, "" for none
	segment string // a new one
	comma   bool   // decimals are written with a comma
	out     *Resource

	segmentsKnown []segmentWords
}

func (b *builder) resource(taken []string) *Resource {
	t := b.tables[0]
	b.out = &Resource{What: tableName(t.file, t.table) + ": " + t.file.Format, Evidence: append(slices.Clone(t.file.Evidence), t.shape.why...)}
	b.unify()
	b.out.Name = b.name(taken)
	n := node{}
	n.under = append(n.under, leaf("name", b.out.Name), b.paths())
	n.under = append(n.under, b.format()...)
	n.under = append(n.under, node{key: "paystats", under: b.paystats()})
	b.out.node = n
	for _, c := range b.columns {
		if c.name != "" || c.filled > 0 {
			b.out.Columns = append(b.out.Columns, Column{Name: c.name, Role: string(c.role), Why: c.why, Unsure: c.unsure})
		}
		if c.unsure != "" && !slices.Contains(b.out.Unsure, c.unsure) {
			b.out.Unsure = append(b.out.Unsure, c.unsure)
		}
	}
	collect(n, &b.out.Unsure)
	return b.out
}

// unify lets the first table stand for all: distinct texts and rules of the others join in.
func (b *builder) unify() {
	head := b.tables[0]
	for i, c := range head.columns {
		seen := map[string]bool{}
		for _, t := range b.tables {
			if i >= len(t.columns) || t.columns[i].name != c.name {
				continue
			}
			for _, text := range t.columns[i].distinct {
				if !seen[text] && t != head && len(c.distinct) < 5000 {
					c.distinct = append(c.distinct, text)
				}
				seen[text] = true
			}
		}
	}
	for _, t := range b.tables[1:] {
		for _, c := range t.columns {
			if c.span != "" && !slices.ContainsFunc(b.columns, func(o *column) bool { return o.name == c.name }) {
				b.columns = append(b.columns, c)
			}
		}
		head.rules = unique(append(head.rules, t.rules...))
	}
	commas, points, either := 0, 0, 0
	for _, c := range rolesOf(b.columns, roleValue) {
		for _, text := range c.distinct {
			switch {
			case commaNumber.MatchString(text), dotGroups.MatchString(text):
				commas++
			case dotThousands.MatchString(text):
				either++
			case strings.Contains(text, ".") && plainNumber.MatchString(text):
				points++
			}
		}
	}
	if b.comma = commas > 0 && points == 0; b.comma {
		b.out.Evidence = append(b.out.Evidence, fmt.Sprintf("%d values have a decimal comma and none a point", commas))
		if either > 0 && commas < either {
			b.out.Unsure = append(b.out.Unsure, fmt.Sprintf("decimal: %d values such as 1.234 are read as thousands", either))
		}
	} else if b.comma = either > 1 && points == 0 && head.file.Delimiter == ';'; b.comma {
		b.out.Evidence = append(b.out.Evidence, "cells are separated by semicolons, as where decimals have a comma")
	} else if commas > 0 {
		b.out.Unsure = append(b.out.Unsure, fmt.Sprintf("decimal: %d values look like decimal commas, %d have a point", commas, points))
	}
}

// dotThousands is a number with a group of thousands, or with three decimals.
var dotThousands = regexp.MustCompile(`^[-+]?\d{1,3}\.\d{3}$`)

// collect gathers what is unsure below a node.
func collect(n node, to *[]string) {
	for _, text := range n.unsure {
		if !slices.Contains(*to, text) {
			*to = append(*to, text)
		}
	}
	for _, child := range append(slices.Clone(n.under), n.items...) {
		collect(child, to)
	}
}

// name returns the resource's name: the sheet's, the pointer's last key, or the file's.
func (b *builder) name(taken []string) string {
	t := b.tables[0]
	sheet := slug(t.table.Sheet)
	if isPeriodText(t.table.Sheet) || headerPeriod(t.table.Sheet) != "" {
		sheet = ""
	}
	candidates := []string{sheet, slug(path.Base(t.table.Records)), slug(stem(t.path()))}
	if t.path() != b.tables[len(b.tables)-1].path() {
		candidates[2] = slug(path.Base(path.Dir(t.path())))
	}
	candidates = append(candidates, candidates[0]+"-"+slug(stem(t.file.Path)), b.opts.Name, "table")
	for _, name := range candidates {
		name = strings.Trim(name, "-")
		if strings.ContainsAny(name, "abcdefghijklmnopqrstuvwxyz") && !strings.HasPrefix(name, "sheet") && !slices.Contains(taken, name) {
			return name
		}
	}
	for n := 2; ; n++ {
		if name := "table-" + strconv.Itoa(n); !slices.Contains(taken, name) {
			return name
		}
	}
}

// paths returns the files, as a glob if it finds them and no others.
func (b *builder) paths() node {
	var files []string
	for _, t := range b.tables {
		if !slices.Contains(files, t.file.Path) {
			files = append(files, t.file.Path)
		}
	}
	sort.Strings(files)
	b.out.Paths = files
	if len(files) == 1 {
		return leaf("path", scalar(files[0]))
	}
	if glob := b.glob(files); glob != "" {
		b.out.Paths = []string{glob}
		return leaf("path", scalar(glob))
	}
	return leaf("path", flowList(files))
}

// glob returns a pattern for exactly these files of all, "" if there is none.
func (b *builder) glob(files []string) string {
	folder, ext := path.Dir(files[0]), path.Ext(files[0])
	for _, f := range files {
		for folder != "." && !strings.HasPrefix(f, folder+"/") {
			folder = path.Dir(folder)
		}
		if path.Ext(f) != ext {
			return ""
		}
	}
	glob, deep := "*"+ext, slices.ContainsFunc(files, func(f string) bool { return path.Dir(f) != folder })
	if deep {
		glob = "**/" + glob
	}
	if folder != "." {
		glob = folder + "/" + glob
	}
	under := func(f string) bool {
		return path.Ext(f) == ext && (folder == "." || strings.HasPrefix(f, folder+"/")) && (deep || path.Dir(f) == folder)
	}
	for _, f := range b.all {
		if under(f.Path) && !slices.Contains(files, f.Path) && len(f.Tables) > 0 && b.tables[0].table.Records == "" {
			return ""
		}
	}
	return glob
}

// format returns how the files are written.
func (b *builder) format() []node {
	t := b.tables[0]
	unsure := strings.Join(t.file.Doubts, "; ")
	nodes := []node{leaf("format", t.file.Format)}
	if t.file.Encoding != "" {
		nodes = append(nodes, leaf("encoding", t.file.Encoding, unsure))
	}
	if t.file.Compression != "" {
		nodes = append(nodes, leaf("compression", t.file.Compression))
	}
	if t.file.Member != "" {
		var inner []string
		for _, t := range b.tables {
			inner = append(inner, t.file.Member)
		}
		nodes = append(nodes, leaf("innerpath", flowList(inner)))
	}
	var dialect []pair
	if sheet := b.sheet(); sheet != "" {
		dialect = append(dialect, pair{"sheetName", scalar(sheet)})
	}
	if d := t.file.Delimiter; d != 0 && d != ',' && t.file.Format == "csv" {
		dialect = append(dialect, pair{"delimiter", `"` + string(d) + `"`})
	}
	if t.file.Comment != 0 {
		dialect = append(dialect, pair{"commentChar", `"` + string(t.file.Comment) + `"`})
	}
	lines := t.headerLines()
	switch {
	case t.table.Columns != nil:
	case len(lines) == 0:
		dialect = append(dialect, pair{"header", "false"})
		b.out.Unsure = append(b.out.Unsure, "header: the columns have no names")
	case len(lines) > 1 || lines[0] != 1:
		var numbers []string
		for _, line := range lines {
			numbers = append(numbers, strconv.Itoa(line))
		}
		dialect = append(dialect, pair{"headerRows", "[" + strings.Join(numbers, ", ") + "]"})
	}
	if len(dialect) > 0 {
		nodes = append(nodes, leaf("dialect", flow(dialect...)))
	}
	return nodes
}

// sheet returns the sheet's name, needed where a workbook has several, or a pattern for all.
func (b *builder) sheet() string {
	t := b.tables[0]
	if t.table.Sheet == "" {
		return ""
	}
	names := map[string]bool{}
	for _, m := range b.tables {
		names[m.table.Sheet] = true
	}
	if len(names) > 1 {
		return "*"
	}
	for _, m := range b.tables {
		visible := 0
		for _, other := range m.file.Tables {
			if !other.Hidden {
				visible++
			}
		}
		if visible > 1 {
			return t.table.Sheet
		}
	}
	return ""
}
