package native

import (
	"slices"

	"paystats/reports/chart"
)

// waterfall is bars on invisible ones: increases, decreases and totals are series of their
// own. The steps are printed above, from cells: a bar's height has no sign.
func (c *Chart) waterfall(s chart.Spec) bool {
	if len(s.Series) != 1 {
		return false
	}
	sc, in := c.scaleOf(s), s.Series[0]
	c.categories(s, sc, false)
	n := len(in.Points)
	base, tops, below := make([]*float64, n), make([]*float64, n), make([]*float64, n)
	names := []string{c.word("Increase", "增加"), c.word("Decrease", "减少"), c.word("Total", "合计")}
	parts := [][]*float64{make([]*float64, n), make([]*float64, n), make([]*float64, n)}
	colors := [3]string{}
	points := [4]map[int]point{{}, {}, {}, {}}
	crosses := false
	for i, p := range in.Points {
		if p.Value == nil || p.Low == nil || p.High == nil {
			continue
		}
		kind := 0
		switch {
		case p.Color == in.Color:
			kind = 2
		case *p.Value < 0:
			kind = 1
		}
		if colors[kind] == "" {
			colors[kind] = p.Color
		}
		points[kind][i] = point{paint: paint{color: p.Color}}
		points[3][i] = points[kind][i]
		low, high, zero := *p.Low, *p.High, 0.0
		length := high - low
		tops[i] = p.High
		switch {
		case low >= 0:
			base[i] = p.Low
		case high <= 0:
			base[i], length = p.High, low-high
		default: // across zero: a part on either side
			base[i], below[i], length, crosses = &zero, p.Low, high, true
		}
		parts[kind][i] = &length
	}
	hidden := c.columnSeries(sc.column(c.word("Base", "基底"), base))
	p := plot{form: bars, grouping: stacked, overlap: 100, gap: 45, series: []series{hidden}}
	for kind, name := range names {
		if colors[kind] == "" {
			continue
		}
		one := c.columnSeries(sc.column(name, parts[kind]))
		one.paint, one.points = paint{color: colors[kind]}, points[kind]
		p.series = append(p.series, one)
	}
	if crosses {
		one := c.columnSeries(sc.column(c.word("Below zero", "零以下"), below))
		one.paint, one.points = paint{color: in.Color}, points[3]
		p.series = append(p.series, one)
	}
	c.plots = []plot{p, c.above(in, sc, tops)}
	c.val = axis{away: true}
	p.gap = c.gap(n, p)
	return true
}

// intervals are bars from low to high on invisible ones.
func (c *Chart) intervals(s chart.Spec) bool {
	if len(s.Series) != 1 {
		return false
	}
	sc, in := c.scaleOf(s), s.Series[0]
	c.categories(s, sc, false)
	n := len(in.Points)
	lengths, highs := make([]*float64, n), make([]*float64, n)
	least, most := 0.0, 0.0
	first := true
	for i, p := range in.Points {
		if p.Value == nil || p.High == nil {
			continue
		}
		length := *p.High - *p.Value
		lengths[i], highs[i] = &length, p.High
		if first || *p.Value < least {
			least = *p.Value
		}
		if first || *p.High > most {
			most = *p.High
		}
		first = false
	}
	base := c.columnSeries(sc.column(c.word("Low", "下限"), pointers(in, value)))
	bar := c.columnSeries(sc.column(c.word("Low to high", "上下限之差"), lengths))
	bar.paint, bar.line = paint{color: in.Color}, stroke{color: in.Color, width: 1.5} // the line keeps one of no length visible
	p := plot{form: bars, grouping: stacked, overlap: 100, gap: 60, series: []series{base, bar}}
	c.plots = []plot{p, c.above(in, sc, highs)}
	c.val = c.valueAxis(s, sc, false)
	c.fromNear(sc, least, most)
	c.mark(s)
	return true
}

// above is an invisible line through places above bars, with their labels from cells.
func (c *Chart) above(in chart.Series, sc scale, at []*float64) plot {
	line := c.columnSeries(sc.column(c.word("Label height", "标签高度"), at))
	texts := make([]string, len(in.Points))
	line.labels = labels{where: "t"}
	for i, p := range in.Points {
		if at[i] == nil {
			continue
		}
		line.labels.all++
		if p.Label != "" {
			texts[i] = p.Label
			line.labels.at = append(line.labels.at, i)
		}
	}
	cells := c.Sheet.below(c.Sheet.add(Column{Name: c.word("Label", "标签"), Texts: texts}))
	line.labels.cells = &cells
	return plot{form: lines, grouping: standard, series: []series{line}}
}

// funnel is a row a step: what passed, behind it hatched what still may, and the label.
func (c *Chart) funnel(s chart.Spec) bool {
	drawn := drawnSeries(s, chart.Drawn, chart.Open)
	if len(drawn) == 0 {
		return false
	}
	sc := c.scaleOf(s)
	c.categories(s, sc, true)
	p := plot{form: bars, grouping: stacked, overlap: 100, lying: true}
	texts := make([]string, len(s.Category.Labels))
	for i, q := range drawn[0].Points {
		if texts[i] = q.Label; q.Label == "" {
			texts[i] = q.Text
		}
	}
	for _, in := range drawn {
		one := c.series(in, sc)
		one.paint = paint{color: in.Color}
		if in.Role == chart.Open {
			one.paint.pattern = "wdUpDiag"
		}
		p.series = append(p.series, one)
	}
	p.series = append(p.series, c.behind(drawn, texts, sc))
	c.hidden = []int{len(p.series) - 1}
	p.gap = c.gap(len(texts), p)
	c.plots = []plot{p}
	c.cat.reversed = true
	c.val = axis{away: true}
	if len(drawn) > 1 {
		c.legend = top
	}
	return true
}

// behind is an invisible bar behind those of series, with a text in it from cells.
func (c *Chart) behind(drawn []chart.Series, texts []string, sc scale) series {
	most, room := 0.0, make([]*float64, len(texts))
	for i := range texts {
		sum := 0.0
		for _, in := range drawn {
			if v := in.Points[i].Value; v != nil {
				sum += *v
			}
		}
		most = max(most, sum)
	}
	widest := 0.0
	for _, text := range texts {
		widest = max(widest, Width(text, c.size))
	}
	part := min(0.6, (widest+16)/(c.frame.Width*0.8)) // of the plot that the longest text needs behind the longest bar
	length := most * part / (1 - part)
	for i := range room {
		room[i] = &length
	}
	out := c.columnSeries(sc.column(c.word("Room of the label", "标签空间"), room))
	out.labels = labels{where: "inBase", all: len(texts)}
	for i := range texts {
		out.labels.at = append(out.labels.at, i)
	}
	cells := c.Sheet.below(c.Sheet.add(Column{Name: c.word("Label", "标签"), Texts: texts}))
	out.labels.cells = &cells
	return out
}

// ranking is rows with the change of each behind its value.
func (c *Chart) ranking(s chart.Spec) bool {
	if len(s.Series) != 1 {
		return false
	}
	sc, in := c.scaleOf(s), s.Series[0]
	c.categories(s, sc, true)
	one := c.series(in, sc)
	one.paint, one.points = paint{color: in.Color}, barPoints(in)
	texts := make([]string, len(in.Points))
	for i, p := range in.Points {
		texts[i] = p.Label
		if p.Label == "" {
			texts[i] = p.Text
		}
		if p.Change != "" && p.Change != "–" {
			texts[i] += "   " + p.Change
		}
	}
	p := plot{form: bars, grouping: stacked, overlap: 100, lying: true, series: []series{one, c.behind(s.Series, texts, sc)}}
	p.gap = c.gap(len(texts), p)
	c.plots = []plot{p}
	c.cat.reversed = true
	c.val = axis{away: true}
	return true
}

// band is a line inside the interval that it may lie in, or the interval alone: areas on
// invisible ones or, where there are holes, bars.
func (c *Chart) band(s chart.Spec) bool {
	if len(s.Series) != 1 {
		return false
	}
	in := s.Series[0]
	var ends []float64
	known, holes := -1, false
	for i, p := range in.Points {
		if p.Low == nil || p.High == nil {
			continue
		}
		holes = holes || known >= 0 && i > known+1
		known = i
		ends = append(ends, *p.Low, *p.High)
	}
	sc := newScale(s.Value.Format, append(valuesOf(s.Series), ends...), ends)
	if len(ends) == 0 {
		return false
	}
	c.categories(s, sc, false)
	var line *series
	if len(valuesOf(s.Series)) > 0 {
		one := c.series(in, sc)
		one.line, one.points, one.labels = stroke{color: in.Color, width: 2.25}, linePoints(in, s.Kind), labelsOf(in, sc.code)
		one.labels.where = "t"
		line = &one
	}
	low := c.columnSeries(sc.column(c.word("Low", "下限"), pointers(in, func(p chart.Point) *float64 { return p.Low })))
	between := c.columnSeries(sc.column(c.word("Low to high", "上下限之差"), pointers(in, func(p chart.Point) *float64 {
		if p.Low == nil || p.High == nil {
			return nil
		}
		length := *p.High - *p.Low
		return &length
	})))
	between.paint = paint{color: in.Color, alpha: 65}
	p := plot{form: areas, grouping: stacked, series: []series{low, between}}
	if holes || line == nil {
		p.form, p.overlap, p.gap = bars, 100, 30
	} else {
		c.cat.edge = true
	}
	c.plots = []plot{p}
	if line != nil {
		c.plots = append(c.plots, plot{form: lines, grouping: standard, series: []series{*line}})
	}
	c.val = c.valueAxis(s, sc, false)
	c.fromNear(sc, slices.Min(ends), slices.Max(ends))
	c.mark(s)
	return true
}

// fromNear begins the axis of values near an interval: it shows where a value lies, not how
// far it is from zero.
func (c *Chart) fromNear(sc scale, least, most float64) {
	if pad := (most - least) / 2; least-pad > 0 {
		low, _, _ := ticks((least-pad)/sc.unit.Factor, (most+pad)/sc.unit.Factor)
		c.val.min = &low
	}
}
