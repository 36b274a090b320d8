package chart

import (
	"cmp"
	"math"
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
	OneColor   bool // members have no colours of their own (areas)

	Across Axis                        // Scatter, Bubble: what runs across, its title and format
	Size   Axis                        // Bubble: what the area is
	Ramp   []string                    // colours of values, least first; the upper half is Strong
	Names  map[string]string           // names of the ids in column series
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
// if there, high, reason, status, derived, series_break and inputs. Equal frames and requests give
// equal Specs.
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
	}
	g := readGrid(f, cmp.Or(r.Missing, "missing"))
	g.calendar()
	if r.Whole && r.Kind != Line && r.Kind != Bump && r.Kind != Slope {
		g.fillWhole()
	}
	g.sortSeries(r.Order)
	b := builder{Request: r, grid: g}
	rest := b.top(r.Top)
	g.dropNothing()
	switch r.Kind {
	case Bump:
		g.toRanks()
	case Slope:
		g.onlyEnds()
	}
	first, last := ends(g.categories)
	s := Spec{
		ID: r.ID, Kind: r.Kind, Title: r.Title, Subtitle: b.subtitle(first, last), Source: r.Source, Coverage: r.Coverage,
		Value: Axis{Format: r.Format}, Origin: r.Origin,
	}
	s.Notes = append(append(s.Notes, r.Notes...), b.notes(rest)...)
	if r.MemberAxis {
		g.transpose()
	}
	s.Category = b.categoryAxis()
	s.Series = b.series()
	if r.Kind == Bump {
		s.Value = rankAxis(s.Series)
	}
	s.Marks = b.marks()
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
	switch {
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
		s := Series{ID: id, Name: b.name(id), Color: colors[i]}
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
		if keys[i] = id; b.MemberAxis && b.Labels[id] == "" {
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

// IntervalText prints an interval: 3,962–4,111; CNY 2.3–3.5 tn, with a unit that both
// ends share once; one number when both ends print alike.
func IntervalText(format string, low, high float64) string {
	a, z := Format(format, low), Format(format, high)
	if a == z {
		return a
	}
	const digits = "0123456789"
	from, to := strings.IndexAny(a, digits), strings.LastIndexAny(a, digits)+1
	if from >= 0 && low >= 0 && strings.HasPrefix(z, a[:from]) && z[strings.LastIndexAny(z, digits)+1:] == a[to:] {
		return a[:to] + "–" + z[from:]
	}
	return a + "–" + z
}

// Numbers of direct labels that still can be read on one chart.
const (
	maxBarLabels   = 16
	maxStackLabels = 12
	minSlice       = 0.06 // share of the whole below which a segment has no room for a label
)

// label decides which points carry their value.
func (b builder) label(series []Series) {
	for i := range series {
		points := series[i].Points
		last := -1
		for j := range points {
			if points[j].Value == nil {
				continue
			}
			last = j
			if b.labelled(len(series), len(points), *points[j].Value) {
				points[j].Label = b.short(points[j])
			}
		}
		if b.Kind == Slope && points[0].Value != nil {
			points[0].Label = b.short(points[0])
		}
		if (b.isLine() || b.Kind == Bar && len(series) == 1) && last >= 0 {
			points[last].Label = b.short(points[last])
		}
	}
}

func (b builder) labelled(series, categories int, v float64) bool {
	switch b.Kind {
	case Donut, Ranking:
		return true
	case Bar, Range, Grouped:
		return series*categories <= maxBarLabels
	case Stacked100:
		return categories <= maxStackLabels && math.Abs(v) >= minSlice
	}
	return false
}

// isLine reports whether series are drawn as lines over periods.
func (b builder) isLine() bool {
	return b.Kind == Line || b.Kind == Area || b.Kind == Bump || b.Kind == Slope
}

// short prints a direct label: the currency stands in the subtitle.
func (b builder) short(p Point) string {
	name, _, _ := strings.Cut(b.Format, ":")
	switch Base(name) {
	case "pp", "pp-gap": // the Chinese unit is long, and stands there too
		return strings.TrimSuffix(p.Text, "个百分点")
	case "money":
	default:
		return p.Text
	}
	format := "count" + strings.TrimPrefix(name, "money")
	if p.High != nil {
		return strings.ReplaceAll(IntervalText(format, *p.Value, *p.High), "crore", "cr")
	}
	text := Format(format, *p.Value)
	if b.Signed && *p.Value > 0 {
		text = "+" + text
	}
	return strings.Replace(text, "crore", "cr", 1)
}

// marks places breaks and events on the axis of periods; those outside are left out.
func (b builder) marks() []Mark {
	out := b.breaks()
	for _, e := range b.Events {
		day, _, err := obs.ParsePeriod(e.Date)
		if err != nil {
			continue
		}
		for _, c := range b.grid.categories {
			p, _, err := obs.ParsePeriod(c)
			if err == nil && !day.Start().Before(p.Start()) && !day.Start().After(p.End()) {
				out = append(out, Mark{Category: b.name(c), Kind: "event", Text: e.Text})
			}
		}
	}
	return out
}

// breaks marks the periods in which a series breaks, by name where not all of them do.
func (b builder) breaks() []Mark {
	var out []Mark
	if b.MemberAxis {
		return nil
	}
	for _, c := range b.grid.categories {
		var who []string
		drawn := 0
		for _, s := range b.grid.series {
			x := b.grid.at(s, c)
			if x.value == nil || restRank(s) == 2 {
				continue
			}
			if drawn++; x.breaks {
				who = append(who, b.name(s))
			}
		}
		if len(who) == 0 {
			continue
		}
		text := Reason("series_break", b.Lang)
		if len(who) < drawn {
			text = b.list(who) + pick(b.Lang, ": ", "：") + text
		}
		out = append(out, Mark{Category: b.name(c), Kind: "break", Text: text})
	}
	return out
}
