// Package xlsxtest reads workbooks back in the tests of what writes them.
package xlsxtest

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Book is a workbook.
type Book struct{ file *excelize.File }

// Open reads a workbook.
func Open(t testing.TB, content []byte) Book {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return Book{file}
}

// Sheets returns the names of the sheets, in order.
func (b Book) Sheets() []string { return b.file.GetSheetList() }

// Cells returns what the cells of an address like 'a-b'!$B$2:$B$9 hold, unformatted; of
// several columns the last. A formula is an error.
func (b Book) Cells(t testing.TB, address string) []string {
	t.Helper()
	sheet, cells, _ := strings.Cut(strings.ReplaceAll(address, "$", ""), "!")
	sheet = strings.Trim(sheet, "'")
	from, to, isRange := strings.Cut(cells, ":")
	if !isRange {
		to = from
	}
	_, first, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		t.Fatal(err)
	}
	column, last, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := first; row <= last; row++ {
		at, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			t.Fatal(err)
		}
		text, err := b.file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if formula, _ := b.file.GetCellFormula(sheet, at); formula != "" {
			t.Errorf("%s!%s holds the formula %q", sheet, at, formula)
		}
		out = append(out, text)
	}
	return out
}
