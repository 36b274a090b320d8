package xls

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Text   Kind = iota
	Number      // with a Format
	Other       // a truth value or an error: its text is all there is
)

// Cell is a cell that is not empty.
type Cell struct {
	Row, Column int // from 1
	Kind        Kind
	Text        string
	Number      float64
	Format      Format
	Uncomputed  bool // a formula whose value the writing program left to be computed on opening
}

// Range is a block of merged cells; the numbers are from 1, both ends belong to it.
type Range struct{ Top, Left, Bottom, Right int }

// stored is a cell as it is kept in memory.
type stored struct {
	row, column, style uint16
	kind               Kind
	uncomputed         bool
	number             float64
	text               string
}

// Cells are the cells of a sheet.
type Cells struct {
	Merged []Range

	book   *Workbook
	stored []stored // in order of rows and columns
}

// Read reads the cells of a sheet.
func (w *Workbook) Read(s Sheet) (*Cells, error) {
	r := sheetReader{Workbook: w}
	if err := r.records(s); err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.cells, func(a, b stored) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	if size(r.cells) > MaxCells {
		return nil, ErrTooLarge
	}
	return &Cells{Merged: r.merged, book: w, stored: r.cells}, nil
}

// Rows calls yield for each row that has cells, in order, until yield returns an error.
func (c *Cells) Rows(yield func(number int, row []Cell) error) error {
	var row []Cell
	for i, s := range c.stored {
		row = append(row, Cell{Row: int(s.row) + 1, Column: int(s.column) + 1, Kind: s.kind, Text: s.text, Number: s.number,
			Format: c.book.format(int(s.style)), Uncomputed: s.uncomputed})
		if i+1 < len(c.stored) && c.stored[i+1].row == s.row {
			continue
		}
		if err := yield(int(s.row)+1, row); err != nil {
			return err
		}
		row = row[:0]
	}
	return nil
}

// sheetReader collects the cells of a sheet.
type sheetReader struct {
	*Workbook
	cells  []stored
	merged []Range
	text   bool // the last cell is a formula whose text comes in a record of its own
}

// size counts cells with the empty ones to their left.
func size(cells []stored) int {
	n := 0
	for i, c := range cells {
		if i+1 == len(cells) || cells[i+1].row != c.row {
			n += int(c.column) + 1
		}
	}
	return n
}

// records goes through the records of a sheet; those of charts within are left out.
func (r *sheetReader) records(s Sheet) error {
	records := &recordReader{data: r.stream, at: s.offset}
	for depth := 0; ; {
		one, err := records.next()
		if err != nil {
			return err
		}
		switch {
		case one.kind == recBOF:
			depth++
		case depth == 0:
			return fmt.Errorf("sheet %q does not start where the workbook says", s.Name)
		case one.kind == recEOF:
			if depth--; depth == 0 {
				return nil
			}
		case depth == 1:
			f := one.fields()
			r.record(one.kind, f)
			if err := f.err(one); err != nil {
				return err
			}
			if len(r.cells) > MaxCells {
				return ErrTooLarge
			}
		}
	}
}

func (r *sheetReader) record(kind int, f *fields) {
	switch kind {
	case recNumber:
		r.add(f).number = f.f64()
	case recRK:
		r.add(f).number = rk(f)
	case recMulRK:
		row, column := f.u16(), f.u16()
		for f.left() > 2 { // the last column closes the record
			r.cells = append(r.cells, stored{row: uint16(row), column: uint16(column), style: uint16(f.u16()), kind: Number, number: rk(f)})
			column++
		}
	case recLabelSST:
		c := r.add(f)
		c.kind = Text
		if i := f.i32(); i >= 0 && i < len(r.texts) {
			c.text = r.texts[i]
		} else {
			f.short = true
		}
	case recLabel, recRString:
		c := r.add(f)
		c.kind, c.text = Text, r.Workbook.text(f, true)
	case recBoolErr:
		c := r.add(f)
		value, isError := f.u8(), f.u8()
		c.kind, c.text = Other, boolErr(value, isError != 0)
	case recFormula:
		r.formula(f)
	case recString:
		if r.text && len(r.cells) > 0 {
			c := &r.cells[len(r.cells)-1]
			c.text, r.text = r.Workbook.text(f, true), false
		}
	case recMergedCells:
		for range f.u16() {
			m := Range{Top: f.u16() + 1, Bottom: f.u16() + 1, Left: f.u16() + 1, Right: f.u16() + 1}
			if f.short {
				return
			}
			r.merged = append(r.merged, m)
		}
	}
}

// add appends a cell: its place and style.
func (r *sheetReader) add(f *fields) *stored {
	r.text = false
	r.cells = append(r.cells, stored{row: uint16(f.u16()), column: uint16(f.u16()), style: uint16(f.u16()), kind: Number})
	return &r.cells[len(r.cells)-1]
}

// formula reads the value that a formula had last.
func (r *sheetReader) formula(f *fields) {
	c := r.add(f)
	bits := math.Float64bits(f.f64())
	const onLoad = 2
	flags := f.u16()
	if bits>>48 != 0xffff {
		c.number = math.Float64frombits(bits)
		c.uncomputed = flags&onLoad != 0 && c.number == 0
		return
	}
	value := int(bits >> 16 & 0xff)
	switch bits & 0xff {
	case 0:
		c.kind, r.text = Text, true
	case 1, 2:
		c.kind, c.text = Other, boolErr(value, bits&0xff == 2)
	default:
		c.kind = Text
	}
}

// rk reads a number of four bytes: whole or the upper half of a float, perhaps times 100.
func rk(f *fields) float64 {
	bits := uint32(f.i32())
	const hundredth, whole = 1, 2
	number := math.Float64frombits(uint64(bits&^3) << 32)
	if bits&whole != 0 {
		number = float64(int32(bits) >> 2)
	}
	if bits&hundredth != 0 {
		number /= 100
	}
	return number
}

// boolErr returns the text of a truth value or an error.
func boolErr(value int, isError bool) string {
	switch {
	case isError:
		return errorTexts[value]
	case value != 0:
		return "TRUE"
	}
	return "FALSE"
}

var errorTexts = [256]string{0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
