// Package diag holds problems in files that the user owns: a place, a fact, a stable
// code and a next step.
//
// Readers collect problems in a List and go on, so that one run names all of them.
// Position is added once, by whoever read the file; leaf packages return sentinels.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Pos is a place in a file. Line and Col are 1-based; Col counts bytes.
// Line 0 means the whole file. Pointer names a place inside a
// JSON file and then stands in for Line and Col. Shape names a shape of a deck; Line is then
// the number of its slide.
type Pos struct {
	File      string
	Line, Col int
	Pointer   string
	Shape     string
}

// String returns file:line:col, file:line, file#pointer, file: slide, shape or file.
func (p Pos) String() string {
	switch {
	case p.Shape != "":
		return fmt.Sprintf("%s: slide %d, shape %q", p.File, p.Line, p.Shape)
	case p.Pointer != "":
		return p.File + "#" + p.Pointer
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Problem is one thing that is wrong in a file.
type Problem struct {
	Pos     Pos
	Code    string // stable, kebab-case, listed in the README of the room that raises it
	Msg     string // the fact, quoting the offending text; lower case, no full stop
	Hint    string // what to do, imperative; "" if there is nothing useful to say
	Line    string // the offending line, for display; ""
	Warning bool   // reported, but nothing is refused because of it
	Err     error  `json:"-"` // cause, for errors.Is and errors.As; may be nil
}

// Error returns "file:line:col: message [code]".
func (p *Problem) Error() string {
	text := p.Msg + " [" + p.Code + "]"
	if p.Pos.File == "" {
		return text
	}
	return p.Pos.String() + ": " + text
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// List is a run's problems. The zero List is empty and ready.
type List struct {
	problems []*Problem
}

// Add appends problems.
func (l *List) Add(p ...*Problem) { l.problems = append(l.problems, p...) }

// Merge appends what err holds: a List's problems, a Problem, or any other error as
// a problem of its own with code "internal". A nil err adds nothing.
func (l *List) Merge(err error) {
	switch e := err.(type) {
	case nil:
	case *List:
		l.Add(e.problems...)
	case *Problem:
		l.Add(e)
	default:
		l.Add(&Problem{Code: "internal", Msg: err.Error(), Err: err})
	}
}

// Once returns the list with each problem once, for files that were read several times.
func (l *List) Once() *List {
	type fact struct {
		pos       Pos
		code, msg string
	}
	out, seen := new(List), map[fact]bool{}
	for _, p := range l.problems {
		if one := (fact{p.Pos, p.Code, p.Msg}); !seen[one] {
			seen[one] = true
			out.Add(p)
		}
	}
	return out
}

// Sorted returns the problems ordered by file, place and code.
func (l *List) Sorted() []*Problem {
	sorted := slices.Clone(l.problems)
	slices.SortStableFunc(sorted, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Pos.Pointer, b.Pos.Pointer), cmp.Compare(a.Code, b.Code))
	})
	return sorted
}

// Len returns how many problems there are, warnings included.
func (l *List) Len() int { return len(l.problems) }

// Err returns the list as an error, nil when it holds no problem that refuses
// anything (warnings alone are no error).
func (l *List) Err() error {
	for _, p := range l.problems {
		if !p.Warning {
			return l
		}
	}
	return nil
}

// Error returns all problems, a line each.
func (l *List) Error() string {
	lines := make([]string, 0, len(l.problems))
	for _, p := range l.Sorted() {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the problems, for errors.Is and errors.As.
func (l *List) Unwrap() []error {
	errs := make([]error, 0, len(l.problems))
	for _, p := range l.problems {
		errs = append(errs, p)
	}
	return errs
}

// Cause strips the operation and path that errors of files repeat; the problem's
// place already says them.
func Cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
