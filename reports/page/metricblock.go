package page

import (
	"context"
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// planMetric reads the numbers of a block that names a metric.
func (r *run) planMetric(ctx context.Context, p *plan) (bool, error) {
	b := p.block
	if b.sel.metric.text == "" || b.sel.market.text == "" {
		return false, nil // Parse has said so
	}
	q, ok := r.resolve(b.sel)
	if !ok {
		return false, nil
	}
	if !r.splits(b, &q, p) {
		return false, nil
	}
	single := p.chart.Kind == chart.Donut || p.chart.Kind == chart.Ranking || p.chart.Kind == chart.Waterfall
	if single && !r.onePeriod(b, &q) {
		return false, nil
	}
	whole, err := r.settle(ctx, &q, p.by == "publisher")
	if err != nil {
		return false, err
	}
	byMember := p.by == "member" || !whole || len(q.members) > 0
	if single && q.period.isZero() {
		if q.period, err = r.latest(ctx, q); err != nil {
			return false, err
		}
	}
	sql := r.rows(q, reachOf(byMember))
	p.frame, err = r.cached(ctx, sql)
	if err != nil {
		return false, err
	}
	if !hasValue(p.frame) {
		all, _ := r.extents(ctx, q.metric, q.market.id)
		return false, r.empty(q, all)
	}
	if p.by == "" && byMember {
		p.by = "member"
	}
	p.request = q
	for i := range p.frame.Rows() {
		p.synthetic = p.synthetic || r.names.made.publishers[p.frame.Text("publisher", i)]
	}
	p.chart.Notes = append(p.chart.Notes, r.choice(q)...)
	p.chart.Origin = chart.Origin{Metric: q.metric.name, Table: q.metric.table, Column: q.metric.column, SQL: sql.sql, Args: sql.args}
	return r.shape(p, byMember), nil
}

// splits reads what a block is split by.
func (r *run) splits(b block, q *request, p *plan) bool {
	switch kind := p.chart.Kind; {
	case b.by.text == "publisher" || b.by.text == "measure":
		p.by = b.by.text
		if b.by.text == "measure" && len(q.measures) == 0 {
			q.measures = q.market.measures
		}
		if b.by.text == "publisher" && q.publisher != "" {
			r.fail(b.sel.publisher.pos, codeRequest, "remove publisher, or by", "publisher names one, by: publisher shows all")
			return false
		}
	case b.by.text == "member" || b.by.text != "" && b.by.text == q.market.dimension:
		p.by = "member"
	case b.by.text != "":
		words := add([]string{"member", "publisher", "measure"}, q.market.dimension)
		hint := diag.DidYouMean(b.by.text, words, "")
		if hint == "" {
			hint = "it can be split by " + strings.Join(words, ", ")
		}
		r.fail(b.by.pos, codeRequest, hint, "market %s cannot be split by %q", q.market.id, b.by.text)
		return false
	case has([]string{"donut", "ranking", "stacked", "stacked100", "waterfall", "area", "bump", "slope"}, string(kind)):
		p.by = "member"
	}
	if p.by == "member" && q.market.dimension == "" {
		r.fail(b.sel.market.pos, codeRequest, "choose a market with members, or another kind", "market %s has only a total", q.market.id)
		return false
	}
	if p.chart.Kind == chart.Stacked100 && q.metric.name != "share" {
		r.fail(b.sel.metric.pos, codeRequest, "write metric: share", "stacked100 draws shares, not %s", q.metric.name)
		return false
	}
	if (p.chart.Kind == chart.Range) != (q.metric.high != "") && p.chart.Kind != "" && b.kind == blockChart {
		r.fail(b.form.pos, codeRequest, "an interval is drawn with kind: range, anything else with another kind", "kind %s does not fit metric %s", p.chart.Kind, q.metric.name)
		return false
	}
	return true
}

// onePeriod narrows a request to one period: its own, or the page's last.
func (r *run) onePeriod(b block, q *request) bool {
	if q.explicit && !q.period.single() {
		r.fail(q.period.pos, codeRequest, "name one period", "a %s shows one period", b.form.text)
		return false
	}
	q.period.from = q.period.to
	return true
}

// latest returns the last period that a request has.
func (r *run) latest(ctx context.Context, q request) (span, error) {
	all, err := r.extents(ctx, q.metric, q.market.id)
	if err != nil {
		return span{}, err
	}
	for _, e := range all {
		if has(q.measures, e.measure) && e.frequency == q.frequency && (q.publisher == "" || e.publisher == q.publisher) {
			p, _, err := obs.ParsePeriod(e.last)
			return span{from: p, to: p, pos: q.place}, err
		}
	}
	return span{}, r.empty(q, all)
}

func hasValue(f *frame.Frame) bool {
	for i := range f.Rows() {
		if !f.IsNull("value", i) {
			return true
		}
	}
	return false
}
