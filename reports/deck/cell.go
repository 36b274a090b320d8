package deck

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"paystats/reports/ooxml"
)

// setText writes a text into a cell; "" empties it. A cell that is new looks like another.
func (b *book) setText(s *sheet, at, like place, text string) {
	if c := s.cells[at]; c != nil && down(c, "f") == nil && b.text(s, at) == text {
		return
	}
	if text == "" {
		s.clear(at)
		return
	}
	c := s.make(at, like)
	c.CreateAttr("t", "inlineStr")
	is := fresh(c, "is")
	t := fresh(c, "t")
	if strings.TrimSpace(text) != text {
		t.CreateAttr("xml:space", "preserve")
	}
	t.SetText(text)
	is.AddChild(t)
	c.AddChild(is)
}

// setNumber writes a number into a cell; nil empties it.
func (b *book) setNumber(s *sheet, at, like place, v *float64) {
	if v == nil {
		s.clear(at)
		return
	}
	if c := s.cells[at]; c != nil && down(c, "f") == nil && attr(c, "t") != "s" && attr(c, "t") != "inlineStr" && isSame(b.text(s, at), v) {
		return
	}
	c := s.make(at, like)
	value := fresh(c, "v")
	value.SetText(ooxml.Number(*v))
	c.AddChild(value)
}

// isSame reports whether a text is a number, but for the last digits of a float.
func isSame(text string, v *float64) bool {
	old, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if v == nil || err != nil {
		return v == nil && strings.TrimSpace(text) == ""
	}
	return math.Abs(old-*v) <= 1e-11*math.Max(math.Abs(old), math.Abs(*v))
}

// clear empties a cell and keeps its format.
func (s *sheet) clear(at place) {
	if c := s.cells[at]; c != nil {
		for _, kid := range c.ChildElements() {
			c.RemoveChild(kid)
		}
		c.RemoveAttr("t")
	}
}

// make returns the cell at a place, emptied, with its own format or that of another.
func (s *sheet) make(at, like place) *etree.Element {
	if s.cells[at] != nil {
		s.clear(at)
		return s.cells[at]
	}
	r := s.row(at.row)
	c := fresh(r, "c")
	c.CreateAttr("r", at.String())
	if look := s.cells[like]; look != nil && attr(look, "s") != "" {
		c.CreateAttr("s", attr(look, "s"))
	}
	next := -1 // the first cell behind
	for p, other := range s.cells {
		if p.row == at.row && p.column > at.column && (next < 0 || other.Index() < next) {
			next = other.Index()
		}
	}
	if next < 0 {
		r.AddChild(c)
	} else {
		r.InsertChildAt(next, c)
	}
	r.RemoveAttr("spans") // a hint that may no longer hold
	s.cells[at] = c
	s.grow(at)
	return c
}

// row returns a row of the sheet.
func (s *sheet) row(n int) *etree.Element {
	if r := s.rows[n]; r != nil {
		return r
	}
	data := down(s.root, "sheetData")
	if data == nil {
		data = fresh(s.root, "sheetData")
		s.root.AddChild(data)
	}
	r := fresh(data, "row")
	r.CreateAttr("r", strconv.Itoa(n))
	next := -1
	for row, other := range s.rows {
		if row > n && (next < 0 || other.Index() < next) {
			next = other.Index()
		}
	}
	if next < 0 {
		data.AddChild(r)
	} else {
		data.InsertChildAt(next, r)
	}
	s.rows[n] = r
	return r
}

// grow extends the dimension that the sheet says it has.
func (s *sheet) grow(at place) {
	e := down(s.root, "dimension")
	a, ok := parseArea("!" + attr(e, "ref"))
	if !ok {
		return
	}
	a.to = place{max(a.to.column, at.column), max(a.to.row, at.row)}
	e.CreateAttr("ref", a.from.String()+":"+a.to.String())
}

// blocking returns the first used cell among those that data would grow into.
func (s *sheet) blocking(cells []place) (place, bool) {
	i := slices.IndexFunc(cells, s.used)
	if i < 0 {
		return place{}, false
	}
	return cells[i], true
}

// fixed are elements of a sheet that name cells which then would have moved.
var fixed = []string{"mergeCells", "conditionalFormatting", "dataValidations", "drawing", "legacyDrawing", "hyperlinks", "autoFilter", "protectedRanges", "sheetProtection"}

// push moves everything from a row on down, where nothing else names these cells.
func (b *book) push(s *sheet, from, rows int) error {
	if formulas, err := b.formulas(); err != nil || formulas {
		return fmt.Errorf("formulas may name the cells below")
	}
	for _, name := range fixed {
		if down(s.root, name) != nil {
			return fmt.Errorf("the sheet has %s", name)
		}
	}
	if down(b.show.root, "definedNames") != nil {
		return fmt.Errorf("names may mean the cells below")
	}
	for _, t := range s.tables {
		if a, ok := parseArea("!" + attr(t.root, "ref")); !ok || a.from.row >= from {
			return fmt.Errorf("another table lies below")
		}
	}
	for row, r := range s.rows {
		if row >= from {
			r.CreateAttr("r", strconv.Itoa(row+rows))
		}
	}
	for at, c := range s.cells {
		if at.row >= from {
			c.CreateAttr("r", place{at.column, at.row + rows}.String())
		}
	}
	s.index()
	return nil
}

// inTable reports whether a cell is the name of a column of a table.
func (s *sheet) inTable(at place) bool {
	return slices.ContainsFunc(s.tables, func(t *part) bool {
		a, ok := parseArea("!" + attr(t.root, "ref"))
		return ok && at.row == a.from.row && at.column >= a.from.column && at.column <= a.to.column
	})
}

// fit makes the tables on the sheet hold the data again: rows down to the last, from the last
// that there were, and columns beside theirs.
func (b *book) fit(s *sheet, header, oldLast, newLast int, columns []int) {
	for _, t := range s.tables {
		a, ok := parseArea("!" + attr(t.root, "ref"))
		if !ok || a.from.row != header {
			continue
		}
		if a.to.row == oldLast {
			a.to.row = newLast
		}
		for slices.Contains(columns, a.to.column+1) {
			a.to.column++
		}
		list := down(t.root, "tableColumns")
		if list == nil {
			continue
		}
		ref := a.from.String() + ":" + a.to.String()
		t.root.CreateAttr("ref", ref)
		if filter := down(t.root, "autoFilter"); filter != nil {
			filter.CreateAttr("ref", ref)
		}
		b.nameColumns(s, a, list)
	}
}

// nameColumns gives the columns of a table the names that stand in their cells, each another.
func (b *book) nameColumns(s *sheet, a area, list *etree.Element) {
	columns := list.SelectElements("tableColumn")
	last, taken := 0, map[string]bool{}
	for _, c := range columns {
		last = max(last, number(c, "id"))
	}
	for i := 0; a.from.column+i <= a.to.column; i++ {
		if i == len(columns) {
			last++
			c := fresh(list, "tableColumn")
			c.CreateAttr("id", strconv.Itoa(last))
			c.CreateAttr("name", "")
			list.AddChild(c)
			columns = append(columns, c)
		}
		at := place{a.from.column + i, a.from.row}
		name := b.text(s, at)
		if name == "" {
			name = attr(columns[i], "name")
		}
		for plain, n := name, 2; name == "" || taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s%d", plain, n)
		}
		taken[strings.ToLower(name)] = true
		if attr(columns[i], "name") != name {
			columns[i].CreateAttr("name", name)
		}
		if b.text(s, at) != name {
			b.setText(s, at, at, name)
		}
	}
	list.CreateAttr("count", strconv.Itoa(len(columns)))
}
