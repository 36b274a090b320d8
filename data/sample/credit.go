package sample

import (
	"fmt"
	"time"
)

// The parameters of credit, as fractions unless they say otherwise.
const (
	meanLimit     = 800.0 // US dollars of goods an account may owe, at the start
	limitGrowth   = 1.08  // of that in a year, a factor
	accountsCase  = 0.35  // accounts opened by a case
	accountsFirst = 0.5   // accounts at the start, of those that the cases will open
	usedPart      = 0.31  // of limits, outstanding at the end of an ordinary month
	usedNoise     = 0.01  // its standard deviation
	latePart      = 0.018 // of what is outstanding, overdue, at the start
	lateTrend     = 0.004 // by how much more of it in a year
	lateNoise     = 0.001 // its standard deviation
)

// seasons are what months add to the part of limits that is outstanding, and to the part of
// that which is overdue: promotions are paid off later, and repayment rests at New Year.
var seasons = map[time.Month]struct{ used, late float64 }{
	time.February: {-0.02, 0.004}, time.June: {0.03, 0}, time.July: {0.01, 0.001},
	time.November: {0.06, 0}, time.December: {0.03, 0.001},
}

// creditHeader is the first line of the file of credit.
const creditHeader = "month,area,provider,currency,credit_limit,outstanding,overdue\n"

// credit returns what accounts may owe, owe, and owe too long at the end of each month, by
// area and lender, in whole units of the currency. Sums go with the number of cases.
func (s *set) credit() []byte {
	c := newCases(s.Maker)
	b := []byte(creditHeader)
	for month := spanStart; month.Before(spanEnd); month = month.AddDate(0, 1, 0) {
		end := month.AddDate(0, 1, 0)
		for i := range markets {
			if i > 0 && markets[i-1].area == markets[i].area {
				continue // two zones of one area: counted in the first
			}
			for n := range c.lenders[i] {
				b = c.creditRow(b, i, n, month, end)
			}
		}
	}
	return b
}

// creditRow appends the stocks of one lender in one area.
func (c *cases) creditRow(b []byte, market, number int, month, end time.Time) []byte {
	here, l, all := &markets[market], c.lenders[market][number], c.totals[market]
	s := newStream(c.seed, streamCredit, uint64(market), uint64(l.provider), uint64(end.Unix()))
	years := end.Sub(spanStart).Hours() / (365.25 * 24)
	cases := float64(c.n) * c.areaPart(here.area) * l.weight / all[len(all)-1]
	accounts := max(1, accountsCase*cases*(accountsFirst+c.calendar.totals[int(end.Sub(spanStart).Hours())]))
	limit := accounts * meanLimit * here.price * (1 + (limitGrowth-1)*years)
	season := seasons[month.Month()]
	used := usedPart + season.used + usedNoise*normal(s.uniform())
	late := latePart + lateTrend*years + season.late + lateNoise*normal(s.uniform())
	return fmt.Appendf(b, "%s,%s,%s,%s,%.0f,%.0f,%.0f\n", month.Format("2006-01"), here.area, providers[l.provider].name, here.currency,
		limit, limit*used, limit*used*late)
}

// areaPart returns an area's part of all cases, by the orders at the start and the part of
// bnpl in them.
func (c *cases) areaPart(area string) float64 {
	own, all := 0.0, 0.0
	for i := range markets {
		if lend := c.totals[i]; len(lend) > 0 {
			part := markets[i].weight * lend[len(lend)-1]
			all += part
			if markets[i].area == area {
				own += part
			}
		}
	}
	return own / all
}
