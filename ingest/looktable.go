package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"paystats/data/columnar"
	"paystats/ingest/xls"
)

// sniffedRecords is how many records are parsed to find a delimiter.
const sniffedRecords = 200

// sniffDelimited finds the delimiter: the one that cuts most records into the same number of
// cells, two at least.
func (l *Look) sniffDelimited(text string, because func(string, string, ...any)) {
	if len(text) > sampleSize*8 {
		text = text[:strings.LastIndexByte(text[:sampleSize*8], '\n')+1]
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			l.Comment = '#'
			l.Evidence = append(l.Evidence, "the text starts with a comment line (#)")
		}
		break
	}
	type found struct {
		delimiter     rune
		share, fields float64
	}
	best := found{delimiter: ','}
	for _, delimiter := range []rune{',', ';', '\t', '|'} {
		widths, total := map[int]int{}, 0
		records := csv.NewReader(strings.NewReader(text))
		records.Comma, records.FieldsPerRecord, records.LazyQuotes, records.Comment = delimiter, -1, true, l.Comment
		for total < sniffedRecords {
			record, err := records.Read()
			if err != nil {
				break
			}
			widths[len(record)]++
			total++
		}
		for _, width := range slices.Sorted(maps.Keys(widths)) {
			f := found{delimiter, float64(widths[width]) / float64(max(total, 1)), float64(width)}
			if width > 1 && (f.share > best.share+0.05 || f.share > best.share-0.05 && f.fields > best.fields) {
				best = f
			}
		}
	}
	l.Delimiter = best.delimiter
	format := "csv"
	if best.delimiter == '\t' {
		format = "tsv"
	}
	if best.fields < 2 {
		because(format, "plain text without a delimiter that cuts its lines alike")
		return
	}
	because(format, "%q cuts %.0f %% of the lines into %.0f cells", string(best.delimiter), best.share*100, best.fields)
	line, _, _ := strings.Cut(text, "\n")
	records := csv.NewReader(strings.NewReader(strings.TrimPrefix(line, "\ufeff")))
	records.Comma, records.LazyQuotes = l.Delimiter, true
	if header, err := records.Read(); err == nil {
		if why := isSDMX(header); why != "" {
			because(sdmxFormat, "%s", why)
		}
	}
}

// lookCSV samples delimited text.
func lookCSV(src io.Reader, name string, l *Look) ([]LookTable, error) {
	limited := &recordLimit{src: skipBOM(src)}
	records := csv.NewReader(limited)
	records.Comma, records.FieldsPerRecord, records.ReuseRecord, records.Comment = l.Delimiter, -1, true, l.Comment
	var t LookTable
	var labels *sdmxTable
	for {
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return []LookTable{t}, nil
		}
		if err != nil {
			broken := csvTable{table: table{file: name, dialect: dialect{delimiter: l.Delimiter, quote: '"'}}, records: records}
			return nil, broken.problem(err, "")
		}
		line, _ := records.FieldPos(0)
		switch {
		case labels != nil:
			labels.record(record) // what it refuses is told when the file is read
		case l.Format == sdmxFormat:
			labels = new(sdmxTable)
			record = labels.header(record)
		}
		t.add(line, record)
		limited.left = maxRecord
	}
}

// lookXLSX samples the sheets of a workbook.
func lookXLSX(src io.Reader, name string, _ *Look) ([]LookTable, error) {
	data, err := readAll(src)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if err := checkWorkbook(name, data); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, sheetProblem(name, "", "xlsx-syntax", fmt.Sprintf("the workbook cannot be read: %v", err), "open it in a spreadsheet program and save it again")
	}
	defer f.Close() // what it closes are temporary files
	if format := scalingFormat(f); format != "" {
		return nil, sheetProblem(name, "", "format-scaling", fmt.Sprintf("the number format %q shows cells divided by thousands", format),
			"give these cells a plain number format: what is stored and what is shown differ by a factor")
	}
	var tables []LookTable
	for _, sheet := range f.GetSheetList() {
		t := LookTable{Sheet: sheet}
		shown, err := f.GetSheetVisible(sheet)
		if err != nil {
			return nil, sheetProblem(name, sheet, "xlsx-syntax", fmt.Sprintf("the sheet cannot be read: %v", err), "open it in a spreadsheet program and save it again")
		}
		t.Hidden = !shown
		s := sheetReader{grid{table: table{file: name}, name: sheet, index: []int{}, raw: t.take}}
		if err := s.read(f, nil); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// lookXLS samples the sheets of an old workbook.
func lookXLS(src io.Reader, name string, _ *Look) ([]LookTable, error) {
	data, err := readAll(src)
	if err != nil {
		return nil, unreadable(name, err)
	}
	book, err := xls.Open(data)
	if err != nil {
		return nil, xlsProblem(name, "", data, err)
	}
	numbers := newNumberTexts(book.Old)
	defer numbers.Close()
	var tables []LookTable
	for _, sheet := range book.Sheets {
		cells, err := book.Read(sheet)
		if err != nil {
			return nil, xlsProblem(name, sheet.Name, data, err)
		}
		t := LookTable{Sheet: sheet.Name, Hidden: sheet.Hidden}
		s := xlsSheet{grid{table: table{file: name}, name: sheet.Name, index: []int{}, raw: t.take}, numbers}
		if err := s.read(cells, nil); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// lookColumnar samples a Parquet or Arrow file, whose columns have names of their own.
func lookColumnar(src io.Reader, name string, l *Look) ([]LookTable, error) {
	c, _ := readers[l.Format].(columnarReader)
	at, size, err := anywhere(src, name)
	if err != nil {
		return nil, err
	}
	file, err := c.open(at, size)
	if err != nil {
		return nil, c.problem(name, err)
	}
	defer file.Close() // what it gives back is memory
	t := LookTable{Columns: file.Columns}
	all := make([]int, len(file.Columns))
	for i := range all {
		all[i] = i
	}
	texts := make([]string, len(all))
	err = file.Rows(all, func(number int, cells []columnar.Cell) error {
		for i, cell := range cells {
			texts[i] = cell.Text
		}
		t.add(number, texts)
		return nil
	})
	if err != nil {
		return nil, c.problem(name, err)
	}
	return []LookTable{t}, nil
}

// take takes a row of a grid.
func (t *LookTable) take(line int, texts []string) error {
	t.add(line, texts)
	return nil
}

// lookHTML samples the tables of a page.
func lookHTML(src io.Reader, name string, _ *Look) ([]LookTable, error) {
	text, err := io.ReadAll(io.LimitReader(src, maxPage+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(text) > maxPage {
		return nil, unreadable(name, fmt.Errorf("the page is larger than %d MiB", maxPage>>20))
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, unreadable(name, err)
	}
	var tables []LookTable
	for n := range root.Descendants() {
		if n.DataAtom != atom.Table {
			continue
		}
		t := LookTable{Number: len(tables) + 1}
		p := pageTable{grid: grid{table: table{file: name}, name: "table" + strconv.Itoa(t.Number), page: true, index: []int{}, raw: t.take}}
		if err := p.read(n, nil); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// HeaderNames returns the names of columns under several header rows, as readers make them.
// page says that the rows are of a page's table, whose cells reach as far as they say.
func HeaderNames(rows [][]string, page bool) []string { return joinHeader(rows, !page) }
