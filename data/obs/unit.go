package obs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ErrUnitSyntax is wrapped by ParseUnit for text that is no unit.
var ErrUnitSyntax = errors.New("not a unit")

// Unit is a base unit: an ISO 4217 currency code, two of them for a rate of exchange
// (CNY/USD is yuan per US dollar), or one of the constants below.
type Unit string

// The units that are not currencies. Unspecified is what a bare multiplier ("亿",
// "Mn") leaves open: the measure decides.
const (
	Unspecified Unit = ""
	Count       Unit = "count"
	Persons     Unit = "persons"
	Ratio       Unit = "ratio"  // a fraction: 12 % is 0.12
	Points      Unit = "points" // the difference of two ratios, as a fraction: 0.51 percentage points are 0.0051
)

// Kind returns what a unit measures: money, count, persons, ratio, points, rate (of
// exchange), or "".
func (u Unit) Kind() string {
	switch u {
	case Unspecified, Count, Persons, Ratio, Points:
		return string(u)
	}
	if strings.Contains(string(u), "/") {
		return "rate"
	}
	return "money"
}

// isFraction reports whether u is a ratio or a difference of ratios.
func (u Unit) isFraction() bool { return u == Ratio || u == Points }

// Scaled is a unit with its multiplier: 万亿元 is CNY × 10^12.
type Scaled struct {
	Unit Unit
	Exp  int // power of ten by which the printed number is multiplied
}

// unitWord is one word of a unit. A word adds to the multiplier, names the unit, or both.
type unitWord struct {
	word string
	unit Unit
	exp  int
}

// unitWords holds the words that are read, in lower case, by first byte. 兆 is left out
// on purpose: it is 10^12 in Taiwan and 10^6 in mainland usage.
var unitWords = indexWords([]unitWord{
	{"%", Ratio, -2}, {"percent", Ratio, -2}, {"pct", Ratio, -2}, {"per cent", Ratio, -2}, {"‰", Ratio, -3}, {"‱", Ratio, -4}, {"成", Ratio, -1}, {"ratio", Ratio, 0}, {"倍", Ratio, 0},
	{"百分点", Points, -2}, {"个百分点", Points, -2}, {"個百分點", Points, -2}, {"pp", Points, -2}, {"ppt", Points, -2}, {"ppts", Points, -2},
	{"percentage point", Points, -2}, {"percentage points", Points, -2},
	{"基点", Points, -4}, {"个基点", Points, -4}, {"bp", Points, -4}, {"bps", Points, -4}, {"basis point", Points, -4}, {"basis points", Points, -4},

	{"十", "", 1}, {"百", "", 2}, {"千", "", 3}, {"万", "", 4}, {"萬", "", 4}, {"亿", "", 8}, {"億", "", 8},
	{"thousand", "", 3}, {"thousands", "", 3}, {"million", "", 6}, {"millions", "", 6}, {"mn", "", 6}, {"mln", "", 6},
	{"billion", "", 9}, {"billions", "", 9}, {"bn", "", 9}, {"bln", "", 9}, {"trillion", "", 12}, {"trillions", "", 12}, {"tn", "", 12}, {"trn", "", 12},
	{"lakh", "", 5}, {"lakhs", "", 5}, {"lac", "", 5}, {"lacs", "", 5}, {"crore", "", 7}, {"crores", "", 7}, {"cr", "", 7}, {"cr.", "", 7},

	{"元", "CNY", 0}, {"元人民币", "CNY", 0}, {"人民币", "CNY", 0}, {"人民币元", "CNY", 0}, {"人民元", "CNY", 0}, {"yuan", "CNY", 0}, {"rmb", "CNY", 0}, {"cny", "CNY", 0}, {"¥", "CNY", 0},
	{"usd", "USD", 0}, {"us$", "USD", 0}, {"$", "USD", 0}, {"美元", "USD", 0}, {"dollars", "USD", 0}, {"us dollars", "USD", 0},
	{"inr", "INR", 0}, {"₹", "INR", 0}, {"rs.", "INR", 0}, {"rs", "INR", 0}, {"rupees", "INR", 0}, {"rupee", "INR", 0}, {"indian rupees", "INR", 0}, {"indian rupee", "INR", 0}, {"re.", "INR", 0}, {"卢比", "INR", 0},
	{"eur", "EUR", 0}, {"€", "EUR", 0}, {"欧元", "EUR", 0}, {"gbp", "GBP", 0}, {"£", "GBP", 0}, {"英镑", "GBP", 0},
	{"hkd", "HKD", 0}, {"hk$", "HKD", 0}, {"港元", "HKD", 0}, {"twd", "TWD", 0}, {"nt$", "TWD", 0}, {"新台币", "TWD", 0},
	{"jpy", "JPY", 0}, {"日元", "JPY", 0}, {"日圆", "JPY", 0}, {"yen", "JPY", 0}, {"us dollar", "USD", 0}, {"euro", "EUR", 0}, {"euros", "EUR", 0}, {"pound sterling", "GBP", 0}, {"港币", "HKD", 0}, {"brl", "BRL", 0}, {"r$", "BRL", 0}, {"sgd", "SGD", 0}, {"s$", "SGD", 0},

	{"笔", Count, 0}, {"筆", Count, 0}, {"户", Count, 0}, {"戶", Count, 0}, {"张", Count, 0}, {"張", Count, 0}, {"台", Count, 0}, {"臺", Count, 0},
	{"家", Count, 0}, {"个", Count, 0}, {"個", Count, 0}, {"次", Count, 0}, {"人次", Count, 0}, {"种", Count, 0}, {"件", Count, 0}, {"单", Count, 0},
	{"count", Count, 0}, {"transactions", Count, 0},
	{"人", Persons, 0}, {"名", Persons, 0}, {"persons", Persons, 0}, {"people", Persons, 0}, {"users", Persons, 0},
})

// indexWords sorts the words of each first byte by length: 万亿 before 万, 个百分点 before 个.
func indexWords(words []unitWord) (index [256][]unitWord) {
	slices.SortStableFunc(words, func(a, b unitWord) int { return len(b.word) - len(a.word) })
	for _, w := range words {
		index[w.word[0]] = append(index[w.word[0]], w)
	}
	return index
}

// unitLeads are words in front of a unit that say nothing: "in lakh", "单位：亿元".
var unitLeads = []string{"in ", "of ", "单位:", "unit:"}

// ParseUnit reads a unit with its multipliers: "万亿元", "billion RMB", "₹ lakh crore",
// "亿笔", "%", "(in lakh)". Multipliers multiply: lakh crore is 10^12. A rate of exchange is
// a unit, too: "CNY/USD", "INR per USD", "人民币/100日元". What tables print around a unit is
// cut: "Value (in Rs.'000)", and "(actual)" for no multiplier. Text with a word that is not
// known, with two different units, or with any other unit per another (笔/户), gives an
// error that wraps ErrUnitSyntax.
func ParseUnit(text string) (Scaled, error) {
	folded, ok := unitText(strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), " ")))
	if !ok {
		return Scaled{}, fmt.Errorf("%w: %q", ErrUnitSyntax, text)
	}
	s, ok := rate(folded)
	if !ok {
		s, ok = unitProduct(folded)
	}
	if !ok {
		return Scaled{}, fmt.Errorf("%w: %q", ErrUnitSyntax, text)
	}
	return s, nil
}

// unitProduct reads words that multiply; the empty text is no unit and no multiplier.
func unitProduct(rest string) (s Scaled, ok bool) {
	for rest != "" {
		rest = cutLead(rest)
		w, ok := leadingWord(rest)
		if !ok || (w.unit != "" && s.Unit != "" && (w.unit != s.Unit || w.unit.isFraction())) {
			return Scaled{}, false
		}
		if w.unit != "" {
			s.Unit = w.unit
		}
		s.Exp += w.exp
		rest = strings.Trim(rest[len(w.word):], " ()")
	}
	return s, true
}

func cutLead(text string) string {
	for _, lead := range unitLeads {
		if rest, ok := strings.CutPrefix(text, lead); ok {
			return strings.TrimLeft(rest, " ")
		}
	}
	return text
}

// leadingWord returns the longest unit word that text starts with. A word of Latin
// letters must end where the letters end: "cr" is not the start of "credit".
func leadingWord(text string) (unitWord, bool) {
	if text == "" {
		return unitWord{}, false
	}
	for _, w := range unitWords[text[0]] {
		if !strings.HasPrefix(text, w.word) {
			continue
		}
		next := text[len(w.word):]
		if isLatin(w.word[len(w.word)-1]) && next != "" && isLatin(next[0]) {
			continue
		}
		return w, true
	}
	return unitWord{}, false
}

func isLatin(b byte) bool { return 'a' <= b && b <= 'z' }
