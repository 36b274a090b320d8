package page

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
)

// An expression with block=ID reads what the query of a block of the page returned, so that
// a number in the text is the number of the chart or table: {{ value share block=reasons row=1 }}.

// partColumns of a kind are parts of a whole, whatever the block's unit.
var partColumns = []string{"cumulative", "conversion", "from_first"}

// ofBlock answers a value or a claim of a block.
func (r *run) ofBlock(ctx context.Context, e *expr) (printed, error) {
	b, problem := r.queried(e.sel.block)
	if problem != nil {
		return printed{}, problem
	}
	q := b.wrapped()
	f, err := r.cached(ctx, q)
	if err != nil {
		return printed{}, r.page.problem(e.sel.block.pos, codeSQLError, "see what is said of the block", "the query of %q has a mistake", b.id.text)
	}
	synthetic, err := r.isSynthetic(ctx, q, f)
	if err != nil {
		return printed{}, err
	}
	if f.Rows() == 0 {
		return printed{}, r.page.problem(e.sel.block.pos, codeNoValue, "", "the query of %q returns no row", b.id.text)
	}
	f = inLanguage(f, r.language)
	c, problem := r.columnOf(b, f, e.sel.metric)
	if problem != nil {
		return printed{}, problem
	}
	row, problem := r.rowOf(b, f, e.sel.row)
	if problem != nil {
		return printed{}, problem
	}
	if c.unit.text == "row" {
		c.unit.text = f.Text("unit", max(row, 0))
	}
	out := printed{publisher: f.Text("publisher", max(row, 0))}
	if synthetic {
		out.publisher = syntheticPublisher
	}
	if e.verb.text == verbClaim {
		r.followBlock(b, f, row)
		return r.claimOfBlock(ctx, e, f, c, row, out)
	}
	row = max(row, 0)
	r.followBlock(b, f, row)
	r.used = append(r.used, f.List("inputs", row)...)
	cell := r.cell(f, c, row)
	if f.Text(c.name, row) == "" {
		return printed{}, r.page.problem(e.pos, codeNoValue, "", "%s of block %q is not known in row %d", c.name, b.id.text, row+1)
	}
	out.text, out.title = cell.Text, b.id.text
	var isNumber bool
	out.value, isNumber = f.Float(c.name, row)
	out.words = !isNumber
	if format, ok := r.notation().declared(c.unit.text); ok && e.plus {
		out.text = chart.Signed(format, out.value)
	}
	return out, nil
}

// claimOfBlock checks a statement on one row of a block, or on all of them in their order.
func (r *run) claimOfBlock(ctx context.Context, e *expr, f *frame.Frame, c column, row int, out printed) (printed, error) {
	var list []reading
	for i := range f.Rows() {
		if v, ok := f.Float(c.name, i); ok && (row < 0 || row == i) {
			list = append(list, reading{value: v, high: v})
		}
	}
	format, ok := r.notation().declared(c.unit.text)
	switch {
	case !ok:
		return printed{}, r.page.problem(e.sel.metric.pos, codeSQLColumns, "a claim needs numbers with a unit", "column %q has no unit", c.name)
	case slices.ContainsFunc(e.conds, func(c cond) bool { return c.aggregate == "top" }):
		return printed{}, r.page.problem(e.pos, codeRequest, "order the query, and check a row", "top is a member of a market, and a block has rows")
	case len(list) == 0:
		return printed{}, r.page.problem(e.pos, codeNoValue, "", "nothing is known to check the claim on")
	}
	judged, err := r.judged(ctx, e, list, format)
	judged.publisher = out.publisher
	return judged, err
}

// queried finds a block of the page that has a query of its own.
func (r *run) queried(w word) (block, *diag.Problem) {
	var known []string
	for _, b := range r.page.blocks {
		if b.sql.text == "" {
			continue
		}
		if b.id.text == w.text {
			if b.refusal != "" {
				break // Parse has said so
			}
			return b, nil
		}
		known = append(known, b.id.text)
	}
	return block{}, r.page.problem(w.pos, codeBlock, diag.DidYouMean(w.text, known, ""), "the page has no chart or table %q with a query", w.text)
}

// mayBeEmpty reports whether an expression reads a block that may be without data.
func (r *run) mayBeEmpty(e *expr) bool {
	b, problem := r.queried(e.sel.block)
	return problem == nil && r.whenEmpty(b) != emptyError
}

// columnOf finds a column and its unit: as declared, else the block's, else by its kind.
func (r *run) columnOf(b block, f *frame.Frame, w word) (column, *diag.Problem) {
	data := f.Column(w.text)
	if data == nil {
		var known []string
		for _, c := range f.Columns {
			known = append(known, c.Name)
		}
		return column{}, r.page.problem(w.pos, codeSQLColumns, diag.DidYouMean(w.text, known, ""), "block %q has no column %q", b.id.text, w.text)
	}
	c := column{name: w.text, pos: w.pos}
	if i := slices.IndexFunc(b.columns, func(one column) bool { return one.name == w.text }); i >= 0 {
		c.unit = b.columns[i].unit
	}
	switch {
	case c.unit.text != "":
	case has(partColumns, w.text):
		c.unit.text = "percent"
	case data.Kind == frame.Int && w.text != "value":
		c.unit.text = "count"
	case data.Kind != frame.Int && data.Kind != frame.Decimal && data.Kind != frame.Float:
	case b.unit.text != "":
		c.unit = b.unit
	default:
		return c, r.page.problem(w.pos, codeSQLColumns, "declare its unit in columns:", "column %q of block %q has no unit", w.text, b.id.text)
	}
	return c, nil
}

// rowOf finds a row by its number from 1, or by the text of its first shown column; -1
// where none is asked for.
func (r *run) rowOf(b block, f *frame.Frame, w word) (int, *diag.Problem) {
	if w.text == "" {
		return -1, nil
	}
	if n, err := strconv.Atoi(w.text); err == nil && n >= 1 && n <= f.Rows() {
		return n - 1, nil
	}
	var known []string
	for i := range f.Rows() {
		id := f.Text(b.rowColumn(f), i)
		if id == w.text {
			return i, nil
		}
		known = append(known, id)
	}
	return 0, r.page.problem(w.pos, codeNoValue, cmp.Or(diag.DidYouMean(w.text, known, ""), "a row is a number from 1, or what its first column says"), "block %q has no row %q", b.id.text, w.text)
}

// rowColumn is the column that tells the rows of a query apart.
func (b block) rowColumn(f *frame.Frame) string {
	for _, name := range []string{"period", "category"} {
		if len(b.columns) == 0 && f.Column(name) != nil {
			return name
		}
	}
	if len(b.columns) > 0 {
		return b.columns[0].name
	}
	return f.Columns[0].Name
}

// wrapped is a block's query as it is run: as a subquery, so that it can be nothing but a
// SELECT; the engine is read-only besides.
func (b block) wrapped() query {
	return query{fmt.Sprintf("SELECT * FROM (\n%s\n) AS block LIMIT %d", b.query.sql, sqlRows), b.query.args}
}
