package main

import (
	"slices"
	"strings"

	"paystats/data/codelist"
	"paystats/data/obs"
)

// marketSeries is a candidate for a market: the parts that its series have in common.
type marketSeries struct{ area, segment, dimension, scope, publisher string }

// marketCells gathers what a row of market.csv says of such series.
type marketCells struct {
	marketSeries
	measures []string
	members  map[string]bool
	unit     obs.Unit // of money
}

// markets collects candidates in the order of the observations.
type markets struct {
	all    []*marketCells
	totals map[marketSeries]bool // those whose total is printed; dimension is "" there
}

// add takes an observation into account. Shares make sense among the members of a
// dimension; areas need to know what they add up to.
func (m *markets) add(o *obs.Observation, lists *codelist.Set) {
	if o.Transformation != obs.Level || o.Dimension == "area" {
		return
	}
	key := marketSeries{o.Area, o.Segment, o.Dimension, o.Scope, o.Publisher}
	if o.Dimension == obs.Total {
		key.dimension = ""
		m.totals[key] = true
		return
	}
	at := slices.IndexFunc(m.all, func(c *marketCells) bool { return c.marketSeries == key })
	if at < 0 {
		at = len(m.all)
		m.all = append(m.all, &marketCells{marketSeries: key, members: map[string]bool{}})
	}
	c := m.all[at]
	c.members[o.Member] = true
	if !slices.Contains(c.measures, o.Measure) {
		c.measures = append(c.measures, o.Measure)
	}
	if lists.Get("measure", o.Measure, "unit_kind") == "money" {
		c.unit = o.Unit
	}
}

// rows are the rows of market.csv that make markets of the candidates with several members.
func (m *markets) rows(name, title string) []codelist.Entry {
	var out []codelist.Entry
	taken := map[string]bool{}
	for _, c := range m.all {
		if len(c.members) < 2 {
			continue
		}
		id, called, total := name, title, "sum"
		if len(m.all) > 1 {
			id, called = name+"-"+c.segment, title+", "+strings.ReplaceAll(c.segment, "-", " ")
		}
		if taken[id] {
			id, called = id+"-by-"+c.dimension, called+", by "+strings.ReplaceAll(c.dimension, "-", " ")
		}
		taken[id] = true
		if m.totals[marketSeries{c.area, c.segment, "", c.scope, c.publisher}] {
			total = "published"
		}
		out = append(out, codelist.NewEntry("market", map[string]string{"id": id, "name_en": called, "area": c.area, "segment": c.segment,
			"measures": strings.Join(c.measures, ";"), "scope": c.scope, "publishers": c.publisher, "dimension": c.dimension, "total": total, "unit": string(c.unit)}))
	}
	return out
}
