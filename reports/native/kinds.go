package native

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"paystats/reports/chart"
)

// pareto is columns with whiskers and, against the second axis, what they come to.
func (c *Chart) pareto(s chart.Spec) bool {
	drawn, sums := drawnSeries(s, chart.Drawn), drawnSeries(s, chart.Cumulated)
	if len(drawn) != 1 || len(sums) != 1 {
		return false
	}
	sc := newScale(s.Value.Format, valuesOf(drawn), printedOf(drawn))
	c.categories(s, sc, false)
	bar := c.series(drawn[0], sc)
	bar.paint, bar.points = paint{color: drawn[0].Color}, barPoints(drawn[0])
	c.whiskers(&bar, drawn[0], sc)
	c.val = c.valueAxis(s, sc, false)
	if s.Value.Max != nil { // both axes end at the whole, so that the line starts at the first bar
		c.val.max = sc.in(s.Value.Max)
	}
	second := newScale(s.Second.Format, valuesOf(sums), nil)
	line := c.series(sums[0], second)
	line.line, line.marker = stroke{color: sums[0].Color, width: 2.25}, true
	zero, one := 0.0, 1.0
	c.second = &axis{code: second.axis, min: &zero, max: &one, step: 0.25, title: s.Second.Title}
	if s.Second.Format == s.Value.Format { // one axis does where both are shares
		c.second.away = true
	}
	p := plot{form: bars, grouping: clustered, series: []series{bar}}
	p.gap = c.gap(len(s.Category.Labels), p)
	tops := pointers(drawn[0], func(p chart.Point) *float64 { return cmp.Or(p.High, p.Value) }) // above the whiskers
	c.plots = []plot{p, c.above(drawn[0], sc, tops), {form: lines, grouping: standard, second: true, series: []series{line}}}
	c.legend, c.hidden = top, []int{1}
	return true
}

// whiskers adds the lengths of a series' whiskers to the sheet.
func (c *Chart) whiskers(to *series, in chart.Series, sc scale) {
	if !slices.ContainsFunc(in.Points, func(p chart.Point) bool { return p.Low != nil && p.High != nil }) {
		return
	}
	length := func(sign float64, end func(chart.Point) *float64) func(chart.Point) *float64 {
		return func(p chart.Point) *float64 {
			if p.Value == nil || end(p) == nil {
				return nil
			}
			v := sign * (*end(p) - *p.Value)
			return &v
		}
	}
	up := c.Sheet.below(c.Sheet.add(sc.column(c.word("Interval above", "区间上侧"), pointers(in, length(1, func(p chart.Point) *float64 { return p.High })))))
	down := c.Sheet.below(c.Sheet.add(sc.column(c.word("Interval below", "区间下侧"), pointers(in, length(-1, func(p chart.Point) *float64 { return p.Low })))))
	to.plus, to.minus = &up, &down
}

// ring is a slice a series.
func (c *Chart) ring(s chart.Spec) bool {
	sc := c.scaleOf(s)
	names, values := make([]string, len(s.Series)), make([]*float64, len(s.Series))
	one := series{points: map[int]point{}, labels: labels{code: sc.code, value: true, light: true}}
	sum := 0.0
	for i, in := range s.Series {
		names[i], values[i] = in.Name, in.Points[0].Value
		if values[i] != nil {
			sum += max(*values[i], 0)
		}
	}
	for i, in := range s.Series {
		color := in.Color
		if in.Points[0].Color != "" {
			color = in.Points[0].Color
		}
		one.points[i] = point{paint: fillOf(in.ID, in.Points[0].Status, color)}
		if values[i] == nil {
			continue
		}
		one.labels.all++
		if in.Points[0].Label != "" && *values[i]/sum >= 0.055 { // smaller ones have no room for a label
			one.labels.at = append(one.labels.at, i)
		}
	}
	c.levels = 1
	c.Sheet.add(Column{Name: sc.unit.Title, Texts: names})
	head := ""
	if len(s.Category.Labels) > 0 {
		head = s.Category.Labels[0]
	}
	numbers := c.columnSeries(sc.column(head, values))
	one.name, one.values = numbers.name, numbers.values
	c.plots = []plot{{form: ring, series: []series{one}}}
	if c.frame.Width > c.frame.Height*1.4 {
		c.legend = right
	}
	return true
}

// dots are a dot or a bubble a series, with its name beside it.
func (c *Chart) dots(s chart.Spec) bool {
	var across []float64
	for _, in := range s.Series {
		if x := in.Points[0].X; x != nil {
			across = append(across, *x)
		}
	}
	up, along := c.scaleOf(s), newScale(s.Second.Format, across, nil)
	n := len(s.Series)
	names, xs, ys, sizes := make([]string, n), make([]*float64, n), make([]*float64, n), make([]*float64, n)
	for i, in := range s.Series {
		p := in.Points[0]
		names[i], xs[i], ys[i] = in.Name, p.X, p.Value
		if p.Radius != nil {
			area := *p.Radius * *p.Radius
			sizes[i] = &area
		}
	}
	c.levels = 1
	c.Sheet.add(Column{Texts: names})
	c.Sheet.add(along.column(titled(s.Second.Title, along), xs))
	c.Sheet.add(up.column(titled(s.Value.Title, up), ys))
	p := plot{form: dots}
	if s.Kind == chart.Bubble {
		p.form = bubbles
		c.Sheet.add(Column{Name: c.word("Part of the largest bubble's area", "占最大气泡面积的比例"), Numbers: sizes, Code: "0.000"})
	}
	for i, in := range s.Series {
		if in.Points[0].Value == nil {
			continue // a hole has no place; the table and the notes say why
		}
		one := series{name: cell(0, i+1), across: cell(1, i+1), values: cell(2, i+1), size: cell(3, i+1), paint: paint{color: in.Color, alpha: 20}, marker: true}
		one.line = stroke{color: in.Color}
		one.labels = labels{at: []int{0}, all: 1, name: true, where: "r", color: in.Color}
		p.series = append(p.series, one)
	}
	c.plots = []plot{p}
	c.val = axis{code: up.axis, grid: true, title: titled(s.Value.Title, up)}
	c.cat = axis{code: along.axis, grid: true, title: titled(s.Second.Title, along), numbers: true}
	if len(p.series) == 0 {
		return false
	}
	c.nameDots(s, p.series)
	return true
}

// titled is the title of an axis with its unit.
func titled(title string, s scale) string {
	switch {
	case s.unit.Title == "" || s.unit.Title == "%":
		return title
	case title == "":
		return s.unit.Title
	}
	return title + ", " + s.unit.Title
}

// mosaic is stacked areas over an axis of dates on which a column is as long as it is
// wide: two points a column, in thousandths of the whole.
func (c *Chart) mosaic(s chart.Spec) bool {
	if len(s.Category.Widths) != len(s.Category.Labels) {
		return false
	}
	sc := newScale("percent", valuesOf(s.Series), nil)
	var places []*float64
	at := 0.0
	for _, width := range s.Category.Widths {
		from, to := math.Round(at*1000)+1, math.Round((at+width)*1000) // a day before the next
		places = append(places, &from, &to)
		at += width
	}
	c.levels = 1
	c.Sheet.add(Column{Name: c.word("Thousandths of the whole, as days", "占总体的千分数（以天表示）"), Numbers: places, Code: "m/d/yyyy"})
	c.cat = axis{dates: true, edge: true, away: true}
	p := plot{form: areas, grouping: stacked}
	for _, in := range s.Series {
		var values []*float64
		for _, q := range in.Points {
			v := q.Value
			if v == nil {
				zero := 0.0
				v = &zero // an area has no holes: nothing is as high as no value
			}
			values = append(values, v, v)
		}
		one := c.columnSeries(sc.column(in.Name, values))
		one.paint, one.line = paint{color: in.Color}, stroke{color: page, width: 0.75}
		p.series = append(p.series, one)
	}
	c.plots = []plot{p}
	one, zero := 1.0, 0.0
	c.val = axis{code: `0\ %`, min: &zero, max: &one, step: 0.25}
	c.legend = top
	b := box{x: 0.062, y: 0.09, w: 0.93, h: 0.74}
	c.inner = &b
	c.columnTexts(s, b)
	return true
}

// columnTexts writes what a Marimekko has no labels for: the columns' names below them and
// the shares in them.
func (c *Chart) columnTexts(s chart.Spec, b box) {
	line := c.size * 1.5 / c.frame.Height
	from := b.x
	for i, label := range s.Category.Labels {
		width := s.Category.Widths[i] * b.w
		if i > 0 {
			c.drawn = append(c.drawn, annotation{at: box{from, b.y, 0, b.h}, light: true})
		}
		room := width * c.frame.Width
		text := fmt.Sprintf("%s\n%s", label, chart.Format("percent", s.Category.Widths[i]))
		if Lines(label, c.size, room) <= 2 && room > 30 {
			c.drawn = append(c.drawn, annotation{at: box{from, b.y + b.h, width, 3 * line}, text: text, align: "ctr"})
		}
		floor := 0.0
		for _, in := range s.Series {
			p := in.Points[i]
			if p.Value == nil {
				continue
			}
			height := *p.Value * b.h
			if p.Label != "" && height > line && room > Width(p.Label, c.size)+4 {
				c.drawn = append(c.drawn, annotation{at: box{from, b.y + b.h - (floor+*p.Value/2)*b.h - line/2, width, line}, text: p.Label, align: "ctr", light: true})
			}
			floor += *p.Value
		}
		from += width
	}
}
