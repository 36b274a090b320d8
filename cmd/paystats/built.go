package main

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"sync"

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
	charts   int
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
	b := &built{files: map[string][]byte{}, warnings: new(diag.List)}
	lists := make([]document.Index, len(j.langs))
	for i, lang := range j.langs {
		lists[i] = document.Index{Lang: lang, Title: chart.Text(j.workspace.Config.Title).In(lang)}
	}
	problems := new(diag.List)
	opt, err := requestOptions(ctx, db, j.publisher)
	if err != nil {
		return nil, err
	}
	opt.Theme, opt.Numbers = j.theme, j.workspace.Config.Numbers
	pages, err := buildPages(ctx, db, j.pages, opt, j.langs, a.limits(j.workspace).Threads != 1)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		b.warnings.Add(p.warnings.Sorted()...)
		if p.err != nil {
			problems.Merge(p.err)
			continue
		}
		for i := range p.docs {
			p.docs[i].Alerts = alerts(result)
		}
		if err := b.render(j, p.docs); err != nil {
			return nil, err
		}
		for i := range lists {
			lists[i].Pages = append(lists[i].Pages, entry(p.docs, lists[i].Lang))
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := html.RenderIndex(&out, lists, j.htmlOptions()); err != nil {
		return nil, fmt.Errorf("render index: %w", err)
	}
	b.files["index.html"] = out.Bytes()
	b.manifest, err = j.manifest(ctx, db, result)
	return b, err
}

// builtPage is one page and what is wrong with it.
type builtPage struct {
	docs     []document.Document // one a language
	warnings *diag.List
	err      error
}

// buildPages builds pages, by two connections beside each other if that is allowed.
func buildPages(ctx context.Context, db *warehouse.DB, pages []*page.Page, opt page.Options, langs []string, two bool) ([]builtPage, error) {
	workers := []*warehouse.DB{db}
	if two && len(pages) > 1 {
		second, err := db.Fork(ctx)
		if err != nil {
			return nil, err
		}
		defer second.Close() // only read: nothing is lost
		workers = append(workers, second)
	}
	out := make([]builtPage, len(pages))
	var group sync.WaitGroup
	for at, db := range workers {
		group.Go(func() {
			for i := at; i < len(pages); i += len(workers) {
				own := opt
				own.Warn = new(diag.List)
				docs, err := pages[i].BuildEach(ctx, db, own, langs)
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
	return document.Entry{Name: doc.Name, Lang: other, Title: doc.Title, Summary: doc.Lead, Period: doc.Period, Charts: doc.Charts()}
}

func (j *reportJob) htmlOptions() html.Options {
	return html.Options{Theme: j.theme, Version: programVersion(), Negotiate: !j.fixed}
}

// render writes one page in its languages.
func (b *built) render(j *reportJob, docs []document.Document) error {
	var out bytes.Buffer
	opt := j.htmlOptions()
	opt.Index = "../index.html"
	if err := html.Render(&out, docs, opt); err != nil {
		return fmt.Errorf("render page %s: %w", docs[0].Name, err)
	}
	b.files[path.Join(docs[0].Name, "index.html")] = out.Bytes()
	b.charts += docs[0].Charts()
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
