package chart

import (
	"math"
	"strconv"
	"strings"
)

// The printing of numbers. Everything that prints a number of a report comes through
// Format or Signed; the one fixed script of the HTML page formats axis ticks by the
// same names. testdata/formats.tsv holds both to the same texts.
//
// Rounding is half up on the magnitude, floor(x·10^d + 0.5): Go's strconv rounds ties
// to even and JavaScript's toFixed does not, so neither is used for rounding.

// tier is one step of a number system: values from `from` on are divided by it.
type tier struct {
	from float64
	word string
}

// The number systems, largest step first. The last tier is the unit itself.
var (
	western = []tier{{1e12, " tn"}, {1e9, " bn"}, {1e6, " mn"}, {1, ""}}
	indian  = []tier{{1e12, " lakh crore"}, {1e7, " crore"}, {1e5, " lakh"}, {1, ""}}
	chinese = []tier{{1e12, "万亿"}, {1e8, "亿"}, {1e4, "万"}, {1, ""}}
)

// zhCurrency names currencies behind Chinese amounts; others keep their code.
var zhCurrency = map[string]string{"CNY": "元", "USD": "美元", "INR": "卢比", "EUR": "欧元", "JPY": "日元", "HKD": "港元"}

// Format prints a value in base units (or a fraction) by a named format: percent, pp
// (of a change), pp-gap (of a distance, without a plus sign), money:CNY, money-zh:CNY,
// money-in:INR, count, count-zh, count-in, points, times, multiple (times with its sign), number.
// -zh prints as Chinese does (percent-zh, pp-zh, pp-gap-zh and multiple-zh too), -in by the Indian
// number system. An unknown name prints like number.
func Format(name string, v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "n/a"
	}
	base, currency, _ := strings.Cut(name, ":")
	abs := math.Abs(v)
	switch base {
	case "pp", "pp-zh":
		return Signed(name, v)
	case "pp-gap":
		return minus(v, fixed(abs*100, 1)) + " pp"
	case "pp-gap-zh":
		return minus(v, fixed(abs*100, 1)) + "个百分点"
	case "percent":
		return minus(v, percent(abs)) + " %"
	case "percent-zh":
		return minus(v, percent(abs)) + "%"
	case "points":
		return minus(v, fixed(abs, 0))
	case "times":
		return minus(v, times(abs))
	case "multiple":
		return minus(v, times(abs)) + "×"
	case "multiple-zh":
		return minus(v, times(abs)) + "倍"
	case "count":
		return minus(v, scaled(abs, western, 100))
	case "count-zh":
		return minus(v, scaled(abs, chinese, 1000))
	case "count-in":
		return minus(v, scaled(abs, indian, 100))
	case "money":
		return minus(v, currency+" "+scaled(abs, western, 100))
	case "money-in":
		return minus(v, rupee(currency)+scaled(abs, indian, 100))
	case "money-zh":
		word, ok := zhCurrency[currency]
		if !ok {
			word = currency
		}
		return minus(v, scaled(abs, chinese, 1000)+word)
	}
	return minus(v, trimZeros(fixed(abs, 2)))
}

// Signed prints a change: like Format, with a plus sign before what is above zero. pp
// prints a difference of fractions in percentage points: 0.032 is +3.2 pp.
func Signed(name string, v float64) string {
	text := format1(name, v)
	if v > 0 && strings.ContainsAny(text, "123456789") {
		return "+" + text
	}
	return text
}

// format1 is Format without the sign that pp always has.
func format1(name string, v float64) string {
	if Base(name) == "pp" {
		return Format("pp-gap"+strings.TrimPrefix(name, "pp"), v)
	}
	return Format(name, v)
}

// In returns the name of a format in a language: percent, pp, pp-gap and multiple have
// one for each; other formats say it in their own names.
func In(format, lang string) string {
	switch format {
	case "percent", "pp", "pp-gap", "multiple":
		if lang == "zh" {
			return format + "-zh"
		}
	}
	return format
}

// Base returns the name of a format without language, number system and currency.
func Base(format string) string {
	base, _, _ := strings.Cut(format, ":")
	return strings.TrimSuffix(strings.TrimSuffix(base, "-zh"), "-in")
}

// scaled prints a magnitude in the largest step it reaches; one decimal below
// `whole`, none from there on. What the step below would print as a whole one, such as
// 999.6 million, is printed in it.
func scaled(abs float64, tiers []tier, whole float64) string {
	for i, t := range tiers {
		n, decimals := abs/t.from, decimalsIn(abs, tiers, i, whole)
		if i == len(tiers)-1 {
			return fixed(n, decimals) + t.word
		}
		below := roundTo(abs/tiers[i+1].from, decimalsIn(abs, tiers, i+1, whole)) * tiers[i+1].from
		if n >= 1 || below >= t.from {
			return fixed(n, decimals) + t.word
		}
	}
	return ""
}

// decimalsIn is how many decimals a magnitude has in tier i; the unit itself has none of
// a whole number.
func decimalsIn(abs float64, tiers []tier, i int, whole float64) int {
	n := abs / tiers[i].from
	if roundTo(n, 1) >= whole || i == len(tiers)-1 && n == math.Trunc(n) {
		return 0
	}
	return 1
}

// percent prints a fraction in hundredths with one decimal, from a thousand on without.
func percent(abs float64) string {
	if roundTo(abs*100, 1) >= 1000 {
		return fixed(abs*100, 0)
	}
	return fixed(abs*100, 1)
}

// times prints a ratio with three digits that mean something: 2.73, 27.3, 210.
func times(abs float64) string {
	switch {
	case roundTo(abs, 2) < 10:
		return fixed(abs, 2)
	case roundTo(abs, 1) < 100:
		return fixed(abs, 1)
	}
	return fixed(abs, 0)
}

// rupee returns the sign of the rupee, else the code of the currency.
func rupee(currency string) string {
	if currency == "INR" {
		return "₹"
	}
	return currency + " "
}

// minus puts a minus sign before the text of a negative value, unless it rounds to 0.
func minus(v float64, text string) string {
	if v < 0 && strings.ContainsAny(text, "123456789") {
		return "−" + text
	}
	return text
}

// roundTo rounds a magnitude half up.
func roundTo(abs float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Floor(abs*p+0.5) / p
}

// fixed prints a magnitude with a fixed number of decimals and commas between thousands.
func fixed(abs float64, decimals int) string {
	text := strconv.FormatFloat(roundTo(abs, decimals), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(text, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if frac != "" {
		b.WriteString("." + frac)
	}
	return b.String()
}

// trimZeros drops zeros behind the decimal point: 2.50 is 2.5, 2.00 is 2.
func trimZeros(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}
