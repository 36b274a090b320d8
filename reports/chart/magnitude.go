package chart

import (
	"math"
	"strings"
)

// Magnitude is the unit in which all values of an axis are written alike: 9.0 of CNY tn.
// Renderers that hand the numbers on, to be edited in a spreadsheet, write them in it.
type Magnitude struct {
	Factor float64 // what a value in base units, or a fraction, is divided by; percent: 1
	Word   string  // behind a number: " tn", " 万亿", " pp", "×"; "" for none
	Title  string  // of an axis: "CNY tn", "万亿元", "pp", "%"; "" where there is none
	Whole  float64 // numbers are printed without decimals from here on; 0 for never
}

// MagnitudeOf returns the unit for values of a named format: the step of its number system
// that the largest reaches, or a smaller one where the least would be printed as nothing
// and the largest still has five digits at most.
func MagnitudeOf(format string, values []float64) Magnitude {
	base, currency, _ := strings.Cut(format, ":")
	switch base {
	case "percent":
		return Magnitude{Factor: 1, Title: "%"}
	case "pp", "pp-gap":
		return Magnitude{Factor: 0.01, Word: " pp", Title: "pp"}
	case "multiple":
		return Magnitude{Factor: 1, Word: "×"}
	}
	system, _, _ := strings.Cut(strings.Replace(base, "money", "count", 1), ":")
	tiers, whole := map[string][]tier{"count": western, "count-in": indian, "count-zh": chinese}[system], 100.0
	if tiers == nil {
		return Magnitude{Factor: 1}
	}
	if system == "count-zh" {
		whole = 1000
	}
	t := stepOf(tiers, values)
	word := strings.TrimRight(t.word, " ")
	title := strings.TrimSpace(word)
	switch base {
	case "money":
		title = strings.TrimSpace(currency + word)
	case "money-in":
		title = strings.TrimSpace(strings.TrimSpace(rupee(currency)) + word)
	case "money-zh":
		name, ok := zhCurrency[currency]
		if !ok {
			name = currency
		}
		title += name
	}
	return Magnitude{Factor: t.from, Word: word, Title: title, Whole: whole}
}

// stepOf chooses the step of a number system for values.
func stepOf(tiers []tier, values []float64) tier {
	most, least := 0.0, math.Inf(1)
	for _, v := range values {
		if abs := math.Abs(v); abs > 0 {
			most, least = max(most, abs), min(least, abs)
		}
	}
	for i, t := range tiers {
		if most < t.from && i < len(tiers)-1 {
			continue
		}
		if i < len(tiers)-1 && least/t.from < 0.05 && most/tiers[i+1].from < 1e5 {
			return tiers[i+1]
		}
		return t
	}
	return tiers[len(tiers)-1]
}
