package page

import (
	"cmp"
	"context"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// plan is a chart or table on the way: its numbers are read, its texts follow.
type plan struct {
	block   block
	request request
	frame   *frame.Frame // long: series, category, value, …
	by      string       // member, publisher, measure, or "" for the total alone
	panels  string       // the same, of small multiples
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
		FixedSubtitle: !b.subtitle.empty(), Top: b.top, Colors: r.colors, OwnScale: b.scale.text == "own", Against: chart.Against(b.against.text),
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
	r.use(p)
	for _, name := range r.tablesOf(p) {
		r.tables = add(r.tables, name)
	}
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
	r.trace(&spec)
	if p.block.kind == blockTable {
		return document.Table{ID: spec.ID, Title: spec.Title, Subtitle: spec.Subtitle, Table: spec.Table, Source: spec.Source, Coverage: spec.Coverage, Notes: spec.Notes, Data: spec.Data(), Spec: spec, Making: r.making(p)}
	}
	return document.Chart{Spec: spec, Making: r.making(p)}
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
