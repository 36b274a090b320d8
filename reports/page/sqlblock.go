package page

import (
	"cmp"
	"context"
	"slices"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// planSQL runs a block's own query. Its columns are period or category,
// value, and if wanted series, panel, low, high, reason, status and inputs (observation ids).
func (r *run) planSQL(ctx context.Context, p *plan) (bool, error) {
	b := p.block
	if b.refusal != "" {
		return false, nil // Parse has said so
	}
	format, ok := r.notation().declared(b.unit.text)
	if !ok && len(b.columns) == 0 && kindColumns[p.chart.Kind] == nil {
		return false, nil
	}
	sql := b.wrapped()
	f, err := r.ownQuery(ctx, b, sql)
	if f == nil || err != nil {
		return false, err
	}
	if p.synthetic, err = r.isSynthetic(ctx, sql, f); err != nil {
		return false, err
	}
	if len(b.columns) > 0 && !places(b) {
		if f.Rows() == 0 {
			r.fail(b.sql.pos, codeEmpty, "", "the query returns no row")
			return false, nil
		}
		t, ok := r.tableSQL(ctx, b, f)
		p.table, p.frame = &t, f
		p.chart.Origin = chart.Origin{SQL: sql.sql, Args: sql.args, Sets: setsOf(f)}
		return ok, nil
	}
	if kindColumns[p.chart.Kind] != nil {
		p.chart.Format, p.chart.Origin = format, chart.Origin{SQL: sql.sql, Args: sql.args, Sets: setsOf(f)}
		return r.shapeKind(ctx, p, inLanguage(f, r.language)), nil
	}
	return r.shapeSQL(p, inLanguage(f, r.language), format, sql), nil
}

func (r *run) shapeSQL(p *plan, f *frame.Frame, format string, sql query) bool {
	b, c := p.block, &p.chart
	category := "period"
	if f.Column(category) == nil {
		category = "category"
	}
	if f.Column(category) == nil || f.Column("value") == nil {
		r.fail(b.sql.pos, codeSQLColumns, "name them with AS", "the query needs the columns period or category, and value")
		return false
	}
	if (c.Kind == chart.Band || c.Kind == chart.Range) && f.Column("high") == nil {
		r.fail(b.sql.pos, codeSQLColumns, "return value and high, the ends of the interval, or for a band value, low and high", "kind %s draws an interval, and the query returns no column \"high\"", c.Kind)
		return false
	}
	for _, name := range []string{"value", "low", "high"} {
		if col := f.Column(name); col != nil && col.Kind != frame.Int && col.Kind != frame.Decimal && col.Kind != frame.Float {
			r.fail(b.sql.pos, codeSQLColumns, "CAST it to DOUBLE", "column %s is %s, not a number", name, col.Kind)
			return false
		}
	}
	if !hasValue(f) {
		r.fail(b.sql.pos, codeEmpty, "", "the query returns no value")
		return false
	}
	f = withSeries(f)
	c.Format, c.Order, c.Names, c.Labels = format, order(f), map[string]string{}, map[string]string{}
	for i := range f.Rows() {
		if name := f.Text(category+nameSuffix, i); name != "" {
			c.Names[f.Text(category, i)] = name
		}
		if name := f.Text("series"+nameSuffix, i); name != "" {
			c.Names[f.Text("series_of", i)] = name
		}
		if name := f.Text("panel"+nameSuffix, i); name != "" {
			c.Names[f.Text("panel", i)] = name
		}
	}
	c.Origin = chart.Origin{Column: "value", SQL: sql.sql, Args: sql.args, Sets: setsOf(f)}
	c.ColumnName = upperFirst(category)
	if c.What = r.unitName(format); c.What == "" {
		c.What = r.lang("Value", "数值")
	}
	if _, _, err := obs.ParsePeriod(f.Text(category, 0)); err != nil {
		// Members stand where charts expect series; the one column of values is their category.
		f = long(f, category, "series_of", "")
		c.MemberAxis = c.Kind != chart.Donut && f.Column("panel") == nil
		// Names that stand beside their bars need no colours, unless readers know one by its own.
		c.OneColor = c.MemberAxis && !slices.ContainsFunc(c.Order, func(id string) bool {
			return id != obs.Total && !chart.IsRest(id) && r.opt.Theme != nil && r.opt.Theme.IsFixed(id)
		})
		for i := range f.Rows() {
			id := f.Text("series_of", i)
			if _, _, err := obs.ParsePeriod(id); err != nil { // has a colour of its own
				c.Labels[id] = cmp.Or(c.Names[id], id)
			}
		}
		c.Labels[obs.Total] = c.What
	} else {
		f = long(f, "series_of", category, "")
		c.Names[obs.Total] = r.lang("Total", "合计")
	}
	if c.Kind == "" {
		c.Kind = chart.Bar
	}
	if c.Kind == chart.Sparkline {
		c.ColumnName = r.lang("Name", "名称")
	}
	if !c.FixedSubtitle {
		c.Subtitle = r.unitName(format)
	}
	p.frame = f
	return true
}

// withSeries gives the frame a column series_of: the query's own series, else its panel,
// else total.
func withSeries(f *frame.Frame) *frame.Frame {
	cells := make([]any, f.Rows())
	for i := range cells {
		switch {
		case f.Column("series") != nil:
			cells[i] = f.Text("series", i)
		case f.Column("panel") != nil:
			cells[i] = f.Text("panel", i)
		default:
			cells[i] = obs.Total
		}
	}
	out := &frame.Frame{Columns: []frame.Column{{Name: "series_of", Kind: frame.Text, Cells: cells}}}
	for _, c := range f.Columns {
		if c.Name != "series" {
			out.Columns = append(out.Columns, c)
		}
	}
	return out
}

// order is the order in which a query returns its categories and series: it is the
// author's, and kept.
func order(f *frame.Frame) []string {
	var out []string
	for _, column := range []string{"panel", "series_of", "category"} {
		for i := range f.Rows() {
			out = add(out, f.Text(column, i))
		}
	}
	return out
}
