package bulk

import (
	"bytes"
	"errors"
	"io"

	"paystats/data/diag"
)

// closed refuses files of which one ends within quotes. The engine reads memory that is not
// its own then, and may end the program.
func (l *loader) closed(g group) error {
	s := l.set
	if s.Format != CSV || s.Dialect.Quote == "" {
		return nil
	}
	var problems diag.List
	for _, f := range g.files {
		line, err := s.unclosed(f)
		if err != nil {
			return l.unreadable(group{files: []File{f}}, err)
		}
		if line > 0 {
			problems.Add(s.problem(f, line, "rows-unaccounted", "a quote is opened here and never closed", hintOf("csv-syntax", "")))
		}
	}
	return problems.Err()
}

// unclosed returns the line with the quote that a file leaves open, 0 if there is none.
func (s *Set) unclosed(f File) (line int, err error) {
	in, err := open(f)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	q := quotes{delimiter: s.Dialect.Delimiter[0], quote: s.Dialect.Quote[0], before: [2]byte{'\n', '\n'}}
	buffer := make([]byte, 1<<20)
	for {
		n, err := in.Read(buffer)
		q.read(buffer[:n])
		switch {
		case errors.Is(err, io.EOF) && q.state == within:
			return lineAt(f, q.opened)
		case errors.Is(err, io.EOF):
			return 0, nil
		case err != nil:
			return 0, err
		}
	}
}

// lineAt returns the line on which a byte of a file stands.
func lineAt(f File, offset int64) (int, error) {
	in, err := open(f)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	line, buffer := 1, make([]byte, 1<<20)
	for read := int64(0); read < offset; {
		n, err := in.Read(buffer[:min(int64(len(buffer)), offset-read)])
		line += bytes.Count(buffer[:n], []byte{'\n'})
		read += int64(n)
		if err != nil && read < offset {
			return 0, err
		}
	}
	return line, nil
}

// quoting is where a place of a file stands.
type quoting int

const (
	without quoting = iota // outside of quotes
	within
	behind // a quote that closes, or is the first of two
)

// quotes follows the quotes of a file, from one to the next.
type quotes struct {
	delimiter, quote byte
	state            quoting
	before           [2]byte // what was read last
	at, opened       int64   // bytes read; where the quote stands that is open
}

// read takes the next part of the file.
func (q *quotes) read(part []byte) {
	for i := 0; i < len(part); {
		if q.state == behind {
			q.state = without
			if part[i] == q.quote {
				q.state = within
				i++
			}
			continue
		}
		found := bytes.IndexByte(part[i:], q.quote)
		if found < 0 {
			break
		}
		i += found
		switch {
		case q.state == within:
			q.state = behind
		case q.opens(part, i):
			q.state, q.opened = within, q.at+int64(i)
		}
		i++
	}
	q.at += int64(len(part))
	for _, b := range part[max(0, len(part)-2):] {
		q.before = [2]byte{q.before[1], b}
	}
}

// opens reports whether the quote at a place is the first of its cell, or the second behind
// a blank, which the engine takes for nothing.
func (q *quotes) opens(part []byte, i int) bool {
	back := func(n int) byte {
		if i >= n {
			return part[i-n]
		}
		return q.before[2-n+i]
	}
	starts := func(b byte) bool { return b == q.delimiter || b == '\n' || b == '\r' }
	return starts(back(1)) || back(1) == ' ' && starts(back(2))
}
