package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/deck"
	"paystats/reports/document"
	"paystats/reports/page"
	"paystats/reports/svg"
)

// deckSource gives a deck what its addresses name, from the warehouse.
type deckSource struct {
	w     *workspace.Workspace
	db    *warehouse.DB
	opt   page.Options
	pages map[string]*page.Page
	style style
}

// deckSource opens the warehouse for a deck; done closes it.
func (a *app) deckSource(ctx context.Context, o deckOptions) (src *deckSource, done func() error, err error) {
	w, err := a.workspace()
	if err != nil {
		return nil, nil, err
	}
	colors, stamp, err := readTheme(w, cmp.Or(o.theme, w.Config.Theme))
	if err != nil {
		return nil, nil, err
	}
	db, err := a.cutReader(ctx, w, o.asOf)
	if err != nil {
		return nil, nil, err
	}
	opt, err := requestOptions(ctx, db, o.publisher)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	opt.Theme, opt.Numbers = colors, w.Config.Numbers
	return &deckSource{w: w, db: db, opt: opt, pages: map[string]*page.Page{}, style: style{theme: colors, themeStamp: stamp, cache: newPictureCache(w.State), drawer: new(svg.Drawer)}}, db.Close, nil
}

// named returns a page, read once.
func (s *deckSource) named(ctx context.Context, name string) (*page.Page, error) {
	if p, ok := s.pages[name]; ok {
		return p, nil
	}
	p, err := pageNamed(ctx, s.w, s.db, name)
	var usage *usageError
	if errors.As(err, &usage) {
		return nil, &deck.UnknownError{Code: "address-unknown", Msg: usage.msg, Hint: usage.hint}
	}
	if err == nil {
		s.pages[name] = p
	}
	return p, err
}

// Page makes a page.
func (s *deckSource) Page(ctx context.Context, name, lang string) (document.Document, error) {
	p, err := s.named(ctx, name)
	if err != nil {
		return document.Document{}, err
	}
	opt := s.opt
	opt.Lang = lang
	return p.Build(ctx, s.db, opt)
}

// Say answers a text with expressions.
func (s *deckSource) Say(ctx context.Context, name, text, lang string) (said string, untrue []string, err error) {
	p := page.Plain()
	if name != "" {
		if p, err = s.named(ctx, name); err != nil {
			return "", nil, err
		}
	}
	opt := s.opt
	opt.Lang, opt.Warn = lang, new(diag.List)
	said, err = p.Say(ctx, s.db, opt, text)
	var problems *diag.List
	if errors.As(err, &problems) {
		var msgs []string
		first := problems.Sorted()[0]
		for _, one := range problems.Sorted() {
			msgs = append(msgs, one.Msg)
		}
		return "", nil, &deck.UnknownError{Code: first.Code, Msg: strings.Join(msgs, "; "), Hint: first.Hint}
	}
	for _, w := range opt.Warn.Sorted() {
		untrue = append(untrue, w.Msg)
	}
	return said, untrue, err
}

// Draw draws a chart as large as a picture of the deck, unless that was done before.
func (s *deckSource) Draw(ctx context.Context, spec chart.Spec, lang, format string, width, height float64) ([]byte, error) {
	content, err := s.style.fitted(ctx, spec, lang, format, width, height)
	var size *svg.SizeError
	if errors.As(err, &size) {
		return nil, &deck.UnknownError{Code: "picture-size", Msg: fmt.Sprintf("the chart has no room in %.0f × %.0f points", width, height), Hint: "make the picture larger in PowerPoint"}
	}
	return content, err
}
