package payload

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"paystats/reports/chart"
)

// Payload is what the fixed scripts (reports/assets) draw one chart from: ECharts
// options and, beside them, what ECharts has no field for. Data only, no programs.
type Payload struct {
	ID         string         `json:"id"`
	Kind       chart.Kind     `json:"kind"`
	Format     string         `json:"format"` // name of the value axis' number format
	Time       bool           `json:"time"`   // categories are periods
	Categories []string       `json:"categories"`
	Series     []series       `json:"series"`
	Marks      []mark         `json:"marks"`
	Max        *float64       `json:"max,omitempty"`    // where the value axis ends
	Widths     []float64      `json:"widths,omitempty"` // of the columns of a Marimekko
	Titles     []string       `json:"titles,omitempty"` // of the axes of a Scatter: up, across
	Second     string         `json:"second,omitempty"` // name of the second axis' number format
	Panels     []string       `json:"panels,omitempty"` // names of the drawings of small multiples
	OwnScale   bool           `json:"ownScale,omitempty"`
	Flows      []flow         `json:"flows,omitempty"`
	Days       *days          `json:"days,omitempty"`
	Spans      []span         `json:"spans,omitempty"`
	From       []string       `json:"from,omitempty"` // who printed what points are made of, and when
	Options    map[string]any `json:"options"`
}

// days is the axis of a timeline: first and last day, and its labels.
type days struct {
	First int    `json:"first"`
	Last  int    `json:"last"`
	Ticks []tick `json:"ticks"`
}

type tick struct {
	Day  int    `json:"day"`
	Text string `json:"text"`
}

type span struct {
	Row   int    `json:"row"`
	Lane  int    `json:"lane"`
	First int    `json:"first"`
	Last  int    `json:"last"`
	Point bool   `json:"point,omitempty"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	Color string `json:"color"`
	Label string `json:"label"`
	Text  string `json:"text"`
	Why   string `json:"why,omitempty"`
}

// flow runs between two nodes of a sankey, by their places in Series.
type flow struct {
	From  int     `json:"from"`
	To    int     `json:"to"`
	Value float64 `json:"v"`
	Text  string  `json:"text"`
}

type series struct {
	Panel  int     `json:"panel"`
	Group  string  `json:"group,omitempty"`
	Role   string  `json:"role,omitempty"`
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Color  string  `json:"color"`
	Points []point `json:"points"`
}

// point carries the printed texts of one value. V and H are the drawn ones.
type point struct {
	V     *float64 `json:"v"`
	X     *float64 `json:"x,omitempty"`
	R     *float64 `json:"r,omitempty"`
	L     *float64 `json:"l,omitempty"`
	H     *float64 `json:"h,omitempty"`
	B     *float64 `json:"b,omitempty"` // the value before
	Text  string   `json:"text,omitempty"`
	Label string   `json:"label,omitempty"`
	Why   string   `json:"why,omitempty"`
	Color string   `json:"color,omitempty"`

	Change string `json:"change,omitempty"`
	From   int    `json:"from,omitempty"` // place in the payload's From, from 1; 0: not known
	Status string `json:"status,omitempty"`
	Sign   string `json:"sign,omitempty"`
	Strong bool   `json:"strong,omitempty"`
}

type mark struct {
	At    int    `json:"at"` // place of the category
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Panel int    `json:"panel,omitempty"`
}

var hexColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// New checks a spec and turns it into a payload.
func New(s chart.Spec) (Payload, error) {
	p := Payload{
		ID: s.ID, Kind: s.Kind, Format: s.Value.Format, Time: s.Category.Periods,
		Categories: s.Category.Labels, Series: []series{}, Marks: []mark{}, Second: s.Second.Format, Max: s.Value.Max, Widths: s.Category.Widths, OwnScale: s.OwnScale,
	}
	for _, one := range s.Panels {
		p.Panels = append(p.Panels, one.Name)
	}
	if len(s.Series) == 0 && s.Kind != chart.Timeline {
		return p, fmt.Errorf("chart %q has no series", s.ID)
	}
	if s.Kind == chart.Pareto && (len(withRoles(s, chart.Drawn).Series) != 1 || len(withRoles(s, chart.Cumulated).Series) != 1) {
		return p, fmt.Errorf("chart %q: a pareto has one series of bars and one cumulated", s.ID)
	}
	if s.Kind == chart.Bump && (s.Value.Max == nil || *s.Value.Max < 1) {
		return p, fmt.Errorf("chart %q: ranks without a last one", s.ID)
	}
	if s.Kind == chart.Marimekko && len(s.Category.Widths) != len(s.Category.Labels) {
		return p, fmt.Errorf("chart %q has %d widths for %d columns", s.ID, len(s.Category.Widths), len(s.Category.Labels))
	}
	if s.Second.Title != "" {
		p.Titles = []string{s.Value.Title, s.Second.Title}
	}
	if err := p.addSpans(s); err != nil {
		return p, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	if err := p.addFlows(s); err != nil {
		return p, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	for _, in := range s.Series {
		if err := checkSeries(s, in); err != nil {
			return p, fmt.Errorf("chart %q: %w", s.ID, err)
		}
		out := series{Panel: in.Panel, Group: in.Group, Role: string(in.Role), ID: in.ID, Name: in.Name, Color: in.Color}
		for _, q := range in.Points {
			out.Points = append(out.Points, point{V: q.Value, X: q.X, R: q.Radius, L: q.Low, H: q.High, B: q.Before, Change: q.Change, Text: q.Text, Label: q.Label, Why: q.Why, Color: q.Color, From: p.from(q), Status: q.Status, Sign: q.Sign, Strong: q.Strong})
		}
		p.Series = append(p.Series, out)
	}
	for _, m := range s.Marks {
		at := slices.Index(s.Category.Labels, m.Category)
		if at < 0 {
			return p, fmt.Errorf("chart %q: mark %q stands at %q, which is no category", s.ID, m.Text, m.Category)
		}
		p.Marks = append(p.Marks, mark{At: at, Kind: m.Kind, Text: m.Text, Panel: m.Panel})
	}
	options, err := newOptions(s)
	if err != nil {
		return p, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	p.Options = options
	return p, nil
}

// from returns the place of who printed a point, and when, from 1; 0 when it is not known.
func (p *Payload) from(q chart.Point) int {
	if q.Publisher == "" {
		return 0
	}
	text := q.Publisher
	if q.Vintage != "" {
		text += " · " + q.Vintage
	}
	at := slices.Index(p.From, text)
	if at < 0 {
		at = len(p.From)
		p.From = append(p.From, text)
	}
	return at + 1
}

// addSpans checks the spans of a timeline and its axis and takes them over.
func (p *Payload) addSpans(s chart.Spec) error {
	if s.Kind != chart.Timeline {
		return nil
	}
	if len(s.Spans) == 0 || s.Days.Last <= s.Days.First {
		return fmt.Errorf("a timeline without spans or days")
	}
	p.Days = &days{First: s.Days.First, Last: s.Days.Last}
	for _, t := range s.Days.Ticks {
		p.Days.Ticks = append(p.Days.Ticks, tick{t.Day, t.Text})
	}
	for _, o := range s.Spans {
		if !hexColor.MatchString(o.Color) || o.Row < 0 || o.Row >= len(s.Category.Labels) || o.Last < o.First {
			return fmt.Errorf("span %q: colour %q, row %d, days %d to %d", o.Text, o.Color, o.Row, o.First, o.Last)
		}
		p.Spans = append(p.Spans, span{
			Row: o.Row, Lane: o.Lane, First: o.First, Last: o.Last, Point: o.Point, From: string(o.From), Until: string(o.Until),
			Color: o.Color, Label: o.Label, Text: o.Text, Why: o.Why,
		})
	}
	return nil
}

// addFlows checks the flows of a sankey and takes them over.
func (p *Payload) addFlows(s chart.Spec) error {
	if s.Kind == chart.Sankey && len(s.Flows) == 0 {
		return fmt.Errorf("a sankey without flows")
	}
	for _, f := range s.Flows {
		if f.From < 0 || f.To < 0 || f.From >= len(s.Series) || f.To >= len(s.Series) || f.From == f.To || !(f.Value > 0) {
			return fmt.Errorf("flow %q from node %d to %d of %d", f.Text, f.From, f.To, len(s.Series))
		}
		p.Flows = append(p.Flows, flow{f.From, f.To, f.Value, f.Text})
	}
	return nil
}

// checkSeries holds one series against the contract of chart.Spec.
func checkSeries(s chart.Spec, in chart.Series) error {
	if !hexColor.MatchString(in.Color) {
		return fmt.Errorf("series %q: colour %q is not #rrggbb", in.ID, in.Color)
	}
	want := len(s.Category.Labels)
	if slices.Contains([]chart.Kind{chart.Donut, chart.Scatter, chart.Bubble, chart.Treemap, chart.Sankey}, s.Kind) {
		want = 1
	}
	if len(s.Panels) > 0 && (in.Panel < 0 || in.Panel >= len(s.Panels)) {
		return fmt.Errorf("series %q stands in panel %d of %d", in.ID, in.Panel, len(s.Panels))
	}
	if len(in.Points) != want || want == 0 {
		return fmt.Errorf("series %q has %d points for %d categories", in.ID, len(in.Points), want)
	}
	for i, q := range in.Points {
		if q.Color != "" && !hexColor.MatchString(q.Color) {
			return fmt.Errorf("series %q: point %d: colour %q is not #rrggbb", in.ID, i, q.Color)
		}
		if s.Kind == chart.Treemap && (q.Value == nil || *q.Value <= 0) || s.Kind == chart.Sankey && (q.Value == nil || q.X == nil || *q.X < 0) {
			return fmt.Errorf("series %q has no size", in.ID)
		}
		if s.Kind == chart.Range && (q.Value == nil) != (q.High == nil) {
			return fmt.Errorf("series %q: point %d has one end of an interval only", in.ID, i)
		}
	}
	return nil
}

// JSON returns the payload for a <script type="application/json">: <, >, &, U+2028
// and U+2029 are escaped, so that no text can end the block.
func (p Payload) JSON() ([]byte, error) { return json.Marshal(p) }
