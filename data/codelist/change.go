package codelist

import (
	"regexp"
	"strconv"
)

// periodForm is how a period is written where a list names one.
var periodForm = regexp.MustCompile(`^\d{4}(-S[12]|-Q[1-4]|-(0[1-9]|1[0-2])(-\d\d)?)?$`)

// breaks checks that a declared break selects something, and that a bridge names the
// period in which both sides are known.
func (c *checker) breaks() {
	l := c.lists["break"]
	for _, row := range l.Rows {
		overlap := l.Cell(row, "overlap")
		if l.Cell(row, "market")+l.Cell(row, "segment") == "" {
			c.problem(l.place(row, "market"), "break-selection", "name the market, or area, segment and measure", "break %q names no market and no segment", row.Cells[0])
		}
		if overlap != "" && !periodForm.MatchString(overlap) {
			c.problem(l.place(row, "overlap"), "date-syntax", "periods are written 2015, 2015-S1, 2015-Q3, 2015-09", "%q is no period", overlap)
		}
		if overlap == "" && l.Cell(row, "old_scope") != "" {
			c.problem(l.place(row, "overlap"), "value-missing", "name a period that is printed in both scopes, or leave old_scope empty",
				"break %q has an old scope and no overlap", row.Cells[0])
		}
	}
}

// acceptances checks that only an end has a day on which it came, and that none comes before
// its beginning.
func (c *checker) acceptances() {
	l := c.lists["acceptance"]
	for _, row := range l.Rows {
		since, until, claim := l.Cell(row, "since"), l.Cell(row, "until"), l.Cell(row, "claim")
		if until != "" && claim != "ended" {
			c.problem(l.place(row, "until"), "acceptance-end", "write claim ended, or leave until empty", "%q says when it ended and claims %s", row.Cells[0], claim)
		}
		if common := min(len(since), len(until)); until[:common] < since[:common] {
			c.problem(l.place(row, "until"), "date-order", "until is the first day without it, since the first with it", "acceptance %q ends on %s, before it begins on %s", row.Cells[0], until, since)
		}
	}
}

// changes checks members, weights and chains of member changes.
func (c *checker) changes() {
	l, next := c.lists["member_change"], map[string][]string{}
	for _, row := range l.Rows {
		dimension := row.Cells[0]
		for i, column := range []string{"member", "successor"} {
			if id := row.Cells[1+i]; !c.broken["member"] && !c.Has("member", dimension+"/"+id) {
				c.unknown(l, row, column, "member", dimension, id)
			}
		}
		from := dimension + "/" + row.Cells[1]
		next[from] = append(next[from], dimension+"/"+row.Cells[2])
		weight, kind := l.Cell(row, "weight"), l.Cell(row, "kind")
		if w, err := strconv.ParseFloat(weight, 64); weight != "" && (err != nil || !(w > 0 && w <= 1)) {
			c.problem(l.place(row, "weight"), "weight-syntax", "a weight is the part of the member that the successor takes over: 0.35", "weight %q is no fraction of 1", weight)
		} else if weight != "" && kind != "split" {
			c.problem(l.place(row, "weight"), "weight-syntax", "leave it empty: a "+kind+" hands over all", "only a split has weights")
		}
	}
	for _, row := range l.Rows {
		if from := row.Cells[0] + "/" + row.Cells[1]; leadsTo(next, row.Cells[0]+"/"+row.Cells[2], from, map[string]bool{}) {
			c.problem(l.place(row, "successor"), "change-cycle", "take one of these changes away", "%s becomes %s, and in the end itself again",
				row.Cells[1], row.Cells[2])
		}
	}
}

// leadsTo reports whether following a graph from one node reaches another.
func leadsTo(next map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, n := range next[from] {
		if leadsTo(next, n, to, seen) {
			return true
		}
	}
	return false
}
