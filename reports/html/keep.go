package html

import (
	"html"
	"html/template"
	"strings"

	"paystats/reports/font"
)

// keep marks up what a line of a text must not break: numbers with their units, dates.
func keep(text string) template.HTML {
	var out strings.Builder
	at := 0
	for _, span := range font.Bound(text) {
		part := text[span[0]:span[1]]
		if before, ok := strings.CutSuffix(part, " ·"); ok {
			out.WriteString(html.EscapeString(text[at:span[0]]+before) + "&nbsp;·")
			at = span[1]
			continue
		}
		if !strings.ContainsAny(part, " -") && !strings.ContainsFunc(part, func(c rune) bool { return c >= 0x2e80 }) {
			continue // a browser breaks no line in it
		}
		out.WriteString(html.EscapeString(text[at:span[0]]) + `<span class="keep">` + html.EscapeString(part) + "</span>")
		at = span[1]
	}
	out.WriteString(html.EscapeString(text[at:]))
	return template.HTML(out.String())
}
