package native

import (
	"fmt"
	"slices"

	"paystats/reports/chart"
)

// Chart is one native chart: its numbers and how Office is to draw them.
type Chart struct {
	Sheet   Sheet
	Unit    float64 // what the values of Frame.Beside, in base units, are divided by to stand on the axis
	Marked  bool    // its events and breaks are drawn; else they have no room and are to be listed
	lang    string  // "en" or "zh"
	frame   Frame
	size    float64 // of texts, points
	levels  int     // columns that name the categories
	thinned bool    // the first column names only as many categories as have room
	plots   []plot
	cat     axis
	val     axis
	second  *axis // of the plots that are against it
	legend  side
	hidden  []int // series without an entry in the legend, by their order
	inner   *box  // place of the plot; nil leaves it to Office
	drawn   []annotation
}

// Frame is the room that a chart has, in points (1/72 inch).
type Frame struct {
	Width, Height float64
	Beside        []float64 // values of charts beside it that are drawn to the same scale; nil for a scale of its own
}

// side is an edge of the chart.
type side string

const (
	nowhere side = ""
	right   side = "r"
	left    side = "l"
	top     side = "t"
	bottom  side = "b"
)

// form is an element of DrawingML that draws series.
type form string

const (
	bars      form = "c:barChart"
	lines     form = "c:lineChart"
	areas     form = "c:areaChart"
	ring      form = "c:doughnutChart"
	dots      form = "c:scatterChart"
	bubbles   form = "c:bubbleChart"
	standard       = "standard"
	clustered      = "clustered"
	stacked        = "stacked"
	percent        = "percentStacked"
)

// plot is series that are drawn in one form.
type plot struct {
	form     form
	lying    bool   // bars: horizontal
	grouping string // as DrawingML names it
	gap      int    // bars: room between categories, % of a bar
	overlap  int    // bars: of the bars of a category, %
	second   bool   // against the second axis
	series   []series
}

// series is one series: where its numbers lie, and its looks.
type series struct {
	name   span
	values span
	across span // dots, bubbles
	size   span // bubbles
	paint  paint
	line   stroke
	marker bool
	points map[int]point // that differ, by their place
	labels labels
	plus   *span // lengths of whiskers
	minus  *span
}

// point is the looks of one point that differs from its series.
type point struct {
	paint  paint
	line   stroke
	hollow bool // a marker with the page's colour inside
	marker bool
}

// paint fills an area. The zero value is none.
type paint struct {
	color   string // #rrggbb
	pattern string // of DrawingML, over the page's colour; "" for solid
	alpha   int    // %, 0 for opaque
}

// stroke is a line. The zero value is none.
type stroke struct {
	color string
	width float64 // points
	dash  string  // of DrawingML; "" for solid
}

// labels are the texts at points. The zero value is none.
type labels struct {
	at    []int // places of the labelled points
	all   int   // number of points that could be
	code  string
	where string  // of DrawingML: outEnd, ctr, t, r, l
	name  bool    // the series' name
	value bool    // the point's value
	cells *span   // what cells hold, instead
	light bool    // on a colour: the page's own
	color string  // of texts, #rrggbb; "" for that of all texts
	end   *int    // the point whose label stands behind it in bold: name and value
	shift float64 // how far that label is moved down, in parts of the chart's height
}

// axis is one axis.
type axis struct {
	away     bool // not shown
	reversed bool
	title    string
	code     string // number format of its ticks
	min, max *float64
	step     float64 // 0 leaves it to Office
	grid     bool
	dates    bool // categories are days: an area has corners where it has two points a day
	edge     bool // values begin at the axis, not half a category from it
	numbers  bool // a value axis that runs across (dots, bubbles)
}

// box is a place in the chart, in parts of its width and height from its top left.
type box struct{ x, y, w, h float64 }

// annotation is a line or a text drawn over the chart.
type annotation struct {
	at    box
	text  string // "" for a line from the top left to the bottom right of at
	align string // of DrawingML: l, ctr, r
	light bool
	bold  bool
	dash  bool
}

// New makes the native chart of a spec for a frame; ok is false for a kind, or a shape of
// one, that Office has no form for. A spec that breaks the contract of chart.Spec is an
// error.
func New(s chart.Spec, lang string, frame Frame) (c *Chart, ok bool, err error) {
	build, ok := map[chart.Kind]func(*Chart, chart.Spec) bool{
		chart.Bar: (*Chart).bars, chart.Grouped: (*Chart).bars, chart.Stacked: (*Chart).bars, chart.Stacked100: (*Chart).bars, chart.Ranking: (*Chart).bars,
		chart.Line: (*Chart).lines, chart.Area: (*Chart).areas, chart.Bump: (*Chart).lines, chart.Slope: (*Chart).lines,
		chart.Donut: (*Chart).ring, chart.Pareto: (*Chart).pareto, chart.Funnel: (*Chart).funnel,
		chart.Waterfall: (*Chart).waterfall, chart.Band: (*Chart).band, chart.Range: (*Chart).intervals, chart.Marimekko: (*Chart).mosaic,
		chart.Scatter: (*Chart).dots, chart.Bubble: (*Chart).dots,
	}[s.Kind]
	if !ok || len(s.Series) == 0 {
		return nil, false, nil
	}
	one := s.Kind == chart.Donut || s.Kind == chart.Scatter || s.Kind == chart.Bubble
	for _, in := range s.Series {
		if want := len(s.Category.Labels); !one && len(in.Points) != want || len(in.Points) == 0 {
			return nil, false, fmt.Errorf("chart %q: series %q has %d points for %d categories", s.ID, in.ID, len(in.Points), want)
		}
	}
	c = &Chart{lang: lang, frame: frame, size: textSize, Unit: 1}
	if frame.Width < 400 {
		c.size = smallSize
	}
	if !build(c, s) {
		return nil, false, nil
	}
	if err := c.Sheet.check(); err != nil {
		return nil, false, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	return c, true, nil
}

// word returns a text of ours in the chart's language.
func (c *Chart) word(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(c.lang) }

// pointers lists one field of the points of a series.
func pointers(in chart.Series, field func(chart.Point) *float64) []*float64 {
	out := make([]*float64, len(in.Points))
	for i, p := range in.Points {
		out[i] = field(p)
	}
	return out
}

func value(p chart.Point) *float64 { return p.Value }

// drawnSeries are the series that are drawn in a role.
func drawnSeries(s chart.Spec, roles ...chart.Role) []chart.Series {
	var out []chart.Series
	for _, in := range s.Series {
		if slices.Contains(roles, in.Role) {
			out = append(out, in)
		}
	}
	return out
}
