package native

import (
	"math"
	"strings"
	"unicode"
)

// Width estimates how wide a text is set, in points, at a size in points: the font is
// that of the reader's machine, so widths are those of a common sans serif.
func Width(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case isWide(r):
			width += 1
		case strings.ContainsRune("iljtfrI.,:;'|!()[] ·-", r):
			width += 0.32
		case unicode.IsUpper(r) || r == '%' || r == 'm' || r == 'w':
			width += 0.74
		default:
			width += 0.56
		}
	}
	return width * size
}

// isWide reports whether a character is as wide as high.
func isWide(r rune) bool { return r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xffef }

// LineHeight is how high a line of a text is set, in parts of its size: Chinese fonts take
// more than Latin ones.
func LineHeight(text string) float64 {
	if strings.ContainsFunc(text, isWide) {
		return 1.45
	}
	return 1.2
}

// Lines estimates how many lines a text takes at a size, in points, in a width.
func Lines(text string, size, width float64) int {
	lines := 0
	for _, paragraph := range strings.Split(text, "\n") {
		at := 0.0
		lines++
		for _, word := range words(paragraph) {
			w := Width(word, size)
			if at > 0 && at+Width(strings.TrimRight(word, " "), size) > width {
				lines, at = lines+1, 0
			}
			for w > width && width > 0 { // a word that is wider than the line
				lines, w = lines+1, w-width
			}
			at += w
		}
	}
	return lines
}

// words splits a text where a line may break: behind spaces and between Chinese characters.
func words(text string) []string {
	var out []string
	start := 0
	runes := []rune(text)
	for i, r := range runes {
		last := i == len(runes)-1
		if last || r == ' ' && runes[i+1] != ' ' || isWide(r) || isWide(runes[i+1]) {
			out = append(out, string(runes[start:i+1]))
			start = i + 1
		}
	}
	return out
}

// ticks returns step and ends of a scale of about five round steps from lo to hi.
func ticks(lo, hi float64) (low, high, step float64) {
	if hi <= lo {
		hi = lo + 1
	}
	raw := (hi - lo) / 5
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step = 10 * power
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*0.999 {
			step = m * power
			break
		}
	}
	return clean(math.Floor(lo/step+1e-9) * step), clean(math.Ceil(hi/step-1e-9) * step), clean(step)
}
