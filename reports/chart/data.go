package chart

import (
	"strconv"
	"strings"

	"paystats/data/obs"
)

// Data are the numbers of a chart or table for programs: what CSV and JSON files hold.
// Cells are nil, text, or a float64 in base units (CNY, count; fractions, not percent).
type Data struct {
	Columns []string
	Rows    [][]any
}

// Data returns the numbers of a chart, a row a point in drawing order. Columns that no
// point fills are left out, but for value, unit, status, publisher and vintage.
func (s Spec) Data() Data {
	switch {
	case s.Kind == Timeline:
		return s.spanData()
	case len(s.Flows) > 0:
		return s.flowData()
	}
	d := Data{Columns: []string{
		"panel", "series", "series_name", "period", "category", "category_name", "value", "unit", "low", "high", "x", "x_unit", "before", "class",
		"status", "reason", "publisher", "vintage",
	}}
	byPeriod, byMember := arePeriods(s.Category.IDs), arePeriods(seriesIDs(s.Series))
	for _, one := range s.Series {
		for i, p := range one.Points {
			var id, label string
			if i < len(s.Category.IDs) {
				id, label = s.Category.IDs[i], s.Category.Labels[i]
			}
			r := row{series: one.ID, name: one.Name, category: id, label: label}
			switch {
			case byPeriod:
				r.period, r.category, r.label = id, "", ""
			case byMember: // members stand on the axis, periods where series do
				r = row{series: id, name: label, period: one.ID}
			}
			if len(s.Panels) > 0 {
				r.panel = s.Panels[one.Panel].Name
			}
			d.Rows = append(d.Rows, r.cells(s, p))
		}
	}
	return d.withoutEmpty("value", "unit", "status", "publisher", "vintage")
}

// row says what a point is of.
type row struct{ panel, series, name, period, category, label string }

func (r row) cells(s Spec, p Point) []any {
	unit := UnitOf(s.Value.Format)
	if s.Kind == Bump {
		unit = "rank"
	}
	var across any
	if p.X != nil && s.Second.Format != "" {
		across = UnitOf(s.Second.Format)
	}
	class := ""
	if p.Sign != "" {
		class = p.Text
	}
	reason := ""
	if p.Value == nil {
		reason = p.Why
	}
	return []any{
		text(r.panel), text(r.series), text(r.name), text(r.period), text(r.category), text(r.label), float(p.Value), text(unit), float(p.Low), float(p.High),
		float(p.X), across, float(p.Before), text(class), text(p.Status), text(reason), text(p.Publisher), text(p.Vintage),
	}
}

// spanData are the spans of a timeline. Days are ISO dates, the first and last one of a
// period; a mark says whether a day is stated, at_latest (of a beginning), at_earliest (of an
// end), open (goes on) or unknown.
func (s Spec) spanData() Data {
	d := Data{Columns: []string{"row", "class", "label", "from", "from_mark", "until", "until_mark", "text", "remark"}}
	for _, o := range s.Spans {
		d.Rows = append(d.Rows, []any{text(s.Category.Labels[o.Row]), text(o.Class), text(o.Label), text(o.Begin), o.From.mark(o.Begin, "at_latest"), text(o.End), o.Until.mark(o.End, "at_earliest"), text(o.Text), text(o.Why)})
	}
	return d
}

// mark says how a day is known; vaguely is the word for one that bounds the end.
func (e Edge) mark(day, vaguely string) string {
	switch {
	case e == Ongoing:
		return "open"
	case day == "":
		return "unknown"
	case e == Vague:
		return vaguely
	}
	return "stated"
}

// flowData are the flows of a sankey.
func (s Spec) flowData() Data {
	d := Data{Columns: []string{"from", "from_name", "to", "to_name", "value", "unit"}}
	for _, f := range s.Flows {
		from, to := s.Series[f.From], s.Series[f.To]
		d.Rows = append(d.Rows, []any{from.ID, from.Name, to.ID, to.Name, f.Value, text(UnitOf(s.Value.Format))})
	}
	return d
}

// withoutEmpty drops the columns without a value that are not to be kept.
func (d Data) withoutEmpty(kept ...string) Data {
	used := make([]bool, len(d.Columns))
	for i, name := range d.Columns {
		for _, k := range kept {
			used[i] = used[i] || name == k
		}
		for _, r := range d.Rows {
			used[i] = used[i] || r[i] != nil
		}
	}
	var out Data
	for i, name := range d.Columns {
		if used[i] {
			out.Columns = append(out.Columns, name)
		}
	}
	for _, r := range d.Rows {
		var cells []any
		for i := range r {
			if used[i] {
				cells = append(cells, r[i])
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// UnitOf returns the unit of the values that a named format prints, as warehouse and
// files name it: a currency, count, ratio (fractions, also behind percent and pp), points;
// "" for bare numbers.
func UnitOf(format string) string {
	_, currency, _ := strings.Cut(format, ":")
	switch base := Base(format); {
	case currency != "":
		return currency
	case base == "count":
		return "count"
	case base == "percent" || base == "pp" || base == "pp-gap" || base == "times" || base == "multiple":
		return "ratio"
	case base == "points":
		return "points"
	}
	return ""
}

func arePeriods(ids []string) bool {
	for _, id := range ids {
		if _, _, err := obs.ParsePeriod(id); err != nil {
			return false
		}
	}
	return len(ids) > 0
}

func seriesIDs(series []Series) []string {
	ids := make([]string, len(series))
	for i, s := range series {
		ids[i] = s.ID
	}
	return ids
}

// text is a cell of a text; an empty one is none.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func float(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// PlainNumber prints a value in full and without an exponent, as files hold it.
func PlainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
