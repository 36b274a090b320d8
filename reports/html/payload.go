package html

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"paystats/reports/chart"
)

// payload is what the fixed scripts (reports/assets) draw one chart from: ECharts
// options and, beside them, what ECharts has no field for. Data only, no programs.
type payload struct {
	ID         string         `json:"id"`
	Kind       chart.Kind     `json:"kind"`
	Format     string         `json:"format"` // name of the value axis' number format
	Time       bool           `json:"time"`   // categories are periods
	Categories []string       `json:"categories"`
	Series     []series       `json:"series"`
	Marks      []mark         `json:"marks"`
	Options    map[string]any `json:"options"`
}

type series struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Color  string  `json:"color"`
	Points []point `json:"points"`
}

// point carries the printed texts of one value. V and H are the drawn ones.
type point struct {
	V     *float64 `json:"v"`
	H     *float64 `json:"h,omitempty"`
	Text  string   `json:"text,omitempty"`
	Label string   `json:"label,omitempty"`
	Why   string   `json:"why,omitempty"`
	Color string   `json:"color,omitempty"`

	Status string `json:"status,omitempty"`
}

type mark struct {
	At   int    `json:"at"` // place of the category
	Kind string `json:"kind"`
	Text string `json:"text"`
}

var hexColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// newPayload checks a spec and turns it into a payload.
func newPayload(s chart.Spec) (payload, error) {
	p := payload{
		ID: s.ID, Kind: s.Kind, Format: s.Value.Format, Time: s.Category.Periods,
		Categories: s.Category.Labels, Series: []series{}, Marks: []mark{},
	}
	if len(s.Series) == 0 {
		return p, fmt.Errorf("chart %q has no series", s.ID)
	}
	for _, in := range s.Series {
		if err := checkSeries(s, in); err != nil {
			return p, fmt.Errorf("chart %q: %w", s.ID, err)
		}
		out := series{ID: in.ID, Name: in.Name, Color: in.Color}
		for _, q := range in.Points {
			out.Points = append(out.Points, point{V: q.Value, H: q.High, Text: q.Text, Label: q.Label, Why: q.Why, Color: q.Color, Status: q.Status})
		}
		p.Series = append(p.Series, out)
	}
	for _, m := range s.Marks {
		at := slices.Index(s.Category.Labels, m.Category)
		if at < 0 {
			return p, fmt.Errorf("chart %q: mark %q stands at %q, which is no category", s.ID, m.Text, m.Category)
		}
		p.Marks = append(p.Marks, mark{At: at, Kind: m.Kind, Text: m.Text})
	}
	options, err := newOptions(s)
	if err != nil {
		return p, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	p.Options = options
	return p, nil
}

// checkSeries holds one series against the contract of chart.Spec.
func checkSeries(s chart.Spec, in chart.Series) error {
	if !hexColor.MatchString(in.Color) {
		return fmt.Errorf("series %q: colour %q is not #rrggbb", in.ID, in.Color)
	}
	want := len(s.Category.Labels)
	if s.Kind == chart.Donut {
		want = 1
	}
	if len(in.Points) != want || want == 0 {
		return fmt.Errorf("series %q has %d points for %d categories", in.ID, len(in.Points), want)
	}
	for i, q := range in.Points {
		if q.Color != "" && !hexColor.MatchString(q.Color) {
			return fmt.Errorf("series %q: point %d: colour %q is not #rrggbb", in.ID, i, q.Color)
		}
		if s.Kind == chart.Range && (q.Value == nil) != (q.High == nil) {
			return fmt.Errorf("series %q: point %d has one end of an interval only", in.ID, i)
		}
	}
	return nil
}

// json returns the payload for a <script type="application/json">: <, >, &, U+2028
// and U+2029 are escaped, so that no text can end the block.
func (p payload) json() ([]byte, error) { return json.Marshal(p) }
