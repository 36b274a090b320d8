package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/obs"
)

// extent is what a table holds of one market, measure, publisher and frequency.
type extent struct {
	measure, publisher, frequency string
	first, last                   string // periods
	whole                         bool   // has rows of the total
}

// extents returns what a metric has for a market; cached, a page asks often.
func (r *run) extents(ctx context.Context, q request) ([]extent, error) {
	key := q.metric.table + " " + q.metric.column + " " + q.market.id
	if e, ok := r.known[key]; ok {
		return e, nil
	}
	f, err := r.cached(ctx, query{"SELECT measure, publisher, frequency, arg_min(period, period_start) AS first_period," +
		" arg_max(period, period_start) AS last_period, bool_or(member = 'total') AS whole FROM " + r.tableOf(q) +
		" WHERE market = ? AND " + ident(q.metric.column) + " IS NOT NULL GROUP BY measure, publisher, frequency ORDER BY measure, publisher, frequency", []string{q.market.id}}.spelled())
	if err != nil {
		return nil, err
	}
	var out []extent
	for i := range f.Rows() {
		out = append(out, extent{f.Text("measure", i), f.Text("publisher", i), f.Text("frequency", i),
			f.Text("first_period", i), f.Text("last_period", i), f.Bool("whole", i)})
	}
	r.known[key] = out
	return out, nil
}

// ident quotes a name that comes from the warehouse's own lists.
func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// settle chooses what the request leaves open: measure, publisher, frequency, each the
// first of the market's order that has data.
func (r *run) settle(ctx context.Context, q *request, allPublishers bool) (whole bool, err error) {
	all, err := r.extents(ctx, *q)
	if err != nil {
		return false, err
	}
	pick := func(e extent) bool {
		return (len(q.measures) == 0 || has(q.measures, e.measure)) && (q.publisher == "" || e.publisher == q.publisher) &&
			(q.frequency == "" || e.frequency == q.frequency)
	}
	left := slices.DeleteFunc(slices.Clone(all), func(e extent) bool { return !pick(e) })
	if len(left) == 0 {
		return false, r.empty(*q, all)
	}
	if q.frequency == "" {
		q.frequency = finest(left)
	}
	if len(q.measures) == 0 {
		q.measures = []string{first(q.market.measures, left, func(e extent) string { return e.measure })}
	}
	left = slices.DeleteFunc(left, func(e extent) bool { return !pick(e) })
	if q.publisher == "" && !allPublishers {
		order := q.market.publishers
		if has(order, r.opt.Publisher) {
			order = append([]string{r.opt.Publisher}, order...)
		}
		q.publisher = first(order, left, func(e extent) string { return e.publisher })
		for _, e := range left {
			q.rivals = add(q.rivals, e.publisher)
		}
		q.rivals = slices.DeleteFunc(q.rivals, func(id string) bool { return id == q.publisher })
	}
	for _, e := range left {
		if pick(e) && e.whole {
			whole = true
		}
	}
	return whole, nil
}

// first returns the first of an order that the extents have, else their own first.
func first(order []string, list []extent, of func(extent) string) string {
	for _, id := range order {
		if slices.ContainsFunc(list, func(e extent) bool { return of(e) == id }) {
			return id
		}
	}
	return of(list[0])
}

// finest prefers quarters, the grain of most payment statistics, then what is finer.
func finest(list []extent) string {
	for _, f := range []string{"Q", "M", "S", "A", "D"} {
		if slices.ContainsFunc(list, func(e extent) bool { return e.frequency == f }) {
			return f
		}
	}
	return list[0].frequency
}

// empty says that the data hold nothing for a request, and what they hold.
func (r *run) empty(q request, have []extent) *diag.Problem {
	hint := "nothing is loaded that gives " + q.metric.name + " of " + q.market.id + "; `paystats list observations` shows what is, and `include: datasets:` in paystats.yaml names the bundled sets that take part"
	if r.opt.AsOf != "" {
		hint = "nothing of it had been published by " + r.opt.AsOf + ", or its date is not known"
	}
	if len(have) > 0 {
		var parts []string
		for _, e := range have {
			parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s by %s, %s to %s", e.measure, e.publisher, e.first, e.last)))
		}
		hint = "there is " + strings.Join(slices.Compact(parts), "; ")
	}
	what := q.metric.name + " of " + q.market.id
	for _, part := range []string{q.publisher, strings.Join(q.members, ", "), q.frequency} {
		if part != "" {
			what += ", " + part
		}
	}
	if !q.period.isZero() {
		what += ", " + q.period.String()
	}
	return r.page.problem(q.place, codeEmpty, hint, "no data for %s", what)
}

// query is SQL with its bound values.
type query struct {
	sql  string
	args []string
}

// spelled returns the query with its values, quoted, in its text. Bound ones the engine (DuckDB 1.1.3)
// does not know when it plans: it joins a whole view, to keep one market's rows at the end. Only for what
// rows and extents ask, with ids and dates: in a page's own SQL a question mark may be a text.
func (q query) spelled() query {
	var b strings.Builder
	for i, part := range strings.Split(q.sql, "?") {
		if i > 0 {
			b.WriteString("'" + strings.ReplaceAll(q.args[i-1], "'", "''") + "'")
		}
		b.WriteString(part)
	}
	return query{sql: b.String()}
}

// reach is which rows of a series a query returns.
type reach int

const (
	total      reach = iota // the total only
	members                 // the members, or those that the request names
	everything              // total and members of all periods
)

// reachOf returns the reach of a request that does or does not go by member.
func reachOf(byMember bool) reach {
	if byMember {
		return members
	}
	return total
}

// rows returns the query of a settled request: one row a point.
func (r *run) rows(q request, want reach) query {
	has := r.names.columns[q.metric.table]
	column := func(name, otherwise string) string {
		if has[name] {
			return ident(name)
		}
		return otherwise
	}
	var b strings.Builder
	fmt.Fprintf(&b, "SELECT measure, publisher, scope, unit, frequency, period, period_start, member, %s AS value", ident(q.metric.column))
	if q.metric.high != "" {
		fmt.Fprintf(&b, ", %s AS high", ident(q.metric.high))
	}
	if q.band {
		b.WriteString(r.bandColumns(q.metric))
	}
	if q.dataset {
		b.WriteString(", dataset")
	}
	if has[labelColumn] {
		fmt.Fprintf(&b, ", %s AS label", ident(labelColumn))
	}
	fmt.Fprintf(&b, ", %s AS reason, status, %s AS derived, %s AS coverage, %s AS series_break, %s FROM %s WHERE market = ?",
		column(q.metric.reason, "reason"), column("derived", "FALSE"), column("coverage", "NULL"), column("series_break", "FALSE"), r.inputsOf(q), r.tableOf(q))
	args := []string{q.market.id}
	in := func(name string, values []string) {
		fmt.Fprintf(&b, " AND %s IN (?%s)", name, strings.Repeat(", ?", len(values)-1))
		args = append(args, values...)
	}
	in("measure", q.measures)
	in("frequency", []string{q.frequency})
	if has["dimension"] {
		in("dimension", add([]string{obs.Total}, q.market.dimension))
	}
	if q.publisher != "" {
		in("publisher", []string{q.publisher})
	}
	switch {
	case want == everything:
	case len(q.members) > 0:
		in("member", q.members)
	case want == members:
		b.WriteString(" AND member <> 'total'")
	default:
		b.WriteString(" AND member = 'total'")
	}
	if !q.period.isZero() && want != everything {
		b.WriteString(" AND period_start BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)")
		args = append(args, day(q.period.from), day(q.period.to))
	}
	b.WriteString(" ORDER BY period_start, measure, publisher, member")
	return query{b.String(), args}
}

func day(p obs.Period) string { return p.Start().Format("2006-01-02") }

// cached executes a query; a query that the build has run before is answered from memory.
func (r *run) cached(ctx context.Context, q query) (*frame.Frame, error) {
	args := make([]any, len(q.args))
	for i, a := range q.args {
		args[i] = a
	}
	return r.src.Query(ctx, q.sql, args...)
}
