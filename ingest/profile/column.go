package profile

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paystats/data/codelist"
	"paystats/data/obs"
	"paystats/ingest"
)

// role is what a column holds.
type role string

// The roles. A column of roleOther is not read.
const (
	roleOther      role = "not read"
	roleSerial     role = "serial number"
	rolePeriod     role = "period"
	roleArea       role = "area"
	roleMember     role = "member"
	roleMeasure    role = "measure"
	roleUnit       role = "unit"
	roleMultiplier role = "multiplier"
	roleStatus     role = "status"
	rolePublisher  role = "publisher"
	roleVintage    role = "vintage"
	roleConfidence role = "confidence"
	roleAddress    role = "document address"
	roleTitle      role = "document title"
	roleScope      role = "scope"
	roleNote       role = "note"
	roleValue      role = "value"
)

// column is a column with what its texts look like.
type column struct {
	index    int
	name     string
	nameless bool // its name is only its number
	repeats  bool // another column has the same name
	distinct []string
	more     bool // there are more distinct texts than were kept

	filled, numbers, percents, texts, years, periods, dates, epochs, urls int // cells of the body
	longest                                                               int // runes

	role   role
	why    string
	unsure string
	facts  facts  // of the header, for values
	span   string // of periods as columns: the header is the period
	period string // that a span stands for, if the title has its year
}

// columnsOf reads the columns of a table's body.
func columnsOf(s *shape, t ingest.LookTable) []*column {
	counts := map[string]int{}
	for _, name := range s.names {
		counts[name]++
	}
	var out []*column
	for i := range s.width {
		c := &column{index: i, name: s.names[i], nameless: slices.Contains(s.nameless, i), role: roleOther}
		c.repeats = counts[c.name] > 1
		if !utf8.ValidString(c.name) || strings.ContainsAny(c.name, "\x00\ufffd") {
			c.name = "" // no descriptor could name it
			s.names[i] = ""
		}
		for r := s.first; r < s.end; r++ {
			c.see(s.cell(r, i))
		}
		c.distinct, c.more = t.Distinct(i)
		for k, text := range c.distinct {
			if !utf8.ValidString(text) {
				c.distinct = slices.Clone(c.distinct)
				c.distinct[k] = strings.ToValidUTF8(text, "\ufffd")
			}
		}
		c.distinct = withoutHeader(s, i, c.distinct)
		out = append(out, c)
	}
	return out
}

// withoutHeader drops the texts that stand only outside the body.
func withoutHeader(s *shape, column int, texts []string) []string {
	outside, inside := map[string]bool{}, map[string]bool{}
	for r := range s.rows {
		text := s.cell(r, column)
		if r >= s.first && r < s.end {
			inside[text] = true
		} else {
			outside[text] = true
		}
	}
	var kept []string
	for _, text := range texts {
		if !outside[text] || inside[text] {
			kept = append(kept, text)
		}
	}
	return kept
}

func (c *column) see(text string) {
	if text == "" || obs.MissingState(text) != obs.Present {
		return
	}
	c.filled++
	c.longest = max(c.longest, len([]rune(text)))
	if strings.HasSuffix(text, "%") {
		c.percents++
	}
	switch {
	case isEpoch(text):
		c.epochs++
	case isYear(text):
		c.years++
		c.numbers++
	case isNumber(text):
		c.numbers++
	case isURL(text):
		c.urls++
		c.texts++
	default:
		c.texts++
	}
	if isPeriodText(text) || slashDate.MatchString(text) {
		c.periods++
	}
	if _, ok := isDate(text); ok {
		c.dates++
	}
}

func isURL(text string) bool {
	return len(text) > 8 && (text[:7] == "http://" || text[:8] == "https://")
}

// indianStyle reads fiscal years as well, to recognise them.
var fiscalStyle = obs.PeriodStyle{FiscalEnd: 3}

// isPeriodText reports whether a text is a period in any style that can be declared.
func isPeriodText(text string) bool {
	return isPeriod(obs.PeriodStyle{}, text) || isPeriod(fiscalStyle, text)
}

// share returns n of the filled cells, 0 to 1.
func (c *column) share(n int) float64 {
	if c.filled == 0 {
		return 0
	}
	return float64(n) / float64(c.filled)
}

// resolved returns which share of a column's distinct texts a code list knows.
func (c *column) resolved(lists *codelist.Set, list, dimension string) float64 {
	known := 0
	for _, text := range c.distinct {
		if _, ok := lists.Resolve(list, dimension, text); ok {
			known++
		}
	}
	return float64(known) / float64(max(1, len(c.distinct)))
}

// is gives a column its role, with the reason.
func (c *column) is(r role, why string) {
	c.role, c.why = r, why
}

func rolesOf(columns []*column, r role) []*column {
	var out []*column
	for _, c := range columns {
		if c.role == r {
			out = append(out, c)
		}
	}
	return out
}

func first(columns []*column, r role) *column {
	for _, c := range columns {
		if c.role == r {
			return c
		}
	}
	return nil
}

func memberColumn(columns []*column) *column { return first(columns, roleMember) }
