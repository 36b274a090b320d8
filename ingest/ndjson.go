package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// ndjsonReader reads JSON objects, one a line. Columns are pointers as in a JSON file; a
// line that is broken is refused alone, and blank lines do not count.
type ndjsonReader struct{}

func (ndjsonReader) rows(src io.Reader, t table, yield func(row) error) error {
	lines := skipBOM(src)
	columns := make([][]string, len(t.columns))
	for i, name := range t.columns {
		columns[i] = tokens(name)
	}
	var cells slab
	var text []byte
	for number := 1; ; number++ {
		var err error
		text, err = readLine(lines, text[:0])
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0:
			return nil
		case errors.Is(err, errRecordSize):
			return &diag.Problem{Pos: diag.Pos{File: t.file, Line: number, Col: 1}, Code: "json-limit", Msg: fmt.Sprintf("a line is longer than %d MiB", maxRecord>>20),
				Hint: "write one object a line, or use format: json", Err: err}
		case err != nil && !errors.Is(err, io.EOF):
			return unreadable(t.file, err)
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if err := yield(ndjsonRow(&cells, text, number, columns)); err != nil {
			return err
		}
	}
}

// readLine appends the next line to text, io.EOF after the last.
func readLine(src *bufio.Reader, text []byte) ([]byte, error) {
	for {
		piece, err := src.ReadSlice('\n')
		text = append(text, piece...)
		switch {
		case len(text) > maxRecord:
			return text, errRecordSize
		case err == nil || errors.Is(err, io.EOF) && len(text) > 0:
			return text, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return text, err
		}
	}
}

func ndjsonRow(cells *slab, text []byte, number int, columns [][]string) row {
	root, err := decode("", text)
	if err == nil {
		if _, ok := root.(map[string]any); !ok {
			err = &diag.Problem{Code: "records-type", Msg: "the line holds no JSON object", Hint: "write one object a line: {…}"}
		}
	}
	if p, ok := errors.AsType[*diag.Problem](err); ok {
		return row{line: number, fault: &fault{code: p.Code, msg: strings.Replace(p.Msg, "the file", "the line", 1),
			hint: cmp.Or(p.Hint, "write one object a line; an array or object over several lines is format: json"), cell: -1}}
	}
	r := jsonRow(cells, root, columns, strconv.Itoa(number))
	r.line = number
	return r
}
