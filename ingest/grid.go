package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// grid turns the rows of a sheet or of a page's table into records.
type grid struct {
	table
	name   string // of the sheet, or tableN
	page   bool   // a page's table: header cells say themselves how far they reach
	header [][]string
	index  []int // of the wanted columns; nil before the header is complete
	width  int   // of the header
	cells  slab
	raw    func(line int, texts []string) error // takes the rows as they are, for a look at a file
}

// row takes one row: of the header, or of the table. spanned says which texts come from a
// cell that reaches over several rows or columns; nil for none.
func (g *grid) row(number int, texts []string, spanned []bool, yield func(row) error) error {
	if g.raw != nil {
		return g.raw(number, texts)
	}
	wanted := g.dialect.headerRows
	if len(wanted) == 0 {
		wanted = []int{1}
	}
	if g.index == nil {
		if !g.dialect.headless {
			if slices.Contains(wanted, number) {
				g.header = append(g.header, slices.Clone(texts))
			}
			if number < wanted[len(wanted)-1] {
				return nil
			}
			return g.columns(number, joinHeader(g.header, !g.page))
		}
		if err := g.columns(number, g.dialect.names(len(texts))); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(texts, func(text string) bool { return strings.TrimSpace(text) != "" }) {
		return nil
	}
	r := row{grid: g.name, page: g.page, line: number}
	if g.page && len(texts) != g.width {
		r.fault = &fault{code: "row-ragged", msg: fmt.Sprintf("the row has %d cells, the header %d", len(texts), g.width), hint: "choose another table, or correct headerRows"}
		return yield(r)
	}
	r.cells = g.cells.take(len(g.index))
	for i, field := range g.index {
		r.cells[i] = cell{line: int32(number), field: int32(field + 1)}
		if field < len(texts) {
			r.cells[i].text = texts[field]
		}
		r.cells[i].spanned = field < len(spanned) && spanned[field]
	}
	return yield(r)
}

func (g *grid) columns(number int, header []string) (err error) {
	g.width = len(header)
	g.index, err = findColumns(g.table, header, "", func(field int) diag.Pos {
		return diag.Pos{File: g.file, Pointer: gridPlace(g.name, g.page, max(field, 0)+1, number)}
	})
	return err
}

// gridPlace names a cell: Sheet1!B3 or table2/row3/cell2.
func gridPlace(name string, page bool, column, line int) string {
	if page {
		return fmt.Sprintf("%s/row%d/cell%d", name, line, column)
	}
	return name + "!" + cellName(column, line)
}

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
				text = strings.Join(strings.Fields(texts[i]), " ")
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

// cellName returns a cell's name: A1, XFD1048576. Both numbers start at 1.
func cellName(column, line int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + strconv.Itoa(line)
}
