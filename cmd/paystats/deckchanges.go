package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"paystats/reports/deck"
)

// sayDeckChanges prints what a refresh changes: with --json an object a change, else a line a
// shape with its first changes below.
func (a *app) sayDeckChanges(file, where string, result deck.Result, o deckOptions) {
	if a.json {
		for _, c := range result.Changes {
			a.say(map[string]any{"slide": c.Slide, "shape": c.Shape, "address": c.Address, "what": c.What, "series": c.Series, "category": c.Category, "old": c.Old, "new": c.New}, "")
		}
	} else {
		for list := result.Changes; len(list) > 0; {
			n := 1
			for n < len(list) && list[n].Slide == list[0].Slide && list[n].Shape == list[0].Shape && list[n].Address == list[0].Address {
				n++
			}
			a.sayShape(file, list[:n], o.dryRun)
			list = list[n:]
		}
	}
	object := map[string]any{"changed": len(result.Changes) > 0 && !o.dryRun, "deck": file, "bound": result.Bound, "changes": len(result.Changes), "left": left(result)}
	switch {
	case len(result.Changes) == 0:
		a.say(object, "nothing changed in %s: %s", file, tied(result))
	case o.dryRun:
		a.say(object, "%s would change in %s: %s", counted(changedShapes(result), "shape"), file, tied(result))
	default:
		a.say(object, "%s changed, in %s: %s", counted(changedShapes(result), "shape"), where, tied(result))
	}
}

// tied says how many shapes are bound, and how many of them were left alone.
func tied(result deck.Result) string {
	text := counted(result.Bound, "shape") + " tied"
	if n := left(result); n > 0 {
		text += fmt.Sprintf(", %d left alone", n)
	}
	return text
}

func left(result deck.Result) int {
	n := 0
	for _, f := range result.Findings {
		if !f.Warning {
			n++
		}
	}
	return n
}

func changedShapes(result deck.Result) int {
	type shape struct {
		slide         int
		name, address string
	}
	seen := map[shape]bool{}
	for _, c := range result.Changes {
		seen[shape{c.Slide, c.Shape, c.Address}] = true
	}
	return len(seen)
}

// Numbers of changes that are listed for a shape.
const (
	shownChanges = 4
	dryChanges   = 20
)

// sayShape prints the changes of one shape.
func (a *app) sayShape(file string, list []deck.Change, dry bool) {
	var heads, rest []string
	count := map[string]int{}
	for _, c := range list {
		switch c.What {
		case deck.Points:
			heads = append(heads, c.Old+" → "+c.New+" points")
		case deck.CategoryAdded, deck.SeriesAdded:
			heads = append(heads, c.New+" added")
		case deck.CategoryRemoved, deck.SeriesRemoved:
			heads = append(heads, c.Old+" removed")
		default:
			count[c.What]++
			rest = append(rest, describeChange(c))
		}
	}
	for _, what := range []string{deck.Value, deck.Cell, deck.Line, deck.Image, deck.SeriesRenamed, deck.Axis, deck.Label, deck.Description} {
		switch n := count[what]; {
		case n == 0:
		case what == deck.Value || what == deck.Cell:
			heads = append(heads, counted(n, what))
		default:
			heads = append(heads, what)
		}
	}
	name, most := list[0].Shape, shownChanges
	if !strings.Contains(name, list[0].Address) {
		name += `" (` + firstWords(list[0].Address) + ")"
	} else {
		name += `"`
	}
	if dry {
		most = dryChanges
	}
	lines := []string{fmt.Sprintf(`%s: slide %d, shape "%s: %s`, file, list[0].Slide, name, strings.Join(heads, ", "))}
	for _, line := range rest[:min(most, len(rest))] {
		lines = append(lines, "    "+line)
	}
	if more := len(rest) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("    and %d more (--json lists all)", more))
	}
	a.say(nil, "%s", strings.Join(lines, "\n"))
}

// describeChange prints one change: whose it is, and from what to what.
func describeChange(c deck.Change) string {
	of := strings.Join(slices.DeleteFunc([]string{c.Series, c.Category}, func(s string) bool { return s == "" }), ", ")
	if of != "" {
		of += ": "
	}
	if c.What != deck.Value && c.What != deck.Cell {
		of = c.What + " " + of
	}
	old, now := aboutDifference(c.Old, c.New)
	return of + cmp.Or(firstWords(old), "–") + " → " + cmp.Or(firstWords(now), "–")
}

// aboutDifference leaves out what two long texts begin with alike, but for a word or two before
// they part.
func aboutDifference(old, now string) (string, string) {
	a, b := []rune(oneLine(old)), []rune(oneLine(now))
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	const before = 12
	if same <= 2*before || len(a) == 0 || len(b) == 0 {
		return string(a), string(b)
	}
	from := same - before
	for from < same-1 && a[from-1] != ' ' && a[from] < unicode.MaxLatin1 { // no half words
		from++
	}
	return "…" + string(a[from:]), "…" + string(b[from:])
}
