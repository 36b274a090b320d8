package font

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wrap breaks a text into lines no wider than width where words end; a word that is wider
// alone is broken inside. A line begins with no closing punctuation.
func (f *Face) Wrap(text string, size, width float64) []string {
	var lines []string
	line := ""
	for _, w := range Words(text) {
		if line == "" || f.Width(strings.TrimRight(line+w, " "), size) <= width {
			line += w
		} else {
			lines = append(lines, strings.TrimSpace(line))
			line = strings.TrimLeft(w, " ")
		}
		for f.Width(strings.TrimRight(line, " "), size) > width {
			head := f.Fit(line, size, width)
			lines = append(lines, strings.TrimSpace(head))
			line = line[len(head):]
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Fit returns the longest beginning of a text that fits, one letter at least.
func (f *Face) Fit(text string, size, width float64) string {
	end := 0
	for i, r := range text {
		next := i + len(string(r))
		if end > 0 && f.Width(text[:next], size) > width {
			break
		}
		end = next
	}
	return text[:end]
}

// Clip shortens a text with an ellipsis to a width.
func (f *Face) Clip(text string, size, width float64) string {
	if f.Width(text, size) <= width {
		return text
	}
	return strings.TrimSpace(f.Fit(text, size, width-f.Width("…", size))) + "…"
}

// Words splits a text where a line may end: after spaces and between Chinese characters, but
// not in what is Bound. Punctuation stays with what it closes or opens.
func Words(text string) []string {
	var out []string
	start, at := 0, 0 // at is where the letter after stands, in bytes
	runes, whole := []rune(text), Bound(text)
	for i := 1; i < len(runes); i++ {
		before, after := runes[i-1], runes[i]
		at += utf8.RuneLen(before)
		for len(whole) > 0 && whole[0][1] <= at {
			whole = whole[1:]
		}
		switch {
		case len(whole) > 0 && whole[0][0] < at:
			continue
		case strings.ContainsRune(closing, after), strings.ContainsRune(opening, before), after == ' ':
			continue
		case before == ' ', isWide(before), isWide(after):
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return append(out, string(runes[start:]))
}

const (
	closing = ",.;:!?%)]}”’，。；：！？％）】》、」』…"
	opening = "([{“‘（【《「『"
)

// isWide reports whether a line may end on both sides of a letter.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}
