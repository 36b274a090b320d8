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

func (r csvReader) rows(src io.Reader, t table, yield func(row) error) error {
	c := csvTable{table: t, text: skipBOM(src)}
	if r.sdmx {
		c.sdmx = new(sdmxTable)
	}
	start, err := csvStart(c.text, t)
	if err != nil {
		return err
	}
	if err := c.head(start); err != nil {
		return err
	}
	record, err := c.first, c.failed
	for ; err == nil; record, err = c.read() {
		line, _ := c.records.FieldPos(0)
		line += c.skipped
		if line > t.area.last.line {
			return nil
		}
		if line < t.area.first.line {
			continue
		}
		r := c.row(record)
		if r.fault == nil && isBlank(r.cells) {
			continue
		}
		if err := yield(r); err != nil || t.seen.ended {
			return err
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return c.problem(err, "")
}

// csvTable is delimited text that is being read. Its rows are the lines of the file, as an
// editor counts them: a cell with a line break makes its record stand in the line where it
// begins.
type csvTable struct {
	table
	text    *bufio.Reader
	skipped int // lines above the header, which were not read as records
	limited *recordLimit
	records *csv.Reader
	first   []string // record of a headless file, which has told the number of columns
	failed  error    // of reading it
	width   int      // of the header
	index   []int
	sdmx    *sdmxTable // what the header says of labels; nil for other formats
	cells   slab
}

// read reads the next record.
func (c *csvTable) read() ([]string, error) {
	c.limited.left = maxRecord
	return c.records.Read()
}

// head reads up to the header. start is the first line of the file.
func (c *csvTable) head(start string) error {
	firstLine := c.area.first.line
	if len(c.dialect.headerRows) > 0 {
		firstLine = c.dialect.headerRows[0]
	}
	if err := c.skip(firstLine - 1); err != nil {
		return err
	}
	c.limited = &recordLimit{src: c.dialect.swapped(c.text)}
	c.records = c.reader(c.limited)
	var header [][]string
	for {
		record, err := c.read()
		if err != nil {
			return c.problem(err, start)
		}
		line, _ := c.records.FieldPos(0)
		line += c.skipped
		if c.dialect.headless {
			c.first = record
			return c.columns([][]string{c.dialect.names(len(record))}, start)
		}
		c.dialect.unswap(record)
		c.note(line, record)
		wanted := c.dialect.headerRows
		switch {
		case len(wanted) == 0:
			return c.columns([][]string{record}, start)
		case slices.Contains(wanted, line):
			header = append(header, slices.Clone(c.area.clip(record)))
		case line > wanted[len(wanted)-1]:
			return &diag.Problem{Pos: diag.Pos{File: c.file, Line: line, Col: 1}, Code: "csv-syntax", Msg: "no record begins in the last line of headerRows",
				Hint: "count lines as an editor does; a header with line breaks begins in its first line"}
		}
		if line == wanted[len(wanted)-1] {
			return c.columns(header, start)
		}
	}
}

// reader returns a reader of records in the table's dialect.
func (c *csvTable) reader(src io.Reader) *csv.Reader {
	records := csv.NewReader(src)
	records.Comma, records.FieldsPerRecord, records.ReuseRecord = c.dialect.delimiter, -1, true
	records.Comment, records.TrimLeadingSpace = c.dialect.comment, c.dialect.trim
	return records
}

// skip skips lines above the header, whatever they hold, but for bound cells.
func (c *csvTable) skip(lines int) error {
	var text []byte
	for c.skipped < lines {
		var err error
		text, err = readLine(c.text, text[:0])
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0:
			return c.problem(io.EOF, "")
		case errors.Is(err, errRecordSize):
			return c.problem(err, "")
		case err != nil && !errors.Is(err, io.EOF):
			return unreadable(c.file, err)
		}
		c.skipped++
		if record, err := c.reader(c.dialect.swapped(bytes.NewReader(text))).Read(); err == nil {
			c.dialect.unswap(record)
			c.note(c.skipped, record)
		}
	}
	return nil
}

// row returns the wanted cells of a record. A ragged one is refused, but its cells are
// there for the rules that may leave it out.
func (c *csvTable) row(record []string) row {
	r := row{}
	r.line, _ = c.records.FieldPos(0)
	r.line += c.skipped
	if fields := min(len(record), c.area.last.column); fields != c.width {
		r.fault = &fault{code: "row-ragged", msg: fmt.Sprintf("the row has %d cells, the header %d", fields, c.width),
			hint: "quote cells that hold a delimiter, and write an empty cell for every column"}
	}
	c.dialect.unswap(record)
	if c.sdmx != nil && r.fault == nil {
		r.fault = c.sdmx.record(record)
	}
	r.cells = c.cells.take(len(c.index))
	for i, field := range c.index {
		if field >= len(record) {
			r.cells[i] = cell{line: int32(r.line), col: 1, field: int32(field + 1)}
			continue
		}
		line, col := c.records.FieldPos(field)
		r.cells[i] = cell{text: record[field], line: int32(line + c.skipped), col: int32(col), field: int32(field + 1)}
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
	t.seen.hint = encodingHint(sample)
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
	return "", &diag.Problem{Pos: diag.Pos{File: t.file, Line: 1, Col: col}, Code: "text-encoding", Msg: "the file is not UTF-8, or holds a NUL", Hint: t.seen.hint}
}

// columns begins the table with its header. start is the file's first line.
func (c *csvTable) columns(rows [][]string, start string) (err error) {
	header := c.area.clip(joinHeader(rows, true))
	if c.sdmx != nil {
		header = c.sdmx.header(header)
	}
	c.width = len(header)
	hint := ""
	switch {
	case strings.Contains(strings.TrimRight(start, "\r"), "\r"):
		hint = "the lines end in carriage returns alone: save the file with line feeds"
	case !slices.ContainsFunc(c.table.columns, func(name string) bool { return slices.Contains(header, collapse(name)) }):
		hint = c.dialect.otherDelimiter(start, c.table.columns)
	}
	c.index, err = c.begin(header, hint, func(field int) diag.Pos {
		pos := diag.Pos{File: c.file, Line: c.skipped + 1, Col: 1}
		if field >= 0 && !c.dialect.headless {
			pos.Line, pos.Col = c.records.FieldPos(field)
			pos.Line += c.skipped
		}
		return pos
	})
	if !c.dialect.headless {
		c.first, c.failed = c.read()
	}
	return err
}

// problem places what encoding/csv says. start is the first line, if the header is at fault.
func (c *csvTable) problem(err error, start string) error {
	t := c.table
	p := &diag.Problem{Pos: diag.Pos{File: t.file}, Code: "csv-syntax", Msg: err.Error(), Err: err}
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Pos.Line, p.Pos.Col, p.Msg = c.skipped+syntax.Line, syntax.Column, syntax.Err.Error()
		p.Hint = `write a quote inside a quoted cell twice: ""`
		if errors.Is(syntax.Err, csv.ErrBareQuote) {
			p.Hint += "; if quotes mean nothing in the file, name a quoteChar that it does not have"
		}
		if syntax.StartLine != syntax.Line {
			p.Pos.Line, p.Pos.Col = c.skipped+syntax.StartLine, 1
			p.Msg += fmt.Sprintf(", in a record that runs to line %d", c.skipped+syntax.Line)
		}
		if t.dialect.quote != '"' {
			quotes := strings.NewReplacer(`"`, string(rune(t.dialect.quote)))
			p.Msg, p.Hint = quotes.Replace(p.Msg), quotes.Replace(p.Hint)
		}
		p.Hint = cmp.Or(t.dialect.otherDelimiter(start, t.columns), p.Hint)
	}
	switch {
	case errors.Is(err, io.EOF) && (c.skipped > 0 || len(c.dialect.headerRows) > 0):
		p.Msg, p.Hint = "the file ends before its header", "correct headerRows, or range"
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
