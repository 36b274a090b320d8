package html

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"paystats/reports/assets"
	"paystats/reports/document"
)

//go:embed door.tmpl
var doorText string

// RenderDoor writes <page>/<id>.html, the address for frames on other pages: it leads to
// the page beside it, which then shows that chart or table alone and fits its frame.
// The page holds everything it needs, so that the file itself stays below 1 kB.
func RenderDoor(w io.Writer, lang, id, title string) error {
	script := template.JS(assets.Door)
	return execute(w, "door", doorText, lang, struct {
		Lang, ID, Title, Policy string
		Script                  template.JS
	}{lang, id, title, policy([]template.JS{script}, false), script})
}

// RenderFigure writes the one chart of a document as a file of its own that holds everything
// it needs: it looks like the chart in a frame, and fits its window.
func RenderFigure(w io.Writer, doc document.Document, opt Options) error {
	opt, err := opt.complete()
	if err != nil {
		return err
	}
	if len(doc.Blocks) != 1 || doc.Charts() != 1 {
		return fmt.Errorf("page %q: %d blocks where one chart is wanted", doc.Name, len(doc.Blocks))
	}
	b, err := newBlock(doc.Name, 0, doc.Blocks[0], opt.Theme)
	if err != nil {
		return fmt.Errorf("page %q: %w", doc.Name, err)
	}
	var out strings.Builder
	if err := execute(&out, "figure", figureText+`<main>{{template "chart" .}}</main>`, doc.Lang, b.Chart); err != nil {
		return err
	}
	s, err := newShell([]section{newSection(doc.Lang, b.Chart.Title, out.String(), false)}, true, opt)
	if err != nil {
		return err
	}
	s.Alone = b.Chart.ID
	return execute(w, "shell", shellText, doc.Lang, s)
}
