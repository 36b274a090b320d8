package native

import (
	"math"
	"strings"

	"paystats/reports/chart"
)

// scale is the unit in which the values of an axis are written, and their number formats.
type scale struct {
	unit   chart.Magnitude
	code   string // of values, as printed: #,##0.0" tn"
	axis   string // of ticks
	signed string // of changes: with a plus sign
}

// newScale chooses unit and number formats for the values of a named format, some of which
// are printed.
func newScale(format string, values, printed []float64) scale {
	u := chart.MagnitudeOf(format, values, printed)
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		least, most = min(least, v/u.Factor), max(most, v/u.Factor)
	}
	s := scale{unit: u}
	word := ""
	if u.Word != "" {
		word = `"` + u.Word + `"`
	}
	base := chart.Base(format)
	number := "#,##0.0"
	s.axis = "General"
	if most-min(least, 0) >= 1000 {
		s.axis = "#,##0"
	}
	switch {
	case base == "percent":
		sign := `\ %`
		if strings.HasSuffix(format, "-zh") {
			sign = "%"
		}
		number, s.axis = "0.0"+sign, "0"+sign
		if most-least < 0.05 {
			s.axis = number
		}
	case base == "pp" || base == "pp-gap":
		number = "0.0"
	case base == "points":
		number = "#,##0"
	case base == "times" || base == "multiple":
		number = times(least, most)
	case u.Whole == 0:
		number = fewest(values)
	case u.Factor == 1 && fewest(values) == "#,##0", least >= u.Whole:
		number = "#,##0"
	case most >= u.Whole && least >= 0:
		s.code = "[>=" + bound(u.Whole) + "]#,##0" + word + ";#,##0.0" + word
	}
	if s.code == "" {
		s.code = number + word + `;"−"` + number + word
	}
	s.signed = "+" + number + word + `;"−"` + number + word + ";" + number + word
	if base == "pp" {
		s.code, s.axis = s.signed, `+General;"−"General;General`
	}
	return s
}

// bound is where a number begins to round to one without decimals.
func bound(whole float64) string {
	if whole == 1000 {
		return "999.95"
	}
	return "99.95"
}

// times is the format of ratios, three digits that mean something.
func times(least, most float64) string {
	switch {
	case least >= 99.95:
		return "0"
	case least >= 9.995:
		return "0.0"
	}
	return "0.00"
}

// fewest is the format with the fewest decimals, up to two, that prints values in full.
func fewest(values []float64) string {
	code := "#,##0"
	for _, v := range values {
		switch {
		case math.Abs(v*10-math.Round(v*10)) > 1e-6:
			return "#,##0.00"
		case math.Abs(v-math.Round(v)) > 1e-6:
			code = "#,##0.0"
		}
	}
	return code
}

// in returns a value in the unit, nil for a hole. What division leaves behind the twelfth
// digit is no part of the value.
func (s scale) in(v *float64) *float64 {
	if v == nil {
		return nil
	}
	out := clean(*v / s.unit.Factor)
	return &out
}

func clean(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	power := math.Pow(10, 12-math.Ceil(math.Log10(math.Abs(v))))
	if math.IsInf(power, 0) || power == 0 {
		return v
	}
	return math.Round(v*power) / power
}

// printedOf lists the values that are printed at their points.
func printedOf(series []chart.Series) []float64 {
	var out []float64
	for _, s := range series {
		for _, p := range s.Points {
			if p.Value != nil && p.Label != "" {
				out = append(out, *p.Value)
			}
		}
	}
	return out
}

// valuesOf lists what the series hold, holes left out.
func valuesOf(series []chart.Series) []float64 {
	var out []float64
	for _, s := range series {
		for _, p := range s.Points {
			if p.Value != nil {
				out = append(out, *p.Value)
			}
		}
	}
	return out
}

// column makes a column of a series' values.
func (s scale) column(name string, values []*float64) Column {
	out := Column{Name: name, Numbers: make([]*float64, len(values)), Code: s.code}
	for i, v := range values {
		out.Numbers[i] = s.in(v)
	}
	return out
}
