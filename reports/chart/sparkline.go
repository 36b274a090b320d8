package chart

import (
	"cmp"
	"slices"

	"paystats/data/frame"
	"paystats/data/obs"
)

// buildSparkline makes a table of a long frame: a row a member with its newest value, its
// change and a small line of its series. All rows have the same newest period; a member
// without a value in it says why.
func buildSparkline(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: readGrid(f, cmp.Or(r.Missing, "missing"))}
	g := b.grid
	g.calendar()
	g.sortSeries(r.Order)
	rest := b.top(r.Top)
	s := b.head()
	first, last := ends(g.categories)
	s.Subtitle = b.subtitle(first, last)
	against := cmp.Or(b.Against, YearBefore)
	base := before(g.categories, last, against)
	s.Table.Columns = []Column{
		{Name: b.ColumnName}, {Name: b.name(last), Numeric: true}, {Name: against.in(b.Lang), Numeric: true}, {Name: SpanText(first, last, b.Lang), Drawn: true},
	}
	for _, id := range g.series {
		s.Table.Rows = append(s.Table.Rows, b.sparkRow(id, base))
	}
	s.Notes = append(s.Notes, b.notes(rest)...)
	s.Notes = append(s.Notes, pick(b.Lang, "Each small line has a scale of its own, from its least to its greatest value.", "迷你折线各用自己的刻度，自最小值至最大值。"))
	s.Category, s.Series = b.categoryAxis(), b.series() // what the lines are made of, for Data
	var parts []string
	for i, row := range s.Table.Rows {
		if i == maxAlt {
			parts = append(parts, b.more(len(s.Table.Rows)-i))
			break
		}
		parts = append(parts, row[0].Text+" "+row[1].Text)
	}
	s.Alt = b.altOf(s, parts)
	return s
}

// before returns the place of the period that the last is compared with, -1 for none.
func before(categories []string, last string, against Against) int {
	p, _, err := obs.ParsePeriod(last)
	if err != nil || p.Frequency().PerYear() == 0 {
		return -1
	}
	back := 1
	if against == YearBefore {
		back = p.Frequency().PerYear()
	}
	return slices.Index(categories, p.Add(-back).String())
}

func (b builder) sparkRow(id string, base int) []Cell {
	g := b.grid
	line := Spark{}
	low, high := -1, -1
	for i, c := range g.categories {
		v := g.at(id, c).value
		line.Values = append(line.Values, v)
		if v != nil && (low < 0 || *v < *line.Values[low]) {
			low = i
		}
		if v != nil && (high < 0 || *v > *line.Values[high]) {
			high = i
		}
	}
	n := len(g.categories) - 1
	now := g.at(id, g.categories[n])
	var then *float64
	apart := ""
	if base >= 0 {
		then = line.Values[base]
		for _, c := range g.categories[base+1:] {
			if g.at(id, c).breaks {
				apart = "series_break"
			}
		}
	}
	p := b.point(now)
	text, why := b.change(now.value, then, apart)
	if low >= 0 {
		at := func(i int) string { return b.print(*line.Values[i]) + b.aside(b.name(g.categories[i])) }
		line.Alt = pick(b.Lang, "least "+at(low)+", greatest "+at(high), "最低"+at(low)+"，最高"+at(high))
	}
	return []Cell{{Text: b.name(id)}, {Text: p.Text, Title: p.Why}, {Text: text, Title: why}, {Spark: &line}}
}
