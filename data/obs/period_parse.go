package obs

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Errors of periods, wrapped with the offending text. The second and third are also
// ErrPeriodSyntax.
var (
	ErrPeriodSyntax     = errors.New("not a period")
	ErrPeriodRelative   = fmt.Errorf("%w: relative to a date that the text does not give", ErrPeriodSyntax) // 本季度, 三季度, last year
	ErrPeriodUndeclared = fmt.Errorf("%w: it needs a PeriodStyle", ErrPeriodSyntax)                         // FY23, 1514745000000
)

// PeriodStyle is how a source writes periods, as far as one text cannot show it. The zero
// PeriodStyle declares nothing: what depends on it is refused.
type PeriodStyle struct {
	// FiscalEnd is the last month of the fiscal year: March in India. 0: FY 2022-23 is
	// refused. Where it is set, 2011-12 is refused instead, because it may be December,
	// unless FiscalBare says what it is.
	FiscalEnd time.Month
	// FiscalByStart: FY23 is the fiscal year that starts in 2023 (as in Japan), not the
	// one that ends there.
	FiscalByStart bool
	// FiscalBare: 2011-12 is a fiscal year, not December 2011. It needs FiscalEnd.
	FiscalBare bool
	// DateAs is the frequency of the period that a date stands for: Quarterly reads
	// 2024-12-31 as 2024-Q4. The date must begin or end the period. 0: a date is a day.
	DateAs Frequency
	// Zone is where the days of epoch milliseconds begin. nil: they are refused.
	Zone *time.Location
}

// PrintedPeriod is a period with what was printed around it.
type PrintedPeriod struct {
	Period   Period
	Forecast bool // a mark says that it lay ahead: 2020Q3e, 预计
	AsOf     bool // a state at the end of the period, not a sum over it: 截至2015年12月, end-March 2016
}

// ParsePeriod reads a period in the canonical form or in one of the forms that
// Chinese and English publications print. forecast reports a forecast mark behind
// it (2020Q3e). The error wraps ErrPeriodSyntax.
//
// It is PeriodStyle.ParsePeriod with nothing declared, but for points in time (截至),
// which it refuses: its results cannot tell them from periods.
func ParsePeriod(text string) (p Period, forecast bool, err error) {
	if p, ok := canonicalPeriod(text); ok {
		return p, false, nil
	}
	printed, err := PeriodStyle{}.ParsePeriod(text)
	if err == nil && printed.AsOf {
		printed, err = PrintedPeriod{}, fmt.Errorf("%w: %q is a point in time", ErrPeriodSyntax, text)
	}
	return printed.Period, printed.Forecast, err
}

// ParsePeriod reads a period of this style:
//
//	2015  2015-S1  2015-Q3  2015-09  2015-09-30     canonical
//	2015年第三季度  15Q3  3Q15  third quarter of 2015  quarters
//	Sept-20  12 2021  2016 September  2015M09       months
//	上半年 with a year  2018H1  1H18                  halves
//	2014年1-3月  2015年前三季度  9M 2015  2013Q1—2015Q3  runs of months, as what they are
//	截至2015年12月  as at end-March 2016              AsOf
//	2020Q3e  预计2021年                              Forecast
//	FY 2022-23  FY24 Q1  2022-23                    FiscalEnd
//	1514745000000                                   Zone
//	2024-12-31  2024年12月20日 下午7:55               a day, or DateAs
//
// Two-digit years are 1970 to 2069. The error wraps ErrPeriodSyntax: ErrPeriodRelative
// for what needs a publication date (本季度, 截至四季度末), ErrPeriodUndeclared, naming
// the field, for what this style leaves open. Text that means two things is refused:
// 18-Sep is a day or a month, 03/04/2015 two days.
func (st PeriodStyle) ParsePeriod(text string) (PrintedPeriod, error) {
	if len(text) > maxText {
		return PrintedPeriod{}, fmt.Errorf("%w: %q…", ErrPeriodSyntax, text[:maxText/4])
	}
	s, ok := foldPeriod(text)
	if !ok {
		return PrintedPeriod{}, fmt.Errorf("%w: %q has a footnote mark", ErrPeriodSyntax, text)
	}
	var out PrintedPeriod
	p, err := st.parse(s)
	if err != nil {
		var body string
		body, out.Forecast = cutMark(s, forecastMarks)
		if body, out.AsOf = cutMark(body, asOfMarks); body != s {
			p, err = st.parse(body)
		}
	}
	if err == nil {
		out.Period, err = st.settle(p)
	}
	if err != nil {
		return PrintedPeriod{}, fmt.Errorf("%w: %q", err, text)
	}
	return out, nil
}

// foldPeriod brings text into one form: half-width, upper case, single blanks, none
// beside Chinese characters.
func foldPeriod(text string) (folded string, ok bool) {
	s, ok := foldDigits(text)
	if !ok {
		return "", false
	}
	s = strings.ToUpper(strings.Join(strings.Fields(s), " "))
	if strings.Contains(s, " ") {
		s = besideHan.ReplaceAllString(s, "$1")
	}
	return s, true
}

var besideHan = regexp.MustCompile(` ?(\p{Han}) ?`)

// forecastMarks and asOfMarks are what stands before or behind a period.
var (
	forecastMarks = regexp.MustCompile(`^(?:预计|预测|EXPECTED |FORECAST )(.+)$|^(.*[0-9年度末日]) ?(?:E|F|\(E\)|\(F\)|\(?预计\)?|\(?预测\)?| \(?EXPECTED\)?| \(?FORECAST\)?)$`)
	asOfMarks     = regexp.MustCompile(`^(?:截至到?|截止到?|AS (?:OF|AT|ON) )(?:THE )?(?:END(?: OF |-| ))?(.+?)(?:底|末|止)?$|^(?:AT )?(?:THE )?END(?: OF |-| )(.+)$|^(.+[年度月日])[底末止]$`)
)

// cutMark returns the first group that matched, which is the period.
func cutMark(s string, marks *regexp.Regexp) (body string, found bool) {
	groups := marks.FindStringSubmatch(s)
	for _, g := range groups[min(1, len(groups)):] {
		if g != "" {
			return strings.TrimSpace(g), true
		}
	}
	return s, false
}

// parse reads a folded period without marks. Its errors do not quote the text.
func (st PeriodStyle) parse(s string) (Period, error) {
	if p, found, err := st.fiscal(s); found {
		return p, err
	}
	if p, ok := canonicalPeriod(s); ok {
		return p, nil
	}
	if epochMillis.MatchString(s) {
		return st.epoch(s)
	}
	if g := clock.FindStringSubmatch(s); g != nil {
		s = g[1]
	}
	p, err := parseForms(s)
	if err != nil && relative.MatchString(s) {
		err = ErrPeriodRelative
	}
	return p, err
}

// canonicalPeriod reads the canonical forms and 2015Q3, without regular expressions.
func canonicalPeriod(s string) (p Period, ok bool) {
	if len(s) == len("2019-01..2019-09") && s[7:9] == ".." {
		from, fromOK := canonicalPeriod(s[:7])
		to, toOK := canonicalPeriod(s[9:])
		if !fromOK || !toOK || from.freq != Monthly || to.freq != Monthly {
			return Period{}, false
		}
		p, err := NewRange(from, to)
		return p, err == nil
	}
	if len(s) < 4 || digitRun(s[:4]) < 4 {
		return Period{}, false
	}
	year, rest, err := atoi(s[:4]), s[4:], ErrPeriodSyntax
	if len(rest) == 3 && rest[0] == '-' && rest[1] == 'Q' {
		rest = rest[1:]
	}
	switch {
	case rest == "":
		p, err = NewPeriod(Annual, year, 1)
	case len(rest) == 2 && rest[0] == 'Q':
		p, err = NewPeriod(Quarterly, year, int(rest[1])-'0')
	case len(rest) == 3 && rest[:2] == "-S":
		p, err = NewPeriod(HalfYearly, year, int(rest[2])-'0')
	case len(rest) == 3 && rest[0] == '-' && digitRun(rest[1:]) == 2:
		p, err = NewPeriod(Monthly, year, atoi(rest[1:]))
	case len(rest) == 6 && rest[0] == '-' && rest[3] == '-' && digitRun(rest[1:]) == 2 && digitRun(rest[4:]) == 2:
		p, err = NewDay(year, time.Month(atoi(rest[1:3])), atoi(rest[4:]))
	}
	return p, err == nil
}

// settle turns a date into the period that it stands for in this style.
func (st PeriodStyle) settle(p Period) (Period, error) {
	per := st.DateAs.PerYear()
	if p.freq != Daily || per == 0 {
		return p, nil
	}
	t := p.Start()
	of, err := NewPeriod(st.DateAs, t.Year(), (int(t.Month())-1)*per/12+1)
	if err == nil && !of.Start().Equal(t) && !of.End().Equal(t) {
		err = fmt.Errorf("%w: the date neither begins nor ends %s", ErrPeriodSyntax, of)
	}
	if err != nil {
		return Period{}, err
	}
	return of, nil
}
