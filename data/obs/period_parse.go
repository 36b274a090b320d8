package obs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// periodForm is one way people write a period.
type periodForm struct {
	pattern *regexp.Regexp
	build   func(groups []string) (Period, error)
}

// cnDigits are the numerals that occur in Chinese quarters and halves.
var cnDigits = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}

// quarterWords are the English ordinals of quarters.
var quarterWords = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}

// periodForms are tried in order. They are anchored: what they do not cover is
// not a period, never a guess.
var periodForms = []periodForm{
	{regexp.MustCompile(`^(\d{4})年?$`), func(g []string) (Period, error) { return numbered(Annual, g[1], "1") }},
	{regexp.MustCompile(`^(\d{4})[-/ ]?Q([1-4])$`), func(g []string) (Period, error) { return numbered(Quarterly, g[1], g[2]) }},
	{regexp.MustCompile(`^Q([1-4])[-/ ]?(\d{4})$`), func(g []string) (Period, error) { return numbered(Quarterly, g[2], g[1]) }},
	{regexp.MustCompile(`^(\d{4})年第?([一二三四1-4])季度?$`), func(g []string) (Period, error) { return numbered(Quarterly, g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})年Q([1-4])$`), func(g []string) (Period, error) { return numbered(Quarterly, g[1], g[2]) }},
	{regexp.MustCompile(`^(FIRST|SECOND|THIRD|FOURTH) QUARTER(?: OF)? (\d{4})$`), func(g []string) (Period, error) {
		return NewPeriod(Quarterly, atoi(g[2]), quarterWords[strings.ToLower(g[1])])
	}},
	{regexp.MustCompile(`^(\d{4})[-/ ]?[HS]([12])$`), func(g []string) (Period, error) { return numbered(HalfYearly, g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})年(上|下)半年$`), func(g []string) (Period, error) { return numbered(HalfYearly, g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})年前三季度$`), func(g []string) (Period, error) { return span(g[1]+"-01", g[1]+"-09") }},
	{regexp.MustCompile(`^(\d{4})[-/]?Q([1-4]) ?(?:-|–|—|\.\.|TO) ?(?:(\d{4})[-/]?)?Q([1-4])$`), quarterSpan},
	{regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`), func(g []string) (Period, error) { return numbered(Monthly, g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月$`), func(g []string) (Period, error) { return numbered(Monthly, g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})[-–—](\d{1,2})月$`), func(g []string) (Period, error) { return span(g[1]+"-"+g[2], g[1]+"-"+g[3]) }},
	{regexp.MustCompile(`^([A-Z]{3,9})\.?[- ](\d{4})$`), namedMonth},
	{regexp.MustCompile(`^(\d{4}-\d{2})\.\.(\d{4}-\d{2})$`), func(g []string) (Period, error) { return span(g[1], g[2]) }},
	{regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`), day},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`), day},
}

// forecastMark is the mark that printers put behind a forecast period: 2020Q3e, 2019F, 2021年预计.
var forecastMark = regexp.MustCompile(`^(.*[0-9年度])\s*(?:E|F|\(E\)|\(F\)|预计|预测)$`)

// ParsePeriod reads a period in the canonical form or in one of the forms that
// Chinese and English publications print. forecast reports a forecast mark behind
// it (2020Q3e). The error wraps ErrPeriodSyntax.
//
// Fiscal years and relative periods ("本季度") are not read here: they need what
// only a descriptor or a publication date can say.
func ParsePeriod(text string) (p Period, forecast bool, err error) {
	s, ok := foldDigits(text)
	if !ok {
		return Period{}, false, fmt.Errorf("%w: %q has a footnote mark", ErrPeriodSyntax, text)
	}
	s = strings.ToUpper(strings.Join(strings.Fields(s), " "))
	if p, err := parseForms(s); err == nil {
		return p, false, nil
	}
	if m := forecastMark.FindStringSubmatch(s); m != nil {
		if p, err := parseForms(strings.TrimSpace(m[1])); err == nil {
			return p, true, nil
		}
	}
	return Period{}, false, fmt.Errorf("%w: %q", ErrPeriodSyntax, text)
}

func parseForms(s string) (Period, error) {
	for _, f := range periodForms {
		if g := f.pattern.FindStringSubmatch(s); g != nil {
			return f.build(g)
		}
	}
	return Period{}, ErrPeriodSyntax
}

// numbered builds the n-th period of a year; n is a digit or a Chinese numeral.
func numbered(f Frequency, year, n string) (Period, error) {
	number, ok := cnDigits[n]
	if !ok {
		number = atoi(n)
	}
	return NewPeriod(f, atoi(year), number)
}

func quarterSpan(g []string) (Period, error) {
	lastYear := g[3]
	if lastYear == "" {
		lastYear = g[1]
	}
	from, err := numbered(Quarterly, g[1], g[2])
	if err != nil {
		return Period{}, err
	}
	to, err := numbered(Quarterly, lastYear, g[4])
	if err != nil {
		return Period{}, err
	}
	return NewRange(from, to)
}

// span builds the run from one month to another, both YYYY-MM.
func span(first, last string) (Period, error) {
	from, err := month(first)
	if err != nil {
		return Period{}, err
	}
	to, err := month(last)
	if err != nil {
		return Period{}, err
	}
	return NewRange(from, to)
}

func month(text string) (Period, error) {
	year, m, _ := strings.Cut(text, "-")
	return NewPeriod(Monthly, atoi(year), atoi(m))
}

func namedMonth(g []string) (Period, error) {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToUpper(m.String()), g[1]) {
			return NewPeriod(Monthly, atoi(g[2]), int(m))
		}
	}
	return Period{}, ErrPeriodSyntax
}

func day(g []string) (Period, error) {
	return NewDay(atoi(g[1]), time.Month(atoi(g[2])), atoi(g[3]))
}

// atoi reads digits that a pattern has already matched.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
