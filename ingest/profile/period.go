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
	fiscalForm  = regexp.MustCompile(`^(?:FY ?)?(?:19|20)\d\d[-/](?:20)?\d\d$`)
	fiscalMark  = regexp.MustCompile(`(?i)\bF\.?Y`)
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
		if complete := c.share(c.periods) > 0.9; complete && (best == nil || len(c.distinct) > len(best.distinct)) {
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
	n = columnPeriod(best)
	for _, c := range found {
		if c == best {
			continue
		}
		c.is(roleOther, fmt.Sprintf("%q says it already", best.name))
		if c.share(c.periods) < 0.5 && slices.ContainsFunc(c.distinct, isPartOfYear) && len(c.distinct) > 1 {
			c.unsure = fmt.Sprintf("%q is not read, and may cut the periods of %q into parts", c.name, best.name)
			n.unsure = append(n.unsure, c.unsure)
			continue
		}
		if r := differing(s, c, best); r >= 0 {
			c.unsure = fmt.Sprintf("%q is not read, and differs from %q in line %d (%q, %q): which is the period of which figures?",
				c.name, best.name, s.rows[r].Line, s.cell(r, c.index), s.cell(r, best.index))
			n.unsure = append(n.unsure, c.unsure)
		}
	}
	return n, true
}

// differing returns the first row in which two columns of complete periods disagree, -1 for none.
func differing(s *shape, a, b *column) int {
	for r := s.first; r < s.end; r++ {
		x, errX := fiscalStyle.ParsePeriod(s.cell(r, a.index))
		y, errY := fiscalStyle.ParsePeriod(s.cell(r, b.index))
		if errX == nil && errY == nil && x.Period.Frequency() == y.Period.Frequency() && x.Period != y.Period {
			return r
		}
	}
	return -1
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
func columnPeriod(c *column) node {
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
	case all(texts, slashDate):
		return slashDates(texts)
	case slices.ContainsFunc(texts, isFiscal):
		pairs = []pair{{"fiscal_end", "March"}}
		if slices.ContainsFunc(texts, func(text string) bool { return isFiscal(text) && !fiscalMark.MatchString(text) }) {
			pairs = append(pairs, pair{"fiscal_bare", "true"})
		}
		return pairs, []string{fmt.Sprintf("fiscal years such as %q: do they end in March, as in India?", texts[slices.IndexFunc(texts, isFiscal)])}
	}
	return dateStyle(texts)
}

// isFiscal reports whether a text is a fiscal year, or a part of one.
func isFiscal(text string) bool {
	return fiscalForm.MatchString(text) && isConsecutive(text) || fiscalMark.MatchString(text) && !isPeriod(obs.PeriodStyle{}, text)
}

// slashDate is a date whose order of day and month is not written down.
var slashDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)$`)

// slashDates reads 31/01/2023 by the numbers that can be no months.
func slashDates(texts []string) (pairs []pair, unsure []string) {
	order, sure := [2]string{"day", "month"}, false
	for _, text := range texts {
		m := slashDate.FindStringSubmatch(text)
		if a, b := atoi(m[1]), atoi(m[2]); a > 12 || b > 12 {
			if sure = true; b > 12 {
				order = [2]string{"month", "day"}
			}
		}
	}
	pattern := fmt.Sprintf(`^(?P<%s>\d{1,2})[/.-](?P<%s>\d{1,2})[/.-](?P<year>\d{4})$`, order[0], order[1])
	if !sure {
		unsure = append(unsure, fmt.Sprintf("%q: is the day first, or the month?", texts[0]))
	}
	var dates []string
	for _, text := range texts {
		m := slashDate.FindStringSubmatch(text)
		day, month := atoi(m[1]), atoi(m[2])
		if order[0] == "month" {
			day, month = month, day
		}
		dates = append(dates, fmt.Sprintf("%s-%02d-%02d", m[3], month, day))
	}
	style, doubts := dateStyle(dates)
	return append([]pair{{"pattern", scalar(pattern)}}, style...), append(unsure, doubts...)
}

// isConsecutive reports whether the two years of 2011-12 follow each other.
func isConsecutive(text string) bool {
	digits := yearDigits.FindStringSubmatch(text)
	return digits != nil && (atoi(digits[1])+1)%100 == atoi(digits[2])
}

var yearDigits = regexp.MustCompile(`(\d\d) ?[-/–] ?(?:\d\d)?(\d\d)$`)

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

// isQuarterly reports whether the periods of the table are quarters, so far as they are seen.
func (b *builder) isQuarterly() bool {
	texts := spansOf(b.columns)
	for _, c := range rolesOf(b.columns, rolePeriod) {
		if texts = append(texts, c.distinct...); quarterName.MatchString(c.name) {
			return true
		}
	}
	for _, text := range texts {
		p, _, err := obs.ParsePeriod(text)
		if err != nil {
			continue
		}
		if month := p.End().Month(); p.Frequency() != obs.Quarterly && (p.Frequency() != obs.Daily || month%3 != 0) {
			return false
		}
	}
	return true
}
