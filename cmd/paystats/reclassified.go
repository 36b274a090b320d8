package main

import (
	"strings"

	"paystats/data/frame"
)

// relabelled finds, for removed values, the new value that stands in its place: of the
// same document series and period, under another scope, or the same value under another
// member or segment. It returns the kind and the row of the other side, by row of the new
// value, and the removed rows that are told with it.
func relabelled(f *frame.Frame) (kinds map[int]string, removed map[int]int, told map[int]bool) {
	kinds, removed, told = map[int]string{}, map[int]int{}, map[int]bool{}
	gone := map[string][]int{}
	key := func(i int) string {
		parts := make([]string, 0, 8)
		for _, c := range []string{"dataset", "area", "measure", "transformation", "base_measure", "frequency", "unit", "publisher", "period"} {
			parts = append(parts, f.Text(c, i))
		}
		return strings.Join(parts, "\x00")
	}
	for i := range f.Rows() {
		if f.Text("change", i) == "removed" {
			gone[key(i)] = append(gone[key(i)], i)
		}
	}
	for i := range f.Rows() {
		if f.Text("change", i) != "new" {
			continue
		}
		for _, old := range gone[key(i)] {
			if kind := relabelling(f, old, i); kind != "" && !told[old] {
				kinds[i], removed[i], told[old] = kind, old, true
				break
			}
		}
	}
	return kinds, removed, told
}

// relabelling says how a removed value became a new one; "" if they have nothing to do
// with each other.
func relabelling(f *frame.Frame, old, now int) string {
	same := func(column string) bool { return f.Text(column, old) == f.Text(column, now) }
	labels := same("segment") && same("dimension") && same("member")
	equal := f.Text("old_value", old) != "" && f.Text("old_value", old) == f.Text("new_value", now)
	switch {
	case labels && !same("scope"):
		return "rescoped"
	case !labels && equal && same("scope"):
		return "reclassified"
	}
	return ""
}

// relabelledLine is such a change for people.
func relabelledLine(f *frame.Frame, kind string, old, now int) string {
	label := func(i int) string {
		return f.Text("segment", i) + " " + f.Text("measure", i) + " " + f.Text("member", i) + " (" + f.Text("scope", i) + ")"
	}
	line := kind + " " + f.Text("dataset", now) + ": " + f.Text("area", now) + " " + label(old) + " → " + label(now) + " by " + f.Text("publisher", now) + ", " + f.Text("period", now) + ": "
	return line + sideText(f, old, "old") + " → " + sideText(f, now, "new")
}

// relabelledObject is such a change for programs.
func relabelledObject(f *frame.Frame, kind string, old, now int) map[string]any {
	object := changeObject(f, now)
	object["change"] = kind
	for _, c := range []string{"segment", "dimension", "member", "scope"} {
		object["from_"+c] = f.Text(c, old)
	}
	for _, c := range []string{"printed", "status", "hedge", "vintage"} {
		object["old_"+c] = f.Text("old_"+c, old)
	}
	object["old"] = f.Text("old_value", old)
	return object
}
