package page

import (
	"context"
	"errors"
	"fmt"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

// Options say how a page is built.
type Options struct {
	Lang  string       // language of names, numbers and dates: "en" (default) or "zh"
	Theme *theme.Theme // colours; nil draws everything in one grey
	// Publisher is preferred to a market's order wherever the market lists it and it has the
	// figures asked for; a block that names its publisher keeps it. "" keeps the order.
	Publisher string
	AsOf      string     // day of the cut that the models stand at, 2016-01-31; "" for none
	Warn      *diag.List // gets the warnings: claims that the data do not bear out; may be nil
}

// Build makes a document of a page. The error is a *diag.List with every mistake of
// the page, those of Parse included. A claim that is false is a warning: it is marked
// in the text, noted at the foot of the page, and added to opt.Warn.
func (p *Page) Build(ctx context.Context, src Source, opt Options) (document.Document, error) {
	if opt.Lang == "" {
		opt.Lang = "en"
	}
	names, err := readCatalogue(ctx, src)
	if err != nil {
		return document.Document{}, err
	}
	r := &run{page: p, src: src, opt: opt, names: names, known: map[string][]extent{}, cache: map[string]*frame.Frame{}, facts: map[int64]fact{}, answers: map[*expr]answer{}}
	r.problems.Add(p.problems.Sorted()...)
	doc := document.Document{Name: p.Name, Lang: opt.Lang, Title: r.plain(ctx, p.title), Lead: r.plain(ctx, p.lead)}
	if !p.period.isZero() {
		doc.Period = chart.SpanText(p.period.from.String(), p.period.to.String(), opt.Lang)
	}
	blocks := r.blocks(ctx)
	if err := ctx.Err(); err != nil {
		return document.Document{}, err
	}
	if err := r.problems.Err(); err != nil {
		return document.Document{}, err
	}
	if err := r.readFacts(ctx); err != nil {
		return document.Document{}, fmt.Errorf("read where the numbers come from: %w", err)
	}
	if err := r.readMakings(ctx); err != nil {
		return document.Document{}, fmt.Errorf("read how the numbers were made: %w", err)
	}
	for _, b := range blocks {
		doc.Blocks = append(doc.Blocks, b())
	}
	doc.Notes, doc.Models = r.notes, r.models()
	if doc.Sets, err = r.sets(ctx); err != nil {
		return document.Document{}, fmt.Errorf("read the data sets: %w", err)
	}
	if opt.Warn != nil {
		opt.Warn.Add(r.problems.Sorted()...)
	}
	return doc, nil
}

// run is one Build under way.
type run struct {
	page     *Page
	src      Source
	opt      Options
	names    *catalogue
	problems diag.List
	known    map[string][]extent
	cache    map[string]*frame.Frame
	used     []int64        // observations that numbers of the page are made of
	facts    map[int64]fact // what is known of them
	tables   []string       // models that blocks of the page read
	makings  makings
	answers  map[*expr]answer
	notes    []string
}

// fail records a mistake.
func (r *run) fail(pos diag.Pos, c code, hint, format string, args ...any) {
	r.problems.Add(r.page.problem(pos, c, hint, format, args...))
}

// failed records an error of a query at the place that asked for it.
func (r *run) failed(pos diag.Pos, err error) {
	var p *diag.Problem
	if errors.As(err, &p) {
		r.problems.Add(p)
		return
	}
	problem := r.page.problem(pos, codeSQLError, "", "%s", firstLine(err))
	problem.Err = err
	r.problems.Add(problem)
}

// blocks prepares every block: all queries run, all mistakes are found. What comes
// back finishes a block once the facts about its observations are read.
func (r *run) blocks(ctx context.Context) []func() document.Block {
	var out []func() document.Block
	add := func(f func() document.Block) {
		if f != nil {
			out = append(out, f)
		}
	}
	for _, b := range r.page.blocks {
		switch b.kind {
		case blockProse:
			add(r.prose(ctx, b))
		case blockKPI:
			add(r.kpis(ctx, b))
		default:
			add(r.chart(ctx, b))
		}
	}
	return out
}

// use remembers that observations are part of the page.
func (r *run) use(f *frame.Frame) {
	for i := range f.Rows() {
		r.used = append(r.used, f.List("inputs", i)...)
	}
}

// lang picks one of two texts by the language of the document.
func (r *run) lang(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(r.opt.Lang) }

// kpis prepares a row of key figures.
func (r *run) kpis(ctx context.Context, b block) func() document.Block {
	out := document.KPIs{ID: b.id.text}
	for _, f := range b.figures {
		out.Figures = append(out.Figures, chart.Figure{
			Label: r.plain(ctx, f.label), Value: r.plain(ctx, f.value), Detail: r.plain(ctx, f.detail), Source: r.figureSource(ctx, f),
		})
	}
	return func() document.Block { return out }
}

// figureSource names the publishers whose figures a key figure shows.
func (r *run) figureSource(ctx context.Context, f figure) string {
	var ids []string
	for _, t := range []template{f.value.in(r.opt.Lang), f.detail.in(r.opt.Lang)} {
		for _, p := range t.parts {
			if p.expr == nil {
				continue
			}
			if v, ok := r.evaluated(ctx, p.expr); ok && !has(ids, v.publisher) {
				ids = append(ids, v.publisher)
			}
		}
	}
	for _, id := range ids {
		if r.names.made.publishers[id] {
			return upperFirst(syntheticWord.In(r.opt.Lang)) + r.lang("; ", "；") + r.publisherNames(ids)
		}
	}
	return r.publisherNames(ids)
}
