package sample

import (
	"math"
	"slices"
	"sort"
)

// rowsPerCase is how many payment attempts a sample has for each case of activation.
const rowsPerCase = 100

// The steps of a case of buy now, pay later.
const (
	entry = iota
	conditions
	identity
	application
	decision
	firstUse
	caseSteps
)

// The decisions on a case.
const (
	undecided = iota
	decidedYes
	decidedNo
)

var decisionNames = []string{"pending", "approved", "declined"}

// Case is one row: how far one user came on the way to buy now, pay later.
type Case struct {
	Number                     int64
	User                       int64            // within the market
	Times                      [caseSteps]int64 // when each step was reached, in Unix seconds; 0 for not within the span
	Market, Provider, Decision uint8
	Reason                     uint16 // of a declined case
}

// The parameters of cases: the part of those at one step that reaches the next, and how long
// that takes on average, in seconds.
var stepRates = [caseSteps]struct{ rate, wait float64 }{
	conditions:  {0.74, 40},
	identity:    {0.78, 6 * 3600},
	application: {0.90, 20 * 3600},
	decision:    {0.97, 9 * 3600},
	firstUse:    {0.66, 8 * secondsOfDay},
}

const (
	refusedAtOnce  = 0.6  // of those who do not meet the conditions; the others give up
	approvedRate   = 0.70 // of decisions, on average over providers
	approvedSpread = 0.12 // between the strictest and the most generous provider
	identityTrend  = 0.08 // by how much more of them pass the identity check at the end of the span
	curious        = 0.88 // what a promotion makes of the rates up to application: many look, fewer apply
	promotion      = 1.5  // ordinary days' orders from which a day is one
	noReason       = 0.03 // of refusals come without a reason
)

// refusals are the reasons for which cases are declined, as far as a lender knows them.
var refusals = []struct {
	id     string
	weight float64
}{
	{"bad-credit-record", 34}, {"risk-control-triggered", 27}, {"identity-info-unstable", 19},
	{"insufficient-limit-or-amount-cap", 12}, {"monthly-pay-overdue", 8},
}

// lender is a provider with buy now, pay later in a market.
type lender struct {
	provider int
	weight   float64 // its part of the market's orders, times that of bnpl in its own
}

// cases makes cases of activation; it does not change.
type cases struct {
	*Maker
	n       int64
	lenders [][]lender // by market
	totals  [][]float64
	reasons []int     // places in reasons, in the order of refusals
	weights []float64 // running
}

func newCases(m *Maker) *cases {
	c := &cases{Maker: m, n: (m.rows + rowsPerCase - 1) / rowsPerCase}
	for i := range markets {
		var list []lender
		var weights []float64
		for _, s := range markets[i].providers {
			p := slices.IndexFunc(providers, func(p provider) bool { return p.name == s.provider })
			if part := providers[p].methods[later] / sum(providers[p].methods); part > 0 {
				list = append(list, lender{p, part * (s.start + s.end) / 2})
				weights = append(weights, part*(s.start+s.end)/2)
			}
		}
		c.lenders, c.totals = append(c.lenders, list), append(c.totals, running(weights))
	}
	var weights []float64
	for _, r := range refusals {
		c.reasons = append(c.reasons, slices.IndexFunc(reasons, func(known reason) bool { return known.id == r.id }))
		weights = append(weights, r.weight)
	}
	c.weights = running(weights)
	return c
}

// at returns a case. Cases stand in the order in which they enter, which is when orders are
// made: they have the same peaks.
func (c *cases) at(number int64) Case {
	s := newStream(c.seed, streamCases, uint64(number))
	part := (float64(number) + s.uniform()) / float64(c.n)
	hour, second := c.calendar.at(part, max(0, sort.SearchFloat64s(c.calendar.totals, part)-1))
	out := Case{Number: number, Market: c.market(hour, s.uniform())}
	out.Times[entry] = spanStart.Unix() + int64(hour)*3600 + second
	joined := 0.45 + 0.55*float64(hour)/spanHours
	out.User = s.below(int64(float64(c.users[out.Market]) * joined))
	out.Provider = uint8(c.lenders[out.Market][pick(c.totals[out.Market], s.uniform())].provider)
	c.follow(&out, &s, hour)
	return out
}

// market draws a market with a lender, by its orders in an hour and the part of bnpl in them.
func (c *cases) market(hour int, u float64) uint8 {
	weights, before := make([]float64, len(markets)), 0.0
	for i, total := range c.calendar.markets[hour] {
		if lend := c.totals[i]; len(lend) > 0 {
			weights[i] = (total - before) * lend[len(lend)-1]
		}
		before = total
	}
	return uint8(pick(running(weights), u))
}

// follow draws the steps after entry, until the case stops or the span ends.
func (c *cases) follow(out *Case, s *stream, hour int) {
	promoted := c.calendar.load[out.Market][hour] >= promotion
	for step := conditions; step < caseSteps; step++ {
		rate := stepRates[step].rate
		if step == identity {
			rate += identityTrend * float64(hour) / spanHours
		}
		if promoted && step < decision {
			rate *= curious
		}
		when := out.Times[step-1] + 1 + int64(math.Round(stepRates[step].wait*c.waits[s.below(quantiles)]))
		goes := s.chance(rate)
		if when >= spanEnd.Unix() {
			return
		}
		switch {
		case !goes && step == conditions && s.chance(refusedAtOnce):
			c.refuse(out, s, when)
			return
		case !goes:
			return
		case step == decision && !s.chance(c.approves(out.Provider)):
			c.refuse(out, s, when)
			return
		case step == decision:
			out.Decision = decidedYes
		}
		out.Times[step] = when
	}
}

// approves returns the part of decisions with which a lender says yes.
func (c *cases) approves(p uint8) float64 {
	s := newStream(c.seed, streamCases, math.MaxUint64, uint64(p))
	return approvedRate + approvedSpread*(s.uniform()-0.5)
}

func (c *cases) refuse(out *Case, s *stream, when int64) {
	out.Decision, out.Times[decision] = decidedNo, when
	if !s.chance(noReason) {
		out.Reason = c.failures.code[out.Provider][c.reasons[pick(c.weights, s.uniform())]]
	}
}
