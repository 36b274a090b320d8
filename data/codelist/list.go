package codelist

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"paystats/data/diag"
)

// List is a table of codes read from a CSV file: UTF-8, a header row, every cell text.
type List struct {
	Name    string
	Columns []string
	Rows    []Row
}

// Row is one line of a list. Cells has one entry per column, trimmed.
type Row struct {
	Cells []string
	Pos   diag.Pos // where the row starts
	cols  []int    // byte column of each cell
}

// At returns the place of the i-th cell; the row's own place if the file has no such cell.
func (r Row) At(i int) diag.Pos {
	pos := r.Pos
	if i >= 0 && i < len(r.cols) && r.cols[i] > 0 {
		pos.Col = r.cols[i]
	}
	return pos
}

// Index returns the position of a column, -1 if the list has none of that name.
func (l *List) Index(column string) int { return slices.Index(l.Columns, column) }

// Cell returns a row's text in a column, "" if there is no such column.
func (l *List) Cell(row Row, column string) string {
	if i := l.Index(column); i >= 0 && i < len(row.Cells) {
		return row.Cells[i]
	}
	return ""
}

// place returns where a row's cell of a column stands.
func (l *List) place(row Row, column string) diag.Pos { return row.At(l.Index(column)) }

// Split cuts a cell that holds a list: parts between semicolons, trimmed, none empty.
func Split(cell string) []string {
	var parts []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// ReadTable reads one CSV file of codes. Problems (file-unreadable, csv-syntax, text-encoding,
// row-ragged, column-duplicate) come as a *diag.List together with what could be read.
func ReadTable(fsys fs.FS, file string) (*List, error) {
	table := &List{}
	src, err := fs.ReadFile(fsys, file)
	if err != nil {
		return table, &diag.Problem{Pos: diag.Pos{File: file}, Code: "file-unreadable",
			Msg: fmt.Sprintf("%s cannot be read: %v", file, diag.Cause(err)), Err: err}
	}
	text := strings.TrimPrefix(string(src), "\ufeff")
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	t := tableReader{List: table, file: file, lines: strings.Split(text, "\n")}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.syntax(err)
			break
		}
		t.add(record, reader)
	}
	if len(table.Columns) == 0 && t.problems.Len() == 0 {
		t.problem(diag.Pos{File: file}, "csv-syntax", "the file is empty", "write a header row with the column names")
	}
	return table, t.problems.Err()
}

// tableReader collects the rows and problems of one file.
type tableReader struct {
	*List
	file     string
	lines    []string
	problems diag.List
}

func (t *tableReader) problem(pos diag.Pos, code, msg, hint string) {
	t.problems.Add(&diag.Problem{Pos: pos, Code: code, Msg: msg, Hint: hint, Line: line(t.lines, pos.Line)})
}

// line returns the n-th line for display, "" if there is none.
func line(lines []string, n int) string {
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[n-1], "\r")
}

func (t *tableReader) syntax(err error) {
	pos, msg := diag.Pos{File: t.file}, err.Error()
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		pos.Line, pos.Col, msg = p.StartLine, 1, p.Err.Error()
		if p.Line == p.StartLine {
			pos.Col = p.Column
		}
	}
	t.problem(pos, "csv-syntax", msg, `write a quote inside a quoted cell twice: ""`)
}

func (t *tableReader) add(record []string, reader *csv.Reader) {
	row := Row{Cells: record, cols: make([]int, len(record))}
	for i, cell := range record {
		l, c := reader.FieldPos(i)
		if i == 0 {
			row.Pos = diag.Pos{File: t.file, Line: l, Col: c}
		}
		if l == row.Pos.Line {
			row.cols[i] = c
		}
		if !utf8.ValidString(cell) {
			t.problem(diag.Pos{File: t.file, Line: l, Col: c}, "text-encoding", "the text is not UTF-8", "save the file as UTF-8")
		}
		record[i] = strings.TrimSpace(cell)
	}
	if t.Columns == nil {
		t.header(row)
		return
	}
	if len(record) != len(t.Columns) {
		t.problem(row.Pos, "row-ragged", fmt.Sprintf("the row has %d cells, the header %d", len(record), len(t.Columns)),
			"quote cells that hold a comma, and write empty cells as nothing between two commas")
		return
	}
	t.Rows = append(t.Rows, row)
}

func (t *tableReader) header(row Row) {
	t.Columns = row.Cells
	for i, name := range row.Cells {
		if name != "" && slices.Index(row.Cells, name) < i { // one without a name means nothing anyway
			t.problem(row.At(i), "column-duplicate", fmt.Sprintf("column %q occurs twice", name), "")
		}
	}
}
