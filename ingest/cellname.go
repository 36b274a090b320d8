package ingest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"paystats/data/yamldoc"
)

// cellName is the place of a cell in a sheet, a page's table or delimited text, where a
// line is a row. Both numbers start at 1.
type cellName struct{ column, line int }

// String returns A1, XFD1048576.
func (c cellName) String() string {
	letters := ""
	for column := c.column; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + strconv.Itoa(c.line)
}

var cellForm = regexp.MustCompile(`^([A-Za-z]{0,3})([0-9]{0,7})$`)

// parseCell reads a cell's name, or half of one: B, 3. What it does not name is 0.
func parseCell(text string) (cellName, bool) {
	groups := cellForm.FindStringSubmatch(strings.ReplaceAll(text, "$", ""))
	if groups == nil {
		return cellName{}, false
	}
	var c cellName
	for _, letter := range strings.ToUpper(groups[1]) {
		c.column = c.column*26 + int(letter-'A') + 1
	}
	c.line, _ = strconv.Atoi(groups[2])
	return c, groups[2] == "" || c.line > 0
}

// boundCell reads the name of a cell that a part is bound to.
func (r *resource) boundCell(n yamldoc.Node) (cellName, bool) {
	text, ok := n.Text()
	if !ok {
		return cellName{}, false
	}
	c, ok := parseCell(text)
	switch last := r.dialect.lastAbove(r.area); {
	case !ok || c.column == 0 || c.line == 0:
		n.Report("value-unknown", fmt.Sprintf("cell %q is no cell", text), "write B2: column B, row 2")
		return c, false
	case !r.hasCells():
		n.Report("value-unknown", "cells are named in sheets, pages and delimited text only", "bind a column or the path")
		return c, false
	case c.line > last:
		n.Report("value-unknown", fmt.Sprintf("cell %s stands below the header, which ends in row %d", c, last), "bind a cell above the table or of its header, or say where the header is: dialect: {headerRows: […]}")
		return c, false
	}
	r.cells = append(r.cells, c)
	return c, true
}

// lastAbove is the last row that stands above the rows of the table.
func (d dialect) lastAbove(a area) int {
	switch {
	case d.headless:
		return a.first.line - 1
	case len(d.headerRows) == 0:
		return 1
	}
	return d.headerRows[len(d.headerRows)-1]
}

// area is the part of a sheet, page's table or text that is read; both ends belong to it.
type area struct{ first, last cellName }

var everything = area{cellName{1, 1}, cellName{math.MaxInt32, math.MaxInt32}}

// readArea reads `range`: B3:G, B:G, 3:180. Header rows may stand above it.
func (r *resource) readArea(m *yamldoc.Mapping) {
	r.area = everything
	if !m.Has("range") {
		return
	}
	n := m.At("range")
	text, ok := n.Text()
	if !ok {
		return
	}
	left, right, cut := strings.Cut(text, ":")
	first, ok1 := parseCell(left)
	last, ok2 := parseCell(right)
	a := area{cellName{max(first.column, 1), max(first.line, 1)}, everything.last}
	if last.column > 0 {
		a.last.column = last.column
	}
	if last.line > 0 {
		a.last.line = last.line
	}
	switch {
	case !cut || !ok1 || !ok2 || a.last.column < a.first.column || a.last.line < a.first.line:
		n.Report("value-unknown", fmt.Sprintf("range %q is no range", text), "write B3:G180; either end may be left open: B:G, 3:180, B3:")
		return
	case !r.hasCells():
		n.Report("value-unknown", "only sheets, pages and delimited text have a range", "leave it out")
		return
	}
	r.area = a
	if d := &r.dialect; !d.headless && len(d.headerRows) == 0 && a.first.line > 1 {
		d.headerRows = []int{a.first.line}
	}
}

// clip blanks the texts of a row that stand outside the area's columns.
func (a area) clip(texts []string) []string {
	if len(texts) > a.last.column {
		texts = texts[:a.last.column]
	}
	for i := range min(a.first.column-1, len(texts)) {
		texts[i] = ""
	}
	return texts
}

// isWorkbook reports whether the resource's files have sheets.
func (r *resource) isWorkbook() bool { return r.format == "xlsx" || r.format == "xls" }

// hasCells reports whether the resource's files have numbered rows and columns.
func (r *resource) hasCells() bool {
	return r.isWorkbook() || r.isPage() || r.isText()
}

// isText reports whether the resource is delimited text.
func (r *resource) isText() bool {
	return r.format == "csv" || r.format == "tsv" || r.format == sdmxFormat
}
