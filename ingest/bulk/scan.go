package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// records is the account of a text file's records, made without the engine, which skips
// those that it cannot split without a word.
type records struct {
	good   int64      // records with as many cells as the header
	bad    []badLine  // the others
	shifts []lineFrom // where good records stand, in order; the first is the first record
}

// torn is the line of the first record that cannot be cut into cells, 0 if there is none.
func (r records) torn() int {
	for _, b := range r.bad {
		if b.code == "csv-syntax" {
			return int(b.line)
		}
	}
	return 0
}

// badLine is a record that cannot be split into cells.
type badLine struct {
	line int64
	code string
	id   string // the text where the id should be; "" if it may be that of another column, and a user's
}

// lineFrom says that good record n (from 0) begins on a line, and those after it on the
// lines that follow, up to the next lineFrom.
type lineFrom struct{ n, line int64 }

// byteOrderMark may stand before the first line of a file in UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// countLines returns the number of lines of a file.
func countLines(f File) (n int64, err error) {
	in, err := open(f)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	buffer, last := make([]byte, 1<<20), byte('\n')
	for {
		k, err := in.Read(buffer)
		n += int64(bytes.Count(buffer[:k], []byte{'\n'}))
		if k > 0 {
			last = buffer[k-1]
		}
		if errors.Is(err, io.EOF) {
			if last != '\n' {
				n++
			}
			return n, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// scanner goes through a file record by record.
type scanner struct {
	set     *Set
	columns []string
	needed  []int // indices of the columns that are read
	idCell  int   // index of the column of ids, -1 if there is none
	out     records
	next    int64 // the line on which the next good record is expected
}

// scan makes the account of a file of CSV or NDJSON.
func (s *Set) scan(f File, columns []string) (records, error) {
	in, err := open(f)
	if err != nil {
		return records{}, err
	}
	defer in.Close()
	sc := &scanner{set: s, columns: columns, idCell: -1}
	for _, name := range s.columns() {
		sc.needed = append(sc.needed, slices.Index(columns, name))
	}
	_, users := s.Field("user")
	if id, _ := s.Field("id"); id.Column != "" && !users {
		sc.idCell = slices.Index(columns, id.Column)
	}
	lines := bufio.NewReaderSize(in, 1<<20)
	if start, _ := lines.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = lines.Discard(len(byteOrderMark))
	}
	header := s.Format == CSV && s.Dialect.Header
	for line := int64(1); ; {
		record, height, err := sc.record(lines)
		if errors.Is(err, io.EOF) && len(record) == 0 {
			return sc.out, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return sc.out, err
		}
		if header {
			header = false
		} else {
			sc.add(record, line)
		}
		line += height
	}
}

// record reads one record with its line end; a cell in quotes may hold line ends.
func (sc *scanner) record(lines *bufio.Reader) (record []byte, height int64, err error) {
	for {
		part, err := lines.ReadBytes('\n')
		record = append(record, part...)
		if len(part) > 0 {
			height++
		}
		if err != nil || sc.set.Format != CSV || len(record) > maxLine || !sc.isOpen(record) {
			return record, height, err
		}
	}
}

// isOpen reports whether a record ends within quotes.
func (sc *scanner) isOpen(record []byte) bool {
	if bytes.IndexByte(record, sc.set.Dialect.Quote[0]) < 0 {
		return false
	}
	_, state := sc.cells(record)
	return state == unclosed
}

// split is how a record can be cut into cells.
type split int

const (
	clean    split = iota
	torn           // text behind a closing quote, or a carriage return outside quotes, which ends the engine's line
	unclosed       // the last cell lacks its closing quote
)

// cells cuts a record.
func (sc *scanner) cells(record []byte) (cells [][]byte, state split) {
	delimiter, quote := sc.set.Dialect.Delimiter[0], sc.set.Dialect.Quote[0]
	for {
		end := closing(record, quote)
		if end < 0 {
			return append(cells, record), unclosed
		}
		rest, _, more := bytes.Cut(record[end:], []byte{delimiter})
		if (end > 0 && len(rest) > 0) || bytes.IndexByte(rest, '\r') >= 0 {
			state = torn
		}
		cells = append(cells, record[:end+len(rest)])
		if !more {
			return cells, state
		}
		record = record[end+len(rest)+1:]
	}
}

// closing returns the place behind the closing quote of a record's first cell: 0 if the cell is in
// no quotes, -1 if it has no closing one. The engine takes one blank before a quote for nothing.
func closing(record []byte, quote byte) int {
	at := 0
	if len(record) > 0 && record[0] == ' ' {
		at = 1
	}
	if at == len(record) || record[at] != quote {
		return 0
	}
	for at++; at < len(record); at++ {
		if record[at] != quote {
			continue
		}
		if at+1 == len(record) || record[at+1] != quote {
			return at + 1
		}
		at++
	}
	return -1
}

// add takes one record into the account.
func (sc *scanner) add(record []byte, line int64) {
	long := len(record) > maxLine
	record = bytes.TrimSuffix(bytes.TrimSuffix(record, []byte("\n")), []byte("\r"))
	switch {
	case len(record) == 0:
	case long:
		sc.refuse(badLine{line: line, code: "row-size"})
	case sc.set.Format == CSV:
		sc.addCells(record, line)
	case !utf8.Valid(record):
		sc.refuse(badLine{line: line, code: "text-encoding"})
	case bytes.IndexByte(record, noDelimiter) >= 0:
		sc.refuse(badLine{line: line, code: "json-syntax"})
	default:
		sc.accept(line)
	}
}

func (sc *scanner) addCells(record []byte, line int64) {
	if count := bytes.Count(record, []byte(sc.set.Dialect.Delimiter)) + 1; count == len(sc.columns) && bytes.IndexByte(record, sc.set.Dialect.Quote[0]) < 0 &&
		bytes.IndexByte(record, '\r') < 0 && utf8.Valid(record) {
		sc.accept(line)
		return
	}
	cells, state := sc.cells(record)
	for n := len(cells) - 1; n >= len(sc.columns) && len(bytes.Trim(cells[n], sc.set.Dialect.Quote)) == 0; n-- {
		cells = cells[:n] // further cells are nothing to the engine if nothing is in them
	}
	id := ""
	if sc.idCell >= 0 && sc.idCell < len(cells) && utf8.Valid(cells[sc.idCell]) {
		id = string(cells[sc.idCell])
	}
	switch {
	case state != clean:
		sc.refuse(badLine{line, "csv-syntax", id})
	case len(cells) != len(sc.columns):
		sc.refuse(badLine{line, "row-ragged", id})
	case slices.ContainsFunc(sc.needed, func(i int) bool { return !utf8.Valid(cells[i]) }):
		sc.refuse(badLine{line, "text-encoding", id})
	default:
		sc.accept(line)
	}
}

func (sc *scanner) refuse(b badLine) { sc.out.bad = append(sc.out.bad, b) }

func (sc *scanner) accept(line int64) {
	if line != sc.next || sc.out.good == 0 {
		sc.out.shifts = append(sc.out.shifts, lineFrom{sc.out.good, line})
	}
	sc.out.good++
	sc.next = line + 1
}
