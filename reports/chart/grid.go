package chart

import (
	"slices"

	"paystats/data/frame"
	"paystats/data/obs"
)

// OthersID and NotCoveredID are the members that stand for what is not named: the
// publisher's lumped rest, and what its named members do not explain.
const (
	OthersID     = "others"
	NotCoveredID = "not-covered"
)

// PairMark stands between members that a metric looks at as one: alipay|tenpay.
const PairMark = "|"

// cell is one value of the grid. A nil value is a hole, reason says why.
type cell struct {
	value, high *float64
	low         *float64 // of a Band
	before      *float64 // in the period that a Ranking compares with
	apart       string   // reason code of why the two cannot be compared
	ranked      *float64 // the value that a rank stands for
	reason      string
	status      string
	derived     bool
	breaks      bool // the publisher says that the series breaks here
	inputs      []int64
}

// grid is the frame as series × categories, both by id.
type grid struct {
	series     []string
	categories []string
	cells      map[[2]string]cell // series, category
	missing    string             // reason code of what is not in cells
	hasLow     bool               // value stands between low and high
	panels     map[string]string  // of small multiples: the panel of each series
}

// at returns a cell; what the frame does not hold is missing.
func (g *grid) at(series, category string) cell {
	c, ok := g.cells[[2]string{series, category}]
	if !ok {
		return cell{reason: g.missing}
	}
	return c
}

func (g *grid) set(series, category string, c cell) { g.cells[[2]string{series, category}] = c }

// readGrid reads the long frame: columns series, category, value and, if there,
// low, high, before, before_reason, reason, status, derived, series_break, inputs, panel. Series and categories
// stand in the order of their first row; one series in several panels is several, see
// panelSeries. missing is the reason code of what the frame does not hold.
func readGrid(f *frame.Frame, missing string) *grid {
	g := &grid{cells: map[[2]string]cell{}, missing: missing, hasLow: f.Column("low") != nil, panels: map[string]string{}}
	seenS, seenC := map[string]bool{}, map[string]bool{}
	for i := range f.Rows() {
		s, c := f.Text("series", i), f.Text("category", i)
		if f.Column("panel") != nil {
			panel := f.Text("panel", i)
			s = panelSeries(panel, s)
			g.panels[s] = panel
		}
		if !seenS[s] {
			seenS[s], g.series = true, append(g.series, s)
		}
		if !seenC[c] {
			seenC[c], g.categories = true, append(g.categories, c)
		}
		g.set(s, c, cell{
			value: number(f, "value", i), high: number(f, "high", i), low: number(f, "low", i), before: number(f, "before", i), apart: f.Text("before_reason", i), reason: f.Text("reason", i),
			status: f.Text("status", i), derived: f.Bool("derived", i), breaks: f.Bool("series_break", i), inputs: f.List("inputs", i),
		})
	}
	return g
}

func number(f *frame.Frame, column string, row int) *float64 {
	if v, ok := f.Float(column, row); ok {
		return &v
	}
	return nil
}

// calendar replaces the categories by the complete calendar between the first and the
// last period that has a value, so that a hole in the data is a hole in the chart.
// Categories of different frequencies, or none, are left in chronological order.
func (g *grid) calendar() {
	periods := make([]obs.Period, 0, len(g.categories))
	for _, c := range g.categories {
		p, _, err := obs.ParsePeriod(c)
		if err != nil {
			return
		}
		if g.anyValue(c) {
			periods = append(periods, p)
		}
	}
	if len(periods) == 0 {
		return
	}
	slices.SortFunc(periods, func(a, b obs.Period) int { return a.Start().Compare(b.Start()) })
	first, last := periods[0], periods[len(periods)-1]
	g.categories = nil
	for _, p := range periods {
		g.categories = append(g.categories, p.String())
	}
	for _, p := range periods {
		if p.Frequency() != first.Frequency() || p.Frequency().PerYear() == 0 {
			return
		}
	}
	g.categories = nil
	for p := first; p.Index() <= last.Index(); p = p.Add(1) {
		g.categories = append(g.categories, p.String())
	}
}

func (g *grid) anyValue(category string) bool {
	for _, s := range g.series {
		if c := g.at(s, category); c.value != nil || c.low != nil {
			return true
		}
	}
	return false
}

// transpose swaps series and categories.
func (g *grid) transpose() {
	cells := make(map[[2]string]cell, len(g.cells))
	for k, c := range g.cells {
		cells[[2]string{k[1], k[0]}] = c
	}
	g.series, g.categories, g.cells = g.categories, g.series, cells
}

// lastValue returns the newest value of a series, over the categories in order.
func (g *grid) lastValue(series string) (float64, bool) {
	for i := len(g.categories) - 1; i >= 0; i-- {
		if c := g.at(series, g.categories[i]); c.value != nil {
			return *c.value, true
		}
	}
	return 0, false
}
