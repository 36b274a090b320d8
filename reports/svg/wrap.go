package svg

import (
	"strings"
	"unicode"

	"paystats/reports/font"
)

// wrap breaks a text into lines no wider than width where words end; a word that is wider
// alone is broken inside. A line begins with no closing punctuation.
func wrap(text string, size float64, bold bool, width float64) []string {
	face := font.Of(bold)
	var lines []string
	line := ""
	for _, w := range words(text) {
		if line == "" || face.Width(strings.TrimRight(line+w, " "), size) <= width {
			line += w
		} else {
			lines = append(lines, strings.TrimSpace(line))
			line = strings.TrimLeft(w, " ")
		}
		for face.Width(strings.TrimRight(line, " "), size) > width {
			head := fit(face, line, size, width)
			lines = append(lines, strings.TrimSpace(head))
			line = line[len(head):]
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fit returns the longest beginning of a text that fits, one letter at least.
func fit(face *font.Face, text string, size, width float64) string {
	end := 0
	for i, r := range text {
		next := i + len(string(r))
		if end > 0 && face.Width(text[:next], size) > width {
			break
		}
		end = next
	}
	return text[:end]
}

// clip shortens a text with an ellipsis to a width.
func clip(text string, size float64, bold bool, width float64) string {
	face := font.Of(bold)
	if face.Width(text, size) <= width {
		return text
	}
	return strings.TrimSpace(fit(face, text, size, width-face.Width("…", size))) + "…"
}

// words splits a text where a line may end: after spaces and between Chinese characters.
// Punctuation stays with what it closes or opens.
func words(text string) []string {
	var out []string
	start := 0
	runes := []rune(text)
	for i := 1; i < len(runes); i++ {
		before, after := runes[i-1], runes[i]
		switch {
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
