package sample

// The outcomes of attempts.
const (
	approved = iota
	declinedOutcome
	failed
	pending
	cancelled
	refunded
)

var outcomeNames = []string{"approved", "declined", "failed", "pending", "cancelled", "refunded"}

// Attempt is one row: what one try to pay came to. The small numbers are places in the
// tables of this package; the methods of Maker give their texts.
type Attempt struct {
	ID       int64 // the row on which the transaction was first told of
	Order    int64 // the row of the order's first attempt
	Second   int64 // when, in Unix seconds
	Local    int64 // the same on the clock of the payer's zone, in seconds since 1970-01-01T00:00:00
	Amount   int64 // thousandths of the currency's unit; negative for refunds
	User     int64 // within the market
	Merchant int64 // within the market

	Market, Provider, Method, Channel, Category, Outcome uint8
	Reason                                               uint16
}

// The parameters of orders, as fractions of what they apply to, and factors.
const (
	cancelledRate = 0.018 // of attempts
	pendingRate   = 0.004 // of attempts
	loyalty       = 0.6   // of orders: the payer keeps to the provider that suits him
	largeFactor   = 1.6   // of declines, for orders in the upper tenth of their category

	retryTechnical = 0.55 // of failed attempts
	retryBusiness  = 0.42 // of declined attempts
	retrySwitch    = 0.35 // of retries: with another method
	maxAttempts    = 4
	retryFirst     = 15.0  // seconds: the shortest wait
	retryMean      = 140.0 // seconds: how much longer it is on average
	retryLast      = 1800  // seconds: the longest wait

	againTechnical = 6.0  // after a technical failure, another is so many times as likely
	againBusiness  = 0.70 // after a decline with the same method, the next is declined with this chance
	sameReason     = 0.85 // of declines after a decline with the same method

	partialRefund   = 0.2 // of refunds
	refundLastDay   = 21
	secondsOfDay    = 86_400
	redeliveredRate = 0.0004 // of orders: an earlier row of the block comes again
	redeliveredBack = 64     // blocks: how far back the one row of another block lies
)

// order is what attempts of one intent share.
type order struct {
	stream
	Attempt
	position float64 // in the spread of the category's amounts, 0 to 1
}

// append appends the attempts of an order, the first of which stands on a row, and
// returns the hour of the span that it was made in. hour is one that is not later.
func (m *Maker) append(out []Attempt, block, number, row int64, hour int) ([]Attempt, int) {
	o := order{stream: newStream(m.seed, streamOrders, uint64(block), uint64(number))}
	hour, second := m.calendar.at((float64(row)+o.uniform())/float64(m.rows), hour)
	m.begin(&o, row, hour)
	o.Second = spanStart.Unix() + int64(hour)*3600 + second
	var last *Attempt // of the attempts before
	for try := range maxAttempts {
		o.ID = row + int64(try)
		m.try(&o, last)
		out = append(out, o.Attempt)
		last = &out[len(out)-1]
		rate := retryTechnical
		switch o.Outcome {
		case approved:
			return m.refund(out, &o, row+int64(try)+1), hour
		case declinedOutcome:
			rate = retryBusiness
		case failed:
		default:
			return out, hour
		}
		o.Second += int64(min(retryLast, retryFirst+retryMean*m.waits[o.below(quantiles)]))
		if !o.chance(rate) || !m.calendar.spans(int(o.Market), o.Second) {
			break
		}
		if o.chance(retrySwitch) {
			m.choose(&o, o.uniform())
		}
	}
	return out, hour
}

// begin draws who orders what, where.
func (m *Maker) begin(o *order, row int64, hour int) {
	o.Order = row
	o.Market = uint8(pick(m.calendar.markets[hour], o.uniform()))
	here := &markets[o.Market]
	joined := 0.45 + 0.55*float64(hour)/spanHours // of all users that there will be
	o.User = userRank(o.uniform(), float64(m.users[o.Market])*joined)
	o.Merchant = m.merchants[o.Market].rank(o.uniform())
	o.Category = uint8(merchantCategory(int(o.Market), o.Merchant))
	o.Channel = uint8(pick(m.channels[o.Market], o.uniform()))
	o.position = o.uniform()
	o.Amount = m.amount(o, here)
	taste := o.uniform()
	if o.chance(loyalty) {
		taste = fraction(mix(m.seed ^ uint64(o.Market)<<40 ^ uint64(o.User)))
	}
	o.Second = spanStart.Unix() + int64(hour)*3600
	m.choose(o, taste)
}

// amount draws the price of an order: log-normal, to the currency's smallest unit; half of
// the larger ones are round.
func (m *Maker) amount(o *order, here *market) int64 {
	at := o.position * quantiles
	low := int(at)
	table := m.amounts[o.Category]
	price := (table[low] + (table[low+1]-table[low])*(at-float64(low))) * here.price
	unit := int64(10) // thousandths
	if here.decimals == 3 {
		unit = 5 // the smallest coin of Kuwait
	}
	if price >= 20*here.price && o.chance(0.5) {
		unit = 1000
	}
	return max(unit, int64(price*1000)/unit*unit)
}

// choose draws provider and method.
func (m *Maker) choose(o *order, taste float64) {
	s := &m.shares[o.Market]
	day := (o.Second - spanStart.Unix()) / secondsOfDay
	o.Provider = uint8(s.providers[pick(s.days[day], taste)])
	o.Method = uint8(pick(m.methods[o.Provider], o.uniform()))
}

// try draws what an attempt comes to. last is the one before of the same order, if any.
func (m *Maker) try(o *order, last *Attempt) {
	p, method := int(o.Provider), int(o.Method)
	hour := min(spanHours-1, (o.Second-spanStart.Unix())/3600)
	o.Local = m.calendar.local(int(o.Market), o.Second)
	rate, out := technicalRate(p, o.Second, m.calendar.load[o.Market][hour])
	no, kind := providers[p].business, business
	if o.Method == later {
		no, kind = declined, credit
	}
	if o.position > 0.9 {
		no *= largeFactor
	}
	same := last != nil && last.Method == o.Method && last.Provider == o.Provider
	if same && last.Outcome == failed && !out {
		rate = min(0.6, rate*againTechnical)
	}
	if same && last.Outcome == declinedOutcome {
		no = againBusiness
	}
	o.Reason = 0
	switch u := o.uniform(); {
	case u < rate:
		o.Outcome = failed
		o.Reason = m.failures.code[p][m.failures.draw(&o.stream, p, method, technical, out)]
	case u < rate+(1-rate)*no:
		o.Outcome = declinedOutcome
		o.Reason = m.failures.code[p][m.failures.draw(&o.stream, p, method, kind, out)]
		if same && last.Outcome == declinedOutcome && o.chance(sameReason) {
			o.Reason = last.Reason
		}
	case u > 1-cancelledRate:
		o.Outcome = cancelled
	case u > 1-cancelledRate-pendingRate:
		o.Outcome = pending
	default:
		o.Outcome = approved
	}
}

// refund appends that an approved order was paid back, if it was before the span's end.
func (m *Maker) refund(out []Attempt, o *order, id int64) []Attempt {
	if !o.chance(categories[o.Category].refunds) {
		return out
	}
	o.Second += secondsOfDay/2 + o.below((refundLastDay-1)*secondsOfDay)
	if !m.calendar.spans(int(o.Market), o.Second) {
		return out
	}
	back := o.Attempt
	back.ID, back.Outcome, back.Amount = id, refunded, -o.Amount
	if o.chance(partialRefund) {
		back.Amount = -max(10, o.Amount/20*10) // a half
	}
	back.Local = m.calendar.local(int(o.Market), o.Second)
	return append(out, back)
}
