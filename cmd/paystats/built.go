package main

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"sync"

	"paystats/data/diag"
	"paystats/data/warehouse"
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
	pages    int
	charts   int
	warnings *diag.List // claims that the data do not bear out
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
	index := document.Index{Lang: j.lang, Title: j.workspace.Config.Title}
	problems := new(diag.List)
	opt, err := requestOptions(ctx, db, j.publisher)
	if err != nil {
		return nil, err
	}
	opt.Lang, opt.Theme = j.lang, j.theme
	asked, err := j.expand(ctx, db)
	if err != nil {
		return nil, err
	}
	pages, err := buildPages(ctx, db, asked, opt, a.limits(j.workspace).Threads != 1)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		b.warnings.Add(p.warnings.Sorted()...)
		if p.err != nil {
			problems.Merge(p.err)
			continue
		}
		doc := p.doc
		doc.Alerts = alerts(result)
		if err := b.render(j, doc); err != nil {
			return nil, err
		}
		index.Pages = append(index.Pages, document.Entry{
			Name: doc.Name, Title: doc.Title, Summary: doc.Lead, Period: doc.Period, Charts: doc.Charts(),
		})
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := html.RenderIndex(&out, index, html.Options{Theme: j.theme, Version: programVersion()}); err != nil {
		return nil, fmt.Errorf("render index: %w", err)
	}
	b.files["index.html"] = out.Bytes()
	b.manifest, err = j.manifest(ctx, db, result)
	return b, err
}

// builtPage is one page and what is wrong with it.
type builtPage struct {
	doc      document.Document
	warnings *diag.List
	err      error
}

// buildPages builds pages, by two connections beside each other if that is allowed.
func buildPages(ctx context.Context, db *warehouse.DB, pages []*page.Page, opt page.Options, two bool) ([]builtPage, error) {
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
				doc, err := pages[i].Build(ctx, db, own)
				out[i] = builtPage{doc, own.Warn, err}
			}
		})
	}
	group.Wait()
	return out, nil
}

func (b *built) render(j *reportJob, doc document.Document) error {
	var out bytes.Buffer
	if err := html.Render(&out, doc, html.Options{Theme: j.theme, Version: programVersion(), Index: "../index.html"}); err != nil {
		return fmt.Errorf("render page %s: %w", doc.Name, err)
	}
	b.files[path.Join(doc.Name, "index.html")] = out.Bytes()
	b.pages++
	b.charts += doc.Charts()
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
	claims := b.warnings.Len()
	switch {
	case failed > 0:
		return fmt.Errorf("%w: %d of %d", errChecks, failed, result.Checks)
	case strict && warned+claims > 0:
		return fmt.Errorf("%w: strict, and %d checks warned, %d claims are false", errChecks, warned, claims)
	}
	return nil
}
