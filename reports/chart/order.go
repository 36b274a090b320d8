package chart

import (
	"cmp"
	"math"
	"slices"
)

// IsRest reports whether a member stands for what is not named: others or not covered.
func IsRest(id string) bool { return restRank(id) > 0 }

// restRank puts what is not a named member behind the names.
func restRank(id string) int {
	switch id {
	case OthersID:
		return 1
	case NotCoveredID:
		return 2
	}
	return 0
}

// sortSeries orders the series: by their newest value, largest first, ties by id; or,
// with an order given, by it. Others and not covered stand last in both.
func (g *grid) sortSeries(order []string) {
	rank := map[string]int{}
	for i, id := range order {
		rank[id] = i - len(order)
	}
	value := map[string]float64{}
	for _, s := range g.series {
		v, ok := g.lastValue(s)
		if !ok {
			v = math.Inf(-1)
		}
		value[s] = v
	}
	slices.SortFunc(g.series, func(a, b string) int {
		return cmp.Or(cmp.Compare(restRank(a), restRank(b)), cmp.Compare(rank[g.panels[a]], rank[g.panels[b]]), cmp.Compare(rank[a], rank[b]),
			cmp.Compare(value[b], value[a]), cmp.Compare(a, b))
	})
}

// cut is what became of the members beyond the top.
type cut struct {
	series   []string
	lumped   bool   // added up into others
	together string // their sum as printed, where they are left out of one period
}

// top keeps the first n named series, all for 0. The rest is added up into others if
// its values may be added, except in a ranking and in panels: there a lump would dwarf the
// names.
func (b builder) top(n int) cut {
	g := b.grid
	if len(g.panels) > 0 {
		return b.topPanels(n)
	}
	named := 0
	var keep, rest []string
	for _, s := range g.series {
		if restRank(s) == 0 {
			if named++; named > n {
				rest = append(rest, s)
				continue
			}
		}
		keep = append(keep, s)
	}
	if n <= 0 || len(rest) == 0 {
		return cut{}
	}
	out := cut{series: rest}
	switch {
	case b.Additive && b.Kind == Ranking && len(g.categories) == 1:
		if sum := g.sum(rest, g.categories[0]); sum.value != nil {
			out.together = b.print(*sum.value)
		}
	case b.Additive && b.Kind != Sparkline && b.Kind != Bump:
		for _, c := range g.categories {
			g.set(OthersID, c, g.sum(append(rest, OthersID), c))
		}
		keep = append(slices.DeleteFunc(keep, func(s string) bool { return s == OthersID }), OthersID)
		out.lumped = true
	}
	slices.SortStableFunc(keep, func(a, b string) int { return cmp.Compare(restRank(a), restRank(b)) })
	g.series = keep
	return out
}

// sum adds up cells of one category. A sum of nothing is a hole; a hole among values
// counts as nothing, because a member that is not named is inside the others.
func (g *grid) sum(series []string, category string) cell {
	out := cell{reason: g.missing}
	total := 0.0
	for _, s := range series {
		c := g.at(s, category)
		if c.value == nil {
			continue
		}
		total += *c.value
		out.value, out.reason = &total, ""
		out.status = weaker(out.status, c.status)
		out.breaks = out.breaks || c.breaks
		out.inputs = append(out.inputs, c.inputs...)
	}
	return out
}

// weaker returns the weaker of two statuses, A < B < P < E < F.
func weaker(a, b string) string {
	const order = "ABPEF"
	rank := func(s string) int {
		if s == "" {
			return -1
		}
		for i := range order {
			if order[i] == s[0] {
				return i
			}
		}
		return len(order)
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// rounding is how far a few shares printed to 0.1 % may miss their sum.
const rounding = 0.0015

// dropNothing leaves out what is not covered where that is nothing in every category.
func (g *grid) dropNothing() {
	g.series = slices.DeleteFunc(g.series, func(s string) bool {
		return restRank(s) == 2 && !slices.ContainsFunc(g.categories, func(c string) bool {
			v := g.at(s, c).value
			return v != nil && math.Abs(*v) >= rounding
		})
	})
}

// fillWhole adds what the members of each category leave of the whole (1) as a member
// of its own, where the gap is larger than rounding.
func (g *grid) fillWhole() {
	found := false
	for _, c := range g.categories {
		sum := g.sum(g.series, c)
		if sum.value == nil {
			continue
		}
		if gap := 1 - *sum.value; gap > rounding {
			g.set(NotCoveredID, c, cell{value: &gap, status: sum.status, derived: true, inputs: sum.inputs})
			found = true
		}
	}
	if found && !slices.Contains(g.series, NotCoveredID) {
		g.series = append(g.series, NotCoveredID)
	}
}
