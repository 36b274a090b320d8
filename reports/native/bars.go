package native

import (
	"slices"
	"strings"

	"paystats/reports/chart"
)

// bars are columns, or rows where the names of the categories are too long to stand below.
func (c *Chart) bars(s chart.Spec) bool {
	if slices.ContainsFunc(s.Series[0].Points, func(p chart.Point) bool { return p.Change != "" }) {
		return c.ranking(s)
	}
	sc := c.scaleOf(s)
	isStacked := s.Kind == chart.Stacked || s.Kind == chart.Stacked100
	p := plot{form: bars, grouping: clustered, lying: s.Kind == chart.Ranking || !s.Category.Periods && !c.fitsBelow(s.Category.Labels)}
	if isStacked {
		p.grouping, p.overlap = stacked, 100
		if s.Kind == chart.Stacked100 && isWhole(s) {
			p.grouping = percent
		}
	}
	c.categories(s, sc, p.lying)
	quiet := true // every bar says its value: no value axis
	for _, in := range s.Series {
		one := c.series(in, sc)
		one.paint = fillOf(in.ID, "", in.Color)
		one.labels = labelsOf(in, sc.code)
		one.labels.where = "outEnd"
		if isStacked {
			one.labels.where, one.labels.light = "ctr", true
		} else if len(one.labels.at) < one.labels.all {
			quiet = false
		}
		one.points = barPoints(in)
		p.series = append(p.series, one)
	}
	if isStacked {
		quiet = s.Kind == chart.Stacked100 && slices.ContainsFunc(p.series, func(one series) bool { return len(one.labels.at) > 0 })
	}
	c.val = c.valueAxis(s, sc, quiet)
	if s.Kind == chart.Stacked100 {
		one := 1.0
		c.val.max = &one
	}
	if len(s.Series) > 1 {
		if c.legend = top; isStacked && !p.lying {
			c.legend = right
		}
	}
	p.gap = c.gap(len(s.Category.Labels), p)
	c.plots = []plot{p}
	if p.lying {
		c.cat.reversed = true
		return true
	}
	c.mark(s)
	return true
}

// gap is the room between categories, % of a bar: few bars do not grow without end.
func (c *Chart) gap(categories int, p plot) int {
	gap, in, most := 45, 1, 80.0
	if p.grouping == clustered && len(p.series) > 1 {
		gap, in = 60, len(p.series)
	}
	length := c.frame.Width * 0.92
	if p.lying {
		length, most = c.frame.Height*0.95, 34
	}
	band := length / float64(max(categories, 1))
	return min(500, max(gap, int((band/(most*float64(in))-1)*float64(in)*100)))
}

// fitsBelow reports whether names have room under columns, in two lines.
func (c *Chart) fitsBelow(names []string) bool {
	band := c.frame.Width*0.92/float64(max(len(names), 1)) - 8
	return !slices.ContainsFunc(names, func(name string) bool {
		for _, word := range words(name) {
			if Width(word, c.size) > band {
				return true
			}
		}
		return Lines(name, c.size, band) > 2
	})
}

// isWhole reports whether the values of every category come to the whole: only then are
// they the parts of 100 % that Office would make of them.
func isWhole(s chart.Spec) bool {
	const rounding = 0.0015
	for i := range s.Category.Labels {
		sum, any := 0.0, false
		for _, in := range s.Series {
			if v := in.Points[i].Value; v != nil {
				sum, any = sum+*v, true
			}
		}
		if any && (sum < 1-rounding || sum > 1+rounding) {
			return false
		}
	}
	return true
}

// scaleOf is the unit and number formats of a spec's values.
func (c *Chart) scaleOf(s chart.Spec) scale {
	drawn := drawnSeries(s, chart.Drawn, chart.Open)
	sc := newScale(s.Value.Format, append(valuesOf(drawn), c.frame.Beside...), printedOf(drawn))
	c.Unit = sc.unit.Factor
	for _, in := range s.Series {
		if slices.ContainsFunc(in.Points, func(p chart.Point) bool { return strings.HasPrefix(p.Text, "+") }) {
			sc.code = sc.signed
		}
	}
	return sc
}

// series adds a spec's series to the sheet.
func (c *Chart) series(in chart.Series, sc scale) series {
	return c.columnSeries(sc.column(in.Name, pointers(in, value)))
}

// columnSeries adds a column to the sheet and makes a series of it.
func (c *Chart) columnSeries(column Column) series {
	at := c.Sheet.add(column)
	return series{name: cell(at, 0), values: c.Sheet.below(at)}
}

// fillOf is how an area of a member is filled: what is not covered, open or only forecast
// is hatched.
func fillOf(id, status, color string) paint {
	switch {
	case id == chart.NotCoveredID:
		return paint{color: color, pattern: "ltUpDiag"}
	case status == "F":
		return paint{color: color, pattern: "wdUpDiag"}
	}
	return paint{color: color}
}

// barPoints are the points of a series with a colour of their own or a forecast.
func barPoints(in chart.Series) map[int]point {
	out := map[int]point{}
	for i, p := range in.Points {
		color := in.Color
		if p.Color != "" {
			color = p.Color
		}
		if p.Value != nil && (color != in.Color || p.Status == "F") {
			out[i] = point{paint: fillOf("", p.Status, color)}
		}
	}
	return out
}

// labelsOf are the values that the spec wants printed at their points.
func labelsOf(in chart.Series, code string) labels {
	l := labels{code: code, value: true}
	for i, p := range in.Points {
		if p.Value == nil {
			continue
		}
		l.all++
		if p.Label != "" {
			l.at = append(l.at, i)
		}
	}
	return l
}

// valueAxis is the axis of the values, without one where the bars say theirs.
func (c *Chart) valueAxis(s chart.Spec, sc scale, quiet bool) axis {
	a := axis{away: quiet, grid: !quiet, code: sc.axis, title: s.Value.Title}
	if a.title == "" && sc.unit.Title != "%" {
		a.title = sc.unit.Title
	}
	zero := 0.0
	if !slices.ContainsFunc(valuesOf(s.Series), func(v float64) bool { return v < 0 }) {
		a.min = &zero
	}
	if len(c.frame.Beside) > 0 {
		low, high, _ := ticks(min(0, slices.Min(c.frame.Beside))/sc.unit.Factor, max(0, slices.Max(c.frame.Beside))/sc.unit.Factor)
		a.min, a.max = &low, &high
	}
	return a
}
