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
// that the largest reaches, or a smaller one where the least of those that are printed
// would be nothing and the largest still has five digits at most.
func MagnitudeOf(format string, values, printed []float64) Magnitude {
	name, currency, _ := strings.Cut(format, ":")
	isZh := strings.HasSuffix(name, "-zh")
	word := func(en, zh string) string {
		if isZh {
			return zh
		}
		return en
	}
	switch Base(format) {
	case "percent":
		return Magnitude{Factor: 1, Title: "%"}
	case "pp", "pp-gap":
		return Magnitude{Factor: 0.01, Word: word(" pp", "个百分点"), Title: word("pp", "个百分点")}
	case "multiple":
		return Magnitude{Factor: 1, Word: word("×", "倍")}
	case "money", "count":
		return scaledMagnitude(name, currency, values, printed)
	}
	return Magnitude{Factor: 1}
}

// scaledMagnitude is the unit of amounts and counts.
func scaledMagnitude(name, currency string, values, printed []float64) Magnitude {
	tiers, whole := western, 100.0
	switch {
	case strings.HasSuffix(name, "-zh"):
		tiers, whole = chinese, 1000
	case strings.HasSuffix(name, "-in"):
		tiers = indian
	}
	t := stepOf(tiers, values, printed)
	m := Magnitude{Factor: t.from, Word: t.word, Whole: whole, Title: strings.TrimSpace(t.word)}
	switch name {
	case "money":
		m.Title = currency + t.word
	case "money-in":
		m.Title = strings.TrimSpace(rupee(currency)) + t.word
	case "money-zh":
		unit, ok := zhCurrency[currency]
		if !ok {
			unit = currency
		}
		m.Title = t.word + unit
	}
	return m
}

// stepOf chooses the step of a number system for values.
func stepOf(tiers []tier, values, printed []float64) tier {
	most, least := 0.0, math.Inf(1)
	for _, v := range values {
		most = max(most, math.Abs(v))
	}
	for _, v := range printed {
		if v != 0 {
			least = min(least, math.Abs(v))
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
