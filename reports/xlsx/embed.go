// Package xlsx writes workbooks: the one behind a native chart of a slide, and the one of
// a page with a sheet a chart.
//
// Invariants: numbers are cells of numbers with a format, holes are empty cells, no cell
// holds a formula; equal input gives equal bytes.
package xlsx

import (
	"bytes"
	"fmt"
	"sort"

	"github.com/xuri/excelize/v2"

	"paystats/reports/native"
)

// EmbeddedSheet is the name of the sheet in the workbook behind a chart.
const EmbeddedSheet = "Sheet1"

// Embed writes the workbook that Edit Data opens: the sheet of one native chart, its names
// in row 1.
func Embed(sheet native.Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := writer{file: f, styles: map[string]int{}}
	w.sheet(EmbeddedSheet, 1, sheet)
	return w.bytes()
}

// writer fills a workbook and keeps the first error.
type writer struct {
	file   *excelize.File
	styles map[string]int // by number format
	err    error
}

func (w *writer) fail(err error) {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("write workbook: %w", err)
	}
}

// bytes returns the finished workbook.
func (w *writer) bytes() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	// The library adds the types of the parts of a chart in no order.
	types := w.file.ContentTypes
	sort.Slice(types.Overrides, func(i, k int) bool { return types.Overrides[i].PartName < types.Overrides[k].PartName })
	sort.Slice(types.Defaults, func(i, k int) bool { return types.Defaults[i].Extension < types.Defaults[k].Extension })
	var out bytes.Buffer
	if err := w.file.Write(&out); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return out.Bytes(), nil
}

// sheet writes the columns of a chart from a row on, from 1.
func (w *writer) sheet(name string, row int, s native.Sheet) {
	for at, c := range s.Columns {
		w.text(name, at, row, c.Name)
		widest := native.Width(c.Name, 1)
		for i, text := range c.Texts {
			w.text(name, at, row+1+i, text)
			widest = max(widest, native.Width(text, 1))
		}
		for i, v := range c.Numbers {
			if v != nil {
				w.number(name, at, row+1+i, *v, c.Code)
			}
		}
		letter, err := excelize.ColumnNumberToName(at + 1)
		w.fail(err)
		w.fail(w.file.SetColWidth(name, letter, letter, min(60, max(10, widest*2+2))))
	}
}

// text writes a text as text, whatever it begins with.
func (w *writer) text(sheet string, column, row int, text string) {
	if text == "" {
		return
	}
	w.fail(w.file.SetCellStr(sheet, w.cell(column, row), text))
}

func (w *writer) number(sheet string, column, row int, v float64, code string) {
	at := w.cell(column, row)
	w.fail(w.file.SetCellFloat(sheet, at, v, -1, 64))
	style, ok := w.styles[code]
	if !ok {
		var err error
		style, err = w.file.NewStyle(&excelize.Style{CustomNumFmt: &code})
		w.fail(err)
		w.styles[code] = style
	}
	w.fail(w.file.SetCellStyle(sheet, at, at, style))
}

func (w *writer) cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	w.fail(err)
	return name
}
