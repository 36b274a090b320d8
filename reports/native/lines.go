package native

import (
	"cmp"
	"slices"

	"paystats/reports/chart"
)

// lines are a line a series, named at its end where the names have room.
func (c *Chart) lines(s chart.Spec) bool {
	sc := c.scaleOf(s)
	c.categories(s, sc, false)
	p := plot{form: lines, grouping: standard}
	c.val = c.valueAxis(s, sc, s.Kind == chart.Slope || s.Kind == chart.Bump)
	width := 2.25
	switch s.Kind {
	case chart.Slope:
		c.val.min = nil
	case chart.Bump:
		low, high := 0.5, 1.5
		if s.Value.Max != nil {
			high = *s.Value.Max + 0.5
		}
		c.val.min, c.val.max, c.val.reversed, width = &low, &high, true, 3.5
	}
	for _, in := range s.Series {
		one := c.series(in, sc)
		one.line = stroke{color: in.Color, width: width}
		one.marker = s.Kind == chart.Bump
		one.points = linePoints(in, s.Kind)
		one.labels = labelsOf(in, sc.code)
		one.labels.where = "t"
		if s.Kind == chart.Slope {
			one.labels.where = "l"
		}
		p.series = append(p.series, one)
	}
	if s.Kind == chart.Bump { // a rank says itself where it stands
		for i := range p.series {
			p.series[i].labels.at = nil
		}
	}
	c.plots = []plot{p}
	c.nameEnds(s)
	c.mark(s)
	return true
}

// linePoints are the points that are marked: those that stand alone, the labelled ones,
// and those with something to say; the way to a forecast is dashed.
func linePoints(in chart.Series, kind chart.Kind) map[int]point {
	out := map[int]point{}
	hole := func(i int) bool { return i < 0 || i >= len(in.Points) || in.Points[i].Value == nil }
	for i, p := range in.Points {
		if hole(i) {
			continue
		}
		alone := hole(i-1) && hole(i+1)
		if !alone && p.Label == "" && p.Why == "" && p.Status != "F" {
			continue
		}
		q := point{marker: true, hollow: p.Why != "", line: stroke{color: in.Color, width: 2.25}}
		if kind == chart.Bump {
			q.line.width = 3.5
		}
		if p.Status == "F" {
			q.line.dash = "sysDash"
		}
		out[i] = q
	}
	return out
}

// nameEnds writes the names of series behind their last points, moved apart, and leaves
// the legend away; where they have no room, the legend stays.
func (c *Chart) nameEnds(s chart.Spec) {
	n := len(s.Category.Labels)
	ends, widest, isNamed := make([]int, len(s.Series)), 0.0, len(s.Series) > 1
	for k, in := range s.Series {
		ends[k] = -1
		for i, p := range in.Points {
			if p.Value != nil {
				ends[k] = i
			}
		}
		if ends[k] >= 0 {
			widest = max(widest, Width(in.Name+"  "+in.Points[ends[k]].Text, c.size)*1.08)
			isNamed = isNamed && ends[k] == n-1
		}
	}
	if !isNamed || c.size < textSize || len(c.frame.Beside) > 0 || widest > c.frame.Width*0.34 {
		if len(s.Series) > 1 {
			c.legend = top
		}
		return
	}
	c.inner = c.plotBox(0, widest+12)
	if s.Kind == chart.Slope {
		c.inner.x += 0.07
		c.inner.w -= 0.07
	}
	for k := range s.Series {
		if ends[k] < 0 {
			continue
		}
		l := &c.plots[0].series[k].labels
		l.end, l.color = &ends[k], s.Series[k].Color
		if !slices.Contains(l.at, ends[k]) {
			l.at = append(l.at, ends[k])
		}
	}
	c.spread(s, ends)
}

// spread moves the names at the ends of lines apart.
func (c *Chart) spread(s chart.Spec, ends []int) {
	values := valuesOf(s.Series)
	if len(values) == 0 {
		return
	}
	lo, hi := slices.Min(values), slices.Max(values)
	if s.Kind != chart.Slope {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	lo, hi, _ = ticks(lo, hi)
	type name struct {
		series  int
		at, was float64 // parts of the plot's height, from above
	}
	var names []name
	for k, in := range s.Series {
		if ends[k] < 0 {
			continue
		}
		at := (hi - *in.Points[ends[k]].Value) / (hi - lo)
		if c.val.max != nil && c.val.reversed {
			at = (*in.Points[ends[k]].Value - *c.val.min) / (*c.val.max - *c.val.min)
		}
		names = append(names, name{k, at, at})
	}
	slices.SortStableFunc(names, func(a, b name) int { return cmp.Compare(a.at, b.at) })
	gap := c.size * 1.35 / (c.frame.Height * c.inner.h)
	for range 60 {
		moved := false
		for i := 1; i < len(names); i++ {
			if short := gap - (names[i].at - names[i-1].at); short > 1e-4 {
				names[i-1].at -= short / 2
				names[i].at += short / 2
				moved = true
			}
		}
		if last := len(names) - 1; last >= 0 && names[last].at > 1 {
			names[last].at = 1
		}
		if !moved {
			break
		}
	}
	for _, one := range names {
		c.plots[0].series[one.series].labels.shift = (one.at - one.was) * c.inner.h
	}
}

// areas are stacked areas.
func (c *Chart) areas(s chart.Spec) bool {
	sc := c.scaleOf(s)
	c.categories(s, sc, false)
	c.val = c.valueAxis(s, sc, false)
	c.cat.edge = true
	p := plot{form: areas, grouping: stacked}
	for _, in := range s.Series {
		one := c.series(in, sc)
		one.paint = fillOf(in.ID, "", in.Color)
		p.series = append(p.series, one)
	}
	if len(s.Series) > 1 {
		c.legend = right
	}
	c.plots = []plot{p}
	c.mark(s)
	return true
}

// plotBox is the place of a plot with room for the axes' labels and, in points, for marks
// above and names to its right.
func (c *Chart) plotBox(above, behind float64) *box {
	w, h := c.frame.Width, c.frame.Height
	b := box{x: 0.062, y: max(above, 8) / h}
	if c.val.away {
		b.x = 0.012
	}
	below := 12 + 16*float64(c.levels)
	b.w = 1 - b.x - max(behind, 8)/w
	b.h = 1 - b.y - below/h
	return &b
}
