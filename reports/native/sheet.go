package native

import (
	"fmt"
	"strconv"
	"strings"

	x "paystats/reports/ooxml"
)

// Sheet is the numbers of a chart as a worksheet holds them: a row of names, then rows of
// equally many cells.
type Sheet struct {
	Columns []Column
}

// Column is one column: of texts, or of numbers.
type Column struct {
	Name    string
	Texts   []string
	Numbers []*float64 // nil is an empty cell
	Code    string     // number format of a column of numbers, as Excel writes it
}

// Rows returns the number of rows below the names.
func (s *Sheet) Rows() int {
	rows := 0
	for _, c := range s.Columns {
		rows = max(rows, len(c.Texts), len(c.Numbers))
	}
	return rows
}

// add puts a column behind the others and returns its place.
func (s *Sheet) add(c Column) int {
	s.Columns = append(s.Columns, c)
	return len(s.Columns) - 1
}

// Place is where a chart's sheet lies in a workbook: its name, and the row of the column
// names, from 1. The first column is A.
type Place struct {
	Sheet string
	Row   int
}

// span is a run of cells in a column, rows counted from 0 at the names.
type span struct{ column, first, last int }

// cell is one cell.
func cell(column, row int) span { return span{column, row, row} }

// below is all cells of a column under its name.
func (s *Sheet) below(column int) span { return span{column, 1, s.Rows()} }

// ref writes the address of cells: Data!$B$2:$B$9. columns is how many stand beside
// each other.
func (p Place) ref(r span, columns int) string {
	name := p.Sheet
	if strings.ContainsFunc(name, func(c rune) bool { return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') }) {
		name = "'" + strings.ReplaceAll(name, "'", "''") + "'"
	}
	address := func(column, row int) string { return "$" + letters(column) + "$" + strconv.Itoa(p.Row+row) }
	text := name + "!" + address(r.column, r.first)
	if r.first != r.last || columns > 1 {
		text += ":" + address(r.column+columns-1, r.last)
	}
	return text
}

// letters is the name of a column, from 0: A.
func letters(column int) string {
	text := ""
	for column >= 0 {
		text = string(rune('A'+column%26)) + text
		column = column/26 - 1
	}
	return text
}

// textRef is the reference to cells of text with what they hold.
func (s *Sheet) textRef(p Place, r span) x.Node {
	return x.E("c:strRef", x.E("c:f", p.ref(r, 1)), x.E("c:strCache", x.Val("c:ptCount", r.last-r.first+1), s.texts(r)))
}

func (s *Sheet) texts(r span) []x.Node {
	var out []x.Node
	for row := r.first; row <= r.last; row++ {
		text := s.Columns[r.column].Name
		if row > 0 {
			text = s.Columns[r.column].Texts[row-1]
		}
		if text != "" {
			out = append(out, x.E("c:pt", x.A("idx", row-r.first), x.E("c:v", text)))
		}
	}
	return out
}

// numberRef is the reference to cells of numbers with what they hold; holes have no point.
func (s *Sheet) numberRef(p Place, r span) x.Node {
	column := s.Columns[r.column]
	var points []x.Node
	for row := r.first; row <= r.last; row++ {
		if v := column.Numbers[row-1]; v != nil {
			points = append(points, x.E("c:pt", x.A("idx", row-r.first), x.E("c:v", x.Number(*v))))
		}
	}
	return x.E("c:numRef", x.E("c:f", p.ref(r, 1)),
		x.E("c:numCache", x.E("c:formatCode", column.Code), x.Val("c:ptCount", r.last-r.first+1), points))
}

// categoryRef is the reference to the names of the categories, in one or more columns: the
// last names a row, those before it a run of rows.
func (s *Sheet) categoryRef(p Place, levels int) x.Node {
	if s.Columns[0].Numbers != nil {
		return s.numberRef(p, s.below(0))
	}
	if levels == 1 {
		return s.textRef(p, s.below(0))
	}
	all := s.below(0)
	var runs []x.Node
	for level := levels - 1; level >= 0; level-- {
		runs = append(runs, x.E("c:lvl", s.texts(span{level, all.first, all.last})))
	}
	return x.E("c:multiLvlStrRef", x.E("c:f", p.ref(all, levels)), x.E("c:multiLvlStrCache", x.Val("c:ptCount", all.last), runs))
}

// check holds the columns against each other.
func (s *Sheet) check() error {
	rows := s.Rows()
	for _, c := range s.Columns {
		if n := len(c.Texts) + len(c.Numbers); n != rows {
			return fmt.Errorf("column %q has %d cells of %d", c.Name, n, rows)
		}
	}
	return nil
}
