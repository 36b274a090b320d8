package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"paystats/data/obs"
)

var (
	quarterName = regexp.MustCompile(`(?i)quarter|^q$|季`)
	bareQuarter = regexp.MustCompile(`^[1-4]$`)
	fiscalForm  = regexp.MustCompile(`^(?:FY ?)?(?:19|20)\d\d[-/]\d\d$`)
	fiscalMark  = regexp.MustCompile(`(?i)^F\.?Y`)
)

// periodLine binds the period to the columns that hold it; ok is false if none does.
func periodLine(s *shape, columns []*column) (n node, ok bool) {
	if n, ok = headerPeriods(columns); ok {
		return n, true
	}
	found := rolesOf(columns, rolePeriod)
	if len(found) == 0 {
		return n, false
	}
	var best *column
	for _, c := range found {
		if complete := c.share(c.periods) > 0.9; complete && (best == nil || len(c.distinct) >= len(best.distinct)) {
			best = c
		}
	}
	if best == nil {
		for i, year := range found {
			for j, part := range found {
				if i != j && year.share(year.years) > 0.9 {
					if n, ok := joinedPeriods(s, year, part); ok {
						return n, true
					}
				}
			}
		}
		best = found[0]
	}
	for _, c := range found {
		if c != best {
			c.is(roleOther, fmt.Sprintf("%q says it already", best.name))
		}
	}
	return columnPeriod(s, best), true
}

// joinedPeriods binds a year and a part of it in two columns.
func joinedPeriods(s *shape, year, part *column) (node, bool) {
	for _, order := range [][2]*column{{part, year}, {year, part}} {
		texts, fits := map[string]bool{}, true
		for r := s.first; r < s.end && fits; r++ {
			a, b := s.cell(r, order[0].index), s.cell(r, order[1].index)
			if a == "" || b == "" || !isYear(s.cell(r, year.index)) {
				continue
			}
			texts[a+" "+b] = true
			fits = isPeriod(obs.PeriodStyle{}, a+" "+b)
		}
		if !fits || len(texts) == 0 {
			continue
		}
		names := []string{order[0].name, order[1].name}
		if quarterName.MatchString(part.name) && all(part.distinct, bareQuarter) {
			return quarterNumbers(year, part, texts), true
		}
		for _, c := range order {
			c.why = fmt.Sprintf("%q and %q together are periods", names[0], names[1])
		}
		return leaf("period", flow(pair{"columns", flowList(names)})), true
	}
	return node{}, false
}

// quarterNumbers lists what year and number of quarter mean, since "2015 1" is a month.
func quarterNumbers(year, part *column, texts map[string]bool) node {
	var values []pair
	names := []string{year.name, part.name}
	for text := range texts {
		words := strings.Fields(text)
		if bareQuarter.MatchString(words[0]) {
			words[0], words[1] = words[1], words[0]
		}
		values = append(values, pair{scalar(words[0] + " " + words[1]), words[0] + "-Q" + words[1]})
	}
	slices.SortFunc(values, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	part.why = fmt.Sprintf("with %q: numbers of quarters, which stand in values because 2015 1 would be January", year.name)
	return leaf("period", flow(pair{"columns", flowList(names)}, pair{"values", flow(values...)}))
}

func all(texts []string, form *regexp.Regexp) bool {
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(text string) bool { return !form.MatchString(text) })
}

// columnPeriod binds one column, with what its texts need to have declared.
func columnPeriod(s *shape, c *column) node {
	pairs := []pair{{"column", scalar(c.name)}}
	style, unsure := periodStyle(c.distinct)
	pairs = append(pairs, style...)
	if c.why == "" || strings.HasPrefix(c.why, "its texts") {
		c.why = fmt.Sprintf("its texts are periods: %s", quoted(c.distinct))
	}
	if len(style) > 0 {
		c.why += ", read with " + flow(style...)
	}
	c.unsure = strings.Join(unsure, "; ")
	return leaf("period", flow(pairs...), unsure...)
}

// periodStyle returns what a descriptor has to declare for texts to be periods, and what of
// it is unsure.
func periodStyle(texts []string) (pairs []pair, unsure []string) {
	switch {
	case len(texts) == 0:
		return nil, nil
	case !slices.ContainsFunc(texts, func(text string) bool { return !isEpoch(text) }):
		return []pair{{"zone", "UTC"}}, []string{"milliseconds: in which time zone do the days begin?"}
	case slices.ContainsFunc(texts, func(text string) bool {
		return fiscalForm.MatchString(text) && isConsecutive(text) || fiscalMark.MatchString(text)
	}):
		pairs = []pair{{"fiscal_end", "March"}}
		if slices.ContainsFunc(texts, func(text string) bool { return !fiscalMark.MatchString(text) }) {
			pairs = append(pairs, pair{"fiscal_bare", "true"})
		}
		return pairs, []string{fmt.Sprintf("fiscal years such as %q: do they end in March, as in India?", texts[0])}
	}
	return dateStyle(texts)
}

// isConsecutive reports whether the two years of 2011-12 follow each other.
func isConsecutive(text string) bool {
	digits := regexp.MustCompile(`(\d\d)[-/](\d\d)$`).FindStringSubmatch(text)
	return digits != nil && (atoi(digits[1])+1)%100 == atoi(digits[2])
}

func atoi(text string) int {
	n := 0
	for _, c := range text {
		n = n*10 + int(c-'0')
	}
	return n
}

// dateStyle recognises dates that stand for the quarter, month or year that they end or begin.
func dateStyle(texts []string) (pairs []pair, unsure []string) {
	ends := map[string]int{}
	starts, months := 0, map[time.Month]bool{}
	for _, text := range texts {
		p, ok := isDate(text)
		if !ok {
			return nil, nil
		}
		day := p.Start()
		months[day.Month()] = true
		last := day.AddDate(0, 0, 1).Day() == 1
		switch {
		case last && day.Month() == time.December:
			ends["year"]++
			fallthrough
		case last && day.Month()%3 == 0:
			ends["quarter"]++
			fallthrough
		case last:
			ends["month"]++
		case day.Day() == 1:
			starts++
		}
	}
	n := len(texts)
	switch {
	case ends["year"] == n && n > 1:
		return []pair{{"date_as", "year"}}, []string{"every date is a 31 December: a year, or the last quarter?"}
	case ends["quarter"] == n && n > 1:
		return []pair{{"date_as", "quarter"}}, nil
	case ends["month"] == n && n > 1, starts == n && n > 1 && len(months) > 4:
		return []pair{{"date_as", "month"}}, nil
	case starts == n && n > 1:
		return []pair{{"date_as", "month"}}, []string{"every date is the first of a month: the month, or the quarter?"}
	}
	return nil, nil
}

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
func assignPeriodHeaders(columns []*column) {
	var found []*column
	for _, c := range columns {
		if c.role == roleOther && c.why == "" && c.numbers > 0 && c.share(c.numbers) > 0.5 {
			if c.span = headerPeriod(c.name); c.span != "" {
				found = append(found, c)
			}
		}
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
	pairs := append([]pair{{"header", scalar("(?P<period>" + periodPattern(spans) + ")")}}, style...)
	return leaf("period", flow(pairs...), unsure...), true
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
