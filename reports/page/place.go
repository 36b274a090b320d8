package page

import (
	"fmt"
	"strings"

	"paystats/data/diag"
)

// word is a text of the page with its place.
type word struct {
	text string
	pos  diag.Pos
}

// source is a page's file: its lines with what they include, what it declares, and the
// problems found in it.
type source struct {
	reader     Reader
	file       string
	lines      []string
	origins    []origin // where each line was read
	parameters []parameter
	member     string // that the page is made for, ""
	problems   diag.List
}

// at returns a place; line and col are 1-based, col counts bytes.
func (s *source) at(line, col int) diag.Pos { return diag.Pos{File: s.file, Line: line, Col: col} }

// line returns a line's text, "" outside the file.
func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return s.lines[n-1]
}

// problem makes a problem at a place.
func (s *source) problem(pos diag.Pos, c code, hint, format string, args ...any) *diag.Problem {
	return &diag.Problem{Pos: pos, Code: string(c), Msg: fmt.Sprintf(format, args...), Hint: hint, Line: s.line(pos.Line)}
}

// fail records a problem.
func (s *source) fail(pos diag.Pos, c code, hint, format string, args ...any) {
	s.problems.Add(s.problem(pos, c, hint, format, args...))
}

// find returns the place of a text at or behind a place, at most `lines` lines on; the
// place itself when the text is not there as it is.
func (s *source) find(from diag.Pos, text string, lines int) diag.Pos {
	first, _, _ := strings.Cut(text, "\n")
	for n := from.Line; n <= from.Line+lines && n <= len(s.lines); n++ {
		line, skip := s.line(n), 0
		if n == from.Line {
			skip = min(max(from.Col-1, 0), len(line))
		}
		if i := strings.Index(line[skip:], first); i >= 0 {
			return s.at(n, skip+i+1)
		}
	}
	return from
}
