package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"paystats/data/diag"
	"paystats/ingest/xls"
)

// Limits on workbooks.
const (
	maxWorkbook = 1 << 30    // bytes, unpacked
	maxCells    = 10_000_000 // stored cells, and empty ones to their left
)

// checkWorkbook looks through a workbook before it is read in earnest: what the reading
// library would swallow (broken XML), drop (formulas that were never computed) or choke on
// (bombs, millions of empty cells) is a problem.
func checkWorkbook(file string, data []byte) error {
	problem := func(code, msg, hint string) error { return sheetProblem(file, "", code, msg, hint) }
	switch {
	case len(data) > maxFile:
		return problem("sheet-limit", fmt.Sprintf("the workbook is larger than %d MiB", maxFile>>20), "save the sheet as CSV")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		if _, err := xls.Open(data); errors.Is(err, xls.ErrPassword) {
			return problem("xlsx-syntax", "the workbook has a password", "open it in a spreadsheet program and save it without a password")
		}
		return problem("xlsx-syntax", "the file is an old .xls workbook", "add format: xls")
	}
	members, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return problem("xlsx-syntax", "the file is no .xlsx workbook, or is cut off", "fetch the file again; if it opens in a spreadsheet program, save it as .xlsx")
	}
	cells, sheets, size := 0, 0, int64(0)
	for _, member := range members.File {
		src, err := member.Open()
		if err != nil {
			return broken(file, err)
		}
		packed := int64(member.CompressedSize64)
		text := &counter{src: &unpacked{src: src, file: file, in: func() int64 { return packed }}}
		if strings.HasPrefix(member.Name, "xl/worksheets/") && strings.HasSuffix(member.Name, ".xml") {
			sheets++
			err = checkSheet(file, member.Name, text, &cells)
		} else {
			_, err = io.Copy(io.Discard, text)
		}
		src.Close()
		if size += text.n; err == nil && size > maxWorkbook {
			err = problem("sheet-limit", fmt.Sprintf("the workbook swells to more than %d MiB when it is unpacked", maxWorkbook>>20), "save the sheet as CSV")
		}
		if err != nil {
			return err
		}
	}
	if sheets == 0 {
		return problem("xlsx-syntax", "the file is a zip archive, but no .xlsx workbook", "correct the format")
	}
	return nil
}

// checkSheet goes through the XML of one sheet.
func checkSheet(file, name string, text io.Reader, cells *int) error {
	decoder := xml.NewDecoder(text)
	c := sheetChecker{file: file, name: name, cells: cells}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if p, ok := errors.AsType[*diag.Problem](err); ok {
			return p
		}
		if err != nil {
			return c.broken(name, err.Error())
		}
		switch e := token.(type) {
		case xml.StartElement:
			err = c.start(e)
		case xml.CharData:
			c.value = c.value || c.stored
		case xml.EndElement:
			if c.stored = false; e.Name.Local == "c" && c.formula && !c.value {
				err = sheetProblem(file, name+"!"+c.at, "sheet-formula", "the formula's value was never computed", "open the workbook in a spreadsheet program and save it")
			}
		}
		if err != nil {
			return err
		}
	}
}

// sheetChecker is where the check of a sheet stands.
type sheetChecker struct {
	file, name     string
	cells          *int // of all sheets, with the empty ones to the left of a stored one
	row, column    int
	at             string // the cell
	formula, value bool   // of the cell
	stored, text   bool   // inside the element that holds the cell's value; the value is a text
}

func (c *sheetChecker) broken(place, what string) error {
	return sheetProblem(c.file, place, "xlsx-syntax", "the sheet's XML is broken: "+what, "open it in a spreadsheet program and save it again")
}

// start looks at the start of an element. Rows and cells must stand in order, since the
// library counts on it.
func (c *sheetChecker) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		row, err := c.row+1, error(nil)
		if text := attribute(e, "r"); text != "" {
			row, err = strconv.Atoi(text)
		}
		if err != nil || row <= c.row || row > excelize.TotalRows {
			return c.broken(c.name, fmt.Sprintf("row %q after row %d", attribute(e, "r"), c.row))
		}
		c.row, c.column = row, 0
	case "c":
		column, row, err := c.column+1, c.row, error(nil)
		if c.at = attribute(e, "r"); c.at != "" {
			column, row, err = excelize.CellNameToCoordinates(c.at)
		}
		if err != nil || row != c.row || column <= c.column || column > excelize.MaxColumns {
			return c.broken(c.name, fmt.Sprintf("cell %q in row %d after column %d", c.at, c.row, c.column))
		}
		*c.cells += column - c.column
		c.column, c.formula, c.value, c.text = column, false, false, attribute(e, "t") == "str"
		if *c.cells > maxCells {
			return sheetProblem(c.file, c.name, "sheet-limit", fmt.Sprintf("the workbook has more than %d cells, empty ones among them", maxCells),
				"delete the empty rows and columns beside the table, or save the sheet as CSV")
		}
	case "f":
		c.formula = true
	case "is":
		c.value = true
	case "v":
		// Note: only a text may be empty; other programs than Excel write <v/> for what they
		// did not compute.
		c.stored, c.value = true, c.text
	}
	return nil
}

// attribute returns an attribute; r is the number or name that a row or cell gives itself.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
