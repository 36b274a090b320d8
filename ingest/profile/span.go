package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/obs"
)

// headerPeriod finds the period in a header: the whole of it, or one of its levels or ends.
func headerPeriod(name string) string {
	outside := strings.TrimSpace(brackets.ReplaceAllString(name, " "))
	levels := strings.Split(outside, levelMark)
	for i := range len(levels) - 1 {
		if pair := levels[i] + levelMark + levels[i+1]; isPeriodText(joinedLevels(pair)) {
			return pair
		}
	}
	if slices.ContainsFunc(levels, isPartOfYear) && len(levels) > 1 {
		return "" // a year would be the whole of what only its part is
	}
	candidates := append([]string{name, outside}, levels...)
	for _, pieces := range [][]string{strings.Fields(outside), strings.Split(outside, "_")} {
		if len(pieces) > 1 {
			candidates = append(candidates, pieces[0], pieces[len(pieces)-1])
		}
	}
	if m := leadingPeriod.FindString(outside); m != "" {
		candidates = append(candidates, m)
	}
	for _, text := range candidates {
		if text = strings.TrimSpace(text); isYear(text) || isPeriodText(text) {
			return text
		}
	}
	return ""
}

// levelMark stands between the levels of a header of several rows. ingest reads a period on
// two of them, 2023年 > 第一季度, as if a blank stood there.
const levelMark = " > "

func joinedLevels(name string) string { return strings.ReplaceAll(name, levelMark, " ") }

var leadingPeriod = regexp.MustCompile(`^(?:19|20)\d\d年(?:第?[一二三四1-4]季度|\d{1,2}月|[上下]半年)?`)

// assignPeriodHeaders takes columns whose headers are periods for values.
func assignPeriodHeaders(s *shape, columns []*column) {
	var found, parts []*column
	for _, c := range columns {
		if c.role == roleOther && c.why == "" && c.numbers > 0 && c.share(c.numbers) > 0.5 {
			if c.span = headerPeriod(c.name); c.span != "" {
				found = append(found, c)
			} else if monthSpan.MatchString(c.name) || isPartOfYear(c.name) && !isNumber(c.name) {
				parts = append(parts, c)
			}
		}
	}
	if len(found) == 0 && len(parts) > 1 {
		found = completed(s, parts, first(columns, rolePeriod))
	}
	if len(found) < 2 && (len(found) == 0 || len(rolesOf(columns, rolePeriod)) > 0) {
		for _, c := range found {
			c.span = ""
		}
		return
	}
	for _, c := range found {
		verb := "is"
		if c.span != c.name {
			verb = "holds"
		}
		c.is(roleValue, "its name "+verb+" a period, and its texts are numbers")
	}
}

var (
	monthSpan = regexp.MustCompile(`^\d{1,2}[-—~至]\d{1,2}月$|^前[一二三两]季度$|^[上下]半年$`)
	bareYear  = regexp.MustCompile(`(?:19|20)\d\d`)
)

// completed gives columns that are called by a part of a year, 1-3月, the year of the titles.
// Without one they are not read, nor if a column has the year, which no descriptor can join.
func completed(s *shape, parts []*column, year *column) []*column {
	if year != nil {
		for _, c := range parts {
			c.why = "a part of a year"
			c.unsure = fmt.Sprintf("%q is not read: it is a part of a year, and %q says of which", c.name, year.name)
		}
		return nil
	}
	return withYear(s, parts)
}

// withYear gives parts of a year the year of the titles.
func withYear(s *shape, parts []*column) []*column {
	years := map[string]bool{}
	year := ""
	for _, title := range s.titles() {
		for _, year = range bareYear.FindAllString(title, -1) {
			years[year] = true
		}
	}
	for _, c := range parts {
		for _, text := range []string{year + "年" + c.name, c.name + " " + year, year + " " + c.name} {
			if p, _, err := obs.ParsePeriod(text); err == nil && len(years) == 1 && c.span == "" {
				c.span, c.period = c.name, p.String()
			}
		}
		if c.span == "" {
			c.why = "a part of a year"
			c.unsure = fmt.Sprintf("%q is not read: it is a part of a year, and no title says which", c.name)
		}
	}
	return slices.DeleteFunc(parts, func(c *column) bool { return c.span == "" })
}

var generalised = strings.NewReplacer("0", `\d`, "1", `\d`, "2", `\d`, "3", `\d`, "4", `\d`, "5", `\d`, "6", `\d`, "7", `\d`, "8", `\d`, "9", `\d`,
	"一", "[一二三四]", "二", "[一二三四]", "三", "[一二三四]", "四", "[一二三四]", "上", "[上下]", "下", "[上下]")

var monthWord = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`)

// periodPattern is a pattern for periods that are written like some.
func periodPattern(spans []string) string {
	var forms []string
	for _, span := range spans {
		form := monthWord.ReplaceAllString(span, "\x00")
		form = strings.ReplaceAll(generalised.Replace(regexp.QuoteMeta(form)), "\x00", "[A-Za-z]+")
		form = regexp.MustCompile(`(?:\\d){2,}`).ReplaceAllStringFunc(form, func(run string) string { return fmt.Sprintf(`\d{%d}`, len(run)/2) })
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	slices.SortStableFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(forms, "|")
}

// headerPeriods binds the period to the names of the value columns.
func headerPeriods(columns []*column) (node, bool) {
	spans := spansOf(columns)
	if len(spans) == 0 {
		return node{}, false
	}
	var texts []string
	for _, span := range spans {
		texts = append(texts, joinedLevels(span))
	}
	style, unsure := periodStyle(texts)
	if values := yearGiven(columns); len(values) > 0 {
		style, unsure = []pair{{"values", flow(values...)}}, []string{"the year is that of the title"}
	}
	pairs := append([]pair{{"header", scalar("(?P<period>" + periodPattern(spans) + ")")}}, style...)
	return leaf("period", flow(pairs...), unsure...), true
}

// yearGiven says what names that are parts of a year mean.
func yearGiven(columns []*column) []pair {
	var values []pair
	for _, c := range columns {
		if c.period != "" {
			values = append(values, pair{scalar(c.span), c.period})
		}
	}
	return values
}

func spansOf(columns []*column) []string {
	var spans []string
	for _, c := range columns {
		if c.span != "" {
			spans = append(spans, c.span)
		}
	}
	return spans
}
