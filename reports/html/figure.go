package html

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/download"
)

// below is what stands under a chart or table: its data, how it was made, how to take
// it along.
type below struct {
	ID      string
	Grid    *grid // the data of a chart; nil for a table, which is its data
	Making  document.Making
	CSV     template.JS // the text of a CSV file, as a JSON string
	Snippet string      // of HTML that shows the chart on another page
}

// grid is a table with the title that says what it is of.
type grid struct {
	chart.Table
	Caption string
}

// newBelow makes what stands under a figure of a page.
func newBelow(page, id, title string, data chart.Data, made document.Making) (below, error) {
	b := below{ID: id, Making: made, Snippet: Snippet(page, id, title)}
	file, err := download.CSV(data)
	if err != nil {
		return b, fmt.Errorf("figure %q: %w", id, err)
	}
	text, err := json.Marshal(string(file))
	b.CSV = template.JS(text)
	return b, err
}

// Snippet is the HTML that shows a chart in a frame on another page. The page's script
// puts the address that it was opened from before it.
func Snippet(page, id, title string) string {
	return fmt.Sprintf(`<iframe src="%s/%s.html" title="%s" width="100%%" height="420" style="border:0" loading="lazy"></iframe>`,
		html.EscapeString(page), html.EscapeString(id), html.EscapeString(title))
}
