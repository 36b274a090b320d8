package page

import (
	"maps"
	"slices"
	"strconv"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// trail is what the expression that is being answered was read from.
type trail struct {
	origin chart.Origin
	rows   []map[string]string
	of     string
	inputs []int64
}

// rowKey are the columns that name a row of a metric's table.
var rowKey = []string{"measure", "publisher", "scope", "frequency", "period", "member"}

// follow notes the rows of a settled request that an expression reads.
func (r *run) follow(q request, f *frame.Frame) {
	sql := r.rows(q, everything)
	r.trail.origin = chart.Origin{Metric: q.metric.name, Table: q.metric.table, Column: q.metric.column, SQL: sql.sql, Args: sql.args}
	if q.dataset {
		r.trail.origin.Sets = []string{q.market.id}
	}
	for i := range f.Rows() {
		row := map[string]string{"market": q.market.id}
		for _, c := range rowKey {
			row[c] = f.Text(c, i)
		}
		r.trail.rows = append(r.trail.rows, row)
		r.trail.inputs = append(r.trail.inputs, f.List("inputs", i)...)
	}
}

// followBlock notes the row of a block's query that an expression reads, all for -1.
func (r *run) followBlock(b block, f *frame.Frame, row int) {
	q := b.wrapped()
	r.trail.origin, r.trail.of = chart.Origin{SQL: q.sql, Args: q.args, Sets: setsOf(f)}, b.id.text
	if row >= 0 {
		r.trail.of += "#" + strconv.Itoa(row+1)
	}
	for i := range f.Rows() {
		if row < 0 || row == i {
			r.trail.inputs = append(r.trail.inputs, f.List("inputs", i)...)
		}
	}
}

// setsOf returns the data sets of payment attempts that rows are counted from.
func setsOf(f *frame.Frame) []string {
	var sets []string
	for i := range f.Rows() {
		sets = add(sets, f.Text("dataset", i))
	}
	return slices.DeleteFunc(sets, func(set string) bool { return set == "" })
}

// rowsOf returns what names the rows of a block's query, and their observations.
func (b block) rowsOf(f *frame.Frame) []document.Row {
	rows := make([]document.Row, f.Rows())
	for i := range rows {
		rows[i] = document.Row{ID: f.Text(b.rowColumn(f), i), Inputs: f.List("inputs", i)}
	}
	return rows
}

// values returns what the texts of the page say by expressions, in the order of its file.
func (r *run) values() []document.Value {
	answered := slices.SortedFunc(maps.Keys(r.answers), func(a, b *expr) int {
		if a.pos.Line != b.pos.Line {
			return a.pos.Line - b.pos.Line
		}
		return a.pos.Col - b.pos.Col
	})
	var out []document.Value
	for _, e := range answered {
		a := r.answers[e]
		if e.verb.text == verbName || !a.ok {
			continue
		}
		out = append(out, document.Value{
			Place: r.page.origin(e.pos).String(), Block: r.page.blockAt(e.pos.Line), Text: a.text, Claim: e.verb.text == verbClaim, Proof: a.title,
			Origin: a.trail.origin, Rows: a.trail.rows, Of: a.trail.of, Inputs: a.trail.inputs,
		})
	}
	return out
}

// blockAt returns the id of the chart, table or row of key figures that a line stands in, ""
// for narrative.
func (p *Page) blockAt(line int) string {
	for i := len(p.blocks) - 1; i >= 0; i-- {
		if p.blocks[i].pos.Line <= line {
			return p.blocks[i].id.text
		}
	}
	return ""
}
