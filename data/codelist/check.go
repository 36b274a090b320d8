package codelist

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"

	"paystats/data/diag"
)

// idForm is what an id looks like: ids stand in addresses, file names and SQL.
// Areas are ISO 3166 codes, in capitals.
var idForm = regexp.MustCompile(`^[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*$`)

// wholeNumber is what a number of members looks like.
var wholeNumber = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)

// dateColumns are the columns, of any list, that hold a date of a year, a month or a day.
var dateColumns = []string{"date", "since", "until", "stated"}

// checker builds a Set and collects what is wrong with its files.
type checker struct {
	*Set
	layers   []fs.FS
	problems diag.List
	broken   map[string]bool // lists of which a file could not be read: what they lack means nothing
}

func (c *checker) problem(pos diag.Pos, code, hint, msg string, args ...any) {
	c.problems.Add(&diag.Problem{Pos: pos, Code: code, Msg: fmt.Sprintf(msg, args...), Hint: hint})
}

// columns checks a file's header; false if rows cannot be read by it.
func (c *checker) columns(sc schema, file string, table *List) bool {
	if len(table.Columns) == 0 {
		c.broken[sc.name] = true
		return false
	}
	if !slices.ContainsFunc(table.Columns, func(name string) bool { return slices.Contains(sc.columns(), name) }) {
		c.broken[sc.name] = true
		c.problem(diag.Pos{File: file, Line: 1, Col: 1}, "column-missing", "begin the file with the line "+strings.Join(sc.columns(), ","), "%s has no header", sc.name)
		return false
	}
	ok := true
	for _, name := range append(slices.Clone(sc.key), sc.required...) {
		if table.Index(name) < 0 {
			ok = false
			c.problem(diag.Pos{File: file, Line: 1, Col: 1}, "column-missing", "add it to the header: "+strings.Join(sc.columns(), ","),
				"%s has no column %q", sc.name, name)
		}
	}
	for i, name := range table.Columns {
		if !slices.Contains(sc.columns(), name) {
			ok = false
			pos := diag.Pos{File: file, Line: 1, Col: 1 + len(strings.Join(table.Columns[:i], ",")) + min(i, 1)}
			c.problem(pos, "column-unknown", diag.DidYouMean(name, sc.columns(), ""), "%s has no use for a column %q", sc.name, name)
		}
	}
	c.broken[sc.name] = c.broken[sc.name] || !ok
	return ok
}

// merge adds a file's rows to a list, in the list's own order of columns.
func (c *checker) merge(sc schema, merged, table *List) {
	seen := map[string]diag.Pos{} // keys of this file: a second one is a mistake, not a replacement
	for _, row := range table.Rows {
		arranged := Row{Pos: row.Pos}
		for _, name := range merged.Columns {
			i := table.Index(name)
			arranged.Cells = append(arranged.Cells, table.Cell(row, name))
			arranged.cols = append(arranged.cols, row.At(i).Col)
		}
		if !c.cells(sc, merged, arranged) {
			continue
		}
		key := strings.Join(arranged.Cells[:len(sc.key)], "/")
		if first, ok := seen[key]; ok {
			c.problem(arranged.At(len(sc.key)-1), "key-duplicate", "give it another id, or delete one of the two rows",
				"%s %q is already in line %d", sc.name, key, first.Line)
			continue
		}
		seen[key] = row.Pos
		if n, ok := c.rows[rowKey{sc.name, key}]; ok {
			merged.Rows[n] = arranged
			continue
		}
		c.rows[rowKey{sc.name, key}] = len(merged.Rows)
		merged.Rows = append(merged.Rows, arranged)
	}
}

// cells checks the cells of a row by themselves; false if the key is unusable.
func (c *checker) cells(sc schema, l *List, row Row) bool {
	ok := true
	for i, name := range l.Columns[:len(sc.key)+len(sc.required)] {
		if row.Cells[i] == "" {
			ok = ok && i >= len(sc.key)
			c.problem(row.At(i), "value-missing", "", "%s has an empty %s", sc.name, name)
		} else if i < len(sc.key) && !idForm.MatchString(row.Cells[i]) {
			c.problem(row.At(i), "id-syntax", "ids are Latin letters, digits and single hyphens: wechat-pay", "%s %q is no id", name, row.Cells[i])
		}
	}
	for _, ch := range choices {
		if v := l.Cell(row, ch.column); ch.list == sc.name && v != "" && !slices.Contains(ch.words, v) {
			c.problem(l.place(row, ch.column), "value-unknown", "write "+strings.Join(ch.words, " or "), "%s %q is unknown", ch.column, v)
		}
	}
	if n := l.Cell(row, "n_members"); sc.name == "market" && n != "" && !wholeNumber.MatchString(n) {
		c.problem(l.place(row, "n_members"), "value-unknown", "write how many members the market has in all, or leave it empty", "n_members %q is no whole number above 0", n)
	}
	for _, column := range dateColumns {
		if date := l.Cell(row, column); date != "" && !isDate(date) {
			c.problem(l.place(row, column), "date-syntax", "dates are written 2015, 2015-09 or 2015-09-30", "%q is no date", date)
		}
	}
	if date, until := l.Cell(row, "date"), l.Cell(row, "until"); until != "" && until < date[:min(len(until), len(date))] {
		c.problem(l.place(row, "until"), "date-order", "until is the last day, date the first", "%s %q ends on %s, before it begins on %s", sc.name, row.Cells[0], until, date)
	}
	return ok
}

func isDate(text string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// index fills the map from texts to codes and reports texts that lead to two rows.
func (c *checker) index(sc schema) {
	l, dimension := c.lists[sc.name], ""
	for _, row := range l.Rows {
		id := row.Cells[len(sc.key)-1]
		if len(sc.key) > 1 {
			dimension = row.Cells[0]
		}
		c.name(sc, row, dimension, id, id, len(sc.key)-1)
	}
	for _, row := range l.Rows {
		id := row.Cells[len(sc.key)-1]
		if len(sc.key) > 1 {
			dimension = row.Cells[0]
		}
		for _, column := range sc.names {
			texts := []string{l.Cell(row, column)}
			if column == "aliases" {
				texts = Split(texts[0])
			}
			for _, text := range texts {
				c.name(sc, row, dimension, id, text, l.Index(column))
			}
		}
	}
}

// name makes a text lead to an id.
func (c *checker) name(sc schema, row Row, dimension, id, text string, column int) {
	if text == "" {
		return
	}
	key := textKey{sc.name, dimension, fold(text)}
	if other, ok := c.codes[key]; ok && other.id != id {
		c.problem(row.At(column), "alias-ambiguous", "delete it from one of the two rows",
			"%q stands for both %s (%s) and %s", text, other.id, other.row.Pos, id)
		return
	}
	c.codes[key] = &code{id: id, row: row}
}

// references checks that every code that a row names exists.
func (c *checker) references() {
	for _, ref := range references {
		l, missed := c.lists[ref.list], map[string]bool{}
		for _, row := range l.Rows {
			cell := l.Cell(row, ref.column)
			ids := []string{cell}
			if ref.many {
				ids = Split(cell)
			}
			for _, id := range ids {
				if id == "" || c.broken[ref.to] || c.exists(ref.to, id) || missed[id] {
					continue
				}
				missed[id] = ref.list == "member" // one row is missing, not one for each member
				c.unknown(l, row, ref.column, ref.to, "", id)
			}
		}
	}
	members := c.lists["member"]
	for _, row := range members.Rows {
		if parent := members.Cell(row, "parent"); parent != "" && !c.Has("member", row.Cells[0]+"/"+parent) {
			c.unknown(members, row, "parent", "member", row.Cells[0], parent)
		}
	}
}

// marketUnits checks that a market of money says in which currency: a market without one
// selects nothing.
func (c *checker) marketUnits() {
	l := c.lists["market"]
	for _, row := range l.Rows {
		if l.Cell(row, "unit") != "" {
			continue
		}
		for _, measure := range Split(l.Cell(row, "measures")) {
			if c.Get("measure", measure, "unit_kind") == "money" {
				c.problem(l.place(row, "unit"), "unit-missing", "write the currency that the publisher prints: CNY, INR", "market %q counts %s but names no unit", row.Cells[0], measure)
			}
		}
	}
}

// exists reports whether an id is in a list; "area" is a dimension whose members are the
// areas. Where no layer lists dimensions, those that have members exist.
func (c *checker) exists(list, id string) bool {
	switch list {
	case "dimension":
		if len(c.lists[list].Rows) == 0 {
			return c.broken["member"] || id == "area" || slices.Contains(c.dimensions, id)
		}
		return id == "area" || c.Has(list, id)
	case "member":
		return slices.ContainsFunc(c.dimensions, func(d string) bool { return c.Has("member", d+"/"+id) })
	}
	return c.Has(list, id)
}

func (c *checker) unknown(l *List, row Row, column, list, dimension, id string) {
	var known []string
	for _, r := range c.lists[list].Rows {
		if dimension == "" || r.Cells[0] == dimension {
			known = append(known, r.Cells[slices.Index(c.lists[list].Columns, "id")])
		}
	}
	code := "code-unknown"
	if column == "parent" {
		code = "parent-unknown"
	}
	what := list
	if column != list && column != list+"s" {
		what = column + " " + list
	}
	hint := diag.DidYouMean(id, known, "")
	if list == "dimension" && hint == "" {
		hint = "add a row for it to " + Folder + "/dimension.csv"
	}
	c.problem(l.place(row, column), code, hint, "%s names an unknown %s %q", l.Name, what, id)
}

// lines gives each problem the line it is about, for display.
func (c *checker) lines() {
	texts := map[string][]string{}
	for _, p := range c.problems.Sorted() {
		if p.Line != "" || p.Pos.Line == 0 {
			continue
		}
		if _, ok := texts[p.Pos.File]; !ok {
			// Note: layers share file names; the last layer that has the file is shown, being the user's.
			for _, layer := range c.layers {
				if src, err := fs.ReadFile(layer, p.Pos.File); err == nil {
					texts[p.Pos.File] = strings.Split(strings.TrimPrefix(string(src), "\ufeff"), "\n")
				}
			}
		}
		p.Line = line(texts[p.Pos.File], p.Pos.Line)
	}
}
