package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"paystats/data/diag"
)

// csvReader reads delimited values, with a header row unless the dialect says otherwise.
type csvReader struct {
	sdmx bool // header and cells may carry labels
}

func (c csvReader) rows(src io.Reader, t table, yield func(row) error) error {
	text := skipBOM(src)
	start, err := csvStart(text, t)
	if err != nil {
		return err
	}
	limited := &recordLimit{src: t.dialect.swapped(text)}
	records := csv.NewReader(limited)
	records.Comma, records.FieldsPerRecord, records.ReuseRecord = t.dialect.delimiter, -1, true
	records.Comment, records.TrimLeadingSpace = t.dialect.comment, t.dialect.trim
	record, err := records.Read()
	if err != nil {
		return csvProblem(t, err, start)
	}
	header := record
	if t.dialect.headless {
		header = t.dialect.names(len(record))
	} else {
		t.dialect.unswap(header)
	}
	var sdmx *sdmxTable
	if c.sdmx {
		sdmx = new(sdmxTable)
		header = sdmx.header(header)
	}
	width := len(header)
	index, err := csvColumns(t, header, records, start)
	if err != nil {
		return err
	}
	if !t.dialect.headless {
		limited.left = maxRecord
		record, err = records.Read()
	}
	var cells slab
	for ; err == nil; record, err = records.Read() {
		r := csvRow(&cells, t.dialect, record, width, index, records, sdmx)
		if err := yield(r); err != nil {
			return err
		}
		limited.left = maxRecord
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return csvProblem(t, err, "")
}

// csvRow returns the wanted cells of a record.
func csvRow(cells *slab, d dialect, record []string, width int, index []int, records *csv.Reader, sdmx *sdmxTable) row {
	r := row{}
	r.line, _ = records.FieldPos(0)
	if len(record) != width {
		r.fault = &fault{code: "row-ragged", msg: fmt.Sprintf("the row has %d cells, the header %d", len(record), width),
			hint: "quote cells that hold a delimiter, and write an empty cell for every column"}
		return r
	}
	d.unswap(record)
	if sdmx != nil {
		r.fault = sdmx.record(record)
	}
	r.cells = cells.take(len(index))
	for i, field := range index {
		line, col := records.FieldPos(field)
		r.cells[i] = cell{text: record[field], line: int32(line), col: int32(col), field: int32(field + 1)}
	}
	return r
}

// csvStart looks at the first bytes of a file: it returns the first line, and a problem if
// that is not UTF-8. Of a later line, the cells that are not are refused.
func csvStart(text *bufio.Reader, t table) (string, error) {
	sample, _ := text.Peek(sampleSize) // an error comes again
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	if t.decoded || isUTF8(sample) {
		return string(line), nil
	}
	*t.hint = encodingHint(sample)
	if isUTF8(line) {
		return string(line), nil
	}
	col := 1
	for _, c := range string(line) {
		if c == utf8.RuneError || c == 0 {
			break
		}
		col += utf8.RuneLen(c)
	}
	return "", &diag.Problem{Pos: diag.Pos{File: t.file, Line: 1, Col: col}, Code: "text-encoding", Msg: "the file is not UTF-8, or holds a NUL", Hint: *t.hint}
}

// csvColumns returns the field number of each wanted column. start is the file's first line.
func csvColumns(t table, header []string, records *csv.Reader, start string) ([]int, error) {
	hint := ""
	switch {
	case strings.Contains(strings.TrimRight(start, "\r"), "\r"):
		hint = "the lines end in carriage returns alone: save the file with line feeds"
	case !slices.ContainsFunc(t.columns, func(name string) bool { return slices.Contains(header, name) }):
		hint = t.dialect.otherDelimiter(start, t.columns)
	}
	return findColumns(t, header, hint, func(field int) diag.Pos {
		pos := diag.Pos{File: t.file, Line: 1, Col: 1}
		if field >= 0 && !t.dialect.headless {
			pos.Line, pos.Col = records.FieldPos(field)
		}
		return pos
	})
}

// csvProblem places what encoding/csv says. start is the first line, if the header is at fault.
func csvProblem(t table, err error, start string) error {
	p := &diag.Problem{Pos: diag.Pos{File: t.file}, Code: "csv-syntax", Msg: err.Error(), Err: err}
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Pos.Line, p.Pos.Col, p.Msg = syntax.Line, syntax.Column, syntax.Err.Error()
		p.Hint = `write a quote inside a quoted cell twice: ""`
		if syntax.StartLine != syntax.Line {
			p.Pos.Line, p.Pos.Col = syntax.StartLine, 1
			p.Msg += fmt.Sprintf(", in a record that runs to line %d", syntax.Line)
		}
		if t.dialect.quote != '"' {
			quotes := strings.NewReplacer(`"`, string(rune(t.dialect.quote)))
			p.Msg, p.Hint = quotes.Replace(p.Msg), quotes.Replace(p.Hint)
		}
		p.Hint = cmp.Or(t.dialect.otherDelimiter(start, t.columns), p.Hint)
	}
	switch {
	case errors.Is(err, io.EOF):
		p.Msg, p.Hint = "the file is empty", "write a header row with the names of the columns"
	case errors.Is(err, errRecordSize):
		p.Hint = "look for a quote that is never closed"
	case p.Pos.Line == 0:
		return unreadable(t.file, err)
	}
	return p
}

// errRecordSize stops a record that never ends.
var errRecordSize = fmt.Errorf("a record is longer than %d MiB", maxRecord>>20)

// recordLimit lets no more than maxRecord bytes through between two resets of left.
type recordLimit struct {
	src  io.Reader
	left int // bytes; starts at 0, which is read as maxRecord
	used bool
}

func (l *recordLimit) Read(p []byte) (int, error) {
	if !l.used {
		l.used, l.left = true, maxRecord
	}
	if l.left <= 0 {
		return 0, errRecordSize
	}
	n, err := l.src.Read(p)
	l.left -= n
	return n, err
}

// skipBOM returns src without a leading byte order mark.
func skipBOM(src io.Reader) *bufio.Reader {
	buffered := bufio.NewReaderSize(src, 64<<10)
	if start, _ := buffered.Peek(3); string(start) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// isText reports whether a cell can be kept: UTF-8, no NUL, of sane length.
func isText(text string) bool {
	for i := 0; i < len(text); i++ {
		if b := text[i]; b >= utf8.RuneSelf || b == 0 {
			return utf8.ValidString(text) && !containsNUL(text[i:])
		}
	}
	return true
}

func containsNUL(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == 0 {
			return true
		}
	}
	return false
}
