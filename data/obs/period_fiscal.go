package obs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// fiscalForm is one way to write a fiscal year and a part of it.
type fiscalForm struct {
	pattern *regexp.Regexp
	bare    bool // no word says that it is fiscal: only a pair of consecutive years does
}

// fiscalForms are tried in order. Their groups are named after what they hold.
var fiscalForms = func() (all []fiscalForm) {
	const (
		pair  = `[-/–](?P<pair>\d{4}|\d{2})`
		year  = `(?P<year>\d{4}|\d{2})(?:` + pair + `)?`
		words = `(?:F\.?Y\.?|FISCAL(?: YEAR)?|FINANCIAL YEAR)[ ':-]*`
		part  = `(?P<part>[QH][1-4]|[1-4]Q|[12]H)`
		tail  = `(?:[ ,(:-]*` + part + `\)?)?$`
	)
	for _, form := range []struct {
		pattern string
		bare    bool
	}{
		{`^` + words + year + tail, false},
		{`^` + part + `[ ,:-]*(?:OF )?` + words + year + `$`, false},
		{`^` + year + `财年(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年)?$`, false},
		{`^(?P<year>\d{4})` + pair + tail, true},
		{`^` + part + `[ ,:-]*(?P<year>\d{4})` + pair + `$`, true},
	} {
		all = append(all, fiscalForm{regexp.MustCompile(form.pattern), form.bare})
	}
	return all
}()

// fiscalYear is what the text of a fiscal period says.
type fiscalYear struct {
	year, pair int    // pair is 0 for FY23
	part       string // Q1 to Q4, H1, H2, or ""
}

// fiscal reads a fiscal year, half or quarter. found is false for other text; then it is
// for the other forms.
func (st PeriodStyle) fiscal(s string) (p Period, found bool, err error) {
	if !strings.ContainsAny(s, "F财-/–") {
		return Period{}, false, nil
	}
	for _, form := range fiscalForms {
		groups := form.pattern.FindStringSubmatch(s)
		if groups == nil {
			continue
		}
		fy := readFiscal(form.pattern, groups)
		if fy.pair != 0 && fy.pair != fy.year+1 {
			return Period{}, !form.bare, ErrPeriodSyntax // FY 2021-23; 2015-09 is for the other forms
		}
		_, notMonth := parseSimple(s)
		isMonth := form.bare && notMonth == nil && (!st.FiscalBare || st.FiscalEnd == 0)
		switch {
		case st.FiscalEnd == 0 && isMonth:
			return Period{}, false, nil
		case st.FiscalEnd == 0:
			return Period{}, true, fmt.Errorf("%w with FiscalEnd, the last month of the fiscal year", ErrPeriodUndeclared)
		case isMonth:
			return Period{}, true, fmt.Errorf("%w: a month or a fiscal year; FY in front tells", ErrPeriodUndeclared)
		}
		p, err = st.fiscalPart(fy)
		return p, true, err
	}
	return Period{}, false, nil
}

func readFiscal(form *regexp.Regexp, groups []string) (fy fiscalYear) {
	for i, name := range form.SubexpNames() {
		switch g := groups[i]; {
		case g == "":
		case name == "year":
			fy.year = yearOf(g)
		case name == "pair" && len(g) == 4:
			fy.pair = atoi(g)
		case name == "pair":
			fy.pair = fy.year + 1 - ((fy.year+1)%100 - atoi(g))
		case name == "part" && g[0] <= '4':
			fy.part = g[1:] + g[:1]
		case name == "part":
			fy.part = g
		case name == "quarter":
			fy.part = "Q" + strconv.Itoa(number(g))
		case name == "half":
			fy.part = "H" + strconv.Itoa(number(g))
		}
	}
	return fy
}

// fiscalPart returns the calendar months of a fiscal year or a part of it.
func (st PeriodStyle) fiscalPart(fy fiscalYear) (Period, error) {
	if st.FiscalEnd < time.January || st.FiscalEnd > time.December || fy.pair != 0 && st.FiscalEnd == time.December {
		return Period{}, fmt.Errorf("%w: FiscalEnd is %s", ErrPeriodSyntax, st.FiscalEnd)
	}
	ends := fy.year
	if fy.pair != 0 {
		ends = fy.pair
	} else if st.FiscalByStart && st.FiscalEnd != time.December {
		ends++
	}
	first, months := ends*12+int(st.FiscalEnd)-12, 12
	if fy.part != "" {
		n := int(fy.part[1] - '0')
		if months = 3; fy.part[0] == 'H' {
			months = 6
		}
		if n*months > 12 {
			return Period{}, ErrPeriodSyntax
		}
		first += (n - 1) * months
	}
	if ends <= minYear || ends > maxYear {
		return Period{}, ErrPeriodSyntax
	}
	return NewRange(Period{freq: Monthly, start: first}, Period{freq: Monthly, start: first + months - 1})
}

// epochMillis matches milliseconds since 1970, from 2001 on.
var epochMillis = regexp.MustCompile(`^[1-9][0-9]{11,12}$`)

// epoch returns the day of an instant: 1514745000000 is 2018-01-01 in Asia/Kolkata.
func (st PeriodStyle) epoch(millis string) (Period, error) {
	if st.Zone == nil {
		return Period{}, fmt.Errorf("%w with Zone, where the days of epoch milliseconds begin", ErrPeriodUndeclared)
	}
	n, err := strconv.ParseInt(millis, 10, 64)
	if err != nil {
		return Period{}, ErrPeriodSyntax
	}
	return NewDay(time.UnixMilli(n).In(st.Zone).Date())
}
