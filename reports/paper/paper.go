// Package paper sets a page of the report as a PDF for printing and sending: title and
// contents, narrative, key figures, charts as vectors, tables, and the sources.
//
//	document.Document ─► pieces (block.go, prose.go, table.go, …) ─► pages (flow.go) ─► pdf.Book
//
// A piece is what a page break never cuts: a line, a row, a chart. Lengths are CSS pixels,
// of which four are three points.
//
// Invariants: A4, upright; a heading stands on the page of what it heads, no paragraph leaves
// a line alone, a table that goes on repeats its head; equal documents and options give equal
// bytes.
package paper

import (
	"context"
	"fmt"
	"io"
	"math"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/font"
	"paystats/reports/pdf"
	"paystats/reports/picture"
	"paystats/reports/theme"
)

// Options are a build's choices. There is no clock among them.
type Options struct {
	Theme *theme.Theme // nil: the house theme
	// Chart draws a chart without a background, with Edge pixels free at its sides and its foot, in
	// a width and a height; a height of 0 is what the chart needs. ErrSize says that it cannot be had.
	Chart func(ctx context.Context, s chart.Spec, width, height float64) (*picture.Picture, error)
	Made  string // the program and its version, as printed: "paystats 1.2"
}

// Render writes a document. It returns the letters that the embedded font lacks, each once: they
// are boxes.
func Render(ctx context.Context, w io.Writer, doc document.Document, opt Options) (missing string, err error) {
	if opt.Theme == nil {
		t, err := theme.Default()
		if err != nil {
			return "", err
		}
		opt.Theme = t
	}
	s := &setter{ctx: ctx, doc: doc, opt: opt, ink: inkOf(opt.Theme)}
	book, err := s.book()
	if err != nil {
		return "", fmt.Errorf("page %s: %w", doc.Name, err)
	}
	var all []picture.Item
	for _, p := range book.Pages {
		all = append(all, p.Picture.Items...)
	}
	return font.Missing(all), pdf.WriteBook(w, book)
}

// The measures of a page.
const (
	pageWidth  = 595.28 / pdf.Point // A4
	pageHeight = 841.89 / pdf.Point
	left       = 68.0 // 18 mm
	top        = 60.0
	bottom     = 1052.0 // below it stands the number of the page
	width      = 658.0  // of what is set
)

// colors are those of the theme's light page.
type colors struct {
	text, muted, rule, axis, accent, panel, paper picture.Color
}

func inkOf(t *theme.Theme) colors {
	p := t.Page
	return colors{
		text: color(p.Text.Light), muted: color(p.Muted.Light), rule: color(p.Rule.Light), axis: color(p.Axis.Light),
		accent: color(p.Accent.Light), panel: color(p.Panel.Light), paper: color(p.Background.Light),
	}
}

// color reads a colour of the theme, which has been checked.
func color(hex string) picture.Color {
	c, _ := picture.ParseColor(hex)
	return c
}

// setter makes the pieces of a document.
type setter struct {
	ctx context.Context
	doc document.Document
	opt Options
	ink colors
}

// word returns a text of ours in the document's language.
func (s *setter) word(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(s.doc.Lang) }

// book sets the whole document.
func (s *setter) book() (pdf.Book, error) {
	body, err := s.body()
	if err != nil {
		return pdf.Book{}, err
	}
	head := s.front()
	var list contents
	if sum(head)+sum(body) > bottom-top { // one page needs no contents
		list = s.contents(body)
	}
	f := &flow{page: -1}
	f.turn()
	for _, part := range [][]piece{head, list.pieces, body} {
		if err := f.set(part); err != nil {
			return pdf.Book{}, err
		}
	}
	list.number(f.places)
	b := pdf.Book{Title: s.doc.Title, Subject: s.doc.Lead, Lang: s.doc.Lang}
	for i, p := range f.pages {
		p.items = append(p.items, s.footer(i+1, len(f.pages))...)
		b.Pages = append(b.Pages, pdf.Page{
			Picture: &picture.Picture{Width: pageWidth, Height: pageHeight, Background: &s.ink.paper, Items: p.items}, Links: f.linksOf(i),
		})
	}
	b.Bookmarks = bookmarks(body, f.places)
	return b, nil
}

// sum is the height of pieces above each other.
func sum(pieces []piece) float64 {
	h := 0.0
	for _, p := range pieces {
		h += p.before + p.height
	}
	return h
}

// front is the title with what stands below it.
func (s *setter) front() []piece {
	out := []piece{{height: 14, items: []picture.Item{rule(0, 0, width, 3, s.ink.text)}, stays: true}}
	out = append(out, s.text(s.doc.Title, form{size: 29, line: s.leading(29, 1.22), bold: true, color: s.ink.text, before: 4})...)
	if s.doc.Lead != "" {
		out = append(out, s.text(s.doc.Lead, form{size: 16, line: s.leading(16, 1.5), color: s.ink.text, before: 12})...)
	}
	if s.doc.Period != "" {
		out = append(out, s.text(s.doc.Period, form{size: 12, line: 18, color: s.ink.muted, before: 10})...)
	}
	if len(s.doc.Alerts) > 0 {
		list := s.text(s.word("Data checks failed. Read this report with care:", "数据检查未通过，请谨慎阅读："), form{size: 13, line: 20, bold: true, color: s.ink.text, indent: 14, before: 12})
		for _, a := range s.doc.Alerts {
			list = append(list, s.text("• "+a, form{size: 12, line: 18, color: s.ink.text, indent: 14})...)
		}
		for i := range list { // a bar beside them
			list[i].items = append(list[i].items, rule(0, 0, 4, list[i].height, s.ink.text))
		}
		out = append(out, list...)
	}
	for _, b := range s.first() {
		out = append(out, s.figures(b.(document.KPIs))...)
	}
	return out
}

// leading is the distance of lines: Chinese needs more air.
func (s *setter) leading(size, latin float64) float64 {
	if s.doc.Lang == "zh" {
		latin += 0.15
	}
	return math.Round(size * latin)
}

// footer is what stands at the foot of each page.
func (s *setter) footer(page, of int) []picture.Item {
	number := fmt.Sprintf(s.word("Page %d of %d", "第%d页，共%d页"), page, of)
	y := bottom + 30
	return []picture.Item{
		rule(left, bottom+12, width, 1, s.ink.rule),
		s.label(clip(s.doc.Title, 11, width-120), left, y, 11, false, s.ink.muted, picture.Start),
		s.label(number, left+width, y, 11, false, s.ink.muted, picture.End),
	}
}

// rule is a filled box.
func rule(x, y, w, h float64, c picture.Color) picture.Item {
	return &picture.Shape{Path: picture.Rect(x, y, w, h), Fill: c}
}
