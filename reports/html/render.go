package html

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/payload"
	"paystats/reports/theme"
)

// Options are a build's choices. There is no clock among them.
type Options struct {
	Theme   *theme.Theme // nil: the house theme
	Version string       // of paystats, as printed; "" for none
	Index   string       // relative address of the index, "" for none
	// Negotiate lets the languages that a reader's browser prefers choose the one that is
	// shown first; else that is the first of the documents.
	Negotiate bool
	// Reload is the stamp of what a page of a watch was made from: the page reloads itself
	// when ReloadFile beside it holds another. "" for pages that are not watched.
	Reload string
}

//go:embed style.css
var styleCSS string

//go:embed shell.tmpl
var shellText string

//go:embed page.tmpl
var pageText string

//go:embed index.tmpl
var indexText string

//go:embed figure.tmpl
var figureText string

//go:embed state.tmpl
var stateText string

// Render writes one page as a self-contained HTML file: its documents, which are the same
// page in one language each, of which one is shown at a time, the first unless the reader
// says otherwise. Equal documents and options give equal bytes. Nothing is written when a
// document breaks the contract of chart.Spec (a colour, a number of points, an unknown kind).
func Render(w io.Writer, docs []document.Document, opt Options) error {
	opt, err := opt.complete()
	if err != nil {
		return err
	}
	var languages []string
	for _, doc := range docs {
		languages = append(languages, doc.Lang)
	}
	var sections []section
	for i, doc := range docs {
		html, err := pageHTML(doc, others(languages, doc.Lang), opt)
		if err != nil {
			return err
		}
		sections = append(sections, newSection(doc.Lang, doc.Title, html, i > 0))
	}
	s, err := newShell(sections, docs[0].Charts() > 0, opt)
	if err != nil {
		return err
	}
	s.Summary = docs[0].Lead
	return execute(w, "shell", shellText, docs[0].Lang, s)
}

// pageHTML renders what stands on a page in one language.
func pageHTML(doc document.Document, others []string, opt Options) (string, error) {
	blocks := make([]block, 0, len(doc.Blocks))
	for i, b := range doc.Blocks {
		v, err := newBlock(doc.Name, i, b, opt.Theme)
		if err != nil {
			return "", fmt.Errorf("page %q: %w", doc.Name, err)
		}
		blocks = append(blocks, v)
	}
	var out strings.Builder
	err := execute(&out, "page", figureText+pageText, doc.Lang, struct {
		Doc     document.Document
		Blocks  []block
		Others  []string
		Logo    *logo
		Index   string
		Version string
		Cite    string
	}{doc, blocks, others, newLogo(opt.Theme), opt.Index, opt.Version, cite(doc, opt)})
	return out.String(), err
}

// RenderIndex writes the list of pages, in a language each.
func RenderIndex(w io.Writer, lists []document.Index, opt Options) error {
	opt, err := opt.complete()
	if err != nil {
		return err
	}
	var languages []string
	for _, list := range lists {
		languages = append(languages, list.Lang)
	}
	var sections []section
	for i, list := range lists {
		find, err := json.Marshal(findable(list.Pages))
		if err != nil {
			return err
		}
		var out strings.Builder
		err = execute(&out, "index", figureText+stateText+indexText, list.Lang, struct {
			Index   document.Index
			Others  []string
			Logo    *logo
			Version string
			Find    template.JS
			Folds   string
		}{list, others(languages, list.Lang), newLogo(opt.Theme), opt.Version, template.JS(find), folds(string(find))})
		if err != nil {
			return err
		}
		sections = append(sections, newSection(list.Lang, list.Title, out.String(), i > 0))
	}
	s, err := newShell(sections, false, opt)
	if err != nil {
		return err
	}
	return execute(w, "shell", shellText, lists[0].Lang, s)
}

func (o Options) complete() (Options, error) {
	if o.Theme != nil {
		return o, nil
	}
	t, err := theme.Default()
	o.Theme = t
	return o, err
}

func execute(w io.Writer, name, text, lang string, view any) error {
	t, err := template.New(name).Funcs(template.FuncMap{
		"word": func(key string) string { return word(lang, key) },
		"lines": func(source, coverage string, notes []string) []string {
			return chart.FootLines(source, coverage, notes, lang)
		},
		"htmlLang": htmlLang,
		"foreign":  func(text string) string { return foreign(lang, text) },
		"language": languageName,
		"width":    textWidth,
		"href":     entryHref,
		"outside":  isOutside,
		"linkText": linkText,
		"spark":    spark,
		"keep":     keep,
		"date":     func(day string) template.HTML { return keep(chart.PeriodText(day, lang)) },
		"numeric":  isNumeric,
		"number":   func(n int) string { return chart.Format("points", float64(n)) },
		"place":    address,
	}).Parse(text)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := t.Execute(&buf, view); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	_, err = w.Write(buf.Bytes())
	return err
}

// block is one block as the template sees it; one field is set.
type block struct {
	Prose *prose
	Chart *figure
	Table *table
	KPIs  *document.KPIs
	Gap   *document.Gap
}

// logo is the theme's, whose addresses may stand in a page: they are data: of an image.
type logo struct {
	Light, Dark template.URL
	Alt         string
}

// newLogo returns the logo of a theme, nil if it has none.
func newLogo(t *theme.Theme) *logo {
	if t.Logo.Light == "" {
		return nil
	}
	return &logo{Light: template.URL(t.Logo.Light), Dark: template.URL(t.Logo.Dark), Alt: t.Logo.Alt}
}

// prose is narrative; Lang is "" where it is in the language of the page.
type prose struct {
	HTML   template.HTML
	Lang   string
	Anchor string // where a find leads
}

// figure is a chart with its legend and payload.
type figure struct {
	chart.Spec
	Legend  []key
	Payload template.JS
	Below   below
}

// table is a table that stands on its own.
type table struct {
	document.Table
	Grid  grid
	Below below
}

// key is one line of a legend with its colours on both pages.
type key struct {
	payload.Key
	Style template.CSS
}

// newBlock makes the n-th block of a page.
func newBlock(page string, n int, b document.Block, t *theme.Theme) (block, error) {
	switch b := b.(type) {
	case document.Prose:
		return block{Prose: &prose{template.HTML(b.HTML), b.Lang, anchor(n)}}, nil // sanitised by contract
	case document.Table:
		under, err := newBelow(page, b.ID, b.Title, b.Data, b.Making)
		return block{Table: &table{b, grid{b.Table, b.Title}, under}}, err
	case document.KPIs:
		return block{KPIs: &b}, nil
	case document.Gap:
		return block{Gap: &b}, nil
	case document.Chart:
		f, err := newFigure(b.Spec, t)
		if err != nil {
			return block{}, err
		}
		f.Below, err = newBelow(page, b.Spec.ID, b.Spec.Title, b.Spec.Data(), b.Making)
		f.Below.Grid = &grid{b.Spec.Table, b.Spec.Title}
		return block{Chart: f}, err
	}
	return block{}, fmt.Errorf("block %T cannot be rendered", b)
}

// anchor is the address of the n-th block where it has no id; no id holds a dot.
func anchor(n int) string { return fmt.Sprintf("part.%d", n+1) }

func newFigure(s chart.Spec, t *theme.Theme) (*figure, error) {
	p, err := payload.New(s)
	if err != nil {
		return nil, err
	}
	js, err := p.JSON()
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	keys, err := payload.Legend(s)
	if err != nil {
		return nil, err
	}
	f := &figure{Spec: s, Payload: template.JS(js)}
	for _, k := range keys {
		one := key{Key: k}
		if k.Color != "" { // the payload's colours are checked, the theme's too
			one.Style = template.CSS("--c:" + k.Color + ";--d:" + t.Dark(k.Color))
		}
		f.Legend = append(f.Legend, one)
	}
	return f, nil
}

// cite names the page, its period, the program and the publishers of its figures.
func cite(doc document.Document, opt Options) string {
	var publishers []string
	for _, set := range doc.Sets {
		for _, src := range set.Sources {
			if src.Publisher != "" && !slices.Contains(publishers, src.Publisher) {
				publishers = append(publishers, src.Publisher)
			}
		}
	}
	mark := func(key string) string { return word(doc.Lang, key) }
	text := mark("“") + doc.Title + mark("”")
	if doc.Period != "" {
		text += mark(",") + doc.Period
	}
	text += mark(".") + strings.TrimSpace("paystats "+opt.Version)
	if len(publishers) > 0 {
		text += mark(";") + mark("figures") + strings.Join(publishers, mark("、"))
	}
	return text + strings.TrimSpace(mark("."))
}

// entryHref is the address of a page from the index.
func entryHref(e document.Entry) string { return url.PathEscape(e.Name) + "/index.html" }

// isOutside reports whether an address may be written as a link to the web.
func isOutside(href string) bool {
	u, err := url.Parse(href)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// linkText is what a link says: its text, a document's title, else its address.
func linkText(v any) string {
	switch v := v.(type) {
	case document.Link:
		return cmp.Or(v.Text, v.Href)
	case document.Source:
		return cmp.Or(v.Title, v.Href)
	}
	return ""
}
