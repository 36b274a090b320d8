package html

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
)

// What a chart or table puts into a find at most.
const (
	foundNames = 60  // names of series, members or rows
	foundNote  = 240 // bytes of a note
)

// Passages returns what a find over all pages looks through on one: its chapters, charts,
// tables and key figures, without their numbers. The first, without an id, is the page itself.
func Passages(doc document.Document) []document.Passage {
	out := []document.Passage{{Text: doc.Lead}}
	chapter := ""
	for i, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Prose:
			if found := headings.FindAllStringSubmatch(b.HTML, -1); len(found) > 0 {
				chapter = plainText(found[len(found)-1][1])
			}
			out = append(out, document.Passage{ID: anchor(i), Title: chapter, Text: plainText(b.HTML)})
		case document.Chart:
			s := b.Spec
			names := []string{s.Subtitle}
			for _, one := range s.Series {
				names = append(names, one.Name)
			}
			if !s.Category.Periods {
				names = append(names, s.Category.Labels...)
			}
			for _, m := range s.Marks {
				names = append(names, m.Text)
			}
			out = append(out, document.Passage{ID: s.ID, Title: s.Title, Text: joined(names, s.Notes)})
		case document.Table:
			names := []string{b.Subtitle}
			for _, c := range b.Table.Columns {
				names = append(names, c.Name)
			}
			for _, row := range b.Table.Rows {
				names = append(names, row[0].Text)
			}
			out = append(out, document.Passage{ID: b.ID, Title: b.Title, Text: joined(names, b.Notes)})
		case document.Gap:
			out = append(out, document.Passage(b))
		case document.KPIs:
			var figures []string
			for _, f := range b.Figures {
				figures = append(figures, strings.TrimSpace(f.Label+" "+f.Value+" "+f.Detail))
			}
			out = append(out, document.Passage{ID: b.ID, Text: joined(figures, nil)})
		}
	}
	return slices.DeleteFunc(out, func(p document.Passage) bool { return p.ID != "" && p.Title == "" && p.Text == "" })
}

// joined puts names, each once, and notes behind each other.
func joined(names, notes []string) string {
	var parts []string
	for _, n := range names {
		if n != "" && !slices.Contains(parts, n) && len(parts) < foundNames {
			parts = append(parts, n)
		}
	}
	for _, n := range notes {
		if len(n) > foundNote {
			n = strings.ToValidUTF8(n[:foundNote], "")
		}
		parts = append(parts, n)
	}
	return strings.Join(parts, " · ")
}

var (
	headings = regexp.MustCompile(`(?s)<h[1-6][^>]*>(.*?)</h[1-6]>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	ends     = regexp.MustCompile(`</(p|li|h[1-6]|td|th|blockquote)>`)
)

// plainText returns the text of sanitised HTML on one line.
func plainText(markup string) string {
	text := tags.ReplaceAllString(ends.ReplaceAllString(markup, " "), "")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

// found is one page for the script of the find: its address, title and passages.
type found struct {
	Page     string      `json:"page"`
	Title    string      `json:"title"`
	Passages [][3]string `json:"passages"` // id, title, text
}

// findable is what the find of an index looks through.
func findable(pages []document.Entry) []found {
	out := []found{}
	for _, p := range pages {
		one := found{Page: entryHref(p), Title: p.Title, Passages: [][3]string{}}
		for _, q := range p.Passages {
			one.Passages = append(one.Passages, [3]string{q.ID, q.Title, q.Text})
		}
		out = append(out, one)
	}
	return out
}

// address is where a place is shown, from the index.
func address(p document.Place) string {
	return entryHref(document.Entry{Name: p.Page}) + "#" + p.Chart
}

// isNumeric reports whether a column of a table is right-aligned.
func isNumeric(c []chart.Column, i int) bool { return i < len(c) && c[i].Numeric }
