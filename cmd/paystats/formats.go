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

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/pptx"
	"paystats/reports/raster"
	"paystats/reports/svg"
	"paystats/reports/xlsx"
)

// pageFormat is a file that a whole page is written as, beside its HTML: one a language.
type pageFormat struct {
	name   string // as in --format; also the file's ending
	render func(ctx context.Context, w io.Writer, j *reportJob, doc document.Document) error
}

// pageFormats are the formats beside html.
var pageFormats = []pageFormat{
	{"pptx", func(ctx context.Context, w io.Writer, j *reportJob, doc document.Document) error {
		return pptx.Render(w, doc, pptx.Options{Theme: j.theme, Template: j.template, Picture: j.slidePicture(ctx, doc.Lang)})
	}},
	{"xlsx", func(_ context.Context, w io.Writer, _ *reportJob, doc document.Document) error {
		return xlsx.Render(w, doc)
	}},
}

// formatNames lists the formats of whole pages.
func formatNames() []string {
	var names []string
	for _, f := range pageFormats {
		names = append(names, f.name)
	}
	return names
}

// pickFormats returns the formats of whole pages among those that were asked for, each once
// and in the order of pageFormats.
func pickFormats(asked []string) []string {
	var out []string
	for _, name := range formatNames() {
		if slices.Contains(asked, name) {
			out = append(out, name)
		}
	}
	return out
}

// addFormats writes a page in the formats that were asked for: PAGE/PAGE.pptx in the first
// language, PAGE/PAGE.zh.pptx in another.
func (j *reportJob) addFormats(ctx context.Context, files map[string][]byte, docs []document.Document) error {
	for _, f := range pageFormats {
		if !slices.Contains(j.pageFormats, f.name) {
			continue
		}
		for i, doc := range docs {
			name := doc.Name
			if i > 0 {
				name += "." + doc.Lang
			}
			var out bytes.Buffer
			err := f.render(ctx, &out, j, doc)
			if errors.Is(err, pptx.ErrTemplate) {
				return &usageError{msg: err.Error(), hint: "save the deck as .pptx in PowerPoint"}
			}
			if err != nil {
				return err
			}
			files[path.Join(doc.Name, name+"."+f.name)] = out.Bytes()
		}
	}
	return nil
}

// slidePicture returns how a slide gets the picture of a chart.
func (j *reportJob) slidePicture(ctx context.Context, lang string) func(chart.Spec, float64, float64) ([]byte, error) {
	return func(s chart.Spec, width, height float64) ([]byte, error) {
		return drawFitted(ctx, s, svg.Options{Theme: j.theme, Lang: lang, Width: width, Height: height}, "png")
	}
}

// drawFitted draws a chart for a place whose width and height are in points, which then are
// as large as the letters of the slide; a chart that has no room is drawn larger, to be shown
// smaller, and never out of shape. A place that is too small is an *svg.SizeError.
func drawFitted(ctx context.Context, s chart.Spec, opt svg.Options, format string) ([]byte, error) {
	const pixels = 3 // of a PNG to a point
	width, height := opt.Width, opt.Height
	grow := max(1, svg.MinSize/width, svg.MinSize/height)
	for {
		opt.Width, opt.Height = width*grow, height*grow
		if most := max(opt.Width, opt.Height); most > svg.MaxSize {
			return nil, &svg.SizeError{Chart: s.ID, Height: height, Minimum: height * most / svg.MaxSize}
		}
		drawn, err := svg.Draw(ctx, s, opt)
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
