package sample

import "time"

// The methods of payment.
const (
	wallet = iota
	card
	later // buy now, pay later
	bank
)

var methodNames = []string{"wallet", "bank-card", "bnpl", "bank-transfer"}

// provider is an invented payment company.
type provider struct {
	name      string
	methods   []float64 // weights, in the order of methodNames
	technical float64   // the part of first attempts that fail for technical reasons, on an ordinary day
	business  float64   // the part that somebody declines, for methods other than bnpl
	style     style     // how it writes reason codes
	prefix    string    // of these codes
}

var providers = []provider{
	{"aster-pay", []float64{62, 14, 16, 8}, 0.012, 0.045, words, "ASTER."},
	{"birch-wallet", []float64{70, 22, 0, 8}, 0.018, 0.050, numbers, "BW"},
	{"cedar-pay", []float64{46, 30, 24, 0}, 0.026, 0.070, words, "CDR."},
	{"delta-card", []float64{0, 100, 0, 0}, 0.010, 0.060, cards, ""},
	{"elm-wallet", []float64{30, 6, 0, 64}, 0.022, 0.055, numbers, "EL"},
	{"fern-pay", []float64{36, 8, 6, 50}, 0.020, 0.052, words, "FERN."},
	{"garnet-card", []float64{0, 100, 0, 0}, 0.014, 0.080, cards, ""},
	{"harbor-card", []float64{0, 100, 0, 0}, 0.008, 0.075, cards, ""},
	{"iris-wallet", []float64{66, 24, 10, 0}, 0.010, 0.048, numbers, "IR"},
	{"juniper-later", []float64{0, 0, 100, 0}, 0.011, 0.050, words, "JNP."},
	{"kite-bank", []float64{0, 0, 0, 100}, 0.016, 0.040, numbers, "KB"},
	{"lumen-card", []float64{0, 96, 0, 4}, 0.012, 0.058, cards, ""},
}

func providerNames() []string {
	var names []string
	for _, p := range providers {
		names = append(names, p.name)
	}
	return names
}

// declined is the part of bnpl attempts that is declined, whoever the provider.
const declined = 0.14

// outage is a time in which a provider's attempts fail.
type outage struct {
	provider   string
	start, end time.Time
	failing    float64 // the part of attempts that fails
}

var outages = []outage{
	{"birch-wallet", time.Date(2023, 9, 14, 2, 0, 0, 0, time.UTC), time.Date(2023, 9, 14, 7, 0, 0, 0, time.UTC), 0.75},
	{"birch-wallet", time.Date(2024, 6, 18, 12, 0, 0, 0, time.UTC), time.Date(2024, 6, 18, 15, 0, 0, 0, time.UTC), 0.55},
}

// technicalRate returns the part of first attempts that fails for technical reasons, at a
// load of so many ordinary days; out is true in an outage.
func technicalRate(p int, second int64, load float64) (rate float64, out bool) {
	for _, o := range outages {
		if o.provider == providers[p].name && second >= o.start.Unix() && second < o.end.Unix() {
			return o.failing, true
		}
	}
	return min(0.5, providers[p].technical*(1+0.35*max(0, load-1))), false
}

// shares are a market's providers day by day.
type shares struct {
	providers []int
	days      [][]float64 // running totals by day of the span, in UTC
}

func newShares(list []share, index map[string]int) shares {
	s := shares{days: make([][]float64, spanHours/24)}
	for _, sh := range list {
		s.providers = append(s.providers, index[sh.provider])
	}
	for d := range s.days {
		weights := make([]float64, len(list))
		for i, sh := range list {
			t := float64(d) / float64(len(s.days)-1)
			weights[i] = sh.start*(1-t) + sh.end*t
		}
		s.days[d] = running(weights)
	}
	return s
}
