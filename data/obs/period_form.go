package obs

import (
	"errors"
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

// ordinals are the words for the numbers of quarters, halves and runs of months.
var ordinals = map[string]int{
	"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "上": 1, "下": 2,
	"FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "1ST": 1, "2ND": 2, "3RD": 3, "4TH": 4,
	"两": 2, "TWO": 2, "THREE": 3, "SIX": 6, "NINE": 9,
}

// Parts of patterns: a year of four or two digits, the name of a month, an ordinal.
const (
	yearPart  = `(\d{4}|\d{2})`
	namePart  = `([A-Z]{3,9})\.?`
	orderPart = `(FIRST|SECOND|THIRD|FOURTH|1ST|2ND|3RD|4TH)`
)

// periodForms are tried in order. They are anchored: what they do not cover is
// not a period, never a guess. Text comes folded: upper case, no blank beside Chinese.
var periodForms = []periodForm{
	form(`^(\d{4})年(?:度|全年)?$`, func(g []string) (Period, error) { return nth(Annual, g[1], "1") }),

	form(`^`+yearPart+`年?[-/ ]?Q([1-4])$`, func(g []string) (Period, error) { return nth(Quarterly, g[1], g[2]) }),
	form(`^Q([1-4])[-/' ]*`+yearPart+`$`, func(g []string) (Period, error) { return nth(Quarterly, g[2], g[1]) }),
	form(`^([1-4])Q[-/' ]*`+yearPart+`$`, func(g []string) (Period, error) { return nth(Quarterly, g[2], g[1]) }),
	form(`^`+yearPart+`年第?([一二三四1-4])季度?$`, func(g []string) (Period, error) { return nth(Quarterly, g[1], g[2]) }),
	form(`^(\d{4})(?:第([一二三四1-4])|([一二三四]))季度?$`, func(g []string) (Period, error) { return nth(Quarterly, g[1], g[2]+g[3]) }),
	form(`^(?:THE )?`+orderPart+`[- ]QUARTER,?(?: OF)? (\d{4})$`, func(g []string) (Period, error) { return nth(Quarterly, g[2], g[1]) }),

	form(`^`+yearPart+`[-/ ]?[HS]([12])$`, func(g []string) (Period, error) { return nth(HalfYearly, g[1], g[2]) }),
	form(`^[HS]([12])[-/' ]*`+yearPart+`$`, func(g []string) (Period, error) { return nth(HalfYearly, g[2], g[1]) }),
	form(`^([12])H[-/' ]*`+yearPart+`$`, func(g []string) (Period, error) { return nth(HalfYearly, g[2], g[1]) }),
	form(`^(\d{4})年?([上下])半年$`, func(g []string) (Period, error) { return nth(HalfYearly, g[1], g[2]) }),
	form(`^(?:THE )?`+orderPart+`[- ]HALF,?(?: OF)? (\d{4})$`, func(g []string) (Period, error) { return nth(HalfYearly, g[2], g[1]) }),

	form(`^(\d{4})[-/. ](\d{1,2})$`, func(g []string) (Period, error) { return nth(Monthly, g[1], g[2]) }),
	form(`^(\d{4})-?M(\d{1,2})$`, func(g []string) (Period, error) { return nth(Monthly, g[1], g[2]) }),
	form(`^(\d{1,2})[-/. ](\d{4})$`, func(g []string) (Period, error) { return nth(Monthly, g[2], g[1]) }),
	form(`^`+yearPart+`年(\d{1,2})月份?$`, func(g []string) (Period, error) { return nth(Monthly, g[1], g[2]) }),
	form(`^`+namePart+`[-', ]*`+yearPart+`$`, func(g []string) (Period, error) { return nth(Monthly, g[2], monthNumber(g[1])) }),
	form(`^(\d{4})[-, ]*`+namePart+`$`, func(g []string) (Period, error) { return nth(Monthly, g[1], monthNumber(g[2])) }),

	form(`^(\d{4})年?前([二两三23])个?季度?$`, func(g []string) (Period, error) { return firstMonths(g[1], 3*number(g[2])) }),
	form(`^(\d{4})年?前(\d{1,2}|[一二三四五六七八九十]+)个?月$`, func(g []string) (Period, error) { return firstMonths(g[1], number(g[2])) }),
	form(`^(\d{1,2})M[-' ]*`+yearPart+`$`, func(g []string) (Period, error) { return firstMonths(g[2], number(g[1])) }),
	form(`^(?:THE )?FIRST (TWO|THREE|SIX|NINE) (MONTHS|QUARTERS)(?: OF)? (\d{4})$`, func(g []string) (Period, error) {
		return firstMonths(g[3], number(g[1])*map[string]int{"MONTHS": 1, "QUARTERS": 3}[g[2]])
	}),
	form(`^(\d{4})年(\d{1,2})月?[-–—~至到](\d{1,2})月$`, func(g []string) (Period, error) { return span(g[1]+"-"+g[2], g[1]+"-"+g[3]) }),
	form(`^`+namePart+` ?(?:-|–|—|TO) ?`+namePart+`[-', ]*`+yearPart+`$`, func(g []string) (Period, error) {
		return span(g[3]+"-"+monthNumber(g[1]), g[3]+"-"+monthNumber(g[2]))
	}),
	form(`^(\d{4})[-/]?Q([1-4]) ?- ?(?:(\d{4})[-/]?)?Q([1-4])$`, quarterSpan),
	form(`^(\d{4})[-/]?Q([1-4]) ?(?:–|—|~|\.\.|至|到|TO) ?(?:(\d{4})[-/]?)?Q([1-4])$`, quarterSpan),

	form(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`, func(g []string) (Period, error) { return dayOf(g[1], g[2], g[3]) }),
	form(`^(\d{4})年(\d{1,2})月(\d{1,2})日?$`, func(g []string) (Period, error) { return dayOf(g[1], g[2], g[3]) }),
	form(`^(\d{1,2})[- ]`+namePart+`[-, ]+`+yearPart+`$`, func(g []string) (Period, error) { return dayOf(g[3], monthNumber(g[2]), g[1]) }),
	form(`^`+namePart+` (\d{1,2}),? (\d{4})$`, func(g []string) (Period, error) { return dayOf(g[3], monthNumber(g[1]), g[2]) }),
}

// clock matches a date with a time of day, which says nothing about a period.
var clock = regexp.MustCompile(`^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)(?:[T ]|上午|下午|早上|晚上|中午|凌晨)` +
	`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?[AP]M)?(?: ?Z| ?UTC|[+-]\d{2}:?\d{2})?$`)

// relative matches what is a period only beside a date: 三季度, 去年, Q3, last quarter.
var relative = regexp.MustCompile(`^(?:年?第?[一二三四1-4]季度?|[上下]半年|前[二两三23]个?季度?|前\d{1,2}个?月|\d{1,2}(?:[-–—~至到]\d{1,2})?月(?:份|\d{1,2}日)?|Q[1-4]|[1-4]Q|H[12]|[12]H|` +
	`(?:THE )?` + orderPart + `[- ](?:QUARTER|HALF)|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*)$|` +
	`本[季年月期周]|[上下]一?个?[季月周]|上一?年|[去今前明当同次][年季月期日]|近[一二三\d]|` +
	`\b(?:LAST|THIS|PREVIOUS|CURRENT|PRIOR|NEXT|SAME) (?:\w+ )*(?:YEAR|QUARTER|HALF|MONTH|PERIOD)|\b(?:YEAR|QUARTER|MONTH)S? (?:AGO|EARLIER)|TODAY|YESTERDAY|目前|至今`)

func form(pattern string, build func(groups []string) (Period, error)) periodForm {
	return periodForm{regexp.MustCompile(pattern), build}
}

// runOf matches a run from one period to another of the same kind; a plain hyphen joins
// two if it is the only one.
var runOf = regexp.MustCompile(`^(.+?) ?(?:\.\.|–|—|~|至|到| TO | - ) ?(.+)$|^([^-]+)-([^-]+)$`)

// parseForms reads a folded period, or a run of two.
func parseForms(s string) (Period, error) {
	p, err := parseSimple(s)
	if err == nil || errors.Is(err, ErrPeriodWeek) {
		return p, err
	}
	g := runOf.FindStringSubmatch(s)
	if g == nil {
		return Period{}, ErrPeriodSyntax
	}
	from, err := parseSimple(g[1] + g[3])
	if err != nil {
		return Period{}, err
	}
	to, err := parseSimple(g[2] + g[4])
	if err != nil {
		return Period{}, err
	}
	if from.freq != to.freq || from.freq == Range {
		return Period{}, ErrPeriodSyntax
	}
	return NewRange(from, to)
}

func parseSimple(s string) (Period, error) {
	if p, ok := canonicalPeriod(s); ok {
		return p, nil
	}
	for _, forms := range [...][]periodForm{periodForms, sdmxForms} {
		for _, f := range forms {
			if g := f.pattern.FindStringSubmatch(s); g != nil {
				return f.build(g)
			}
		}
	}
	return Period{}, ErrPeriodSyntax
}

// nth builds the n-th period of a year; n is digits or an ordinal.
func nth(f Frequency, year, n string) (Period, error) { return NewPeriod(f, yearOf(year), number(n)) }

func quarterSpan(g []string) (Period, error) {
	lastYear := g[3]
	if lastYear == "" {
		lastYear = g[1]
	}
	from, err := nth(Quarterly, g[1], g[2])
	if err != nil {
		return Period{}, err
	}
	to, err := nth(Quarterly, lastYear, g[4])
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
	return nth(Monthly, year, m)
}

// firstMonths builds the run from January.
func firstMonths(year string, n int) (Period, error) {
	return span(year+"-1", year+"-"+strconv.Itoa(n))
}

// monthNumber returns "9" for SEP, SEPT and SEPTEMBER, "0" for no month.
func monthNumber(name string) string {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToUpper(m.String()), name) {
			return strconv.Itoa(int(m))
		}
	}
	return "0"
}

func dayOf(year, month, day string) (Period, error) {
	return NewDay(yearOf(year), time.Month(number(month)), number(day))
}

// number reads digits or an ordinal that a pattern has already matched.
func number(s string) int {
	if n, ok := ordinals[s]; ok {
		return n
	}
	return atoi(s)
}

// yearOf reads a year; two digits are 1970 to 2069.
func yearOf(s string) int {
	switch n := atoi(s); {
	case len(s) > 2:
		return n
	case n >= 70:
		return 1900 + n
	default:
		return 2000 + n
	}
}

// atoi reads digits that a pattern has already matched.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
