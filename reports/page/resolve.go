package page

import (
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// request is a selection whose names have been found.
type request struct {
	metric    metric
	market    market
	measures  []string // asked for; nil: the market's first that has data
	publisher string   // asked for; "": the market's first that has data
	rivals    []string // publishers that have it too and were not chosen
	members   []string // asked for; nil: all
	frequency string
	period    span
	explicit  bool // the period is the block's own, not the page's
	place     diag.Pos
	band      bool // the ends of the interval are wanted too, see bandOf
	dataset   bool // the market is a dataset of payment attempts
}

// resolve finds the names of a selection; ok is false, and every problem recorded, if
// one is unknown.
func (r *run) resolve(sel selection) (q request, ok bool) {
	before := r.problems.Len()
	q = request{frequency: sel.frequency.text, period: sel.period, explicit: !sel.period.isZero(), place: sel.metric.pos}
	if !q.explicit {
		q.period = r.page.period
	}
	if q.frequency == "" && !q.period.isZero() {
		q.frequency = q.period.from.Frequency().String()
	}
	c := r.names
	if q.metric, ok = c.metrics[sel.metric.text]; !ok && sel.metric.text != "" {
		r.fail(sel.metric.pos, codeMetric, diag.DidYouMean(sel.metric.text, c.names, "paystats list metrics"), "unknown metric or measure %q", sel.metric.text)
	}
	if sel.dataset.text != "" {
		r.resolveDataset(sel, &q)
		r.resolveMembers(sel, &q)
		return q, r.problems.Len() == before
	}
	if r.countsAttempts(q.metric) {
		r.fail(sel.metric.pos, codeRequest, "write dataset: … in place of market, or an sql block: SELECT … FROM "+q.metric.table+" WHERE dataset = '…'", "metric %q is counted by dataset, not by market", sel.metric.text)
		return q, false
	}
	if q.market, ok = c.markets[sel.market.text]; !ok {
		if sel.market.text != "" {
			r.fail(sel.market.pos, codeMarket, diag.DidYouMean(sel.market.text, keys(c.markets), "paystats list markets"), "unknown market %q", sel.market.text)
		}
		return q, false
	}
	r.resolveMeasures(sel, &q)
	r.resolvePublisher(sel, &q)
	r.resolveMembers(sel, &q)
	return q, r.problems.Len() == before
}

func (r *run) resolveMeasures(sel selection, q *request) {
	if q.metric.measure != "" {
		q.measures = []string{q.metric.measure}
		if !has(q.market.measures, q.metric.measure) {
			r.fail(sel.metric.pos, codeMeasure, q.market.id+" has "+strings.Join(q.market.measures, " and "), "market %s has no measure %q", q.market.id, q.metric.measure)
		}
	}
	for _, w := range sel.measures {
		if !has(q.market.measures, w.text) {
			r.fail(w.pos, codeMeasure, q.market.id+" has "+strings.Join(q.market.measures, " and "), "market %s has no measure %q", q.market.id, w.text)
		}
		if q.metric.measure != "" && w.text != q.metric.measure && len(sel.measures) == 1 {
			r.fail(w.pos, codeRequest, "name the measure once, as metric", "metric %s is itself a measure", q.metric.name)
		}
	}
	if len(sel.measures) > 0 {
		q.measures = words(sel.measures)
	}
}

func (r *run) resolvePublisher(sel selection, q *request) {
	w := sel.publisher
	if w.text == "" {
		return
	}
	q.publisher = w.text
	switch _, known := r.names.publishers[w.text]; {
	case !known:
		r.fail(w.pos, codePublisher, diag.DidYouMean(w.text, keys(r.names.publishers), "paystats list publishers"), "unknown publisher %q", w.text)
	case !has(q.market.publishers, w.text):
		r.fail(w.pos, codePublisher, q.market.id+" has "+strings.Join(q.market.publishers, " and "), "publisher %q is none of market %s", w.text, q.market.id)
	}
}

func (r *run) resolveMembers(sel selection, q *request) {
	for _, w := range sel.members {
		if p := r.unknownMember(q.market, w); p != nil {
			r.problems.Add(p)
		}
	}
	q.members = words(sel.members)
}

// unknownMember returns the problem of a word that is no member of a market, nor several
// that are looked at as one; nil if it is.
func (r *run) unknownMember(m market, w word) *diag.Problem {
	if m.dimension != "" && r.names.members[m.dimension] == nil {
		return nil // a dimension that has no members: checkDimension says so
	}
	known := append(keys(r.names.members[m.dimension]), obs.Total, chart.OthersID, chart.NotCoveredID)
	unknown := func(id string) bool { return !has(known, id) }
	if !unknown(w.text) || !slices.ContainsFunc(strings.Split(w.text, chart.PairMark), unknown) {
		return nil
	}
	return r.page.problem(w.pos, codeMember, diag.DidYouMean(w.text, known, "paystats list members"), "market %s has no member %q", m.id, w.text)
}
