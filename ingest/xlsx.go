package ingest

import (
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
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
	var all []namedSheet
	for _, name := range f.GetSheetList() {
		shown, err := f.GetSheetVisible(name)
		if err != nil {
			return sheetProblem(t.file, name, "xlsx-syntax", fmt.Sprintf("the sheet cannot be read: %v", err), "open it in a spreadsheet program and save it again")
		}
		all = append(all, namedSheet{name, !shown})
	}
	sheets, err := chosenSheets(all, t)
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
	return s.sheetEnd()
}

func (s *sheetReader) broken(err error) error {
	return sheetProblem(s.file, s.name, "xlsx-syntax", fmt.Sprintf("the sheet cannot be read: %v", err), "open it in a spreadsheet program and save it again")
}
