package pptx

import (
	"html"
	"regexp"
	"strings"

	"paystats/reports/chart"
)

var (
	htmlSpace   = regexp.MustCompile(`\s+`)
	htmlHeading = regexp.MustCompile(`(?s)<h[1-6][^>]*>(.*?)</h[1-6]>`)
	htmlBreak   = regexp.MustCompile(`(?i)</(p|h[1-6]|li|tr|pre|blockquote)>|<br\s*/?>|<hr\s*/?>`)
	htmlCell    = regexp.MustCompile(`(?i)</(td|th)>`)
	htmlItem    = regexp.MustCompile(`(?i)<li[^>]*>`)
	htmlTag     = regexp.MustCompile(`<[^>]*>`)
	htmlFalse   = regexp.MustCompile(`(?s)<mark class="claim-false" title="([^"]*)">(.*?)</mark>`)
)

// narrative is prose whose false claims say so in words, which stay with the text wherever it is
// copied to.
func narrative(prose, lang string) string {
	return htmlFalse.ReplaceAllStringFunc(prose, func(mark string) string {
		m := htmlFalse.FindStringSubmatch(mark)
		return m[2] + notBorneOut(m[1], lang)
	})
}

// notBorneOut is what stands behind a false claim: what the data say.
func notBorneOut(found, lang string) string {
	found = strings.ReplaceAll(found, "\u00a0", " ")
	return chart.Text{En: " (not borne out by the data: " + found + ")", Zh: "（数据不支持：" + found + "）"}.In(lang)
}

// plainText turns narrative into paragraphs of plain text, one a line. The HTML is that of
// package page: sanitised, every tag closed.
func plainText(prose string) string {
	text := htmlSpace.ReplaceAllString(prose, " ")
	text = htmlBreak.ReplaceAllString(text, "\n")
	text = htmlCell.ReplaceAllString(text, "  ")
	text = htmlItem.ReplaceAllString(text, "• ")
	text = html.UnescapeString(htmlTag.ReplaceAllString(text, ""))
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " ")); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// lastHeading returns the last heading of narrative, "" for none.
func lastHeading(prose string) string {
	all := htmlHeading.FindAllStringSubmatch(prose, -1)
	if len(all) == 0 {
		return ""
	}
	return plainText(all[len(all)-1][1])
}
