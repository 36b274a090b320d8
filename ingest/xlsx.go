package ingest

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"paystats/data/diag"
)

// xlsxReader reads the sheets of a workbook, row by row. The text of a cell is what the
// program shows, with the digits that its number format hides (see sheetText).
type xlsxReader struct{}

func (xlsxReader) rows(src io.Reader, t table, yield func(row) error) error {
	data, err := readAll(src)
	if err != nil {
		return unreadable(t.file, err)
	}
	if err := checkWorkbook(t.file, data); err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return sheetProblem(t.file, "", "xlsx-syntax", fmt.Sprintf("the workbook cannot be read: %v", err), "open it in a spreadsheet program and save it again")
	}
	defer f.Close() // what it closes are temporary files
	if format := scalingFormat(f); format != "" {
		return sheetProblem(t.file, "", "format-scaling", fmt.Sprintf("the number format %q shows cells divided by thousands", format),
			"give these cells a plain number format: what is stored and what is shown differ by a factor")
	}
	sheets, err := chosenSheets(f, t)
	if err != nil {
		return err
	}
	for _, sheet := range sheets {
		s := sheetReader{grid{table: t, name: sheet}}
		if err := s.read(f, yield); err != nil {
			return err
		}
	}
	return nil
}

func sheetProblem(file, place, code, msg, hint string) error {
	return &diag.Problem{Pos: diag.Pos{File: file, Pointer: place}, Code: code, Msg: msg, Hint: hint}
}

// chosenSheets returns the sheets that the dialect names, or the only visible one. A hidden
// sheet is chosen by its full name only.
func chosenSheets(f *excelize.File, t table) ([]string, error) {
	var chosen, visible []string
	for _, name := range f.GetSheetList() {
		shown, err := f.GetSheetVisible(name)
		if err != nil {
			return nil, sheetProblem(t.file, name, "xlsx-syntax", fmt.Sprintf("the sheet cannot be read: %v", err), "open it in a spreadsheet program and save it again")
		}
		if shown {
			visible = append(visible, name)
		}
		matched, _ := path.Match(t.dialect.sheet, name)
		if name == t.dialect.sheet || matched && shown {
			chosen = append(chosen, name)
		}
	}
	switch {
	case t.dialect.sheet == "" && len(visible) == 1:
		return visible, nil
	case t.dialect.sheet == "":
		return nil, sheetProblem(t.file, "", "sheet-missing", fmt.Sprintf("the workbook has %d visible sheets, and no sheetName says which are meant", len(visible)),
			"add dialect: {sheetName: …}, a name or a pattern: "+clip(strings.Join(visible, ", ")))
	case len(chosen) == 0:
		hint := "its visible sheets are " + clip(strings.Join(visible, ", "))
		return nil, sheetProblem(t.file, "", "sheet-missing", fmt.Sprintf("the workbook has no sheet %q", t.dialect.sheet), hint)
	}
	return chosen, nil
}

// sheetReader reads one sheet.
type sheetReader struct{ grid }

// read goes through the sheet twice side by side: once as it is shown, once as it is stored.
func (s *sheetReader) read(f *excelize.File, yield func(row) error) error {
	props, err := f.GetWorkbookProps()
	if err != nil {
		return s.broken(err)
	}
	old := props.Date1904 != nil && *props.Date1904
	shown, err := f.Rows(s.name)
	if err != nil {
		return s.broken(err)
	}
	defer shown.Close()
	stored, err := f.Rows(s.name)
	if err != nil {
		return s.broken(err)
	}
	defer stored.Close()
	for number := 1; shown.Next() && stored.Next(); number++ {
		texts, err := shown.Columns()
		if err != nil {
			return s.broken(err)
		}
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return s.broken(err)
		}
		for i := range min(len(texts), len(raw)) {
			texts[i] = sheetText(raw[i], texts[i], old)
		}
		if err := s.row(number, texts, nil, yield); err != nil {
			return err
		}
	}
	if s.index == nil {
		return sheetProblem(s.file, s.name, "sheet-missing", fmt.Sprintf("the sheet %q ends before its header", s.name), "correct headerRows, or choose another sheet")
	}
	return nil
}

func (s *sheetReader) broken(err error) error {
	return sheetProblem(s.file, s.name, "xlsx-syntax", fmt.Sprintf("the sheet cannot be read: %v", err), "open it in a spreadsheet program and save it again")
}
