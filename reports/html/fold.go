package html

import (
	"strings"

	"paystats/reports/assets"
)

// folds returns the pairs of characters by which a find takes traditional Chinese for
// simplified, one behind the other: those that the texts hold either character of. A whole
// table would be ten times as long.
func folds(texts string) string {
	held := map[rune]bool{}
	for _, c := range texts {
		held[c] = true
	}
	var out strings.Builder
	for line := range strings.Lines(assets.Traditional) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		traditional, simplified := []rune(from)[0], []rune(to)[0]
		// Beyond the basic plane a character takes two places in a script's text.
		if traditional != simplified && max(traditional, simplified) < 0x10000 && (held[traditional] || held[simplified]) {
			out.WriteRune(traditional)
			out.WriteRune(simplified)
		}
	}
	return out.String()
}
