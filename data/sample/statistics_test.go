package sample

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"testing"
	"time"
)

// sampled is how many rows the statistics are of.
const sampled = 1_000_000

// million are the rows of a sample of that many.
var million = sync.OnceValue(func() []Attempt {
	m, err := NewMaker(sampled, 1)
	if err != nil {
		panic(err)
	}
	return allRows(m)
})

// allRows returns the rows of a sample, without those that come a second time.
func allRows(m *Maker) []Attempt {
	var rows []Attempt
	seen := map[int64]bool{}
	for block := range m.Blocks() {
		for _, a := range m.Block(block, nil) {
			if !seen[a.ID] {
				seen[a.ID] = true
				rows = append(rows, a)
			}
		}
	}
	return rows
}

// firsts returns the first attempts of orders.
func firsts(rows []Attempt) []Attempt {
	return slices.DeleteFunc(slices.Clone(rows), func(a Attempt) bool { return a.ID != a.Order })
}

// of returns the rows of a market, by the key of its ids.
func of(rows []Attempt, key string) []Attempt {
	return slices.DeleteFunc(slices.Clone(rows), func(a Attempt) bool { return markets[a.Market].key != key })
}

// near fails unless got is within a tolerance of want, as a fraction of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*math.Abs(want) {
		t.Errorf("%s = %.4g, want %.4g ± %g %%", what, got, want, 100*tolerance)
	}
}

func part(rows []Attempt, is func(Attempt) bool) float64 {
	n := 0
	for _, a := range rows {
		if is(a) {
			n++
		}
	}
	return float64(n) / float64(len(rows))
}

func localDate(a Attempt) string { return time.Unix(a.Local, 0).UTC().Format(time.DateOnly) }

func TestUsersAndMerchantsFollowPowerLaws(t *testing.T) {
	m := mustMaker(t, sampled, 1)
	rows := of(firsts(million()), "cn")
	last := rows[len(rows)*9/10:] // by then most users have joined
	users, merchants := float64(m.users[0]), m.merchants[0]
	for _, top := range []float64{0.01, 0.1, 0.5} {
		rank := math.Floor(top * users)
		got := part(last, func(a Attempt) bool { return float64(a.User) < rank })
		near(t, "orders of the first users", got, (math.Sqrt(rank+1)-1)/(math.Sqrt(0.98*users+1)-1), 0.05)
	}
	for _, rank := range []float64{1, 10, 100} {
		got := part(rows, func(a Attempt) bool { return float64(a.Merchant) < rank })
		near(t, "orders of the first merchants", got, (math.Pow(rank+1, 0.1)-1)/merchants.reach, 0.05)
	}
}

func TestRhythmInLocalTime(t *testing.T) {
	rows := firsts(million())
	for _, key := range []string{"cn", "ue", "de"} {
		here, orders := markets[slices.IndexFunc(markets, func(m market) bool { return m.key == key })], of(rows, key)
		var hours [24]float64
		var week [7]float64
		for _, a := range orders {
			local := time.Unix(a.Local, 0).UTC()
			week[local.Weekday()]++
			hours[local.Hour()]++
		}
		for _, clock := range []int{9, 12, 18, 21} {
			near(t, key+" orders by hour", hours[clock]/float64(len(orders)), here.hours[clock]/sum(here.hours[:]), 0.05)
		}
		near(t, key+" Sunday to Friday", week[time.Sunday]/week[time.Friday], here.weekday[time.Sunday]/here.weekday[time.Friday], 0.06)
	}
}

func TestFestivals(t *testing.T) {
	rows := firsts(million())
	count := map[string]map[string]float64{"cn": {}, "in": {}}
	for _, a := range rows {
		if days := count[markets[a.Market].key]; days != nil {
			days[localDate(a)]++
		}
	}
	wait := 1 + (midnight-1)*evening[0]/sum(evening[:]) // for the first hour
	for _, tt := range []struct {
		market, date, ordinary string // an ordinary day of the same weekday, not far away
		want                   float64
	}{
		{"cn", "2023-01-24", "2023-02-07", 0.55},
		{"cn", "2024-02-12", "2024-02-26", 0.55},
		{"cn", "2023-06-18", "2023-06-04", 1.4 * 2.1 * wait},
		{"cn", "2024-11-11", "2024-11-25", 1.5 * 2.8 * wait},
		{"in", "2023-11-12", "2023-11-26", 1.7 * 1.3},
		{"in", "2024-10-31", "2024-11-14", 1.7 * 1.3},
	} {
		days := count[tt.market]
		near(t, tt.market+" "+tt.date, days[tt.date]/days[tt.ordinary], tt.want, 0.25)
	}
}

func TestGrowthAndShares(t *testing.T) {
	rows := firsts(million())
	tenth := len(rows) / 10
	for _, tt := range []struct {
		provider   string
		market     string
		start, end float64
	}{
		{"aster-pay", "cn", 0.517, 0.463}, // at the middle of the first and the last tenth of the orders
		{"cedar-pay", "cn", 0.083, 0.147},
		{"fern-pay", "in", 0.342, 0.378},
	} {
		is := func(a Attempt) bool { return providers[a.Provider].name == tt.provider }
		near(t, tt.provider+" at the start", part(of(rows[:tenth], tt.market), is), tt.start, 0.08)
		near(t, tt.provider+" at the end", part(of(rows[len(rows)-tenth:], tt.market), is), tt.end, 0.08)
	}
	half := func(a Attempt, year int) bool { return time.Unix(a.Second, 0).UTC().Year() == year }
	for _, key := range []string{"cn", "in"} {
		orders := of(rows, key)
		grown := part(orders, func(a Attempt) bool { return half(a, 2024) }) / part(orders, func(a Attempt) bool { return half(a, 2023) })
		near(t, key+" 2024 against 2023", grown, map[string]float64{"cn": 1.15, "in": 1.45}[key], 0.04)
	}
}

// A sample of 100 million rows is dense enough for hours; only some of its blocks are made.
func TestOutages(t *testing.T) {
	m := mustMaker(t, 100_000_000, 1)
	for _, o := range outages {
		for _, tt := range []struct {
			start           time.Time
			want, tolerance float64
		}{{o.start.Add(time.Hour), o.failing, 0.06}, {o.start.Add(-7 * 24 * time.Hour), 0.018, 0.4}} {
			hour := int(tt.start.Sub(spanStart).Hours())
			row := int64(m.calendar.totals[hour] * float64(m.rows))
			var hit []Attempt
			for block := row / BlockRows; block < row/BlockRows+3; block++ {
				for _, a := range m.Block(block, nil) {
					since := a.Second - tt.start.Unix()
					if a.ID == a.Order && providers[a.Provider].name == o.provider && since >= 0 && since < 2*3600 {
						hit = append(hit, a)
					}
				}
			}
			got := part(hit, func(a Attempt) bool { return a.Outcome == failed })
			near(t, tt.start.Format(time.DateTime)+" failed", got, tt.want, tt.tolerance)
		}
	}
}

func TestRetries(t *testing.T) {
	rows := slices.Clone(million())
	slices.SortStableFunc(rows, func(a, b Attempt) int { return cmp.Compare(a.ID, b.ID) })
	var first, again, recovered [2]float64 // by outcome of the first attempt: declined, failed
	kind := map[uint8]int{declinedOutcome: 0, failed: 1}
	for i := 0; i < len(rows); {
		end := i + 1
		for ; end < len(rows) && rows[end].Order == rows[i].Order; end++ {
			a, last := rows[end], rows[end-1]
			if a.User != last.User || a.Market != last.Market || a.Merchant != last.Merchant || a.Second <= last.Second {
				t.Fatalf("order %d: %+v after %+v", a.Order, a, last)
			}
			if a.Outcome == refunded {
				if last.Outcome != approved || a.Amount >= 0 || -a.Amount > last.Amount {
					t.Fatalf("refund %+v of %+v", a, last)
				}
				continue
			}
			if wait := a.Second - last.Second; a.Amount != last.Amount || wait < int64(retryFirst) || wait > retryLast || last.Outcome != declinedOutcome && last.Outcome != failed {
				t.Fatalf("retry %+v of %+v", a, last)
			}
		}
		if k, ok := kind[rows[i].Outcome]; ok {
			first[k]++
			if end > i+1 {
				again[k]++
				if slices.ContainsFunc(rows[i:end], func(a Attempt) bool { return a.Outcome == approved }) {
					recovered[k]++
				}
			}
		}
		i = end
	}
	near(t, "declined and tried again", again[0]/first[0], retryBusiness, 0.05)
	near(t, "failed and tried again", again[1]/first[1], retryTechnical, 0.05)
	if soft, hard := recovered[1]/again[1], recovered[0]/again[0]; hard < 0.4 || soft < hard+0.1 || soft > 0.95 {
		t.Errorf("recovered %.2f of declined and %.2f of failed orders that were tried again", hard, soft)
	}
}

func TestRefundsAndSecondDeliveries(t *testing.T) {
	m := mustMaker(t, sampled, 1)
	rows := million()
	near(t, "rows that come again", float64(sampled-len(rows)), redeliveredRate*float64(len(firsts(rows)))+float64(m.Blocks()-1), 0.2)
	for c, want := range categories {
		var paid, back float64
		for _, a := range rows[:len(rows)*9/10] { // the span ends before the last ones come back
			if int(a.Category) == c && a.Outcome == approved {
				paid++
			} else if int(a.Category) == c && a.Outcome == refunded {
				back++
			}
		}
		near(t, want.name+" refunded", back/paid, want.refunds, 0.25)
	}
}

func TestReasonsFitOutcomes(t *testing.T) {
	m := mustMaker(t, sampled, 1)
	rows := million()
	for _, a := range rows {
		r := m.failures.meaning[a.Reason]
		switch {
		case (r >= 0) != (a.Outcome == failed || a.Outcome == declinedOutcome):
			t.Fatalf("reason %d for %+v", r, a)
		case r < 0:
		case (reasons[r].class == technical) != (a.Outcome == failed), !known(r, int(a.Method)):
			t.Fatalf("%s for %+v", reasons[r].id, a)
		}
	}
	near(t, "declined of bnpl", part(slices.DeleteFunc(firsts(rows), func(a Attempt) bool { return a.Method != later }),
		func(a Attempt) bool { return a.Outcome == declinedOutcome }), declined*(1+0.1*(largeFactor-1)), 0.08)
	near(t, "approved", part(firsts(rows), func(a Attempt) bool { return a.Outcome == approved }), 0.895, 0.01)
	near(t, "cancelled", part(rows, func(a Attempt) bool { return a.Outcome == cancelled }), cancelledRate, 0.05)
	near(t, "pending", part(rows, func(a Attempt) bool { return a.Outcome == pending }), pendingRate, 0.1)
}

func TestLocalTimeIsThatOfTheZone(t *testing.T) {
	var zones []*time.Location
	for _, m := range markets {
		zone, err := time.LoadLocation(m.zone)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	offsets := map[string]map[int64]bool{}
	for _, a := range million() {
		name := markets[a.Market].zone
		_, want := time.Unix(a.Second, 0).In(zones[a.Market]).Zone()
		if got := a.Local - a.Second; got != int64(want) {
			t.Fatalf("%s at %d: offset %d, want %d", name, a.Second, got, want)
		}
		if offsets[name] == nil {
			offsets[name] = map[int64]bool{}
		}
		offsets[name][int64(want)] = true
	}
	for _, name := range []string{"America/New_York", "America/Los_Angeles", "Europe/Berlin"} {
		if len(offsets[name]) != 2 {
			t.Errorf("%s has %d offsets, want winter and summer", name, len(offsets[name]))
		}
	}
}

func TestAmounts(t *testing.T) {
	rows := firsts(million())
	for _, here := range []string{"cn", "kw"} {
		var prices []float64
		for _, a := range of(rows, here) {
			if categories[a.Category].name == "dining" {
				prices = append(prices, float64(a.Amount)/1000)
			}
			if a.Amount%5 != 0 || here == "cn" && a.Amount%10 != 0 || a.Amount <= 0 {
				t.Fatalf("%s: amount of %d thousandths", here, a.Amount)
			}
		}
		slices.Sort(prices)
		m := markets[slices.IndexFunc(markets, func(m market) bool { return m.key == here })]
		near(t, here+" median", prices[len(prices)/2], 6*m.price, 0.03)
	}
}
