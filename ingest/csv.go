package ingest

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"paystats/data/diag"
)

// csvReader reads comma-separated values with a header row.
type csvReader struct{}

func (csvReader) rows(src io.Reader, t table, yield func(row) error) error {
	limited := &recordLimit{src: skipBOM(src)}
	records := csv.NewReader(limited)
	records.Comma, records.FieldsPerRecord, records.ReuseRecord = t.delimiter, -1, true
	header, err := records.Read()
	if err != nil {
		return csvProblem(t.file, err)
	}
	width := len(header)
	index, err := csvColumns(t, header, records)
	if err != nil {
		return err
	}
	var cells slab
	for {
		limited.left = maxRecord
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return csvProblem(t.file, err)
		}
		r := row{}
		r.line, _ = records.FieldPos(0)
		if len(record) != width {
			r.fault = &fault{code: "row-ragged", msg: fmt.Sprintf("the row has %d cells, the header %d", len(record), width),
				hint: "quote cells that hold a delimiter, and write an empty cell for every column"}
		} else {
			r.cells = cells.take(len(index))
			for i, field := range index {
				line, col := records.FieldPos(field)
				r.cells[i] = cell{text: record[field], line: int32(line), col: int32(col), field: int32(field + 1)}
			}
		}
		if err := yield(r); err != nil {
			return err
		}
	}
}

// csvColumns returns the field number of each wanted column.
func csvColumns(t table, header []string, records *csv.Reader) ([]int, error) {
	var problems diag.List
	index := make([]int, len(t.columns))
	for i, name := range t.columns {
		index[i] = slices.Index(header, name)
		pos := diag.Pos{File: t.file, Line: 1, Col: 1}
		switch {
		case index[i] < 0:
			problems.Add(&diag.Problem{Pos: pos, Code: "column-missing", Msg: fmt.Sprintf("the file has no column %q", name),
				Hint: diag.DidYouMean(name, header, "")})
		case slices.Contains(header[index[i]+1:], name):
			pos.Line, pos.Col = records.FieldPos(index[i])
			problems.Add(&diag.Problem{Pos: pos, Code: "column-duplicate", Msg: fmt.Sprintf("column %q occurs twice", name),
				Hint: "rename one of the two"})
		}
	}
	return index, problems.Err()
}

// csvProblem places what encoding/csv says.
func csvProblem(file string, err error) error {
	p := &diag.Problem{Pos: diag.Pos{File: file}, Code: "csv-syntax", Msg: err.Error(), Err: err}
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Pos.Line, p.Pos.Col, p.Msg = syntax.Line, syntax.Column, syntax.Err.Error()
		p.Hint = `write a quote inside a quoted cell twice: ""`
		if syntax.StartLine != syntax.Line {
			p.Pos.Line, p.Pos.Col = syntax.StartLine, 1
			p.Msg += fmt.Sprintf(", in a record that runs to line %d", syntax.Line)
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		p.Msg, p.Hint = "the file is empty", "write a header row with the names of the columns"
	case errors.Is(err, errRecordSize):
		p.Hint = "look for a quote that is never closed"
	case p.Pos.Line == 0:
		p.Code, p.Msg = "file-unreadable", fmt.Sprintf("the file cannot be read: %v", diag.Cause(err))
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
func skipBOM(src io.Reader) io.Reader {
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
