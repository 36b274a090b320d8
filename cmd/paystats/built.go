package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path"
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
	files    map[string][]byte
	manifest output.Manifest
	asked    []*page.Page
	states   []document.State // what it stands on, of each language
	made     []builtPage      // of those that were asked for, in their order
	charts   int
	pictures int        // charts in a language that stand as pictures beside the pages
	drawn    int        // of them, those that were not there from an earlier report
	remade   []string   // pages that were not on the shelf
	warnings *diag.List // claims that the data do not bear out, texts that are not translated
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
	source := page.Remember(db)
	asked, err := j.expand(ctx, source)
	if err != nil {
		return nil, err
	}
	pages, err := j.makePages(ctx, db, source, asked, opt, a.limits(j.workspace).Threads != 1)
	if err != nil {
		return nil, err
	}
	b := &built{asked: asked, made: pages, warnings: new(diag.List)}
	problems := new(diag.List)
	problems.Merge(j.checkParameters())
	for _, p := range pages {
		b.warnings.Add(p.warnings.Sorted()...)
		problems.Merge(p.err)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if b.states, err = j.states(ctx, source, pages); err != nil {
		return nil, err
	}
	for _, p := range pages {
		for i := range p.docs {
			p.docs[i].Alerts = alerts(result)
		}
	}
	if err := b.renderAll(j); err != nil {
		return nil, err
	}
	b.manifest, err = j.manifest(ctx, db, result)
	return b, err
}

// renderAll writes the pages and their index.
func (b *built) renderAll(j *reportJob) error {
	b.files, b.charts, b.remade = map[string][]byte{}, 0, nil
	for i, p := range b.made {
		if err := b.render(j, b.asked[i], p); err != nil {
			return err
		}
	}
	return b.renderIndex(j)
}

// renderIndex writes the list of pages in each language.
func (b *built) renderIndex(j *reportJob) error {
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
		b.files[html.ReloadFile] = html.ReloadStamp(opt.Reload)
	}
	var out bytes.Buffer
	if err := html.RenderIndex(&out, lists, opt); err != nil {
		return fmt.Errorf("render index: %w", err)
	}
	b.files["index.html"] = out.Bytes()
	return nil
}

// builtPage is one page and what is wrong with it.
type builtPage struct {
	docs     []document.Document // one a language
	warnings *diag.List
	err      error
}

// buildPages builds pages, by two connections beside each other if that is allowed.
func buildPages(ctx context.Context, db *warehouse.DB, source page.Memory, pages []*page.Page, opt page.Options, langs []string, two bool) ([]builtPage, error) {
	workers := []page.Memory{source}
	if two && len(pages) > 1 {
		second, err := db.Fork(ctx)
		if err != nil {
			return nil, err
		}
		defer second.Close() // only read: nothing is lost
		workers = append(workers, source.Over(second))
	}
	out := make([]builtPage, len(pages))
	var group sync.WaitGroup
	var next atomic.Int64
	for _, source := range workers {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(pages)); i = next.Add(1) - 1 {
				own := opt
				own.Warn = new(diag.List)
				docs, err := pages[i].BuildEach(ctx, source, own, langs)
				out[i] = builtPage{docs, own.Warn, err}
			}
		})
	}
	group.Wait()
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

// render writes one page in its languages.
func (b *built) render(j *reportJob, p *page.Page, made builtPage) error {
	b.charts += made.docs[0].Charts()
	files := j.shelf.files(j, p)
	if files == nil {
		opt := j.htmlOptions()
		opt.Index = "../index.html"
		files = map[string][]byte{}
		if j.watched {
			opt.Reload = j.pageStamp(p)
			files[path.Join(p.Name, html.ReloadFile)] = html.ReloadStamp(opt.Reload)
		}
		var out bytes.Buffer
		if err := html.Render(&out, made.docs, opt); err != nil {
			return fmt.Errorf("render page %s: %w", p.Name, err)
		}
		files[path.Join(p.Name, "index.html")] = out.Bytes()
		if err := addFigures(files, made.docs[0]); err != nil {
			return err
		}
		j.shelf.keep(j, p, made, files)
		b.remade = append(b.remade, p.Name)
	}
	maps.Copy(b.files, files)
	return nil
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
func (b *built) judge(result transform.Result, strict bool) error {
	failed, warned := result.Counts()
	warnings := b.warnings.Len()
	switch {
	case failed > 0:
		return fmt.Errorf("%w: %d of %d", errChecks, failed, result.Checks)
	case strict && warned+warnings > 0:
		return fmt.Errorf("%w: strict, and %s warned, pages have %s", errChecks, counted(warned, "check"), counted(warnings, "warning"))
	}
	return nil
}
