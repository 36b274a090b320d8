package ingest

import (
	"io"
	"regexp"
	"strconv"
	"strings"

	"paystats/data/columnar"
	"paystats/data/diag"
)

// reader reads one format. rows calls yield for each record of a file, in order, until
// yield returns an error, which rows then returns.
//
// A record that cannot be read is yielded with a fault; a file that cannot be read any
// further gives a *diag.Problem. A new format is one more reader, and an entry in readers.
type reader interface {
	rows(src io.Reader, t table, yield func(row) error) error
}

// readers are the formats.
var readers = map[string]reader{"arrow": columnarReader{"arrow-syntax", columnar.OpenArrow}, "arrows": columnarReader{"arrow-syntax", columnar.OpenArrow},
	"csv": csvReader{}, "feather": columnarReader{"arrow-syntax", columnar.OpenArrow}, "htm": htmlReader{}, "html": htmlReader{}, "json": jsonReader{},
	"jsonl": ndjsonReader{}, "ndjson": ndjsonReader{}, "parquet": columnarReader{"parquet-syntax", columnar.OpenParquet}, "tsv": csvReader{},
	"xls": xlsReader{}, "xlsx": xlsxReader{}}

// Limits on hostile files.
const (
	maxRecord = 16 << 20  // bytes of one CSV record
	maxFile   = 256 << 20 // bytes of one JSON file, which is held in memory
	maxDepth  = 64        // nesting of a JSON file
	maxCell   = 64 << 10  // bytes of one cell
)

// table is what a reader is asked for.
type table struct {
	file     string   // as problems name it
	columns  []string // cells are wanted in this order
	dialect  dialect  // of delimited text and sheets
	number   int      // of the table on a page, from 1; 0 for the only one
	records  string   // JSON pointer to the records
	required bool     // absent records are a problem
	decoded  bool     // the text was in a declared encoding, and is UTF-8 now

	area     area
	cells    []cellName       // bound cells above the rows
	patterns []*regexp.Regexp // of values that stand in several columns
	sheet    string           // that is read; set by the readers of workbooks
	seen     *seen            // where a reader puts what it sees
}

// cell is one cell of a record. A JSON cell has no line.
type cell struct {
	text      string
	state     cellState
	spanned   bool  // it reaches over several rows or columns of a page's table
	line, col int32 // of the file, 1-based; col in bytes
	field     int32 // number of the column in the file, 1-based
}

type cellState uint8

const (
	cellText      cellState = iota
	cellNull                // JSON null
	cellAbsent              // the record has no such key
	cellComposite           // a JSON object or array
	cellNumber              // a number that the format itself tells from text
)

// row is one record: the cells of the columns that were asked for.
type row struct {
	cells   []cell
	pointer string // of the record in a JSON file; in NDJSON, the line
	grid    string // the sheet of a workbook, or the table of a page; its cells are named by line and field
	page    bool
	line    int    // where the record starts; 0 in a JSON file
	fault   *fault // the record as a whole is refused
	kind    rowKind
	label   string // of a check row
}

// fault says why a value is refused.
type fault struct {
	code, msg, hint string
	cell            int // index of the guilty cell; -1 for the value's own
}

// slab hands out cells in blocks, to save allocations.
type slab struct{ free []cell }

func (s *slab) take(n int) []cell {
	if len(s.free) < n {
		s.free = make([]cell, max(n, min(n*256, 4096)))
	}
	cells := s.free[:n:n]
	s.free = s.free[n:]
	return cells
}

// isBlank reports whether no wanted cell holds a text.
func isBlank(cells []cell) bool {
	for i := range cells {
		if cells[i].text != "" && strings.TrimSpace(cells[i].text) != "" {
			return false
		}
	}
	return true
}

// pos is where a cell stands, for people and editors.
func (r row) pos(file string, column string, i int) diag.Pos {
	switch {
	case r.grid != "":
		return diag.Pos{File: file, Pointer: r.at(column, i)}
	case r.pointer != "" || i >= 0 && i < len(r.cells) && r.cells[i].line == 0:
		return diag.Pos{File: file, Line: r.line, Pointer: r.pointer + "/" + column}
	case i < 0 || i >= len(r.cells):
		return diag.Pos{File: file, Line: r.line, Col: 1}
	}
	return diag.Pos{File: file, Line: int(r.cells[i].line), Col: int(r.cells[i].col)}
}

// at is where a cell stands, as observations have it: line:field, JSON pointer, sheet!A1 or
// table2/row3/cell4.
func (r row) at(column string, i int) string {
	if i < 0 || i >= len(r.cells) {
		if r.grid != "" {
			return gridPlace(r.grid, r.page, 1, r.line)
		}
		return strconv.Itoa(r.line)
	}
	c := r.cells[i]
	if r.grid != "" {
		return gridPlace(r.grid, r.page, int(c.field), int(c.line))
	}
	if c.line == 0 {
		return r.pointer + "/" + column
	}
	var buffer [24]byte
	text := strconv.AppendInt(buffer[:0], int64(c.line), 10)
	text = append(text, ':')
	return string(strconv.AppendInt(text, int64(c.field), 10))
}

// tokens cuts a JSON pointer, with or without its leading slash, into keys.
func tokens(pointer string) []string {
	pointer = strings.TrimPrefix(pointer, "/")
	if pointer == "" {
		return nil
	}
	keys := strings.Split(pointer, "/")
	for i, key := range keys {
		keys[i] = strings.ReplaceAll(strings.ReplaceAll(key, "~1", "/"), "~0", "~")
	}
	return keys
}
