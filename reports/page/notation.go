package page

import (
	"regexp"

	"paystats/reports/chart"
)

// The number systems that a page may ask for: thousands, millions and billions; lakh and
// crore; 万 and 亿.
const (
	numbersWestern = "western"
	numbersIndian  = "indian"
	numbersChinese = "chinese"
)

// notation says how numbers are written.
type notation struct {
	lang   string
	system string // "" goes by language and currency
}

// ending is what names of formats of large numbers end in. What is left open is written in
// the number system of the language, but for rupees, which keep their own in English.
func (n notation) ending(unit string) string {
	switch {
	case n.system == numbersIndian, n.system == "" && n.lang != "zh" && unit == "INR":
		return "-in"
	case n.system == numbersChinese, n.system == "" && n.lang == "zh":
		return "-zh"
	}
	return ""
}

// unit returns the number format of values in a unit of the warehouse.
func (n notation) unit(unit string) string {
	switch unit {
	case "count", "persons":
		return "count" + n.ending(unit)
	case "ratio":
		return chart.In("percent", n.lang)
	}
	return "money" + n.ending(unit) + ":" + unit
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// declared returns the number format of a unit that a block declares.
func (n notation) declared(unit string) (format string, ok bool) {
	switch {
	case has([]string{"percent", "pp", "points", "times", "number"}, unit):
		return chart.In(unit, n.lang), true
	case has([]string{"count", "persons"}, unit), currencyCode.MatchString(unit):
		return n.unit(unit), true
	}
	return "", false
}
