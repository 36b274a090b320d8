package page

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"paystats/data/diag"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

// Options say how a page is built.
type Options struct {
	Lang  string       // language of Build: "en" (default) or "zh"
	Theme *theme.Theme // colours; nil draws everything in one grey
	// Publisher is preferred to a market's order wherever the market lists it and it has the
	// figures asked for; a block that names its publisher keeps it. "" keeps the order.
	Publisher string
	Numbers   map[string]string // number system of each language (western, indian, chinese); "" goes by language and currency
	AsOf      string            // day of the cut that the models stand at, 2016-01-31; "" for none
	Warn      *diag.List        // gets the warnings: claims that the data do not bear out; may be nil
}

// Build makes a document of a page in the language of the options. The error is a
// *diag.List with every mistake of the page, those of Parse included. What is only to be
// known is added to opt.Warn: a claim that is false, which is also marked in the text and
// noted at the foot of the page; a text that is not given in the language. A template is
// no page: its Build returns what is wrong with it.
func (p *Page) Build(ctx context.Context, src Source, opt Options) (document.Document, error) {
	docs, err := p.build(ctx, src, opt, []string{cmp.Or(opt.Lang, Languages[0])})
	if err != nil {
		return document.Document{}, err
	}
	return docs[0], nil
}

// BuildEach makes a document in each of the wanted languages that the page is in, in that
// order; at least one. Every query runs once, and over a Memory once for all pages.
func (p *Page) BuildEach(ctx context.Context, src Source, opt Options, wanted []string) ([]document.Document, error) {
	return p.build(ctx, src, opt, p.languages(wanted))
}

func (p *Page) build(ctx context.Context, src Source, opt Options, languages []string) ([]document.Document, error) {
	if p.IsTemplate() {
		return nil, p.located(&p.problems)
	}
	all := shared(src)
	names, err := all.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var docs []document.Document
	own := Remember(all.src)
	seen, synthetic := map[string]bool{}, map[string]bool{}
	for _, lang := range languages {
		r := &run{page: p, src: all, own: own, opt: opt, language: lang, names: names, known: map[string][]extent{}, facts: map[int64]fact{}, answers: map[*expr]answer{}, synthetic: synthetic}
		doc, err := r.document(ctx)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
		for _, w := range p.located(&r.problems).Sorted() {
			if at := w.Pos.String() + " " + w.Code; opt.Warn != nil && !seen[at] {
				seen[at] = true
				opt.Warn.Add(w)
			}
		}
	}
	return docs, nil
}

// document makes the document of one language.
func (r *run) document(ctx context.Context) (document.Document, error) {
	p := r.page
	r.problems.Add(p.problems.Sorted()...)
	doc := document.Document{Name: p.Name, Lang: r.language, Title: r.plain(ctx, p.title), Lead: r.plain(ctx, p.lead)}
	if !p.period.isZero() {
		doc.Period = chart.SpanText(p.period.from.String(), p.period.to.String(), r.language)
	}
	blocks := r.blocks(ctx)
	if err := ctx.Err(); err != nil {
		return document.Document{}, fmt.Errorf("build page %s: %w", p.Name, err)
	}
	if err := p.located(&r.problems).Err(); err != nil {
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
	doc.Notes, doc.Models, doc.Untrue, doc.Values = r.notes, r.models(), r.untrue, r.values()
	var err error
	if doc.Sets, err = r.sets(ctx); err != nil {
		return document.Document{}, fmt.Errorf("read the data sets: %w", err)
	}
	return doc, nil
}

// run is one document under way.
type run struct {
	page      *Page
	src       Source // remembers for all pages
	own       Source // remembers for the languages of this one: what it is asked names the page's observations
	opt       Options
	language  string
	names     *catalogue
	problems  diag.List
	known     map[string][]extent
	used      []int64        // observations that numbers of the page are made of
	attempts  []string       // data sets of payment attempts that they are counted from
	facts     map[int64]fact // what is known of them
	tables    []string       // models that blocks of the page read
	makings   makings
	answers   map[*expr]answer
	synthetic map[string]bool // queries of the page, and whether rows that a program made have a part in them
	trail     trail           // of the expression that is being answered
	notes     []string
	untrue    []document.Claim
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
		case blockPassage:
			add(r.passage(ctx, b))
		case blockKPI:
			add(r.kpis(ctx, b))
		default:
			add(r.chartOrGap(ctx, b))
		}
	}
	return out
}

// use remembers the observations, and the data sets of payment attempts, that a block is
// made of.
func (r *run) use(p plan) {
	for i := range p.frame.Rows() {
		r.used = append(r.used, inputsOf(p.frame, i)...)
		r.attempts = add(r.attempts, p.frame.Text("dataset", i))
	}
	if p.request.dataset {
		r.attempts = add(r.attempts, p.request.market.id)
	}
}

// notation is how the document writes numbers: as the page says, or else the options.
func (r *run) notation() notation {
	return notation{lang: r.language, system: cmp.Or(r.page.numbers[r.language], r.opt.Numbers[r.language])}
}

// lang picks one of two texts by the language of the document.
func (r *run) lang(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(r.language) }

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
	for _, t := range []template{f.value.in(r.language), f.detail.in(r.language)} {
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
			return upperFirst(syntheticWord.In(r.language)) + r.lang("; ", "；") + r.publisherNames(ids)
		}
	}
	return r.publisherNames(ids)
}
