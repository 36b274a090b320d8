package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/output"
	"paystats/reports/page"
	"paystats/transform"
)

// built is a finished report that is not yet in place.
type built struct {
	manifest output.Manifest
	asked    []*page.Page
	states   []document.State // what it stands on, of each language
	made     []builtPage      // of those that were asked for, in their order
	charts   int
	pictures []*pictureTask // of each chart in each language, if pictures were asked for
	remade   []string       // pages that were not on the shelf when it was written
	workers  int            // pages that are made at a time
	warnings *diag.List     // claims that the data do not bear out, texts that are not translated
}

// build makes the pages from the sealed warehouse. Mistakes of all pages are one
// *diag.List; data checks that failed are marked on every page.
func (a *app) build(ctx context.Context, j *reportJob, result transform.Result) (*built, error) {
	db, err := a.reader(ctx, j.workspace)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return a.buildFrom(ctx, db, j, result)
}

// buildFrom is build with a warehouse that is open already.
func (a *app) buildFrom(ctx context.Context, db *warehouse.DB, j *reportJob, result transform.Result) (*built, error) {
	opt, err := requestOptions(ctx, db, j.publisher)
	if err != nil {
		return nil, err
	}
	opt.Theme, opt.Numbers = j.theme, j.workspace.Config.Numbers
	source := j.source(db)
	asked, err := j.expand(ctx, source)
	if err != nil {
		return nil, err
	}
	workers := cmp.Or(a.limits(j.workspace).Threads, runtime.GOMAXPROCS(0))
	pages, err := j.makePages(ctx, db, source, asked, opt, workers)
	if err != nil {
		return nil, err
	}
	b := &built{asked: asked, made: pages, workers: workers, warnings: new(diag.List)}
	problems := new(diag.List)
	problems.Merge(j.checkParameters())
	if len(j.names) == 0 { // else links may lead to pages that were not asked for
		problems.Merge(page.CheckLinks(asked))
	}
	for _, p := range pages {
		b.warnings.Add(p.warnings.Sorted()...)
		problems.Merge(p.err)
	}
	if err := problems.Once().Err(); err != nil { // a passage or template is read for many pages
		return nil, err
	}
	b.warnings = b.warnings.Once()
	if b.states, err = j.states(ctx, source, pages); err != nil {
		return nil, err
	}
	for _, p := range pages {
		for i := range p.docs {
			p.docs[i].Alerts = alerts(result)
		}
		b.charts += p.docs[0].Charts()
	}
	b.manifest, err = j.manifest(ctx, db, result)
	return b, err
}

// write renders the pages and their index and puts them in place. It returns the files of the
// report that was there before, each with its hash.
func (b *built) write(ctx context.Context, j *reportJob) (before map[string]string, err error) {
	draft, err := output.Begin(j.output)
	if err != nil {
		return nil, err
	}
	if len(j.formats) > 0 {
		defer drawing()()
	}
	defer draft.Close() // what stays behind is hidden, and in nobody's way
	if err := b.renderAll(ctx, j, draft.Add); err != nil {
		return nil, err
	}
	if err := b.addPictures(ctx, j, draft.Add); err != nil {
		return nil, err
	}
	if len(j.names) == 0 {
		j.cache.prune()
	}
	before = draft.Before()
	if err := draft.Commit(b.manifest); err != nil || before[html.ReloadFile] != "" { // what a watch made was on its way
		return before, err
	}
	return before, draft.Keep(j.workspace.Config.Keep.Reports)
}

// renderAll hands the files of the pages and of their index to add, of several pages at a time.
func (b *built) renderAll(ctx context.Context, j *reportJob, add func(name string, content []byte) error) error {
	files, errs := make([]map[string][]byte, len(b.made)), make([]error, len(b.made))
	inParallel(b.workers, len(b.made), func(_, i int) {
		on := j.shelf.files(j, b.asked[i])
		if on == nil {
			on, errs[i] = j.render(ctx, b.asked[i], b.made[i])
			files[i] = on
		}
		for _, name := range slices.Sorted(maps.Keys(on)) {
			errs[i] = errors.Join(errs[i], add(name, on[name]))
		}
		if j.shelf == nil {
			files[i] = nil // all of them together would take most of the memory
		}
	})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	b.remade = nil
	for i, p := range b.asked {
		if files[i] != nil {
			j.shelf.keep(j, p, b.made[i], files[i])
			b.remade = append(b.remade, p.Name)
		}
	}
	return b.renderIndex(j, add)
}

// inParallel calls do for each i below n, by several workers at a time.
func inParallel(workers, n int, do func(worker, i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for w := range min(workers, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(w, i)
			}
		})
	}
	group.Wait()
}

// renderIndex writes the list of pages in each language.
func (b *built) renderIndex(j *reportJob, add func(name string, content []byte) error) error {
	lists := make([]document.Index, len(j.langs))
	for i, lang := range j.langs {
		lists[i] = document.Index{Lang: lang, Title: chart.Text(j.workspace.Config.Title).In(lang), State: b.states[i]}
		for _, p := range b.made {
			lists[i].Pages = append(lists[i].Pages, entry(p.docs, lang))
		}
	}
	opt := j.htmlOptions()
	if j.watched {
		opt.Reload = j.request
		if err := add(html.ReloadFile, html.ReloadStamp(opt.Reload)); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := html.RenderIndex(&out, lists, opt); err != nil {
		return fmt.Errorf("render index: %w", err)
	}
	return add("index.html", out.Bytes())
}

// builtPage is one page and what is wrong with it.
type builtPage struct {
	docs     []document.Document // one a language
	warnings *diag.List
	err      error
}

// buildPages builds pages, by several connections beside each other.
func buildPages(ctx context.Context, db *warehouse.DB, source page.Memory, pages []*page.Page, opt page.Options, langs []string, workers int) ([]builtPage, error) {
	sources := []page.Memory{source}
	for len(sources) < min(workers, len(pages)) {
		fork, err := db.Fork(ctx)
		if err != nil {
			return nil, err
		}
		defer fork.Close() // only read: nothing is lost
		sources = append(sources, source.Over(fork))
	}
	out := make([]builtPage, len(pages))
	inParallel(len(sources), len(pages), func(worker, i int) {
		own := opt
		own.Warn = new(diag.List)
		docs, err := pages[i].BuildEach(ctx, sources[worker], own, langs)
		out[i] = builtPage{docs, own.Warn, err}
	})
	for _, p := range out {
		if ctx.Err() != nil && errors.Is(p.err, ctx.Err()) {
			return nil, p.err // stopped, and not wrong
		}
	}
	return out, nil
}

// entry is a page in the list of a language: in that language, or in its own first one.
func entry(docs []document.Document, lang string) document.Entry {
	doc, other := docs[0], docs[0].Lang
	for _, d := range docs {
		if d.Lang == lang {
			doc, other = d, ""
		}
	}
	return document.Entry{Name: doc.Name, Lang: other, Title: doc.Title, Summary: doc.Lead, Period: doc.Period, Charts: doc.Charts(), Passages: html.Passages(doc)}
}

// states reads what the report stands on, in each language.
func (j *reportJob) states(ctx context.Context, db page.Source, pages []builtPage) ([]document.State, error) {
	var docs []document.Document
	for _, p := range pages {
		docs = append(docs, p.docs...)
	}
	return page.States(ctx, db, j.langs, docs)
}

func (j *reportJob) htmlOptions() html.Options {
	return html.Options{Theme: j.theme, Version: programVersion(), Negotiate: !j.fixed}
}

// render makes the files of one page.
func (j *reportJob) render(ctx context.Context, p *page.Page, made builtPage) (map[string][]byte, error) {
	opt := j.htmlOptions()
	opt.Index = "../index.html"
	files := map[string][]byte{}
	if j.watched {
		opt.Reload = j.pageStamp(p)
		files[path.Join(p.Name, html.ReloadFile)] = html.ReloadStamp(opt.Reload)
	}
	var out bytes.Buffer
	if err := html.Render(&out, made.docs, opt); err != nil {
		return nil, fmt.Errorf("render page %s: %w", p.Name, err)
	}
	files[path.Join(p.Name, "index.html")] = out.Bytes()
	if err := addFigures(files, made.docs[0]); err != nil {
		return nil, err
	}
	return files, j.addFormats(ctx, files, made.docs)
}

// alerts are the data checks that failed, as pages show them.
func alerts(result transform.Result) []string {
	var texts []string
	for _, f := range result.Findings {
		if f.Severity == transform.Fail {
			texts = append(texts, fmt.Sprintf("%s: %s: %d of %d rows", f.Model, f.Check, f.Rows, f.LookedAt))
		}
	}
	return texts
}

// judge says whether a report may be put in place: nil, or errChecks if data checks of
// severity fail have failed or, when strict, anything was warned of.
func (b *built) judge(result transform.Result, stale *diag.List, strict bool) error {
	failed, warned := result.Counts()
	warnings := b.warnings.Len()
	switch {
	case failed > 0:
		return fmt.Errorf("%w: %d of %d", errChecks, failed, result.Checks)
	case strict && warned+warnings > 0:
		return fmt.Errorf("%w: strict, and %s warned, pages have %s", errChecks, counted(warned, "check"), counted(warnings, "warning"))
	case strict && stale.Len() > 0:
		return fmt.Errorf("%w: strict, and %s", errChecks, staleText(stale))
	}
	return nil
}
