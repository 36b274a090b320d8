package main

import (
	"context"

	"paystats/data/warehouse"
	"paystats/reports/page"
)

// shelf keeps what a watch has made, so that it makes only what changed. A nil shelf keeps
// nothing.
type shelf struct {
	pages    map[string]shelved      // by name
	memories map[string]*page.Memory // answers of the warehouse, by page; "" for what is no page's
}

// shelved is a page that was made from what the stamp says.
type shelved struct {
	stamp string
	made  builtPage
	files map[string][]byte
}

func newShelf() *shelf { return &shelf{map[string]shelved{}, map[string]*page.Memory{}} }

// forget forgets what the warehouse answered.
func (s *shelf) forget() { clear(s.memories) }

// memory returns the answers that a page got before; nil without a shelf.
func (s *shelf) memory(name string) *page.Memory {
	if s == nil {
		return nil
	}
	if s.memories[name] == nil {
		s.memories[name] = new(page.Memory)
	}
	return s.memories[name]
}

// pageStamp returns a hash of everything that a page is made from.
func (j *reportJob) pageStamp(p *page.Page) string { return digest(j.common(), p.Stamp()) }

// find returns a page that was made from what it would be made from now.
func (s *shelf) find(j *reportJob, p *page.Page) (kept shelved, ok bool) {
	if s == nil {
		return shelved{}, false
	}
	kept, ok = s.pages[p.Name]
	return kept, ok && kept.stamp == j.pageStamp(p)
}

// files returns the files of a page on the shelf, nil if there are none.
func (s *shelf) files(j *reportJob, p *page.Page) map[string][]byte {
	if kept, ok := s.find(j, p); ok {
		return kept.files
	}
	return nil
}

// keep puts a page on the shelf.
func (s *shelf) keep(j *reportJob, p *page.Page, made builtPage, files map[string][]byte) {
	if s != nil {
		s.pages[p.Name] = shelved{j.pageStamp(p), made, files}
	}
}

// source returns the warehouse as the source of what is no page's.
func (j *reportJob) source(db *warehouse.DB) page.Source {
	if m := j.shelf.memory(""); m != nil {
		return m.Of(db)
	}
	return db
}

// makePages makes the pages that are not on the shelf.
func (j *reportJob) makePages(ctx context.Context, db *warehouse.DB, pages []*page.Page, opt page.Options, two bool) ([]builtPage, error) {
	out := make([]builtPage, len(pages))
	var missing []task
	var places []int
	for i, p := range pages {
		if kept, ok := j.shelf.find(j, p); ok {
			out[i] = kept.made
			continue
		}
		missing, places = append(missing, task{p, j.shelf.memory(p.Name)}), append(places, i)
	}
	made, err := buildPages(ctx, db, missing, opt, j.langs, two)
	if err != nil {
		return nil, err
	}
	for i, one := range made {
		out[places[i]] = one
	}
	return out, nil
}
