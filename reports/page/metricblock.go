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
	if b.sel.metric.text == "" || b.sel.market.text == "" && b.sel.dataset.text == "" {
		return false, nil // Parse has said so
	}
	b.sel.dimension = b.dimensionOf()
	q, ok := r.resolve(b.sel)
	if !ok {
		return false, nil
	}
	if ok, err := r.checkDimension(ctx, b.dimensionOf(), q); !ok || err != nil {
		return false, err
	}
	if !r.splits(b, &q, p) {
		return false, nil
	}
	single := has([]string{"donut", "ranking", "waterfall", "treemap"}, string(p.chart.Kind))
	if single && !r.onePeriod(b, &q) {
		return false, nil
	}
	whole, err := r.settle(ctx, &q, p.goesBy("publisher"))
	if err != nil {
		return false, err
	}
	byMember := p.goesBy("member") || !whole || len(q.members) > 0
	if single && q.period.isZero() {
		if q.period, err = r.latest(ctx, q); err != nil {
			return false, err
		}
	}
	if p.panels == "publisher" && p.by == "publisher" && byMember && len(q.members) != 1 {
		p.by = "member"
	}
	q.band = p.chart.Kind == chart.Band
	p.frame, err = r.points(ctx, q, byMember)
	if err != nil {
		return false, err
	}
	if !hasValue(p.frame) {
		all, _ := r.extents(ctx, q)
		return false, r.empty(q, all)
	}
	if p.by == "" && byMember {
		p.by = "member"
	}
	if p.chart.Against != "" && p.chart.Kind == chart.Ranking {
		if ok, err := r.addBefore(ctx, p, q, byMember); !ok || err != nil {
			return ok, err
		}
	}
	p.request = q
	for i := range p.frame.Rows() {
		p.synthetic = p.synthetic || r.names.made.publishers[p.frame.Text("publisher", i)]
	}
	p.chart.Notes = append(p.chart.Notes, r.choice(q)...)
	if q.band {
		p.chart.Notes = append(p.chart.Notes, r.bandNote(q.metric))
	}
	sql := r.rows(q, reachOf(byMember))
	p.chart.Origin = chart.Origin{Metric: q.metric.name, Table: q.metric.table, Column: q.metric.column, SQL: sql.sql, Args: sql.args, Sets: setsOf(p.frame)}
	return r.shape(p, byMember), nil
}

// goesBy reports whether a block is split by something, into series or into panels.
func (p plan) goesBy(what string) bool { return p.by == what || p.panels == what }

// splits reads what a block is split by.
func (r *run) splits(b block, q *request, p *plan) bool {
	var ok bool
	if p.by, ok = r.split(b.by, q); !ok {
		return false
	}
	if p.panels, ok = r.split(b.panels, q); !ok {
		return false
	}
	switch {
	case q.dataset && p.goesBy("publisher"):
		r.fail(b.sel.dataset.pos, codeRequest, "name one of its dimensions, as by: provider", "a dataset of payment attempts has one publisher")
		return false
	case p.by == p.panels && p.by != "" && b.by.text != "":
		r.fail(b.by.pos, codeRequest, "remove it, or name another", "panels and series are split by the same")
		return false
	case p.by == "" && p.panels != "":
		p.by = p.panels
	case p.by == "" && has([]string{"donut", "ranking", "stacked", "stacked100", "waterfall", "area", "bump", "slope", "treemap", "sparkline"}, string(p.chart.Kind)):
		p.by = "member"
	}
	if p.goesBy("measure") && len(q.measures) == 0 {
		q.measures = q.market.measures
	}
	if p.goesBy("publisher") && q.publisher != "" {
		r.fail(b.sel.publisher.pos, codeRequest, "remove publisher, or by", "publisher names one, by: publisher shows all")
		return false
	}
	if p.goesBy("member") && q.market.dimension == "" {
		r.fail(b.sel.market.pos, codeRequest, "choose a market with members, or another kind", "market %s has only a total", q.market.id)
		return false
	}
	return r.kindFits(b, q, p)
}

// split reads one word that says what a block is split by: member, publisher, measure, or
// "" where the block does not say.
func (r *run) split(w word, q *request) (what string, ok bool) {
	switch {
	case has([]string{"", "member", "publisher", "measure"}, w.text):
		return w.text, true
	case w.text == q.market.dimension:
		return "member", true
	}
	words := add([]string{"member", "publisher", "measure"}, q.market.dimension)
	hint := diag.DidYouMean(w.text, words, "")
	if hint == "" {
		hint = "it can be split by " + strings.Join(words, ", ")
	}
	r.fail(w.pos, codeRequest, hint, "market %s cannot be split by %q", q.market.id, w.text)
	return "", false
}

// kindFits checks the kind against the metric.
func (r *run) kindFits(b block, q *request, p *plan) bool {
	kind, isInterval := p.chart.Kind, q.metric.high != ""
	switch {
	case kind == chart.Stacked100 && q.metric.name != "share":
		r.fail(b.sel.metric.pos, codeRequest, "write metric: share", "stacked100 draws shares, not %s", q.metric.name)
		return false
	case kind == chart.Treemap && q.metric.name != "share" && !r.names.additive[q.metric.measure]:
		r.fail(b.sel.metric.pos, codeRequest, "write metric: share, or a measure that adds up", "a treemap draws parts of a whole, not %s", q.metric.name)
		return false
	case kind == chart.Band && r.bandOf(q.metric) == noBand:
		r.fail(b.form.pos, codeRequest, "write kind: line", "metric %s has no interval", q.metric.name)
		return false
	case kind == "" || kind == chart.Band || b.kind != blockChart:
	case (kind == chart.Range) != isInterval:
		r.fail(b.form.pos, codeRequest, "an interval is drawn with kind: range or band, anything else with another kind", "kind %s does not fit metric %s", kind, q.metric.name)
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
	all, err := r.extents(ctx, q)
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
