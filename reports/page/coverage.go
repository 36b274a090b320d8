package page

import (
	"fmt"
	"strconv"
	"strings"

	"paystats/reports/chart"
)

// covering are the metrics that say something about members as parts of a market.
var covering = []string{
	"share", "share_shift", "share_instability", "relative_share", "leader_gap", "contribution", "cr1", "cr2", "cr3", "cr4", "cr5",
	"hhi", "normalised_hhi", "numbers_equivalent", "merger_delta",
}

// coverage says what part of the market the named members explain, in the last period
// that has a value; of several publishers, each by itself.
func (r *run) coverage(p *plan) string {
	if p.request.market.dimension == "" || !has(covering, p.request.metric.name) {
		return ""
	}
	if p.panels != "publisher" {
		return r.coverageOf(p, "")
	}
	var out []string
	for _, publisher := range p.request.market.publishers {
		if text := r.coverageOf(p, publisher); text != "" {
			out = append(out, r.publisherNames([]string{publisher})+r.lang(": ", "：")+text)
		}
	}
	return strings.Join(out, r.lang("; ", "；"))
}

// coverageOf reads the rows of one publisher, of all for "".
func (r *run) coverageOf(p *plan, publisher string) string {
	q := p.request
	last, named, covered := "", 0, 0.0
	for i := range p.frame.Rows() {
		v, ok := p.frame.Float("coverage", i)
		if !ok || p.frame.IsNull("value", i) || chart.IsRest(p.frame.Text("member", i)) || publisher != "" && p.frame.Text("publisher", i) != publisher {
			continue
		}
		if at := p.frame.Text("period", i); at != last {
			last, named = at, 0
		}
		named, covered = named+1, v
	}
	if named == 0 {
		return ""
	}
	names, when, percent := r.names.dimension(q.market.dimension), chart.PeriodText(last, r.language), chart.Format(chart.In("percent", r.language), covered)
	d := names.many
	many, all := strconv.Itoa(named)+" named "+d.En+" explain", strconv.Itoa(named)+"个列名"+d.Zh
	if named == 1 {
		many = "1 named " + lowerFirst(names.one.En) + " explains"
	}
	if len(q.members) > 0 || p.by != "member" || q.metric.name == "merger_delta" { // its rows are pairs
		many, all = "all named "+d.En+" explain", "全部列名"+d.Zh
	}
	text := r.lang(fmt.Sprintf("%s %s of the total in %s", many, percent, when), fmt.Sprintf("%s%s占合计的%s", when, all, percent))
	if q.market.total == "sum" {
		text += r.lang("; the total is the sum of all "+d.En, "；合计为各"+d.Zh+"之和")
	}
	return text
}
