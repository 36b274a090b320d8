package deck

import (
	"slices"

	"paystats/reports/chart"
	"paystats/reports/native"
)

// wanted is what a chart of a page has to say, in one of the ways in which a deck may draw
// it.
type wanted struct {
	labels  []string   // names of the categories
	ids     []string   // canonical ids of the categories; may be shorter
	shown   []string   // names as the axis has room for them, nil for all
	numbers []*float64 // an axis of numbers, which has no names
	periods bool       // the categories follow each other in time
	series  []column
	unit    float64 // what numbers of the page are divided by
}

// column is a series as numbers.
type column struct {
	native.Series
	id     string   // of the member, "" for one that is only there to hold something
	colors []string // of each category, "" for the series'; nil for none
	status []string // of each point, as of chart.Point; nil where nothing is known
}

// waysOf returns the ways in which a deck may draw a chart, the one in which we do first.
func waysOf(s chart.Spec, lang string, frame native.Frame) ([]wanted, *native.Chart, error) {
	c, ok, err := native.New(s, lang, frame)
	if err != nil {
		return nil, nil, err
	}
	var out []wanted
	if ok {
		out = append(out, ours(s, c))
	}
	if !isXY(s) {
		out = append(out, bySeries(s, ok, c))
	} else if ok {
		out = append(out, joined(out[0]))
	}
	if across, ok := bySlices(s, out); ok {
		out = append(out, across)
	}
	return slices.DeleteFunc(out, func(w wanted) bool { return len(w.series) == 0 }), c, nil
}

func isXY(s chart.Spec) bool { return s.Kind == chart.Scatter || s.Kind == chart.Bubble }

// ours is the native chart: with series that only hold something, in the unit of its axis.
func ours(s chart.Spec, c *native.Chart) wanted {
	cats, all := c.Data()
	w := wanted{labels: cats.Full, ids: s.Category.IDs, numbers: cats.Numbers, periods: s.Category.Periods, unit: c.Unit}
	switch {
	case s.Kind == chart.Donut || isXY(s):
		w.ids = nil
		for _, in := range s.Series {
			w.ids = append(w.ids, in.ID)
		}
	case w.labels == nil:
		w.labels = s.Category.Labels
	}
	if cats.Shown != nil && !slices.Equal(cats.Shown, cats.Full) {
		w.shown = cats.Shown
	}
	for _, one := range all {
		col := column{Series: one}
		if i := slices.IndexFunc(s.Series, func(in chart.Series) bool { return in.Name == one.Name }); i >= 0 {
			col.id = s.Series[i].ID
			if !isXY(s) && len(s.Series[i].Points) == len(one.Values) {
				col.status = statusOf(s.Series[i])
			}
		}
		col.colors = colorsOf(one)
		w.series = append(w.series, col)
	}
	return w
}

func statusOf(in chart.Series) []string {
	out := make([]string, len(in.Points))
	for i, p := range in.Points {
		out[i] = p.Status
	}
	return out
}

func colorsOf(s native.Series) []string {
	if len(s.Points) == 0 {
		return nil
	}
	out := make([]string, len(s.Values))
	for i, color := range s.Points {
		out[i] = color
	}
	return out
}

// bySeries is the numbers alone, a series a member: as somebody draws them who does not know
// how we do.
func bySeries(s chart.Spec, known bool, c *native.Chart) wanted {
	w := wanted{labels: s.Category.Labels, ids: s.Category.IDs, periods: s.Category.Periods}
	var values []float64
	for _, in := range s.Series {
		for _, p := range in.Points {
			if p.Value != nil && in.Role != chart.Cumulated {
				values = append(values, *p.Value)
			}
		}
	}
	unit, code := chart.MagnitudeOf(s.Value.Format, values, nil), "General"
	w.unit = unit.Factor
	if chart.Base(s.Value.Format) == "percent" {
		code = "0.0%"
	}
	if known {
		_, all := c.Data()
		code = all[0].Code
	}
	for _, in := range s.Series {
		if in.Role == chart.Printed || len(in.Points) != len(s.Category.Labels) {
			continue
		}
		col := column{id: in.ID, status: statusOf(in), Series: native.Series{Name: in.Name, Color: in.Color, Code: code, Values: make([]*float64, len(in.Points))}}
		factor := unit.Factor
		if in.Role == chart.Cumulated {
			factor, col.Code, col.Form = 1, "0%", "lineChart"
		}
		for i, p := range in.Points {
			if p.Value != nil {
				v := *p.Value / factor
				col.Values[i] = &v
			}
			if p.Color != "" {
				if col.colors == nil {
					col.colors = make([]string, len(in.Points))
				}
				col.colors[i] = p.Color
			}
		}
		w.series = append(w.series, col)
	}
	return w
}

// bySlices is one series with a category a member, of a chart that has one point a member.
func bySlices(s chart.Spec, others []wanted) (wanted, bool) {
	if isXY(s) || len(s.Series) < 2 || len(s.Category.Labels) != 1 || len(others) == 0 {
		return wanted{}, false
	}
	from := others[len(others)-1]
	w := wanted{unit: from.unit}
	one := column{Series: native.Series{Name: s.Category.Labels[0]}}
	for _, in := range from.series {
		w.labels, w.ids = append(w.labels, in.Name), append(w.ids, in.id)
		one.Values, one.colors, one.Code = append(one.Values, in.Values[0]), append(one.colors, in.Color), in.Code
	}
	w.series = []column{one}
	return w, len(from.series) > 1
}

// joined is all dots as one series.
func joined(w wanted) wanted {
	one := column{}
	out := wanted{ids: w.ids, unit: w.unit}
	var labels []string
	for i, in := range w.series {
		if i == 0 {
			one.Series = in.Series
			one.Name, one.Values, one.Across, one.Size, one.Points = "", nil, nil, nil, nil
		}
		one.Values, one.Across, one.Size = append(one.Values, in.Values...), append(one.Across, in.Across...), append(one.Size, in.Size...)
		labels = append(labels, in.Name)
		one.colors = append(one.colors, in.Color)
	}
	one.Labels = labels
	out.labels = labels
	out.series = []column{one}
	return out
}
