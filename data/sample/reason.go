package sample

import (
	"strconv"
	"strings"
)

// class says who is behind a failure.
type class uint8

const (
	technical class = iota // something broke: outcome failed
	business               // somebody said no: outcome declined
	credit                 // the lender said no: outcome declined, bnpl only
	classes
)

// reason is a row of the code list reason.csv, with how often it happens.
type reason struct {
	id      string // without the prefix of codes; as in data/codelists/reason.csv
	class   class
	weight  float64
	methods []int  // that know it; nil for all
	card    string // the code of card networks, in the manner of ISO 8583's field 39
}

var reasons = []reason{
	{"app-bug", technical, 10, nil, "06"},
	{"server-overload", technical, 14, nil, "96"},
	{"third-party-interface-fault", technical, 22, nil, "91"},
	{"network-unstable", technical, 24, nil, "68"},
	{"dns-or-proxy-interference", technical, 4, nil, "92"},
	{"device-or-app-cache", technical, 5, nil, "09"},
	{"wallet-app-outdated", technical, 6, []int{wallet}, "12"},
	{"sms-code-not-received", technical, 9, []int{card, bank}, "1A"},
	{"device-clock-wrong", technical, 1, nil, "94"},
	{"background-app-interference", technical, 3, nil, "22"},
	{"os-outdated", technical, 2, nil, "21"},
	{"app-permission-missing", technical, 3, nil, "30"},
	{"system-maintenance", technical, 6, []int{later}, "90"},
	{"account-abnormal-restricted", business, 8, []int{wallet, card, bank}, "62"},
	{"real-name-mismatch", business, 6, []int{wallet, card, bank}, "63"},
	{"payment-limit-exceeded", business, 12, []int{wallet, card, bank}, "65"},
	{"insufficient-or-expired-method", business, 30, []int{wallet, card, bank}, "51"},
	{"wallet-account-abnormal", business, 6, []int{wallet}, "46"},
	{"wallet-authorization-expired", business, 5, []int{wallet}, "33"},
	{"card-not-activated-or-online-disabled", business, 7, []int{card}, "57"},
	{"card-limit-exceeded", business, 10, []int{card}, "61"},
	{"issuer-risk-control", business, 14, []int{card}, "05"},
	{"merchant-not-onboarded", credit, 14, []int{later}, "03"},
	{"goods-type-restricted", credit, 8, []int{later}, "58"},
	{"risk-control-triggered", credit, 16, []int{later}, "59"},
	{"monthly-pay-overdue", credit, 9, []int{later}, "36"},
	{"bad-credit-record", credit, 11, []int{later}, "41"},
	{"identity-info-unstable", credit, 7, []int{later}, "78"},
	{"insufficient-limit-or-amount-cap", credit, 35, []int{later}, "60"},
}

// outageReasons are what is said in an outage, and how often in 100.
var outageReasons = map[string]float64{"server-overload": 30, "third-party-interface-fault": 55}

// style is how a provider writes reason codes.
type style uint8

const (
	words   style = iota // ASTER.CARD_LIMIT_EXCEEDED
	numbers              // BW2020
	cards                // 61: shared by all who work with card networks
)

// rawCode returns what a provider writes for a reason.
func rawCode(p *provider, reason int) string {
	switch p.style {
	case words:
		return p.prefix + strings.ToUpper(strings.ReplaceAll(reasons[reason].id, "-", "_"))
	case numbers:
		return p.prefix + strconv.Itoa(1000*(int(reasons[reason].class)+1)+10*reason)
	}
	return reasons[reason].card
}

// failures are the reasons that a provider's attempts fail for: running weights of all
// reasons, by provider, method and class, and the codes by provider and reason. A code is
// its place in codes; 0 stands for none.
type failures struct {
	weights [][][classes][]float64
	outage  []float64
	code    [][]uint16
	codes   []string
	meaning []int // by code: the reason
}

func newFailures(seed uint64) *failures {
	f := &failures{codes: []string{""}, meaning: []int{-1}}
	place := map[string]uint16{}
	for p := range providers {
		codes := make([]uint16, len(reasons))
		skew := make([]float64, len(reasons)) // providers differ
		s := newStream(seed, streamReasons, uint64(p))
		for r := range reasons {
			skew[r] = 0.5 + s.uniform()
			raw := rawCode(&providers[p], r)
			if _, ok := place[raw]; !ok && happens(&providers[p], r) {
				place[raw] = uint16(len(f.codes))
				f.codes, f.meaning = append(f.codes, raw), append(f.meaning, r)
			}
			codes[r] = place[raw]
		}
		byMethod := make([][classes][]float64, len(methodNames))
		for m := range byMethod {
			for c := range classes {
				byMethod[m][c] = reasonWeights(c, m, skew)
			}
		}
		f.code, f.weights = append(f.code, codes), append(f.weights, byMethod)
	}
	out := make([]float64, len(reasons))
	for r := range reasons {
		if out[r] = outageReasons[reasons[r].id]; out[r] == 0 && reasons[r].class == technical && reasons[r].methods == nil {
			out[r] = 2
		}
	}
	f.outage = running(out)
	return f
}

// happens reports whether a provider offers a method that knows the reason.
func happens(p *provider, r int) bool {
	for m, weight := range p.methods {
		if weight > 0 && known(r, m) {
			return true
		}
	}
	return false
}

func known(r, method int) bool {
	for _, m := range reasons[r].methods {
		if m == method {
			return true
		}
	}
	return reasons[r].methods == nil
}

func reasonWeights(c class, method int, skew []float64) []float64 {
	weights := make([]float64, len(reasons))
	for r := range reasons {
		if reasons[r].class == c && known(r, method) {
			weights[r] = reasons[r].weight * skew[r]
		}
	}
	return running(weights)
}

// draw returns a reason for a failure.
func (f *failures) draw(s *stream, p, method int, c class, out bool) int {
	if out && c == technical {
		return pick(f.outage, s.uniform())
	}
	return pick(f.weights[p][method][c], s.uniform())
}
