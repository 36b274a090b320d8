// Package frame holds small tables of typed columns: what a query returns and what
// charts, tables and exports are made from. A cell is NULL or a value of its column's
// kind.
package frame

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"paystats/data/obs"
)

// Kind is the type of a column's cells.
type Kind int

// The kinds. List is a list of 64-bit integers (observation ids).
const (
	Text Kind = iota
	Int
	Decimal
	Float
	Bool
	Date
	List
)

// String returns the kind's name as model headers write it.
func (k Kind) String() string {
	return [...]string{"text", "int", "decimal", "double", "bool", "date", "list"}[k]
}

// Column is one column. Cells holds nil for NULL, else string, int64, obs.Decimal,
// float64, bool, time.Time or []int64, according to Kind.
type Column struct {
	Name  string
	Kind  Kind
	Cells []any
}

// Frame is a table. All columns have the same length.
type Frame struct {
	Columns []Column
}

// Rows returns the number of rows.
func (f *Frame) Rows() int {
	if len(f.Columns) == 0 {
		return 0
	}
	return len(f.Columns[0].Cells)
}

// Where returns a frame of the rows that keep takes.
func (f *Frame) Where(keep func(row int) bool) *Frame {
	var kept []int
	for row := range f.Rows() {
		if keep(row) {
			kept = append(kept, row)
		}
	}
	out := &Frame{Columns: make([]Column, len(f.Columns))}
	for i, c := range f.Columns {
		cells := make([]any, len(kept))
		for k, row := range kept {
			cells[k] = c.Cells[row]
		}
		out.Columns[i] = Column{c.Name, c.Kind, cells}
	}
	return out
}

// Column returns the column of a name, nil if there is none.
func (f *Frame) Column(name string) *Column {
	for i := range f.Columns {
		if f.Columns[i].Name == name {
			return &f.Columns[i]
		}
	}
	return nil
}

// cell returns a cell, nil for NULL, an unknown column or a row out of range.
func (f *Frame) cell(name string, row int) any {
	c := f.Column(name)
	if c == nil || row < 0 || row >= len(c.Cells) {
		return nil
	}
	return c.Cells[row]
}

// Text returns a cell as text, "" for NULL.
func (f *Frame) Text(name string, row int) string { return Format(f.cell(name, row)) }

// Float returns a numeric cell as a float64; ok is false for NULL and for text.
func (f *Frame) Float(name string, row int) (v float64, ok bool) {
	switch c := f.cell(name, row).(type) {
	case float64:
		return c, true
	case int64:
		return float64(c), true
	case obs.Decimal:
		return c.Float(), true
	}
	return 0, false
}

// Int returns a cell of whole numbers; 0 for NULL and for any other kind.
func (f *Frame) Int(name string, row int) int64 {
	n, _ := f.cell(name, row).(int64)
	return n
}

// Bool returns a boolean cell, false for NULL.
func (f *Frame) Bool(name string, row int) bool {
	b, _ := f.cell(name, row).(bool)
	return b
}

// List returns a cell that holds observation ids.
func (f *Frame) List(name string, row int) []int64 {
	l, _ := f.cell(name, row).([]int64)
	return l
}

// IsNull reports whether a cell is NULL.
func (f *Frame) IsNull(name string, row int) bool { return f.cell(name, row) == nil }

// Format prints a cell: "" for NULL, plain decimals, dates as YYYY-MM-DD, floats in
// the shortest form that reads back equal.
func Format(cell any) string {
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		return c
	case float64:
		return strconv.FormatFloat(c, 'g', -1, 64)
	case time.Time:
		return c.Format(time.DateOnly)
	case []int64:
		parts := make([]string, len(c))
		for i, n := range c {
			parts[i] = strconv.FormatInt(n, 10)
		}
		return strings.Join(parts, ";")
	}
	return fmt.Sprint(cell)
}
