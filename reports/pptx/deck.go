// Package pptx writes a page as a deck for PowerPoint: a title slide, a slide a chart with
// its finding as the title, native tables and charts that can be edited, and the narrative
// as notes.
//
//	document.Document ─► slides (content.go) ─► parts (slide.go, table.go, notes.go) ─► package
//	chart.Spec ─► native.Chart ─► chart part + embedded workbook
//
// Invariants: a chart part, its cache and its workbook agree; every text is a run that
// bears its language; colours and fonts are those of the deck's theme part, which is the
// report's theme, but for those of providers, which stay with them; equal documents and
// options give equal bytes.
package pptx

import (
	"fmt"
	"io"
	"strconv"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
	"paystats/reports/theme"
	"paystats/reports/xlsx"
)

// Options are a build's choices. There is no clock among them.
type Options struct {
	Theme *theme.Theme // nil: the house theme; of a template, only the colours of data
	// Template is a deck of the user's (pptx), whose theme, master and layouts are taken;
	// nil for ours. Layouts and placeholders are found by name, see README.md, else by type.
	Template []byte
	// Picture draws a chart of a kind that PowerPoint has no form for as a PNG of this
	// size in pixels. nil puts a table of its data there instead.
	Picture func(s chart.Spec, width, height int) ([]byte, error)
}

// Render writes a document as a deck.
func Render(w io.Writer, doc document.Document, opt Options) error {
	if opt.Theme == nil {
		t, err := theme.Default()
		if err != nil {
			return err
		}
		opt.Theme = t
	}
	d := &deck{doc: doc, opt: opt, pack: x.New()}
	if err := d.found(); err != nil {
		return fmt.Errorf("deck %s: %w", doc.Name, err)
	}
	slides, err := d.slides()
	if err != nil {
		return fmt.Errorf("deck %s: %w", doc.Name, err)
	}
	for _, s := range slides {
		if err := d.add(s); err != nil {
			return fmt.Errorf("deck %s: %w", doc.Name, err)
		}
	}
	if opt.Template == nil {
		d.presentation()
	} else {
		d.present()
	}
	return d.pack.Write(w)
}

// deck is a deck under construction.
type deck struct {
	doc    document.Document
	opt    Options
	pack   *x.Package
	forms  map[layout]form
	body   frame    // where charts and tables stand
	notes  string   // part of the master of notes
	slide  []string // parts of the slides, in order
	charts int
	images int
}

// form is a layout of the deck: its part, and the placeholders that we fill.
type form struct {
	part   string
	places []place
}

// found sets up what slides are built on: ours, or the template's.
func (d *deck) found() error {
	if d.opt.Template != nil {
		return d.adopt()
	}
	d.forms, d.body = map[layout]form{}, bodyFrame
	for i, l := range layouts {
		d.forms[layout(i)] = form{layoutPart(layout(i)), l.places}
	}
	d.frame()
	return nil
}

// word returns a text of ours in the deck's language.
func (d *deck) word(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(d.doc.Lang) }

// lang is the language of runs.
func (d *deck) lang() string { return d.word("en-US", "zh-CN") }

// Names of the parts that there is one of.
const (
	presentationPart = "ppt/presentation.xml"
	masterPart       = "ppt/slideMasters/slideMaster1.xml"
	notesMasterPart  = "ppt/notesMasters/notesMaster1.xml"
)

const (
	officeType = "application/vnd.openxmlformats-officedocument."
	showType   = officeType + "presentationml."
	sheetType  = officeType + "spreadsheetml.sheet"
)

// addChart adds a native chart with its workbook and shapes and returns the chart's part.
func (d *deck) addChart(c *native.Chart) (string, error) {
	d.charts++
	n := strconv.Itoa(d.charts)
	part, book := "ppt/charts/chart"+n+".xml", "ppt/embeddings/Microsoft_Excel_Worksheet"+n+".xlsx"
	workbook, err := xlsx.Embed(c.Sheet)
	if err != nil {
		return "", err
	}
	d.pack.Add(book, sheetType, workbook)
	bookID, shapesID := d.pack.Relate(part, "package", book), ""
	if shapes := c.Shapes(); shapes != nil {
		drawing := "ppt/drawings/drawing" + n + ".xml"
		d.pack.Add(drawing, native.ShapesType, shapes)
		shapesID = d.pack.Relate(part, "chartUserShapes", drawing)
	}
	d.pack.Add(part, native.PartType, c.Part(native.Place{Sheet: xlsx.EmbeddedSheet, Row: 1}, bookID, shapesID))
	return part, nil
}

// addImage adds a PNG and returns its part.
func (d *deck) addImage(png []byte) string {
	d.images++
	part := "ppt/media/image" + strconv.Itoa(d.images) + ".png"
	d.pack.Add(part, "image/png", png)
	return part
}
