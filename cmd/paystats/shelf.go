package main

import (
	"context"

	"paystats/data/warehouse"
	"paystats/reports/page"
)

// shelf keeps pages as they were last made, by name, so that a watch makes only those that
// changed. A nil shelf keeps nothing.
type shelf map[string]shelved

// shelved is a page that was made from what the stamp says.
type shelved struct {
	stamp string
	made  builtPage
	files map[string][]byte
}

// pageStamp returns a hash of everything that a page is made from.
func (j *reportJob) pageStamp(p *page.Page) string { return digest(j.common(), p.Stamp()) }

// find returns a page that was made from what it would be made from now.
func (s shelf) find(j *reportJob, p *page.Page) (kept shelved, ok bool) {
	kept, ok = s[p.Name]
	return kept, ok && kept.stamp == j.pageStamp(p)
}

// files returns the files of a page on the shelf, nil if there are none.
func (s shelf) files(j *reportJob, p *page.Page) map[string][]byte {
	if kept, ok := s.find(j, p); ok {
		return kept.files
	}
	return nil
}

// keep puts a page on the shelf.
func (s shelf) keep(j *reportJob, p *page.Page, made builtPage, files map[string][]byte) {
	if s != nil {
		s[p.Name] = shelved{j.pageStamp(p), made, files}
	}
}

// source returns the warehouse with the answers that are remembered of it.
func (j *reportJob) source(db *warehouse.DB) page.Memory {
	if j.memory != nil {
		return j.memory.Over(db)
	}
	return page.Remember(db)
}

// makePages makes the pages that are not on the shelf.
func (j *reportJob) makePages(ctx context.Context, db *warehouse.DB, source page.Memory, pages []*page.Page, opt page.Options, workers int) ([]builtPage, error) {
	out := make([]builtPage, len(pages))
	var missing []*page.Page
	var places []int
	for i, p := range pages {
		if kept, ok := j.shelf.find(j, p); ok {
			out[i] = kept.made
			continue
		}
		missing, places = append(missing, p), append(places, i)
	}
	made, err := buildPages(ctx, db, source, missing, opt, j.langs, workers)
	if err != nil {
		return nil, err
	}
	for i, one := range made {
		out[places[i]] = one
	}
	return out, nil
}
