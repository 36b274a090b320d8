package page

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// plan is a chart or table on the way: its numbers are read, its texts follow.
type plan struct {
	block   block
	request request
	frame   *frame.Frame // long: series, category, value, …
	by      string       // member, publisher, measure, or "" for the total alone
	chart   chart.Request

	table     *chart.Table // of a table with declared columns
	source    string       // what the block says its numbers come from
	synthetic bool         // rows that a program made have a part in it
}

// chart prepares a chart or table block.
func (r *run) chart(ctx context.Context, b block) func() document.Block {
	p := plan{block: b}
	p.chart = chart.Request{
		ID: b.id.text, Kind: chart.Kind(b.form.text), Lang: r.language, Title: r.plain(ctx, b.title), Subtitle: r.plain(ctx, b.subtitle),
		FixedSubtitle: !b.subtitle.empty(), Top: b.top, Colors: r.colors,
	}
	if note := r.plain(ctx, b.note); note != "" {
		p.chart.Notes = append(p.chart.Notes, note)
	}
	p.source = r.plain(ctx, b.source)
	r.events(b, &p)
	var err error
	ok := true
	if b.sql.text != "" {
		ok, err = r.planSQL(ctx, &p)
	} else {
		ok, err = r.planMetric(ctx, &p)
	}
	if err != nil {
		r.failed(p.place(), err)
	}
	if err != nil || !ok {
		return nil
	}
	r.use(p.frame)
	return func() document.Block { return r.finish(p) }
}

func (p plan) place() diag.Pos {
	if p.block.sel.metric.text != "" {
		return p.block.sel.metric.pos
	}
	return p.block.pos
}

// finish builds the block once the facts are known.
func (r *run) finish(p plan) document.Block {
	facts := r.factsOf(p.frame)
	p.chart.Source = cmp.Or(p.source, r.sourceLine(facts), r.setTitles(p.frame))
	p.chart.Notes = append(p.chart.Notes, r.doubts(facts)...)
	if p.synthetic {
		r.mark(&p.chart)
	}
	if p.table != nil {
		return r.finishTable(p)
	}
	spec := chart.Build(p.frame, p.chart)
	if p.block.kind == blockTable {
		return document.Table{ID: spec.ID, Title: spec.Title, Subtitle: spec.Subtitle, Table: spec.Table, Source: spec.Source, Coverage: spec.Coverage, Notes: spec.Notes}
	}
	return document.Chart{Spec: spec}
}

// events finds the events that a block names.
func (r *run) events(b block, p *plan) {
	for _, w := range b.events {
		e, ok := r.names.events[w.text]
		if !ok {
			r.fail(w.pos, codeEvent, diag.DidYouMean(w.text, keys(r.names.events), "paystats list events"), "unknown event %q", w.text)
			continue
		}
		p.chart.Events = append(p.chart.Events, chart.Event{Date: e.date, Text: e.name.In(r.language)})
	}
}

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

// shape turns the rows of a query into the long frame of a chart and fills the request.
func (r *run) shape(p *plan, byMember bool) bool {
	q, c := p.request, &p.chart
	series, category := "member", "period"
	switch {
	case p.by == "publisher" && byMember && len(q.members) != 1:
		category = "publisher"
		if !q.period.single() {
			r.fail(p.place(), codeRequest, "name one period, or one member", "publishers and members of several periods do not fit one chart")
			return false
		}
	case p.by == "publisher" || p.by == "measure":
		series = p.by
	}
	if !r.fits(p, series) {
		return false
	}
	unit := p.frame.Text("unit", 0)
	c.Format, c.Signed = r.format(q.metric, unit)
	c.Signed = c.Signed && chart.Base(c.Format) != "pp"
	if strings.HasPrefix(q.metric.table, "metric_publisher_") {
		c.Missing = "one_publisher" // its rows are the periods that two print
	}
	c.What = r.what(q.metric, p.frame.Text("measure", 0))
	if p.by == "measure" {
		c.What = r.market(q)
	}
	c.Whole = q.metric.name == "share" && series == "member" && len(q.members) == 0 && p.by != "publisher"
	c.Additive = p.additive(r)
	c.OneColor = has([]string{"area", "province", "city"}, q.market.dimension)
	c.Names, c.Labels = r.nameMaps(p, series, category)
	if p.block.sort.text == "list" {
		c.Order = r.names.order[q.market.dimension]
	}
	p.frame = long(p.frame, series, category)
	r.decideKind(p, category)
	r.subtitle(p, category)
	c.Coverage = r.coverage(p)
	return true
}

// additive reports whether the values of members may be summed into others.
func (p plan) additive(r *run) bool {
	q := p.request
	return has([]string{"share", "contribution", "ttm"}, q.metric.name) && p.by == "member" ||
		q.metric.measure != "" && r.names.additive[q.metric.measure]
}

// fits checks that every point has one value and all values one unit.
func (r *run) fits(p *plan, series string) bool {
	seen := map[string]bool{}
	for i := range p.frame.Rows() {
		var key []string
		for _, c := range []string{series, "period", "member", "publisher"} {
			if c != "publisher" || p.by == "publisher" {
				key = append(key, p.frame.Text(c, i))
			}
		}
		at := strings.Join(key, " ")
		if seen[at] {
			r.fail(p.place(), codeAmbiguous, "name the measure or publisher", "two values for %s", at)
			return false
		}
		seen[at] = true
		if u := p.frame.Text("unit", i); u != p.frame.Text("unit", 0) && p.request.metric.unit == "row" {
			r.fail(p.place(), codeRequest, "draw two charts", "values in %s and %s cannot share an axis", p.frame.Text("unit", 0), u)
			return false
		}
	}
	return true
}

// long returns the frame with its series and category columns named as charts read them.
func long(f *frame.Frame, series, category string) *frame.Frame {
	out := &frame.Frame{}
	for _, c := range f.Columns {
		if c.Name == series {
			out.Columns = append(out.Columns, frame.Column{Name: "series", Kind: c.Kind, Cells: c.Cells})
		}
		if c.Name == category {
			out.Columns = append(out.Columns, frame.Column{Name: "category", Kind: c.Kind, Cells: c.Cells})
		}
		out.Columns = append(out.Columns, c)
	}
	return out
}

// nameMaps returns the shown names of series and categories.
func (r *run) nameMaps(p *plan, series, category string) (names, labels map[string]string) {
	names, labels = map[string]string{}, map[string]string{}
	for i := range p.frame.Rows() {
		id := p.frame.Text(series, i)
		switch series {
		case "member":
			names[id] = r.names.memberName(p.request.market.dimension, id, r.language)
		case "publisher":
			names[id] = r.publisherNames([]string{id})
		case "measure":
			names[id] = r.names.measures[id].In(r.language)
		}
		if category == "publisher" {
			labels[p.frame.Text(category, i)] = r.publisherNames([]string{p.frame.Text(category, i)})
		}
	}
	if series == "member" && names[obs.Total] == "" {
		names[obs.Total] = r.lang("Total", "合计")
	}
	return names, labels
}

// decideKind chooses a form where the block names none, and where members stand.
func (r *run) decideKind(p *plan, category string) {
	c := &p.chart
	periods, series := distinct(p.frame, "period"), distinct(p.frame, "series")
	if c.Kind == "" {
		switch {
		case p.request.metric.high != "":
			c.Kind = chart.Range
		case periods == 1 && series > 1:
			c.Kind = chart.Ranking
		case series == 1:
			c.Kind = chart.Bar
		default:
			c.Kind = chart.Line
		}
	}
	c.MemberAxis = category == "publisher" || c.Kind == chart.Ranking || c.Kind == chart.Waterfall ||
		periods == 1 && series > 1 && c.Kind != chart.Donut && c.Kind != chart.Stacked && c.Kind != chart.Stacked100
}

func distinct(f *frame.Frame, column string) int {
	seen := map[string]bool{}
	for i := range f.Rows() {
		seen[f.Text(column, i)] = true
	}
	return len(seen)
}

// covering are the metrics that say something about members as parts of a market.
var covering = []string{
	"share", "share_shift", "share_instability", "relative_share", "leader_gap", "contribution", "cr1", "cr2", "cr3", "cr4", "cr5",
	"hhi", "normalised_hhi", "numbers_equivalent", "merger_delta",
}

// coverage says what part of the market the named members explain, in the last period
// that has a value.
func (r *run) coverage(p *plan) string {
	q := p.request
	if q.market.dimension == "" || !has(covering, q.metric.name) {
		return ""
	}
	last, named, covered := "", 0, 0.0
	for i := range p.frame.Rows() {
		v, ok := p.frame.Float("coverage", i)
		if !ok || p.frame.IsNull("value", i) || chart.IsRest(p.frame.Text("member", i)) {
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
