package ingest

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"paystats/data/yamldoc"
)

// dialect says how delimited text is written and where a workbook has its table; the keys
// are Frictionless's.
type dialect struct {
	sheet      string // name or glob; "" is the only visible sheet
	headerRows []int  // from 1, ascending; of delimited text, lines of the file
	delimiter  rune
	quote      byte
	comment    rune // lines that start with it are skipped; 0 for none
	trim       bool // blanks after a delimiter mean nothing
	headless   bool
	fields     []string // names of a headless file's columns; field1, field2, … without
}

// readDialect reads `dialect`.
func (r *resource) readDialect(m *yamldoc.Mapping) {
	r.dialect = dialect{delimiter: ',', quote: '"'}
	if r.format == "tsv" {
		r.dialect.delimiter = '\t'
	}
	dm := m.Mapping("dialect", "delimiter", "quoteChar", "commentChar", "header", "skipInitialSpace", "sheetName", "headerRows")
	if dm == nil {
		return
	}
	d := &r.dialect
	d.headless = dm.Has("header") && !dm.Bool("header")
	if dm.Has("sheetName") && !r.isWorkbook() || dm.Has("headerRows") && !r.hasCells() {
		dm.Report("value-unknown", "sheetName belongs to workbooks, headerRows to them, to pages and to delimited text", "correct the format, or leave them out")
	}
	d.readSheet(dm)
	if dm.Has("delimiter") {
		d.delimiter = oneCharacter(dm.At("delimiter"), "delimiter", d.delimiter)
	}
	if dm.Has("quoteChar") {
		c := oneCharacter(dm.At("quoteChar"), "quoteChar", '"')
		if c >= utf8.RuneSelf || c == d.delimiter {
			dm.At("quoteChar").Report("value-unknown", fmt.Sprintf("quoteChar %q is not one ASCII character other than the delimiter", c), `write "\"" or "'"`)
			c = '"'
		}
		d.quote = byte(c)
	}
	if dm.Has("commentChar") {
		if d.comment = oneCharacter(dm.At("commentChar"), "commentChar", 0); d.comment == d.delimiter || d.comment == rune(d.quote) {
			dm.At("commentChar").Report("value-unknown", "commentChar is the delimiter or the quote", "")
			d.comment = 0
		}
	}
	d.trim = dm.Bool("skipInitialSpace")
	if d.trim && unicode.IsSpace(d.delimiter) {
		dm.At("skipInitialSpace").Report("value-unknown", "skipInitialSpace would skip the delimiter itself", "leave it out: blanks around a value never count")
	}
}

// readSheet reads where the table of a workbook or page stands.
func (d *dialect) readSheet(dm *yamldoc.Mapping) {
	d.sheet = dm.Text("sheetName")
	if _, err := path.Match(d.sheet, ""); err != nil {
		dm.At("sheetName").Report("value-unknown", fmt.Sprintf("sheetName %q is no pattern", d.sheet), "close its brackets")
	}
	for _, n := range dm.List("headerRows") {
		row, ok := n.Int(1, 1000)
		if ok && len(d.headerRows) > 0 && row <= d.headerRows[len(d.headerRows)-1] {
			n.Report("value-unknown", "headerRows are not in ascending order", "write headerRows: [1, 2]")
		}
		d.headerRows = append(d.headerRows, row)
	}
	if d.headless && len(d.headerRows) > 0 {
		dm.At("headerRows").Report("value-unknown", "headerRows stand beside header: false", "leave one of them out")
	}
}

// oneCharacter reads a mark, which is one character; fallback after a problem.
func oneCharacter(n yamldoc.Node, key string, fallback rune) rune {
	text, ok := n.Text()
	if !ok {
		return fallback
	}
	c, size := utf8.DecodeRuneInString(text)
	forbidden := "\r\n\uFFFD\x00"
	if key == "delimiter" {
		forbidden += `"`
	}
	if size == 0 || size != len(text) || strings.ContainsRune(forbidden, c) {
		hint := ""
		if key == "delimiter" {
			hint = `write ",", ";" or "\t"`
		}
		n.Report("value-unknown", fmt.Sprintf("%s %q is not one character", key, text), hint)
		return fallback
	}
	return c
}

// names returns the columns' names of a headless file whose first record has n cells.
func (d dialect) names(n int) []string {
	if len(d.fields) > 0 {
		return d.fields
	}
	names := make([]string, n)
	for i := range names {
		names[i] = "field" + strconv.Itoa(i+1)
	}
	return names
}

// otherDelimiter returns a hint if a header has wanted columns only when it is read with
// another delimiter.
func (d dialect) otherDelimiter(header string, wanted []string) string {
	for _, c := range []rune{',', ';', '\t', '|'} {
		if c == d.delimiter || !strings.ContainsRune(header, c) {
			continue
		}
		for name := range strings.SplitSeq(header, string(c)) {
			if slices.Contains(wanted, strings.Trim(name, "\" '\r")) {
				return fmt.Sprintf("the columns are there with dialect: {delimiter: %q}", string(c))
			}
		}
	}
	return ""
}

// swapper exchanges a quote with the usual one.
type swapper struct {
	src   io.Reader
	quote byte
}

// swapped returns src with the dialect's quote and the usual one exchanged: encoding/csv
// knows only the latter. unswap takes it back.
func (d dialect) swapped(src io.Reader) io.Reader {
	if d.quote == '"' {
		return src
	}
	return swapper{src, d.quote}
}

func (s swapper) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	for i, b := range p[:n] {
		switch b {
		case '"':
			p[i] = s.quote
		case s.quote:
			p[i] = '"'
		}
	}
	return n, err
}

func (d dialect) unswap(record []string) {
	if d.quote == '"' {
		return
	}
	quotes := strings.NewReplacer(`"`, string(rune(d.quote)), string(rune(d.quote)), `"`)
	for i, text := range record {
		record[i] = quotes.Replace(text)
	}
}
