package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"unicode/utf8"

	"paystats/data/diag"
)

// jsonReader reads a JSON file: an array of records, or one object as one record, at a
// pointer. Columns are pointers relative to the record. Numbers keep their printed text.
type jsonReader struct{}

func (jsonReader) rows(src io.Reader, t table, yield func(row) error) error {
	text, err := readAll(src)
	if err != nil {
		return unreadable(t.file, err)
	}
	root, err := decode(t.file, text)
	if err != nil {
		return err
	}
	found, state := follow(root, tokens(t.records))
	if state == cellAbsent || state == cellNull {
		if !t.required {
			return nil
		}
		return &diag.Problem{Pos: diag.Pos{File: t.file, Pointer: t.records}, Code: "records-missing",
			Msg: fmt.Sprintf("there is nothing at %q", t.records), Hint: "correct the pointer, or leave `required` out"}
	}
	columns := make([][]string, len(t.columns))
	for i, name := range t.columns {
		columns[i] = tokens(name)
	}
	var cells slab
	switch found := found.(type) {
	case []any:
		cells.free = make([]cell, len(found)*len(columns))
		for i, record := range found {
			if err := yield(jsonRow(&cells, record, columns, t.records+"/"+strconv.Itoa(i))); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		cells.free = make([]cell, len(columns))
		return yield(jsonRow(&cells, found, columns, t.records))
	}
	return &diag.Problem{Pos: diag.Pos{File: t.file, Pointer: t.records}, Code: "records-type",
		Msg: fmt.Sprintf("%q holds neither an array nor an object", t.records), Hint: "point `records` at the array of records"}
}

// readAll returns a file's text, or one byte more than the limit of it.
func readAll(src io.Reader) ([]byte, error) {
	var text bytes.Buffer
	if f, ok := src.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Size() < maxFile {
			text.Grow(int(info.Size()) + bytes.MinRead) // one allocation, no copies
		}
	}
	_, err := text.ReadFrom(io.LimitReader(src, maxFile+1))
	return text.Bytes(), err
}

// decode reads a whole file, within limits.
func decode(file string, text []byte) (any, error) {
	p := &diag.Problem{Pos: diag.Pos{File: file}, Code: "json-limit"}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	depth, colons := outline(text)
	switch {
	case len(text) > maxFile:
		p.Msg = fmt.Sprintf("the file is larger than %d MiB", maxFile>>20)
		return nil, p
	case depth > maxDepth:
		p.Msg = fmt.Sprintf("the file is nested deeper than %d levels", maxDepth)
		return nil, p
	case !utf8.Valid(text):
		p.Code, p.Msg, p.Hint = "text-encoding", "the file is not UTF-8", encodingHint(text)
		return nil, p
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var root any
	err := decoder.Decode(&root)
	if err == nil {
		if _, extra := decoder.Token(); !errors.Is(extra, io.EOF) {
			err = errors.New("something follows the end of the document")
			if file != "" { // else it is one line of NDJSON
				p.Hint = "if every line is a record, add format: ndjson"
			}
		}
	}
	offset := decoder.InputOffset()
	if err == nil && countNames(root) < colons {
		var name string
		name, offset = repeatedName(text)
		err = fmt.Errorf("the name %q stands twice in one object", clip(name))
		p.Hint = "keep the one that is meant: nobody can tell which"
	}
	if err == nil {
		return root, nil
	}
	p.Code, p.Msg, p.Err = "json-syntax", err.Error(), err
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset - 1
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		p.Msg, offset = "the file ends too early", int64(len(text))
	}
	before := text[:max(0, min(int(offset), len(text)))]
	p.Pos.Line = bytes.Count(before, []byte("\n")) + 1
	p.Pos.Col = len(before) - bytes.LastIndexByte(before, '\n')
	return nil, p
}

// outline returns how deep brackets nest, and how many colons there are, outside strings.
func outline(text []byte) (depth, colons int) {
	open, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			open++
			depth = max(depth, open)
		case c == ']' || c == '}':
			open--
		case c == ':':
			colons++
		}
	}
	return depth, colons
}

// follow walks a pointer's keys into a document.
func follow(node any, keys []string) (any, cellState) {
	for _, key := range keys {
		switch n := node.(type) {
		case map[string]any:
			child, ok := n[key]
			if !ok {
				return nil, cellAbsent
			}
			node = child
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(n) || key != strconv.Itoa(i) {
				return nil, cellAbsent
			}
			node = n[i]
		default:
			return nil, cellAbsent
		}
	}
	switch node.(type) {
	case nil:
		return nil, cellNull
	case map[string]any, []any:
		return node, cellComposite
	}
	return node, cellText
}

func jsonRow(cells *slab, record any, columns [][]string, pointer string) row {
	r := row{pointer: pointer, cells: cells.take(len(columns))}
	for i, keys := range columns {
		found, state := follow(record, keys)
		r.cells[i] = cell{state: state, field: int32(i + 1)}
		switch v := found.(type) {
		case json.Number:
			r.cells[i].text, r.cells[i].state = v.String(), cellNumber
		case string:
			r.cells[i].text = v
		case bool:
			r.cells[i].text = strconv.FormatBool(v)
		}
	}
	return r
}
