package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"sync"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/paper"
	"paystats/reports/pdf"
	"paystats/reports/picture"
	"paystats/reports/pptx"
	"paystats/reports/raster"
	"paystats/reports/svg"
	"paystats/reports/theme"
	"paystats/reports/xlsx"
)

// outputFormat is one value of --format. A report has a file a page of those that have page,
// and a file a chart of the other pictures; one chart can be had in any.
type outputFormat struct {
	name    string // also the file's ending
	picture func(w io.Writer, p *picture.Picture, o pictureOptions) error
	page    func(ctx context.Context, w io.Writer, l style, doc document.Document) (missing string, err error) // letters that the font lacks
	// chart is how a chart is written that is no picture; nil: as the page of it alone.
	chart func(w io.Writer, l style, doc document.Document) error
}

// outputFormats are all formats, in the order in which they are listed.
var outputFormats = []outputFormat{
	{name: "html", chart: func(w io.Writer, l style, doc document.Document) error {
		return html.RenderFigure(w, doc, html.Options{Theme: l.theme, Version: programVersion()})
	}},
	{name: "svg", picture: func(w io.Writer, p *picture.Picture, o pictureOptions) error { return svg.Write(w, p, o.embed) }},
	{name: "png", picture: func(w io.Writer, p *picture.Picture, o pictureOptions) error { return raster.PNG(w, p, o.scale) }},
	{name: "pdf", picture: func(w io.Writer, p *picture.Picture, _ pictureOptions) error { return pdf.Write(w, p) },
		page: func(ctx context.Context, w io.Writer, l style, doc document.Document) (string, error) {
			return paper.Render(ctx, w, doc, paper.Options{Theme: l.theme, Chart: l.printed(doc.Lang), Made: "paystats " + programVersion()})
		}},
	{name: "pptx", page: func(ctx context.Context, w io.Writer, l style, doc document.Document) (string, error) {
		return "", pptx.Render(w, doc, pptx.Options{Theme: l.theme, Template: l.template, Picture: l.slidePicture(ctx, doc.Lang)})
	}},
	{name: "xlsx", page: func(_ context.Context, w io.Writer, _ style, doc document.Document) (string, error) {
		return "", xlsx.Render(w, doc)
	}},
	{name: "csv", chart: writeCSV},
	{name: "json", chart: writeJSON},
}

// pictureOptions are what the formats of pictures leave open.
type pictureOptions struct {
	scale float64 // pixels of a PNG to one of the picture
	embed bool    // an SVG holds the letters of its font
}

// style is what charts and pages take beside the data.
type style struct {
	theme      *theme.Theme
	themeStamp string
	template   []byte        // the user's deck that decks are made from, nil for none
	cache      *pictureCache // nil: everything is drawn
	missing    *missingLetters
	drawer     *svg.Drawer
}

// missingLetters are the letters that the embedded font lacks, by the file that has them.
type missingLetters struct {
	mu sync.Mutex
	of map[string]string
}

func (m *missingLetters) add(file, letters string) {
	if letters == "" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[string]string{}
	}
	m.of[file] = letters
}

// inReports are the formats that --format of a report takes.
func inReports() []outputFormat {
	return slices.DeleteFunc(slices.Clone(outputFormats), func(f outputFormat) bool {
		return f.name != "html" && f.picture == nil && f.page == nil
	})
}

// namesOf lists formats.
func namesOf(formats []outputFormat) []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// pickFormats returns the formats of a report that were asked for beside HTML, which is
// always written: each once, in the order of outputFormats.
func pickFormats(asked []string) ([]outputFormat, error) {
	known := inReports()
	for _, name := range asked {
		if !slices.Contains(namesOf(known), name) {
			return nil, unknown("format", name, namesOf(known), "")
		}
	}
	return slices.DeleteFunc(known, func(f outputFormat) bool { return f.name == "html" || !slices.Contains(asked, f.name) }), nil
}

// pageFormats are the formats of a report with a file a page, pictureFormats those with a
// file a chart.
func (j *reportJob) pageFormats() []outputFormat {
	return slices.DeleteFunc(slices.Clone(j.formats), func(f outputFormat) bool { return f.page == nil })
}

func (j *reportJob) pictureFormats() []outputFormat {
	return slices.DeleteFunc(slices.Clone(j.formats), func(f outputFormat) bool { return f.page != nil })
}

// addFormats writes a page in the formats that were asked for: PAGE/PAGE.pptx in the first
// language, PAGE/PAGE.zh.pptx in another.
func (j *reportJob) addFormats(ctx context.Context, files map[string][]byte, docs []document.Document) error {
	for _, f := range j.pageFormats() {
		for i, doc := range docs {
			name := doc.Name
			if i > 0 {
				name += "." + doc.Lang
			}
			var out bytes.Buffer
			missing, err := f.page(ctx, &out, j.style, doc)
			if errors.Is(err, pptx.ErrTemplate) {
				return &usageError{msg: err.Error(), hint: "save the deck as .pptx in PowerPoint"}
			}
			if errors.Is(err, pptx.ErrActive) {
				return &usageError{msg: err.Error(), hint: "take these out of its layouts in PowerPoint and save it as .pptx: every deck would carry them on"}
			}
			if err != nil {
				return err
			}
			file := path.Join(doc.Name, name+"."+f.name)
			files[file] = out.Bytes()
			j.missing.add(file, missing)
		}
	}
	return nil
}

// slidePicture returns how a slide gets the picture of a chart.
func (l style) slidePicture(ctx context.Context, lang string) func(chart.Spec, float64, float64) ([]byte, error) {
	return func(s chart.Spec, width, height float64) ([]byte, error) {
		return l.fitted(ctx, s, lang, "png", width, height)
	}
}

// fitted is drawFitted, but for what is kept of an earlier time.
func (l style) fitted(ctx context.Context, s chart.Spec, lang, format string, width, height float64) ([]byte, error) {
	opt := svg.Options{Theme: l.theme, Lang: lang, Width: width, Height: height}
	if l.cache == nil {
		return drawFitted(ctx, l.drawer, s, opt, format)
	}
	key, err := l.cache.key(s, lang, l.themeStamp, "fitted", format, width, height)
	if err != nil {
		return nil, err
	}
	var content []byte
	if l.cache.get(key, &content) {
		return content, nil
	}
	content, err = drawFitted(ctx, l.drawer, s, opt, format)
	if err == nil {
		l.cache.put(key, content)
	}
	return content, err
}

// drawFitted draws a chart for a place whose width and height are in points, which then are
// as large as the letters of the slide; a chart that has no room is drawn larger, to be shown
// smaller, and never out of shape. A place that is too small is an *svg.SizeError.
func drawFitted(ctx context.Context, d *svg.Drawer, s chart.Spec, opt svg.Options, format string) ([]byte, error) {
	const pixels = 3 // of a PNG to a point
	width, height := opt.Width, opt.Height
	grow := max(1, svg.MinSize/width, svg.MinSize/height)
	for {
		opt.Width, opt.Height = width*grow, height*grow
		if most := max(opt.Width, opt.Height); most > svg.MaxSize {
			return nil, &svg.SizeError{Chart: s.ID, Height: height, Minimum: height * most / svg.MaxSize}
		}
		drawn, err := d.Draw(ctx, s, opt)
		var size *svg.SizeError
		if errors.As(err, &size) {
			grow *= 1.05 * max(1, size.Minimum/size.Height)
			continue
		}
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		if format == "svg" {
			err = svg.Write(&out, drawn, false)
		} else {
			err = raster.PNG(&out, drawn, max(1, pixels/grow))
		}
		return out.Bytes(), err
	}
}

// printed returns how a printed page gets its charts: those that are kept from an earlier
// report are not drawn again.
func (l style) printed(lang string) func(context.Context, chart.Spec, float64, float64) (*picture.Picture, error) {
	return func(ctx context.Context, s chart.Spec, width, height float64) (*picture.Picture, error) {
		draw := func() (*picture.Picture, error) {
			p, err := l.drawer.Draw(ctx, s, svg.Options{Theme: l.theme, Lang: lang, Width: width, Height: height, Transparent: true, Title: paper.ChartTitle, Plot: paper.Plot})
			var size *svg.SizeError
			if errors.As(err, &size) {
				return nil, fmt.Errorf("%w: %w", paper.ErrSize, err)
			}
			return p, err
		}
		if l.cache == nil {
			return draw()
		}
		return l.cache.drawn(draw, s, lang, l.themeStamp, width, height)
	}
}

// readTemplate reads the user's deck that decks are made from; "" is none.
func (a *app) readTemplate(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	content, err := os.ReadFile(a.path(file))
	if err != nil {
		return nil, &usageError{msg: fmt.Sprintf("the template cannot be read: %v", err), hint: "name a deck: --template company.pptx"}
	}
	return content, nil
}
