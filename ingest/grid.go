package ingest

import (
	"fmt"
	"slices"
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
		g.note(number, texts)
	}
	texts = g.area.clip(texts)
	switch {
	case g.index != nil:
	case !g.dialect.headless:
		if slices.Contains(wanted, number) {
			g.header = append(g.header, slices.Clone(texts))
		}
		if number < wanted[len(wanted)-1] {
			return nil
		}
		return g.columns(number, joinHeader(g.header, !g.page))
	case number >= g.area.first.line:
		if err := g.columns(number, g.area.clip(g.dialect.names(len(texts)))); err != nil {
			return err
		}
	}
	if number < g.area.first.line || number > g.area.last.line || g.seen.ended {
		return nil
	}
	r := row{grid: g.name, page: g.page, line: number}
	if g.page && len(texts) != g.width {
		if isEmpty(texts) {
			return nil
		}
		r.fault = &fault{code: "row-ragged", msg: fmt.Sprintf("the row has %d cells, the header %d", len(texts), g.width), hint: "choose another table, or correct headerRows"}
	}
	r.cells = g.cells.take(len(g.index))
	for i, field := range g.index {
		r.cells[i] = cell{line: int32(number), field: int32(field + 1)}
		if field < len(texts) {
			r.cells[i].text = texts[field]
		}
		r.cells[i].spanned = field < len(spanned) && spanned[field]
	}
	if r.fault == nil && isBlank(r.cells) {
		return nil
	}
	return yield(r)
}

func (g *grid) columns(number int, header []string) (err error) {
	g.width = len(header)
	if !g.page {
		g.sheet = g.name
	}
	g.index, err = g.begin(header, "", func(field int) diag.Pos {
		return diag.Pos{File: g.file, Pointer: gridPlace(g.name, g.page, max(field, 0)+1, number)}
	})
	return err
}

func isEmpty(texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return strings.TrimSpace(text) != "" })
}

// gridPlace names a cell: Sheet1!B3 or table2/row3/cell2.
func gridPlace(name string, page bool, column, line int) string {
	if page {
		return fmt.Sprintf("%s/row%d/cell%d", name, line, column)
	}
	return name + "!" + cellName{column, line}.String()
}
