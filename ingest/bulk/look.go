package bulk

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"paystats/data/diag"
)

// look is what is seen of files before they are read: how texts and times are written.
type look struct {
	types    map[string]string // of the relation's columns, by the engine's names; nil if all are text
	anchored map[string]bool   // columns of times that tell their offset from UTC
}

// How much is looked at.
const (
	peekFiles = 8
	peekRows  = 4000 // of each
)

// groups puts files together that one statement can read: of CSV those with the same header.
// Missing columns are problems.
func (s *Set) groups(files []File) ([]group, error) {
	var groups []group
	problems := new(diag.List)
	for _, f := range files {
		var columns []string
		if s.Format == CSV {
			var err error
			if columns, err = s.header(f); err != nil {
				problems.Add(s.problem(f, 0, "csv-syntax", err.Error(), ""))
				continue
			}
			missing := false
			for _, c := range s.columns() {
				if !slices.Contains(columns, c) {
					missing = true
					problems.Add(s.problem(f, 1, "column-missing", fmt.Sprintf("there is no column %q", c), diag.DidYouMean(c, columns, "")))
				}
			}
			if name, twice := repeated(columns); twice && !missing {
				problems.Add(s.problem(f, 1, "column-duplicate", fmt.Sprintf("column %q occurs twice", name), "rename one of the two"))
			}
		}
		last := len(groups) - 1
		if last < 0 || s.Format == Arrow || !slices.Equal(groups[last].columns, columns) {
			groups = append(groups, group{columns: columns})
			last++
		}
		groups[last].files = append(groups[last].files, f)
	}
	return groups, problems.Err()
}

// repeated returns the first name of a column that the engine takes for that of an earlier one.
func repeated(columns []string) (name string, twice bool) {
	for i, c := range columns {
		if slices.ContainsFunc(columns[:i], func(other string) bool { return strings.EqualFold(other, c) }) {
			return c, true
		}
	}
	return "", false
}

func (s *Set) problem(f File, line int, code, msg, hint string) *diag.Problem {
	return &diag.Problem{Pos: diag.Pos{File: s.fullName(f), Line: line}, Code: code, Msg: msg, Hint: hint}
}

// header returns the names of a file's columns.
func (s *Set) header(f File) ([]string, error) {
	if !s.Dialect.Header {
		return s.Dialect.Columns, nil
	}
	in, err := open(f)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	buffered := bufio.NewReader(in)
	if start, _ := buffered.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = buffered.Discard(len(byteOrderMark))
	}
	r := csv.NewReader(buffered)
	r.Comma, r.LazyQuotes = rune(s.Dialect.Delimiter[0]), true
	columns, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	return columns, err
}

// open opens a file as text; names in .gz are unpacked.
func open(f File) (io.ReadCloser, error) {
	in, err := os.Open(f.Path)
	if err != nil || !strings.HasSuffix(f.Path, ".gz") {
		return in, err
	}
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return &packed{unpacked, in}, nil
}

// packed closes the file below, too.
type packed struct {
	*gzip.Reader
	file *os.File
}

func (p *packed) Close() error { return errors.Join(p.Reader.Close(), p.file.Close()) }

// peeked returns the columns that are looked at, each once: of codes, and of times. One at least is
// there, as every set has a time.
func (s *Set) peeked() []string {
	columns := slices.Sorted(maps.Values(s.codedColumns()))
	for _, f := range s.Fields {
		if f.Column != "" && (f.Zone != "" || f.ZoneColumn != "") {
			columns = append(columns, f.Column)
		}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// peekName is the name that a column has in the table peek: keys of NDJSON may differ in case alone.
func (s *Set) peekName(column string) string {
	return fmt.Sprintf("c%d", slices.Index(s.peeked(), column))
}

// lookAt finds out the types of a group's columns, and puts the first rows of some of its
// files into the table peek, as text: times and what is coded, but no ids and no users.
func (l *loader) lookAt(ctx context.Context, g group) (look, error) {
	seen := look{anchored: map[string]bool{}}
	if err := l.closed(g); err != nil {
		return seen, err
	}
	release, err := l.open(ctx, g)
	if err != nil {
		return seen, err
	}
	defer release()
	if l.set.Format == Parquet || l.set.Format == Arrow {
		f, err := l.Query(ctx, "DESCRIBE SELECT * FROM "+l.set.relation(g))
		if err != nil {
			return seen, l.unreadable(g, err)
		}
		seen.types = map[string]string{}
		for i := range f.Rows() {
			seen.types[f.Text("column_name", i)] = f.Text("column_type", i)
		}
		for _, c := range l.set.columns() {
			if _, ok := seen.types[c]; !ok {
				return seen, listOf(l.set.problem(g.files[0], 0, "column-missing", fmt.Sprintf("there is no column %q", c), ""))
			}
		}
	}
	b := &statement{set: l.set, look: seen}
	var cells, parts []string
	for _, c := range l.set.peeked() {
		cells = append(cells, b.cell(c)+" AS "+l.set.peekName(c))
	}
	step := max(1, len(g.files)/peekFiles)
	for i := 0; i < len(g.files); i += step {
		part := group{g.columns, g.files[i : i+1]}
		parts = append(parts, fmt.Sprintf("(SELECT %s FROM %s LIMIT %d)", strings.Join(cells, ", "), b.from(part), peekRows))
	}
	if err := l.Exec(ctx, "CREATE OR REPLACE TEMP TABLE peek AS "+strings.Join(parts, " UNION ALL ")); err != nil {
		return seen, l.unreadable(g, err)
	}
	for _, f := range l.set.Fields {
		if f.TimeFormat != ISO8601 || f.Column == "" || (f.Zone == "" && f.ZoneColumn == "") {
			continue
		}
		c := l.set.peekName(f.Column)
		n, err := l.Query(ctx, fmt.Sprintf("SELECT count(*) FILTER (regexp_full_match(%s, '%s')) * 2 > count(%s) AS anchored FROM peek", c, anchored, c))
		if err != nil {
			return seen, err
		}
		seen.anchored[f.Column] = n.Bool("anchored", 0)
	}
	return seen, nil
}
