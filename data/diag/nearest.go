package diag

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns the n names closest to a misspelt one by edit distance, closest
// first, ties by name; names that share less than half of it are left out.
func Nearest(name string, names []string, n int) []string {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	for _, c := range names {
		d := distance(strings.ToLower(name), strings.ToLower(c))
		if d <= max(2, len([]rune(name))/2) {
			near = append(near, candidate{c, d})
		}
	}
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	near = near[:min(n, len(near))]
	out := make([]string, len(near))
	for i, c := range near {
		out[i] = c.name
	}
	return out
}

// DidYouMean returns a hint for an unknown name: the two nearest names, then the
// command that lists all ("paystats list members"); list may be "".
func DidYouMean(name string, names []string, list string) string {
	var hint string
	if near := Nearest(name, names, 2); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	}
	if list != "" {
		hint = strings.TrimSpace(hint + " `" + list + "` shows all")
	}
	return hint
}

// distance is the Levenshtein distance in runes.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := diagonal
			if x != y {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(rb)]
}
