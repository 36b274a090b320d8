// Package document holds the renderer-neutral description of a finished page.
//
// Package page makes a Document out of Markdown and data; package html (later
// also the PDF, deck and workbook renderers) turns one into bytes. The package
// holds types only.
//
// Invariants: a Document is complete and final. Every number in it is already
// printed, every text is already in the document's language, blocks stand in
// reading order, and chart ids are unique. Equal pages and data give equal
// Documents; none holds a clock, a path of this machine or a random name.
package document

import "paystats/reports/chart"

// Document is one page in one language.
type Document struct {
	Name   string   // public name of the page, kebab-case; the folder of its output
	Lang   string   // "en" or "zh"
	Title  string   // plain text
	Lead   string   // the page's answer in one or two sentences; plain text, may be empty
	Period string   // what the page covers, as printed: "Q1 2013 to Q3 2015"
	Alerts []string // what must be known before reading: data checks that failed; plain text
	Blocks []Block
	Models []Model   // the models whose tables its charts and tables read, by name
	Sets   []DataSet // the data sets that its numbers come from, in the order to be printed
	Notes  []string  // footnotes of the whole page; plain text
	Untrue []Claim   // what its texts claim and the data do not bear out, in the order in which they were found
	Values []Value   // what its texts say by expressions, in the order of the page's file; no renderer prints it
}

// Claim is a sentence of a page that was held against the data.
type Claim struct {
	Text  string     // as the page prints it
	Found chart.Text // what the data say: "max is 34.2 %"
	// What is held against the data, and Place where: the name of the page, or of the passage that it
	// includes. Both are the same in every language.
	What, Place string
}

// Block is one part of a page: Prose, Chart, Table, KPIs or Gap.
type Block interface{ block() }

// Prose is narrative text.
type Prose struct {
	HTML string // sanitised: made by reports/page from Markdown with raw HTML switched off
	Lang string // of narrative that is not in the document's language; "" otherwise
}

// Chart is one chart with the data under it.
type Chart struct {
	Spec   chart.Spec
	Making Making
}

// Table is a table that stands on its own.
type Table struct {
	ID       string // stable, public, unique among charts and tables of a page
	Title    string
	Subtitle string
	Table    chart.Table
	Source   string
	Coverage string
	Notes    []string
	Data     chart.Data // its numbers, for programs
	Spec     chart.Spec // what a table of a metric was printed from; no renderer draws it
	Rows     []Row      // of a table of an author's query, in its order; no renderer prints it
	Making   Making
}

// KPIs is a row of key figures.
type KPIs struct {
	ID      string // stable, public; may be empty
	Figures []chart.Figure
}

// Gap stands in place of a chart or table that the data hold nothing for.
type Gap struct {
	ID    string // of the chart or table
	Title string
	Text  string // says so; plain text
}

func (Gap) block()   {}
func (Prose) block() {}
func (Chart) block() {}
func (Table) block() {}
func (KPIs) block()  {}

// DataSet is one data set that a page is made from.
type DataSet struct {
	Name     string   // as in datapackage.yaml
	Title    string   // as printed
	Licences []Link   // at least one; Href may be empty
	Sources  []Source // documents that its numbers were printed in
}

// Source is one document of a publisher.
type Source struct {
	Publisher string // as printed
	Title     string
	Href      string // http or https; other schemes are printed as text
	Vintage   string // publication date, YYYY[-MM[-DD]]; "" is printed as "date unknown"
}

// Link is a text that may lead somewhere. Href is "" for a text only, else http or https.
type Link struct{ Text, Href string }

// Charts returns the number of charts of a document.
func (d Document) Charts() int {
	n := 0
	for _, b := range d.Blocks {
		if _, ok := b.(Chart); ok {
			n++
		}
	}
	return n
}
