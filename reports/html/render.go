package html

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

// Options are a build's choices. There is no clock among them.
type Options struct {
	Theme   *theme.Theme // nil: the house theme
	Version string       // of paystats, as printed; "" for none
	Index   string       // relative address of the index, "" for none
}

//go:embed style.css
var styleCSS string

//go:embed page.tmpl
var pageText string

//go:embed index.tmpl
var indexText string

// Render writes one page as a self-contained HTML file. Equal documents and
// options give equal bytes. Nothing is written when the document breaks the
// contract of chart.Spec (a colour, a number of points, an unknown kind).
func Render(w io.Writer, doc document.Document, opt Options) error {
	opt, err := opt.complete()
	if err != nil {
		return err
	}
	s, err := newShell(doc.Lang, doc.Title, doc.Charts() > 0, opt)
	if err != nil {
		return err
	}
	blocks := make([]block, 0, len(doc.Blocks))
	for _, b := range doc.Blocks {
		v, err := newBlock(b, opt.Theme)
		if err != nil {
			return fmt.Errorf("page %q: %w", doc.Name, err)
		}
		blocks = append(blocks, v)
	}
	view := struct {
		shell
		Doc    document.Document
		Blocks []block
		Index  string
		Cite   string
	}{s, doc, blocks, opt.Index, cite(doc, opt)}
	return execute(w, "page", pageText, doc.Lang, view)
}

// RenderIndex writes the list of pages.
func RenderIndex(w io.Writer, index document.Index, opt Options) error {
	opt, err := opt.complete()
	if err != nil {
		return err
	}
	s, err := newShell(index.Lang, index.Title, false, opt)
	if err != nil {
		return err
	}
	view := struct {
		shell
		Index document.Index
	}{s, index}
	return execute(w, "index", indexText, index.Lang, view)
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
		"word":     func(key string) string { return word(lang, key) },
		"htmlLang": htmlLang,
		"href":     entryHref,
		"outside":  isOutside,
		"linkText": linkText,
		"spark":    spark,
		"numeric":  func(c []chart.Column, i int) bool { return i < len(c) && c[i].Numeric },
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
	Prose template.HTML
	Chart *figure
	Table *document.Table
	KPIs  *document.KPIs
}

// figure is a chart with its legend and payload.
type figure struct {
	chart.Spec
	Legend  []key
	Payload template.JS
}

// key is one line of a legend.
type key struct {
	Name, Text, Why string
	Sign            string // written in the key of a class
	Strong          bool   // the sign has the page's colour
	Role            chart.Role
	Style           template.CSS
}

func newBlock(b document.Block, t *theme.Theme) (block, error) {
	switch b := b.(type) {
	case document.Prose:
		return block{Prose: template.HTML(b.HTML)}, nil // sanitised by contract
	case document.Table:
		return block{Table: &b}, nil
	case document.KPIs:
		return block{KPIs: &b}, nil
	case document.Chart:
		f, err := newFigure(b.Spec, t)
		return block{Chart: f}, err
	}
	return block{}, fmt.Errorf("block %T cannot be rendered", b)
}

func newFigure(s chart.Spec, t *theme.Theme) (*figure, error) {
	p, err := newPayload(s)
	if err != nil {
		return nil, err
	}
	js, err := p.json()
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	f := &figure{Spec: s, Payload: template.JS(js)}
	for _, c := range s.Classes {
		k := key{Name: c.Name, Sign: c.Sign, Strong: c.Strong}
		if c.Color != "" {
			if !hexColor.MatchString(c.Color) {
				return nil, fmt.Errorf("chart %q: class %q: colour %q is not #rrggbb", s.ID, c.Name, c.Color)
			}
			k.Style = template.CSS("--c:" + c.Color + ";--d:" + t.Dark(c.Color))
		}
		f.Legend = append(f.Legend, k)
	}
	if s.Kind == chart.Matrix || s.Kind == chart.Timeline { // their classes are all there is
		return f, nil
	}
	for _, in := range legend(s) {
		color := in.Color
		if s.Kind == chart.Donut {
			color = cmp.Or(in.Points[0].Color, in.Color)
		}
		// The colour passed checkSeries, the theme's its own check.
		k := key{Name: in.Name, Role: in.Role, Style: template.CSS("--c:" + color + ";--d:" + t.Dark(color))}
		if s.Kind == chart.Donut {
			k.Text, k.Why = in.Points[0].Text, in.Points[0].Why
		}
		f.Legend = append(f.Legend, k)
	}
	return f, nil
}

// legend lists the series that a legend names: one of those that stand in several panels, one
// tile of each group.
func legend(s chart.Spec) []chart.Series {
	var out []chart.Series
	seen := map[string]bool{}
	for _, in := range s.Series {
		id := in.ID
		if s.Kind == chart.Treemap {
			id, in.Name = in.Group, in.Group
		}
		if in.Role == chart.Printed || id == "" || seen[id] {
			continue
		}
		seen[id] = len(s.Panels) > 0 || s.Kind == chart.Treemap
		out = append(out, in)
	}
	return out
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
	text := "“" + doc.Title + "”"
	if doc.Period != "" {
		text += ", " + doc.Period
	}
	text += ". " + strings.TrimSpace("paystats "+opt.Version)
	if len(publishers) > 0 {
		text += "; " + word(doc.Lang, "figures") + " " + strings.Join(publishers, ", ")
	}
	return text + "."
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
