package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/codelist"
	"paystats/data/obs"
)

// named are the roles that a header's words give, if the texts agree. The first that fits wins.
var named = []struct {
	role  role
	words *regexp.Regexp
	fits  func(c *column, lists *codelist.Set) bool
	what  string // what the texts are
}{
	{roleVintage, regexp.MustCompile(`(?i)publi(?:shed|cation)|release[d_ ]|vintage|发布日期|发布时间|公布`), func(c *column, _ *codelist.Set) bool { return c.share(c.dates) > 0.8 }, "dates"},
	{rolePeriod, regexp.MustCompile(`(?i)^(?:time[_ ]?period|period|date|month|quarter|year|time|fy|fiscal year|financial year|obs_?time|week|day)$|period_norm|month|quarter|期间|时间|日期|季度|年度|年份|月份|^年$|^月$|^季$|trimestre|^ano$|^mes$|datatrimestre|anomes`), fitsPeriod, "periods"},
	{roleMultiplier, regexp.MustCompile(`(?i)^unit_?mult(?:iplier)?$`), func(c *column, _ *codelist.Set) bool { return c.share(c.numbers) == 1 }, "powers of ten"},
	{roleUnit, regexp.MustCompile(`(?i)^(?:unit|units|unit_measure|currency|单位|币种)$`), fitsUnit, "units"},
	{roleStatus, regexp.MustCompile(`(?i)^(?:obs_?status|status)$`), fitsStatus, "statuses"},
	{roleArea, regexp.MustCompile(`(?i)^(?:ref_?area|rep_?cty|area|country|state|region|province|territory|geo|国家|地区|省份|省)`), func(c *column, lists *codelist.Set) bool { return c.resolved(lists, "area", "") >= 0.6 }, "areas of the code list"},
	{rolePublisher, regexp.MustCompile(`(?i)^(?:publisher|source|发布机构|来源)$`), func(c *column, lists *codelist.Set) bool { return c.resolved(lists, "publisher", "") >= 0.5 }, "publishers of the code list"},
	{roleConfidence, regexp.MustCompile(`(?i)^(?:confidence|可信度)$`), func(c *column, _ *codelist.Set) bool {
		return len(c.distinct) <= 3 && within(c.distinct, "high", "medium", "low")
	}, "high, medium, low"},
	{roleMeasure, regexp.MustCompile(`(?i)^(?:measure|metric|indicator|series|variable|item|指标|项目)(?:[_ ]?(?:name|code))?$`), func(c *column, _ *codelist.Set) bool { return c.texts > 0 && c.numbers == 0 && c.longest <= 80 }, "words"},
	{roleAddress, regexp.MustCompile(``), func(c *column, _ *codelist.Set) bool { return c.urls > 0 && c.share(c.urls) > 0.5 }, "addresses"},
	{roleTitle, regexp.MustCompile(`(?i)(?:source|document|report)[_ ]?(?:title|name)|标题`), func(c *column, _ *codelist.Set) bool { return c.texts > 0 }, "texts"},
	{roleScope, regexp.MustCompile(`(?i)^(?:scope|口径)$`), func(c *column, _ *codelist.Set) bool { return c.texts > 0 }, "texts"},
	{roleNote, regexp.MustCompile(`(?i)^(?:notes?|remarks?|comments?|footnote|obs_comment|备注|说明)$`), func(c *column, _ *codelist.Set) bool { return c.texts > 0 }, "texts"},
}

var serialName = regexp.MustCompile(`(?i)^(?:s[rl]?\.? ?no\.?|sl\.?|serial.*|no\.?|#|rank|index|序号|编号|排名|unnamed: \d+|)$`)

// assignRoles says what each column is.
func assignRoles(s *shape, columns []*column, lists *codelist.Set) {
	for _, c := range columns {
		c.assign(s, lists)
	}
	dropLabels(s, columns)
	assignPeriodHeaders(s, columns)
	for _, c := range columns {
		if c.role == roleOther && c.why == "" {
			c.assignValue()
		}
	}
	assignMember(s, columns, lists)
	for _, c := range rolesOf(columns, roleValue) {
		c.readFacts(first(columns, roleMeasure) != nil)
	}
}

// readFacts reads what the name of a column of values says. Averages, rates and the like are
// not read, because they would count as amounts. inRows says that the rows name the measure.
func (c *column) readFacts(inRows bool) {
	c.facts = readFacts(strings.Replace(c.name, c.span, " ", 1))
	if inRows {
		return
	}
	if c.facts.foreign != "" {
		c.is(roleOther, fmt.Sprintf("%q: no measure stands for it", c.facts.foreign))
		c.unsure = fmt.Sprintf("%q is not read: no measure stands for %q", c.name, c.facts.foreign)
		return
	}
	if c.facts.transformation == "" && c.share(c.percents) > 0.5 {
		c.facts.transformation, c.facts.unit, c.facts.vague = obs.Share, "%", true
	}
}

func (c *column) assign(s *shape, lists *codelist.Set) {
	switch {
	case c.filled == 0:
		c.why = "no text below the header"
		return
	case (c.nameless || serialName.MatchString(c.name)) && c.isSerial(s):
		c.is(roleSerial, "whole numbers that count the rows")
		return
	case c.name == "" || c.nameless && c.share(c.numbers) > 0.5 && c.share(c.years) < 1:
		c.why, c.unsure = "it has no name", fmt.Sprintf("a column without a name holds %s and is not read", quoted(c.distinct))
		return
	case c.repeats:
		c.why = fmt.Sprintf("several columns are called %q", c.name)
		c.unsure = c.why + ": none of them can be bound"
		return
	}
	for _, n := range named {
		if n.role == rolePeriod && headerPeriod(c.name) != "" {
			continue // 2015年第一季度 names values
		}
		if (n.words.MatchString(c.name) || c.nameless && n.role == rolePeriod) && n.fits(c, lists) {
			c.is(n.role, fmt.Sprintf("its texts are %s: %s", n.what, quoted(c.distinct)))
			return
		}
	}
	switch {
	case c.share(c.epochs) == 1 && c.filled > 0:
		c.why = "moments in milliseconds"
	case c.filled >= 2 && c.share(c.periods) >= 0.95 && c.share(c.years) < 0.5:
		c.is(rolePeriod, fmt.Sprintf("%d of %d texts are periods: %s", c.periods, c.filled, quoted(c.distinct)))
	case c.share(c.texts) > 0.5 && len(c.distinct) > 1 && c.resolved(lists, "area", "") >= 0.95:
		c.is(roleArea, "the code list of areas knows "+quoted(c.distinct))
	case c.share(c.texts) > 0.5 && len(c.distinct) > 1 && namesMeasures(c):
		c.is(roleMeasure, "its texts name what is counted: "+quoted(c.distinct))
	case c.share(c.texts) > 0.5 && fitsUnit(c, lists):
		c.is(roleUnit, "its texts are units: "+quoted(c.distinct))
	}
}

// isSerial reports whether a column counts the rows, from 0 or 1.
func (c *column) isSerial(s *shape) bool {
	rising, last, seen := 0, -1, 0
	for r := s.first; r < s.end; r++ {
		n, err := strconv.ParseFloat(s.cell(r, c.index), 64)
		if err != nil {
			continue
		}
		if seen++; int(n) == last+1 || seen == 1 && n <= 1 {
			rising++
		}
		last = int(n)
	}
	return seen > 1 && rising*10 >= seen*9
}

func fitsPeriod(c *column, _ *codelist.Set) bool {
	partly := 0 // Jan, September, 12, Q3: complete beside a year
	for _, text := range c.distinct {
		if isYear(text) || isPeriodText(text) || isPartOfYear(text) || isEpoch(text) || slashDate.MatchString(text) {
			partly++
		}
	}
	return partly > 0 && partly*10 >= len(c.distinct)*9
}

var partOfYear = regexp.MustCompile(`(?i)^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$|^(?:1[0-2]|0?[1-9])月?$|^q[1-4]$|^第?[一二三四1-4]季度$|^h[12]$`)

// isPartOfYear reports whether a text is a period once a year stands beside it.
func isPartOfYear(text string) bool { return partOfYear.MatchString(strings.TrimSpace(text)) }

func fitsUnit(c *column, _ *codelist.Set) bool {
	known := 0
	for _, text := range c.distinct {
		if _, err := obs.ParseUnit(text); err == nil && !isNumber(text) {
			known++
		}
	}
	return known > 0 && known*10 >= len(c.distinct)*6 && !namesMeasures(c)
}

// namesMeasures reports whether the texts of a column say what is counted: Volume (lakh).
func namesMeasures(c *column) bool {
	return len(c.distinct) > 0 && !slices.ContainsFunc(c.distinct, func(text string) bool {
		f := readFacts(text)
		return f.measure == "" || plainWord(f)
	})
}

func fitsStatus(c *column, _ *codelist.Set) bool {
	return len(c.distinct) > 0 && !slices.ContainsFunc(c.distinct, func(text string) bool { return statusOf(text) == "" })
}

// statusWords are the words that tables print for the codes of OBS_STATUS.
var statusWords = map[string]obs.Status{"final": "A", "actual": "A", "normal": "A", "provisional": "P", "preliminary": "P", "estimate": "E", "estimated": "E", "forecast": "F", "projected": "F"}

// statusOf returns the code of a status; "" for a text that is none.
func statusOf(text string) obs.Status {
	if slices.Contains(obs.Statuses, obs.Status(text)) {
		return obs.Status(text)
	}
	return statusWords[strings.ToLower(text)]
}

func within(texts []string, allowed ...string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !slices.Contains(allowed, strings.ToLower(text)) })
}

// assignValue takes a column of numbers for values.
func (c *column) assignValue() {
	switch {
	case c.numbers > 0 && c.share(c.numbers) >= 0.6:
		c.is(roleValue, fmt.Sprintf("%d of %d texts are numbers", c.numbers, c.filled))
	}
}

// dropLabels finds columns that repeat another one in words: FREQ, Frequency.
func dropLabels(s *shape, columns []*column) {
	for i, c := range columns {
		if c.texts == 0 || c.filled == 0 || c.role != roleOther {
			continue
		}
		for _, other := range columns[max(0, i-1):i] {
			if other.filled == c.filled && len(other.distinct) == len(c.distinct) && len(c.distinct) > 0 && other.name != "" && other.numbers == 0 &&
				other.longest < c.longest && other.role != rolePeriod && all(other.distinct, codeForm) && oneToOne(s, other.index, c.index) {
				c.why = fmt.Sprintf("the words for the codes of %q", other.name)
			}
		}
	}
}

// codeForm is what codes look like beside their words: A, CN, CNY, 5J.
var codeForm = regexp.MustCompile(`^[A-Z0-9_]{1,6}$`)

func oneToOne(s *shape, a, b int) bool {
	to, from := map[string]string{}, map[string]string{}
	for r := s.first; r < s.end; r++ {
		x, y := s.cell(r, a), s.cell(r, b)
		if was, ok := to[x]; ok && was != y {
			return false
		}
		if was, ok := from[y]; ok && was != x {
			return false
		}
		to[x], from[y] = y, x
	}
	return true
}
