package page

import (
	"context"
	"strings"

	"paystats/data/diag"
)

// Metrics of payment attempts are counted by dataset, not by market. A block that names a
// dataset reads them as if it were a market with one publisher: its members are those of
// the dimension that the block is split by.

// attemptColumns are the columns that a table of attempts must have to be read so.
var attemptColumns = []string{"dataset", "publisher", "frequency", "period", "period_start", "member"}

// countsAttempts reports whether a metric is counted by dataset.
func (r *run) countsAttempts(m metric) bool { return r.names.columns[m.table]["dataset"] }

// resolveDataset finds the set that a block names and makes a market of it.
func (r *run) resolveDataset(sel selection, q *request) {
	w, columns := sel.dataset, r.names.columns[q.metric.table]
	title, known := r.names.made.titles[w.text]
	switch {
	case sel.market.text != "":
		r.fail(w.pos, codeRequest, "keep one of the two", "a block has a market or a dataset, not both")
	case !known:
		r.fail(w.pos, codeDataset, diag.DidYouMean(w.text, keys(r.names.made.titles), "paystats list datasets"), "no dataset of payment attempts is called %q", w.text)
	case !r.countsAttempts(q.metric):
		r.fail(w.pos, codeRequest, "write market: …", "metric %q is counted by market, not by dataset", q.metric.name)
	}
	for _, name := range attemptColumns {
		if !columns[name] && r.countsAttempts(q.metric) {
			r.fail(sel.metric.pos, codeRequest, "write an sql block: SELECT … FROM "+q.metric.table+" WHERE dataset = '…'", "metric %q has no column %s: it is no series of periods", q.metric.name, name)
			return
		}
	}
	for _, words := range [][]word{sel.measures, {sel.publisher}} {
		for _, other := range words {
			if other.text != "" {
				r.fail(other.pos, codeRequest, "remove it", "measure and publisher belong to markets")
			}
		}
	}
	q.dataset = true
	q.market = market{id: w.text, name: title, dimension: sel.dimension.text}
}

// dimensionOf is the dimension that a block of a dataset is split by; "" for the total.
func (b block) dimensionOf() word {
	for _, w := range []word{b.panels, b.by} {
		if !has([]string{"", "member", "publisher", "measure"}, w.text) {
			return w
		}
	}
	return word{}
}

// checkDimension checks that a table of attempts is split by a dimension.
func (r *run) checkDimension(ctx context.Context, w word, q request) (bool, error) {
	if w.text == "" || !q.dataset {
		return true, nil
	}
	known := []string{"provider"}
	if r.names.columns[q.metric.table]["dimension"] {
		f, err := r.cached(ctx, query{"SELECT DISTINCT dimension FROM " + ident(q.metric.table) + " WHERE dataset = ? AND dimension <> 'total' ORDER BY dimension", []string{q.market.id}})
		if err != nil {
			return false, err
		}
		known = nil
		for i := range f.Rows() {
			known = append(known, f.Text("dimension", i))
		}
	}
	if has(known, w.text) {
		return true, nil
	}
	hint := diag.DidYouMean(w.text, known, "")
	if hint == "" {
		hint = "it can be split by " + strings.Join(known, ", ")
	}
	r.fail(w.pos, codeRequest, hint, "%s of dataset %s cannot be split by %q", q.metric.name, q.market.id, w.text)
	return false, nil
}

// attemptTable is a table of attempts with the columns of tables by market. Periods that
// are not complete are provisional.
func (r *run) attemptTable(m metric) string {
	has := r.names.columns[m.table]
	var b strings.Builder
	b.WriteString("(SELECT *, dataset AS market")
	for _, c := range []struct{ name, value string }{{"measure", "''"}, {"scope", "''"}, {"unit", "''"}, {"inputs", "CAST([] AS BIGINT[])"}} {
		if !has[c.name] {
			b.WriteString(", " + c.value + " AS " + c.name)
		}
	}
	switch {
	case has["status"]:
	case has["complete"]:
		b.WriteString(", CASE WHEN complete THEN 'A' ELSE 'P' END AS status")
	default:
		b.WriteString(", 'A' AS status")
	}
	return b.String() + " FROM " + ident(m.table) + ") AS t"
}
