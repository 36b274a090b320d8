package html

import (
	_ "embed"
	"html/template"
	"io"

	"paystats/reports/assets"
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
