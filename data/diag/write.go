package diag

import (
	"fmt"
	"io"
	"strings"
)

// shown is how many problems Write prints before it only counts the rest.
const shown = 20

// Write prints problems for people: place, fact and code; the offending line with a
// caret where it is known; the hint. At most 20 are printed, then "and 131 more".
func Write(w io.Writer, problems []*Problem) {
	for i, p := range problems {
		if i == shown {
			fmt.Fprintf(w, "and %d more\n", len(problems)-shown)
			return
		}
		if p.Warning {
			fmt.Fprint(w, "warning: ")
		}
		fmt.Fprintln(w, p.Error())
		if p.Line != "" {
			writeLine(w, p)
		}
		if p.Hint != "" {
			fmt.Fprintf(w, "hint: %s\n", p.Hint)
		}
	}
}

// writeLine prints the offending line and, if the column lies inside it, a caret.
func writeLine(w io.Writer, p *Problem) {
	number := fmt.Sprintf("%5d", p.Pos.Line)
	fmt.Fprintf(w, "%s | %s\n", number, p.Line)
	if p.Pos.Col < 1 || p.Pos.Col > len(p.Line) {
		return
	}
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return '\t'
		}
		return ' '
	}, p.Line[:p.Pos.Col-1])
	fmt.Fprintf(w, "%s | %s^\n", strings.Repeat(" ", len(number)), indent)
}
