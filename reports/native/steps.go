package native

import "paystats/reports/chart"

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
	c.val = valueAxis(s, sc, false)
	if pad := (most - least) / 2; least-pad > 0 { // an interval shows where a value lies, not how far it is from zero
		low, _, _ := ticks((least-pad)/sc.unit.Factor, (most+pad)/sc.unit.Factor)
		c.val.min = &low
	}
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
	most := 0.0
	texts, room := make([]string, len(s.Category.Labels)), make([]*float64, len(s.Category.Labels))
	for i := range texts {
		sum := 0.0
		for _, in := range drawn {
			if v := in.Points[i].Value; v != nil {
				sum += *v
			}
		}
		most = max(most, sum)
	}
	for i, q := range drawn[0].Points {
		if texts[i] = q.Label; q.Label == "" {
			texts[i] = q.Text
		}
		third := most / 3
		room[i] = &third
	}
	for _, in := range drawn {
		one := c.series(in, sc)
		one.paint = paint{color: in.Color}
		if in.Role == chart.Open {
			one.paint.pattern = "wdUpDiag"
		}
		p.series = append(p.series, one)
	}
	label := c.columnSeries(sc.column(c.word("Room of the label", "标签空间"), room))
	label.labels = labels{where: "inBase", all: len(texts)}
	for i := range texts {
		label.labels.at = append(label.labels.at, i)
	}
	cells := c.Sheet.below(c.Sheet.add(Column{Name: c.word("Label", "标签"), Texts: texts}))
	label.labels.cells = &cells
	c.hidden = []int{len(p.series)}
	p.series = append(p.series, label)
	p.gap = c.gap(len(texts), p)
	c.plots = []plot{p}
	c.cat.reversed = true
	c.val = axis{away: true}
	if len(drawn) > 1 {
		c.legend = top
	}
	return true
}
