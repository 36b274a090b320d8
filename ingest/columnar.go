package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"paystats/data/columnar"
	"paystats/data/diag"
)

// columnarReader reads Parquet or Arrow files, batch by batch. A cell's place is its row,
// counted from 1, and its column: 12:3.
type columnarReader struct {
	code string // of problems with the format
	open func(src io.ReaderAt, size int64) (*columnar.File, error)
}

func (c columnarReader) rows(src io.Reader, t table, yield func(row) error) error {
	at, size, err := anywhere(src, t.file)
	if err != nil {
		return err
	}
	file, err := c.open(at, size)
	if err != nil {
		return c.problem(t.file, err)
	}
	defer file.Close() // what it gives back is memory
	index, err := t.begin(file.Columns, "", func(int) diag.Pos { return diag.Pos{File: t.file} })
	if err != nil {
		return err
	}
	var cells slab
	var stopped error // by yield: no fault of the file
	err = file.Rows(index, func(number int, texts []columnar.Cell) error {
		if stopped = yield(columnarRow(&cells, number, index, texts)); stopped == nil && t.seen.ended {
			return errEnded
		}
		return stopped
	})
	switch {
	case errors.Is(err, errEnded):
		return nil
	case err != nil && stopped == nil:
		return c.problem(t.file, err)
	}
	return stopped
}

// errEnded stops the reading of a table that has ended, by the descriptor's word.
var errEnded = errors.New("the table has ended")

func columnarRow(cells *slab, number int, index []int, texts []columnar.Cell) row {
	r := row{pointer: fmt.Sprint(number), cells: cells.take(len(index))}
	for i, text := range texts {
		r.cells[i] = cell{text: text.Text, line: int32(number), field: int32(index[i] + 1), state: columnarStates[text.State]}
	}
	return r
}

var columnarStates = [...]cellState{columnar.Text: cellText, columnar.Number: cellNumber, columnar.Null: cellNull, columnar.Nested: cellComposite}

// problem says why a file cannot be read.
func (c columnarReader) problem(file string, err error) error {
	p := &diag.Problem{Pos: diag.Pos{File: file}, Code: c.code, Msg: err.Error(), Err: err, Hint: "fetch the file again; if other programs read it, write it anew, without encryption"}
	if errors.Is(err, columnar.ErrTooLarge) {
		p.Code, p.Hint = "columnar-limit", "write it anew in smaller batches or row groups"
	}
	return p
}

// anywhere returns a file for reading anywhere in it: in memory if it is packed.
func anywhere(src io.Reader, file string) (io.ReaderAt, int64, error) {
	if at, ok := src.(io.ReaderAt); ok {
		if f, ok := src.(fs.File); ok {
			info, err := f.Stat()
			if err != nil {
				return nil, 0, unreadable(file, err)
			}
			return at, info.Size(), nil
		}
	}
	data, err := readAll(src)
	switch {
	case err != nil:
		return nil, 0, unreadable(file, err)
	case len(data) > maxFile:
		return nil, 0, &diag.Problem{Pos: diag.Pos{File: file}, Code: "columnar-limit", Msg: fmt.Sprintf("the packed file is larger than %d MiB", maxFile>>20),
			Hint: "unpack it into the dataset's folder: from there it is read bit by bit"}
	}
	return bytes.NewReader(data), int64(len(data)), nil
}

// compositeHint says what to do about an object or array: a file of columns, where each row
// has its number, has no way to its values.
func compositeHint(c cell, column string) string {
	if c.line > 0 {
		return "write the file anew, with a column for each of its values"
	}
	return "point at one of its values: " + column + "/0"
}
