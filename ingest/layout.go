package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// layout is what a table says before its rows begin.
type layout struct {
	sheet string              // of a workbook; "" for none
	names []string            // of the cells of a row: the columns asked for, then those that patterns found
	found [][]int             // by pattern: its cells in a row
	cells map[cellName]string // texts of the bound cells
}

// seen is what a reader has seen of a file beside its rows.
type seen struct {
	hint   string              // what to do about text that is not UTF-8
	cells  map[cellName]string // texts of bound cells of the table whose header is not complete yet
	layout *layout             // of the table whose rows are being read; nil for formats without a header
	ended  bool                // the descriptor says that this table has ended: no further row of it counts
}

// note keeps the texts of bound cells of a line that stands above the rows of the table.
func (t table) note(line int, texts []string) {
	for _, c := range t.cells {
		if c.line != line || c.column > len(texts) {
			continue
		}
		if t.seen.cells == nil {
			t.seen.cells = map[cellName]string{}
		}
		t.seen.cells[c] = strings.Join(strings.Fields(texts[c.column-1]), " ")
	}
}

// begin begins a table with its header: it returns the field number of each cell of a row,
// the wanted columns first, then those that patterns of values find. place says where a
// column's name stands, and where the header does for -1; hint is for columns that are missing.
func (t table) begin(header []string, hint string, place func(int) diag.Pos) ([]int, error) {
	index, err := findColumns(t, header, hint, place)
	if err != nil {
		return nil, err
	}
	l := &layout{sheet: t.sheet, cells: t.seen.cells, names: slices.Clone(t.columns)}
	for _, re := range t.patterns {
		var cells []int
		for field, name := range header {
			if name == "" || !re.MatchString(name) || slices.Contains(index[:len(t.columns)], field) {
				continue
			}
			if slices.Index(header, name) != field {
				return nil, &diag.Problem{Pos: place(field), Code: "column-duplicate", Msg: fmt.Sprintf("column %q occurs twice", name), Hint: "rename one of the two"}
			}
			cells = append(cells, len(index))
			index, l.names = append(index, field), append(l.names, name)
		}
		if len(cells) == 0 {
			return nil, &diag.Problem{Pos: place(-1), Code: "column-missing", Msg: fmt.Sprintf("the file has no column whose name matches %s", re),
				Hint: "the header reads " + clip(strings.Join(header, ", "))}
		}
		l.found = append(l.found, cells)
	}
	t.seen.layout, t.seen.cells, t.seen.ended = l, nil, false
	return index, nil
}

// findColumns returns the index of each wanted column in a header; blanks and line breaks
// in names count as one blank.
func findColumns(t table, header []string, hint string, place func(int) diag.Pos) ([]int, error) {
	var problems diag.List
	index := make([]int, len(t.columns))
	reads := "the header reads " + clip(strings.Join(header, ", "))
	if hint == "" && !slices.ContainsFunc(t.columns, func(name string) bool { return slices.Contains(header, collapse(name)) }) {
		hint = reads
	}
	for i, name := range t.columns {
		name = collapse(name)
		if index[i] = slices.Index(header, name); index[i] < 0 {
			index[i] = nameless(header, name)
		}
		switch {
		case index[i] < 0:
			problems.Add(&diag.Problem{Pos: place(-1), Code: "column-missing", Msg: fmt.Sprintf("the file has no column %q", name),
				Hint: cmp.Or(hint, diag.DidYouMean(name, header, ""), reads)})
		case header[index[i]] != "" && slices.Contains(header[index[i]+1:], name):
			problems.Add(&diag.Problem{Pos: place(index[i]), Code: "column-duplicate", Msg: fmt.Sprintf("column %q occurs twice", name),
				Hint: "rename one of the two"})
		}
	}
	return index, problems.Err()
}

// nameless returns the column without a name that is meant by its number, as field1 means the
// first; -1 if there is none.
func nameless(header []string, name string) int {
	number, ok := strings.CutPrefix(name, "field")
	if n, err := strconv.Atoi(number); ok && err == nil && n >= 1 && n <= len(header) && header[n-1] == "" {
		return n - 1
	}
	return -1
}

// collapse makes one blank of every run of blanks and line breaks.
func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }

// joinHeader makes one header of several rows, whose texts are joined with " > ". With
// fill, a text of an upper row counts for the columns to its right until the next text
// there or above.
func joinHeader(rows [][]string, fill bool) []string {
	width := 0
	for _, texts := range rows {
		width = max(width, len(texts))
	}
	names := make([][]string, width)
	starts := make([]bool, width) // a row above begins a new text here
	for level, texts := range rows {
		last := ""
		for i := range width {
			text := ""
			if i < len(texts) {
				text = collapse(texts[i])
			}
			switch {
			case text != "":
				last = text
				starts[i] = true
			case starts[i] || level == len(rows)-1 || !fill:
				last = ""
			}
			if n := len(names[i]); last != "" && (n == 0 || names[i][n-1] != last) {
				names[i] = append(names[i], last)
			}
		}
	}
	out := make([]string, width)
	for i, parts := range names {
		out[i] = strings.Join(parts, " > ")
	}
	return out
}

// slot is one value that every row of a table holds: a value of the descriptor in one column.
type slot struct {
	*value
	column int    // index into the cells of a row
	name   string // of the column
	// fixed holds what no row changes: the texts of the resource's bindings, then of the
	// value's own, that come from the path, the sheet, the header or a cell.
	fixed [2][partCount]bound
}

// slots returns the values of a table's rows. l is nil for formats without a header.
func (r *resource) slots(file string, l *layout) []slot {
	var out []slot
	for _, v := range r.values {
		if v.pattern == nil {
			out = append(out, r.slot(v, v.column, file, l))
			continue
		}
		if l != nil {
			for _, cell := range l.found[v.expansion] {
				out = append(out, r.slot(v, cell, file, l))
			}
		}
	}
	return out
}

func (r *resource) slot(v *value, column int, file string, l *layout) slot {
	s := slot{value: v, column: column}
	if l != nil {
		s.name = l.names[column]
	} else {
		s.name = r.columns[column]
	}
	for i, set := range []*[partCount]*binding{&r.bindings, &v.overrides} {
		for p, b := range set {
			if b == nil {
				continue
			}
			switch b.from {
			case fromPath:
				s.fixed[i][p] = b.in(file)
			case fromHeader:
				s.fixed[i][p] = b.in(collapse(s.name)).fromLevels(part(p))
			case fromSheet:
				if l != nil {
					s.fixed[i][p] = b.in(l.sheet)
				}
			case fromCell:
				if l != nil {
					s.fixed[i][p] = b.in(l.cells[b.cell])
				}
			}
		}
	}
	return s
}

// patterns returns the patterns of the values that stand in several columns.
func (r *resource) patterns() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, v := range r.values {
		if v.pattern != nil {
			out = append(out, v.pattern)
		}
	}
	return out
}
