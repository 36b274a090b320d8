package page

import (
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
)

// kindColumns are the columns that a query must return for a kind that reads more than
// categories and values.
var kindColumns = map[chart.Kind][]string{
	chart.Pareto:   {"category", "value", "cumulative"},
	chart.Funnel:   {"category", "value"},
	chart.Matrix:   {"series", "category"},
	chart.Timeline: {"category", "from", "until"},
}

// numbersOf are the columns of these kinds that must be numbers.
var numbersOf = []string{"value", "low", "high", "cumulative", "open", "conversion", "from_first"}

// shapeKind fills the request of a kind with columns of its own; the rows stay as the
// query returned them.
func (r *run) shapeKind(p *plan, f *frame.Frame) bool {
	b, c := p.block, &p.chart
	need := kindColumns[c.Kind]
	if c.Kind == chart.Matrix && f.Column("class") == nil {
		need = append([]string{"value"}, need...)
	}
	for _, name := range need {
		if f.Column(name) == nil {
			r.fail(b.sql.pos, codeSQLColumns, "name it with AS; "+string(c.Kind)+" reads "+strings.Join(need, ", "), "the query returns no column %q", name)
			return false
		}
	}
	for _, name := range numbersOf {
		if col := f.Column(name); col != nil && col.Kind != frame.Int && col.Kind != frame.Decimal && col.Kind != frame.Float {
			r.fail(b.sql.pos, codeSQLColumns, "CAST it to DOUBLE", "column %s is %s, not a number", name, col.Kind)
			return false
		}
	}
	if has(need, "value") && b.unit.text == "" {
		r.fail(b.pos, codeSQLColumns, sqlUnitHint, "chart %q has no unit for its values", b.id.text)
		return false
	}
	if f.Rows() == 0 || has(need, "value") && !hasValue(f) {
		r.fail(b.sql.pos, codeEmpty, "", "the query returns no value")
		return false
	}
	for i := range f.Rows() {
		if class := f.Text("class", i); class != "" && !has(chart.Classes(), class) {
			r.fail(b.sql.pos, codeSQLColumns, diag.DidYouMean(class, chart.Classes(), "classes are "+strings.Join(chart.Classes(), ", ")), "unknown class %q", class)
			return false
		}
	}
	switch unit := r.unitName(c.Format); {
	case c.Format == "percent":
		c.What = r.lang("Share", "占比")
	case unit != "":
		c.What = r.lang("Value, ", "金额，") + unit
	default:
		c.What = r.lang("Number", "数量")
	}
	c.ColumnName = r.lang("Category", "类别")
	if !c.FixedSubtitle {
		c.Subtitle = r.unitName(c.Format)
	}
	c.Names, c.Ramp = map[string]string{}, r.ramp()
	c.Origin = chart.Origin{Column: "value", SQL: c.Origin.SQL}
	p.frame = f
	return true
}

// ramp returns the colours of values, least first.
func (r *run) ramp() []string {
	if r.opt.Theme == nil {
		return r.colors(make([]string, 5))
	}
	return r.opt.Theme.Ramp()
}
