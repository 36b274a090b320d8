package chart

import (
	"cmp"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
)

// Request is what a chart is to be, beyond the numbers of its frame.
type Request struct {
	ID       string
	Kind     Kind
	Lang     string // "en" or "zh"
	Title    string
	Subtitle string // Build adds the range of periods that is drawn, unless FixedSubtitle
	Source   string
	Coverage string
	Notes    []string // printed before Build's own
	Origin   Origin

	FixedSubtitle bool

	What       string // the quantity, for the text alternative: "transaction value, CNY"
	Format     string // named number format of the values
	Signed     bool   // changes: print a plus sign
	Missing    string // reason code of what the frame does not hold; "" is missing
	MemberAxis bool   // categories are the frame's series (members); else its categories (periods)
	ColumnName string // head of the first table column: "Quarter", "Provider"
	Whole      bool   // values are shares of 1: what is missing is drawn as not covered
	Additive   bool   // values may be added up into others
	Top        int    // 0 for all
	Order      []string
	OneColor   bool    // members have no colours of their own (areas)
	OwnScale   bool    // panels have a value axis each
	Against    Against // what Ranking and Sparkline compare the newest values with

	Across Axis                        // Scatter, Bubble: what runs across, its title and format
	Size   Axis                        // Bubble: what the area is
	Ramp   []string                    // colours of values, least first; the upper half is Strong
	Names  map[string]string           // names of the ids in columns series and panel
	Labels map[string]string           // names of the ids in column category that are no periods
	Colors func(ids []string) []string // colours of ids, one each
	Events []Event
}

// Event is a dated event to be marked on an axis of periods.
type Event struct {
	Date string // YYYY, YYYY-MM or YYYY-MM-DD
	Text string
}

// Build makes a chart of a frame. Kinds of their own (Pareto, Funnel, Matrix, Timeline)
// read it as their functions say; the others read a long frame with the columns series, category and value and,
// if there, high, low, before, reason, status, derived, series_break and inputs; with a column panel
// they make small multiples. Equal frames and requests give equal Specs.
func Build(f *frame.Frame, r Request) Spec {
	r.Format = In(r.Format, r.Lang)
	switch r.Kind {
	case Pareto:
		return buildPareto(f, r)
	case Funnel:
		return buildFunnel(f, r)
	case Matrix:
		return buildMatrix(f, r)
	case Timeline:
		return buildTimeline(f, r)
	case Waterfall:
		return buildWaterfall(f, r)
	case Marimekko:
		return buildMarimekko(f, r)
	case Scatter, Bubble:
		return buildScatter(f, r)
	case Treemap:
		return buildTreemap(f, r)
	case Sankey:
		return buildSankey(f, r)
	case Sparkline:
		return buildSparkline(f, r)
	}
	g := readGrid(f, cmp.Or(r.Missing, "missing"))
	g.calendar()
	b := builder{Request: r, grid: g}
	if r.Whole && (!b.isLine() || r.Kind == Area) && len(g.panels) == 0 {
		g.fillWhole()
	}
	g.sortSeries(r.Order)
	if r.Kind == Bump {
		g.toRanks() // among all, not among the top
	}
	rest := b.top(r.Top)
	g.dropNothing()
	if r.Kind == Slope {
		g.onlyEnds()
	}
	first, last := ends(g.categories)
	s := Spec{
		ID: r.ID, Kind: r.Kind, Title: r.Title, Subtitle: b.subtitle(first, last), Source: r.Source, Coverage: r.Coverage,
		Value: Axis{Format: r.Format}, Origin: r.Origin, OwnScale: r.OwnScale && len(g.panels) > 0,
	}
	s.Notes = append(append(s.Notes, r.Notes...), b.notes(rest)...)
	if r.MemberAxis {
		g.transpose()
	}
	s.Category = b.categoryAxis()
	if r.Kind == Ranking && r.Against != "" {
		s.Second.Title = r.Against.in(r.Lang)
	}
	s.Series = b.series()
	s.Panels = b.panels(s.Series)
	slices.SortStableFunc(s.Series, func(x, y Series) int { return cmp.Compare(x.Panel, y.Panel) })
	if r.Kind == Bump {
		s.Value = rankAxis(s.Series)
	}
	s.Marks = b.marks(s.Panels)
	s.Table = b.table(s)
	s.Alt = b.alt(s)
	return s
}

// builder is a Build under way.
type builder struct {
	Request
	grid *grid
}

func ends(ids []string) (first, last string) {
	if len(ids) == 0 {
		return "", ""
	}
	return ids[0], ids[len(ids)-1]
}

// subtitle adds the range of periods that is drawn.
func (b builder) subtitle(first, last string) string {
	if first == "" || b.FixedSubtitle || b.Labels[first] != "" {
		return b.Subtitle
	}
	span := SpanText(first, last, b.Lang)
	if b.Subtitle == "" {
		return span
	}
	return b.Subtitle + " · " + span
}

// name returns the shown name of a series or category id.
func (b builder) name(id string) string {
	panel, series, inPanel := strings.Cut(id, panelMark)
	switch {
	case inPanel:
		return b.name(panel) + " · " + b.name(series)
	case b.Names[id] != "":
		return b.Names[id]
	case b.Labels[id] != "":
		return b.Labels[id]
	case restRank(id) == 1:
		return pick(b.Lang, "Others", "其他")
	case restRank(id) == 2:
		return pick(b.Lang, "Not covered", "未覆盖")
	}
	return PeriodText(id, b.Lang)
}

func (b builder) categoryAxis() Axis {
	a := Axis{IDs: b.grid.categories, Periods: b.isLine() || !b.MemberAxis}
	for _, c := range b.grid.categories {
		a.Labels = append(a.Labels, b.name(c))
		if _, _, err := obs.ParsePeriod(c); err != nil && !b.isLine() {
			a.Periods = false
		}
	}
	return a
}

func (b builder) series() []Series {
	g := b.grid
	out := make([]Series, 0, len(g.series))
	colors := b.colors(g.series)
	for i, id := range g.series {
		s := Series{ID: seriesIn(id), Name: b.name(seriesIn(id)), Color: colors[i]}
		if id == obs.Total && len(g.series) == 1 && b.What != "" {
			s.Name = b.What
		}
		for _, c := range g.categories {
			s.Points = append(s.Points, b.point(g.at(id, c)))
		}
		out = append(out, s)
	}
	b.label(out)
	if b.MemberAxis && len(out) == 1 {
		b.colorPoints(out[0].Points)
	}
	return out
}

// colors returns the colours of the series. A series that stands for a period has the
// colour of the total.
func (b builder) colors(ids []string) []string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = seriesIn(id)
		if b.MemberAxis && b.Labels[id] == "" || b.OneColor && b.grid.panels[id] == id {
			keys[i] = obs.Total
		}
	}
	if b.Colors == nil {
		return make([]string, len(ids))
	}
	return b.Colors(keys)
}

// colorPoints gives each member its colour, where members are categories.
func (b builder) colorPoints(points []Point) {
	if b.Colors == nil {
		return
	}
	ids := make([]string, len(b.grid.categories))
	for i, id := range b.grid.categories {
		if ids[i] = id; b.OneColor && restRank(id) == 0 && b.Kind != Donut {
			ids[i] = obs.Total
		}
	}
	for i, c := range b.Colors(ids) {
		points[i].Color = c
	}
}

func (b builder) point(c cell) Point {
	if b.Kind == Band {
		return b.bandPoint(c)
	}
	p := Point{Value: c.value, High: c.high, Inputs: c.inputs, Status: c.status}
	if b.Kind != Range {
		p.High = nil
	}
	if c.value == nil {
		p.Text, p.Why = "–", Reason(c.reason, b.Lang)
		return p
	}
	p.Text = b.print(*c.value)
	if c.ranked != nil {
		p.Text = Format("number", *c.value) + pick(b.Lang, " (", "（") + b.print(*c.ranked) + pick(b.Lang, ")", "）")
	}
	if p.High != nil {
		p.Text = IntervalText(b.Format, *c.value, *p.High)
	}
	if b.Kind == Ranking && b.Against != "" {
		if c.apart == "" {
			p.Before = c.before
		}
		p.Change, _ = b.change(c.value, c.before, c.apart)
	}
	if t, ok := statuses[c.status]; ok {
		p.Why = t.In(b.Lang)
	}
	return p
}

func (b builder) print(v float64) string {
	if b.Signed {
		return Signed(b.Format, v)
	}
	return Format(b.Format, v)
}

// IntervalText prints an interval: 3,962–4,111; CNY 2.3–3.5 tn; −2.0 … +3.0 pp, with a unit
// that both ends share once; one number when both ends print alike.
func IntervalText(format string, low, high float64) string {
	a, z := Format(format, low), Format(format, high)
	if a == z {
		return a
	}
	const digits = "0123456789"
	from, to := strings.IndexAny(a, digits), strings.LastIndexAny(a, digits)+1
	shared := from >= 0 && z[strings.LastIndexAny(z, digits)+1:] == a[to:]
	switch {
	case low < 0 && shared:
		return a[:to] + " … " + z
	case low < 0:
		return a + " … " + z
	case shared && strings.HasPrefix(z, a[:from]):
		return a[:to] + "–" + z[from:]
	}
	return a + "–" + z
}

// isLine reports whether series are drawn as lines over periods.
func (b builder) isLine() bool {
	return b.Kind == Line || b.Kind == Area || b.Kind == Bump || b.Kind == Slope || b.Kind == Band
}
