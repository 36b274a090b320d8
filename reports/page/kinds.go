package page

import (
	"context"
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

	chart.Waterfall: {"category", "value"},
	chart.Marimekko: {"series", "category", "value"},
	chart.Scatter:   {"category", "x", "value"},
	chart.Bubble:    {"category", "x", "value", "size"},
	chart.Treemap:   {"category", "value"},
	chart.Sankey:    {"source", "target", "value"},
}

// drawsMetrics are those of these kinds that a metric can be drawn as too.
var drawsMetrics = map[chart.Kind]bool{chart.Waterfall: true, chart.Treemap: true}

// numbersOf are the columns of these kinds that must be numbers.
var numbersOf = []string{"value", "low", "high", "cumulative", "open", "conversion", "from_first", "x", "size"}

// shapeKind fills the request of a kind with columns of its own; the rows stay as the
// query returned them.
func (r *run) shapeKind(ctx context.Context, p *plan, f *frame.Frame) bool {
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
	if places(b) && !r.axes(ctx, b, c) {
		return false
	}
	if has(need, "value") && b.unit.text == "" && !places(b) {
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
	case places(b): // its axes have titles
	case chart.Base(c.Format) == "percent":
		c.What = r.lang("Share", "占比")
	case unit != "":
		c.What = r.lang("Value, ", "金额，") + unit
	default:
		c.What = r.lang("Number", "数量")
	}
	c.ColumnName = r.lang("Category", "类别")
	switch {
	case c.FixedSubtitle:
	case c.Kind == chart.Bubble:
		c.Subtitle = r.lang("Area: ", "面积：") + c.Size.Title
	case c.Kind != chart.Scatter:
		c.Subtitle = r.unitName(c.Format)
	}
	c.Names, c.Ramp, c.Additive = map[string]string{}, r.ramp(), c.Kind == chart.Treemap
	c.Origin.Column = "value"
	p.frame = f
	return true
}

// places reports whether a block places members by two values: its columns are declared
// as those of a table, for the titles and units of its axes.
func places(b block) bool {
	return b.kind == blockChart && (b.form.text == string(chart.Scatter) || b.form.text == string(chart.Bubble))
}

// axes fills the axes of a block that places members.
func (r *run) axes(ctx context.Context, b block, c *chart.Request) bool {
	found := map[string]chart.Axis{}
	for _, col := range b.columns {
		format, ok := r.notation().declared(col.unit.text)
		if !ok {
			r.fail(col.pos, codeSQLColumns, sqlUnitHint, "column %q has no unit", col.name)
			return false
		}
		title := r.plain(ctx, col.title)
		if strings.HasPrefix(format, "money") { // its ticks have no currency
			title += r.lang(", ", "，") + r.unitName(format)
		}
		found[col.name] = chart.Axis{Title: title, Format: format}
	}
	for _, name := range kindColumns[c.Kind][1:] {
		if found[name].Title == "" {
			r.fail(b.pos, codeKeyMissing, "add columns: "+name+": {title: …, unit: …}", "%s %q does not say what %s is", c.Kind, b.id.text, name)
			return false
		}
	}
	c.Across, c.Size, c.Format = found["x"], found["size"], found["value"].Format
	c.What = found["value"].Title
	return true
}

// colors returns the colours of ids, one grey without a theme.
func (r *run) colors(ids []string) []string {
	if r.opt.Theme == nil {
		out := make([]string, len(ids))
		for i := range out {
			out[i] = "#5d6670"
		}
		return out
	}
	return r.opt.Theme.Colors(ids)
}

// ramp returns the colours of values, least first.
func (r *run) ramp() []string {
	if r.opt.Theme == nil {
		return r.colors(make([]string, 5))
	}
	return r.opt.Theme.Ramp()
}
