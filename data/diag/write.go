package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// shown is how many problems Write prints before it only counts the rest.
const shown = 20

// Write prints problems for people: place, fact and code; the offending line with a
// caret where it is known; the hint. What is the same several times over, as for every
// value of a row whose name is unknown, is printed once. At most 20 are printed, then "and
// 131 more".
func Write(w io.Writer, problems []*Problem) {
	for printed := 0; len(problems) > 0; printed++ {
		if printed == shown {
			fmt.Fprintf(w, "and %d more\n", len(problems))
			return
		}
		p, n, times := problems[0], repeats(problems), ""
		if problems = problems[n:]; n > 1 {
			times = fmt.Sprintf(" (%d times)", n)
		}
		if p.Warning {
			fmt.Fprint(w, "warning: ")
		}
		fmt.Fprintln(w, Printable(p.Error())+times)
		if p.Line != "" {
			writeLine(w, p)
		}
		if p.Hint != "" {
			fmt.Fprintf(w, "hint: %s\n", Printable(p.Hint))
		}
	}
}

// repeats returns how many of the first problems say the same of the same place.
func repeats(problems []*Problem) int {
	n, p := 1, problems[0]
	for n < len(problems) && problems[n].Pos == p.Pos && problems[n].Error() == p.Error() && problems[n].Hint == p.Hint && problems[n].Warning == p.Warning {
		n++
	}
	return n
}

// shownLine is how much of a line is printed, in bytes; longer ones are cut around the place.
const shownLine = 120

// writeLine prints the offending line and, if the column lies inside it, a caret.
func writeLine(w io.Writer, p *Problem) {
	number := fmt.Sprintf("%5d", p.Pos.Line)
	before, after := p.Line, ""
	inside := p.Pos.Col >= 1 && p.Pos.Col <= len(p.Line)+1
	if inside {
		before, after = p.Line[:p.Pos.Col-1], p.Line[p.Pos.Col-1:]
	}
	if inside {
		before, after = cutHead(before, shownLine/2), cutTail(after, shownLine/2)
	} else {
		before = cutTail(before, shownLine)
	}
	fmt.Fprintf(w, "%s | %s\n", number, Printable(before+after))
	if inside {
		fmt.Fprintf(w, "%s | %s^\n", strings.Repeat(" ", len(number)), blanks(before))
	}
}

// cutHead drops the start of a text that is longer than n bytes, at a rune's border.
func cutHead(text string, n int) string {
	if len(text) <= n {
		return text
	}
	i := len(text) - n
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return "…" + text[i:]
}

// cutTail drops the end of a text that is longer than n bytes, at a rune's border.
func cutTail(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}

// blanks returns white space as wide as a text on a terminal, where Chinese
// characters take two columns.
func blanks(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case r == '\t':
			b.WriteByte('\t')
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			b.WriteString("  ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Count says how many problems there are in how many files: "2 errors in 1 file".
func Count(problems []*Problem) string {
	errors, warnings := 0, 0
	files := map[string]bool{}
	for _, p := range problems {
		if p.Warning {
			warnings++
		} else {
			errors++
		}
		if p.Pos.File != "" {
			files[p.Pos.File] = true
		}
	}
	text := plural(errors, "error")
	if warnings > 0 {
		text += " and " + plural(warnings, "warning")
	}
	if len(files) > 0 {
		text += " in " + plural(len(files), "file")
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Printable returns a text that does nothing to a terminal but show: control characters
// become their pictures (␛ for escape), a line break and a tab stay.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20:
			return 0x2400 + r
		case r == 0x7f:
			return 0x2421
		case 0x80 <= r && r < 0xa0:
			return 0xfffd
		}
		return r
	}, text)
}
