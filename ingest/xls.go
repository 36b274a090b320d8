package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"paystats/ingest/xls"
)

// xlsReader reads the sheets of an old binary workbook. The text of a cell is the one that
// the same workbook as .xlsx would give.
type xlsReader struct{}

func (xlsReader) rows(src io.Reader, t table, yield func(row) error) error {
	data, err := readAll(src)
	if err != nil {
		return unreadable(t.file, err)
	}
	if len(data) > maxFile {
		return sheetProblem(t.file, "", "sheet-limit", fmt.Sprintf("the workbook is larger than %d MiB", maxFile>>20), "save the sheet as CSV")
	}
	book, err := xls.Open(data)
	if err != nil {
		return xlsProblem(t.file, "", data, err)
	}
	var all []namedSheet
	for _, s := range book.Sheets {
		all = append(all, namedSheet{s.Name, s.Hidden})
	}
	chosen, err := chosenSheets(all, t)
	if err != nil {
		return err
	}
	numbers := newNumberTexts(book.Old)
	defer numbers.Close()
	for _, name := range chosen {
		i := slices.IndexFunc(book.Sheets, func(s xls.Sheet) bool { return s.Name == name })
		cells, err := book.Read(book.Sheets[i])
		if err != nil {
			return xlsProblem(t.file, name, data, err)
		}
		s := xlsSheet{grid{table: t, name: name}, numbers}
		if err := s.read(cells, yield); err != nil {
			return err
		}
	}
	return nil
}

// xlsSheet reads one sheet.
type xlsSheet struct {
	grid
	numbers *numberTexts
}

func (s *xlsSheet) read(cells *xls.Cells, yield func(row) error) error {
	next := 1
	var texts []string
	err := cells.Rows(func(number int, stored []xls.Cell) error {
		for ; next < number; next++ {
			if err := s.row(next, nil, nil, yield); err != nil {
				return err
			}
		}
		next++
		texts = append(texts[:0], make([]string, stored[len(stored)-1].Column)...)
		for _, c := range stored {
			text, err := s.text(c)
			if err != nil {
				return err
			}
			texts[c.Column-1] = text
		}
		return s.row(number, texts, nil, yield)
	})
	if err != nil {
		return err
	}
	return s.sheetEnd()
}

// text returns a cell's text.
func (s *xlsSheet) text(c xls.Cell) (string, error) {
	place := func() string { return gridPlace(s.name, false, c.Column, c.Row) }
	switch {
	case c.Uncomputed:
		return "", sheetProblem(s.file, place(), "sheet-formula", "the formula's value was never computed", "open the workbook in a spreadsheet program and save it")
	case c.Kind != xls.Number:
		return c.Text, nil
	case isScaling(c.Format.Code):
		return "", sheetProblem(s.file, place(), "format-scaling", fmt.Sprintf("the number format %q shows the cell divided by thousands", c.Format.Code),
			"give such cells a plain number format: what is stored and what is shown differ by a factor")
	}
	text, err := s.numbers.text(c.Number, c.Format)
	if err != nil {
		return "", sheetProblem(s.file, place(), "xls-syntax", fmt.Sprintf("the number format %q cannot be used: %v", c.Format.Code, err), "give the cell a plain number format")
	}
	return text, nil
}

// xlsProblem says why a workbook cannot be read, and what the file is instead.
func xlsProblem(file, sheet string, data []byte, err error) error {
	problem := func(code, hint string) error { return sheetProblem(file, sheet, code, err.Error(), hint) }
	switch {
	case errors.Is(err, xls.ErrPassword):
		return problem("xls-syntax", "open it in a spreadsheet program and save it without a password")
	case errors.Is(err, xls.ErrTooLarge):
		return problem("sheet-limit", "delete the empty rows and columns beside the table, or save the sheet as CSV")
	case errors.Is(err, xls.ErrTooOld):
		return problem("xls-syntax", "open it in a spreadsheet program and save it as .xlsx")
	case errors.Is(err, xls.ErrNoWorkbook):
		what, hint := guise(data)
		err = fmt.Errorf("%w%s", err, what)
		return problem("xls-syntax", hint)
	}
	return problem("xls-syntax", "fetch the file again; if it opens in a spreadsheet program, save it as .xlsx")
}

// guise says what a file is that bears the name .xls, and the way out. Many programs
// write a page or a text and call it a workbook.
func guise(data []byte) (what, hint string) {
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 4096)], "\ufeff \t\r\n"))
	has := func(text string) bool { return bytes.Contains(head, []byte(text)) }
	switch {
	case len(data) == 0:
		return ": it is empty", "fetch the file again"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return ", but a zip archive, as .xlsx workbooks are", "add format: xlsx"
	case has("urn:schemas-microsoft-com:office:spreadsheet"):
		return ", but one as XML of 2003", "open it in a spreadsheet program and save it as .xlsx"
	case bytes.HasPrefix(head, []byte("mime-version:")):
		return ", but a web archive", "open it in a spreadsheet program and save it as .xlsx"
	case has("<html") || has("<table") || has("<!doctype html"):
		return ", but a page", "add format: html"
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", "correct the path or the format"
	case !bytes.ContainsRune(head, 0) && bytes.ContainsRune(head, '\t'):
		return ", but looks like text", "add format: tsv"
	case !bytes.ContainsRune(head, 0) && bytes.ContainsAny(head, ",;"):
		return ", but looks like text", "add format: csv"
	}
	return "", "correct the path or the format, or fetch the file again"
}
