package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"paystats/reports/document"
	"paystats/reports/pptx"
	"paystats/reports/xlsx"
)

// pageFormat is a file that a whole page is written as, beside its HTML: one a language.
type pageFormat struct {
	name   string // as in --format; also the file's ending
	render func(w io.Writer, j *reportJob, doc document.Document) error
}

// pageFormats are the formats beside html.
var pageFormats = []pageFormat{
	{"pptx", func(w io.Writer, j *reportJob, doc document.Document) error {
		return pptx.Render(w, doc, pptx.Options{Theme: j.theme, Template: j.template})
	}},
	{"xlsx", func(w io.Writer, _ *reportJob, doc document.Document) error { return xlsx.Render(w, doc) }},
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
func (j *reportJob) addFormats(files map[string][]byte, docs []document.Document) error {
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
			err := f.render(&out, j, doc)
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
