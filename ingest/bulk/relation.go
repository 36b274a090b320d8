package bulk

import (
	"fmt"
	"strings"
)

// The names that a relation gives to what no file holds.
const (
	fileColumn = "paystats file" // the path of the row's file
	lineColumn = "paystats line" // of NDJSON: the whole line
)

// group is files that one relation reads: of CSV those with the same header.
type group struct {
	columns []string // of CSV: all of them, in order
	files   []File
}

// relation returns the FROM item that reads files of a set; of Arrow, the view that stands for them.
func (s *Set) relation(g group) string {
	paths := make([]string, len(g.files))
	for i, f := range g.files {
		paths[i] = quote(f.Pattern())
	}
	list := "[" + strings.Join(paths, ", ") + "]"
	switch s.Format {
	case Parquet:
		return fmt.Sprintf("read_parquet(%s, filename = %s, hive_partitioning = %t, hive_types_autocast = false, union_by_name = true)",
			list, quote(fileColumn), len(s.HiveKeys) > 0)
	case NDJSON:
		return fmt.Sprintf("read_csv(%s, auto_detect = false, header = false, delim = '%c', quote = '', escape = '', columns = {%s: 'VARCHAR'}, ignore_errors = true, "+
			"max_line_size = %d, filename = %s)", list, noDelimiter, quote(lineColumn), maxLine, quote(fileColumn))
	case Arrow:
		return ident(arrowView)
	}
	columns := make([]string, len(g.columns))
	for i, c := range g.columns {
		columns[i] = quote(c) + ": 'VARCHAR'"
	}
	missing := make([]string, len(s.Missing))
	for i, m := range s.Missing {
		missing[i] = quote(m)
	}
	return fmt.Sprintf("read_csv(%s, auto_detect = false, header = %t, delim = %s, quote = %s, escape = %s, columns = {%s}, nullstr = [%s], ignore_errors = true, "+
		"max_line_size = %d, filename = %s)", list, s.Dialect.Header, quote(s.Dialect.Delimiter), quote(s.Dialect.Quote), quote(s.Dialect.Quote),
		strings.Join(columns, ", "), strings.Join(missing, ", "), maxLine, quote(fileColumn))
}

// noDelimiter stands for the delimiter that lines of NDJSON do not have: no JSON holds it unescaped.
const noDelimiter = '\x01'

// maxLine is the longest line that is read, in bytes; longer ones are refused.
const maxLine = 1 << 20

// arrowView is the name under which record batches are registered with the engine.
const arrowView = "paystats_arrow"

// quote writes a text literal.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// ident writes a name.
func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
