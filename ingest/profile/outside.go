package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/obs"
)

// outsidePatterns find a period in a title, the name of a sheet or a path, the surest first.
var outsidePatterns = regexps(
	`(?P<period>(?:19|20)\d\d年第?[一二三四1-4]季度)`,
	`(?P<period>(?:19|20)\d\d年(?:\d{1,2}[-—~至]\d{1,2}月|前[一二三两]季度))`,
	`(?P<period>(?:19|20)\d\d年\d{1,2}月)`,
	`(?P<period>(?:19|20)\d\d年[上下]半年)`,
	`(?P<period>(?:19|20)\d\d[- ]?[QH][1-4])`,
	`(?P<period>[QH][1-4][- ]*(?:19|20)\d\d)`,
	`(?P<month>[A-Za-z]{3,9})[ ,_-]*(?P<year>(?:19|20)\d\d)`,
	`(?P<year>(?:19|20)\d\d)[_-](?P<month>0[1-9]|1[0-2])(?:\D|$)`,
	`(?P<period>(?:19|20)\d\d年)`,
	`(?:\D|^)(?P<year>(?:19|20)\d\d)(?:\D|$)`,
)

func regexps(patterns ...string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, p := range patterns {
		out = append(out, regexp.MustCompile(p))
	}
	return out
}

// findOutside returns the pattern that finds a period in every one of some texts, and what
// it finds in the first.
func findOutside(texts []string) (pattern, found string) {
	for _, re := range outsidePatterns {
		if !slices.ContainsFunc(texts, func(text string) bool { return periodIn(re, text) == "" }) {
			return re.String(), periodIn(re, texts[0])
		}
	}
	return "", ""
}

const monthName = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`

var (
	longerPeriod = regexp.MustCompile(`(?i)\bF\.?Y\.? ?'?\d{2,4}|\b` + monthName + ` ?\d* ?(?:-|–|to|until) ?` + monthName + ` ?\d*|累计|\bytd\b|\bcumulative|first (?:half|(?:two|three) quarters|(?:six|nine) months)`)
	yearPair     = regexp.MustCompile(`(?:19|20)\d\d ?[-/–] ?(?:19|20)?\d\d\b`)
)

// severalPeriods says that a text names more than one period, such as those of its columns;
// "" if it does not.
func severalPeriods(pattern, text string) string {
	if m := longerPeriod.FindString(text); m != "" {
		return fmt.Sprintf("%q may name more than one month or calendar year", strings.TrimSpace(m))
	}
	if m := yearPair.FindString(text); m != "" && isConsecutive(m) {
		return fmt.Sprintf("%q may be a fiscal year", m)
	}
	re := regexp.MustCompile(pattern)
	first := ""
	for _, match := range re.FindAllString(text, -1) {
		p := periodIn(re, match)
		if p == "" {
			continue
		}
		if first == "" {
			first = p
		}
		if p != first {
			return fmt.Sprintf("%q names %s and %s: of which are the figures?", clip(text), first, p)
		}
	}
	return ""
}

// periodIn returns the period that a pattern finds, in its canonical form; "" for none.
func periodIn(re *regexp.Regexp, text string) string {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	var year, month, whole string
	for i, group := range re.SubexpNames() {
		switch group {
		case "year":
			year = m[i]
		case "month":
			month = "-" + m[i]
		case "period":
			whole = m[i]
		}
	}
	p, _, err := obs.ParsePeriod(whole + year + month)
	if err != nil {
		return ""
	}
	return p.String()
}

// outsidePeriod looks for the period in titles, sheet names and paths, in that order.
func outsidePeriod(tables []*member) (node, string, bool) {
	s := tables[0].shape
	for r := range s.titleEnd() {
		for c := range s.width {
			texts := []string{}
			for _, t := range tables {
				if r < len(t.shape.rows) && r < t.shape.titleEnd() && t.shape.rows[r].Line == s.rows[r].Line {
					texts = append(texts, t.shape.cell(r, c))
				}
			}
			if len(texts) < len(tables) || texts[0] == "" {
				continue
			}
			if pattern, found := findOutside(texts); pattern != "" {
				cell := cellName(c+1, s.rows[r].Line)
				return leaf("period", flow(pair{"cell", cell}, pair{"pattern", scalar(pattern)}), severalPeriods(pattern, texts[0])),
					fmt.Sprintf("%s reads %q: %s", cell, clip(texts[0]), found), true
			}
			if s.page {
				break // a title spans the columns
			}
		}
	}
	var sheets, paths []string
	for _, t := range tables {
		sheets, paths = append(sheets, t.table.Sheet), append(paths, t.path())
	}
	if pattern, found := findOutside(sheets); pattern != "" {
		return leaf("period", flow(pair{"sheet", scalar(pattern)}), severalPeriods(pattern, sheets[0])), fmt.Sprintf("the sheet is called %q: %s", sheets[0], found), true
	}
	if pattern, found := findOutside(paths); pattern != "" {
		unsure := ""
		if len(found) == 4 || len(tables) == 1 {
			unsure = fmt.Sprintf("only the file's name says %s: is it the period of the figures?", found)
		}
		return leaf("period", flow(pair{"path", scalar(pattern)}), unsure), fmt.Sprintf("the path %q: %s", clip(paths[0]), found), true
	}
	return node{}, "", false
}

// titleEnd is where the rows above the header end.
func (s *shape) titleEnd() int {
	if len(s.header) > 0 {
		return s.header[0]
	}
	return 0
}

// titles returns the texts above the header.
func (s *shape) titles() []string {
	var out []string
	for r := range s.titleEnd() {
		for c := range s.width {
			if text := s.cell(r, c); text != "" {
				out = append(out, strings.Join(strings.Fields(text), " "))
			}
		}
	}
	return out
}

// cellName returns a cell's name: B2.
func cellName(column, line int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return fmt.Sprintf("%s%d", letters, line)
}
