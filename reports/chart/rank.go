package chart

import "paystats/data/obs"

// toRanks turns the values of each category into ranks, 1 for the largest. What is not a
// name has none and is left out; equal values share a rank.
func (g *grid) toRanks() {
	var named []string
	for _, s := range g.series {
		if restRank(s) == 0 && s != obs.Total {
			named = append(named, s)
		}
	}
	g.series = named
	ranks := map[[2]string]float64{}
	for _, c := range g.categories {
		for _, s := range g.series {
			v := g.at(s, c).value
			if v == nil {
				continue
			}
			rank := 1.0
			for _, other := range g.series {
				if w := g.at(other, c).value; w != nil && *w > *v {
					rank++
				}
			}
			ranks[[2]string{s, c}] = rank
		}
	}
	for key, rank := range ranks {
		x := g.cells[key]
		x.ranked, x.value = x.value, &rank
		g.cells[key] = x
	}
}

// onlyEnds leaves only the first and the last category that have a value.
func (g *grid) onlyEnds() {
	var known []string
	for _, c := range g.categories {
		if g.anyValue(c) {
			known = append(known, c)
		}
	}
	if len(known) > 2 {
		known = []string{known[0], known[len(known)-1]}
	}
	g.categories = known
}

// rankAxis is the value axis of ranks: to the last that a series has.
func rankAxis(series []Series) Axis {
	most := 1.0
	for _, s := range series {
		for _, p := range s.Points {
			if p.Value != nil {
				most = max(most, *p.Value)
			}
		}
	}
	return Axis{Format: "number", Max: &most}
}
