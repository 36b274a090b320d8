package deck

import (
	"math"
	"slices"
	"strconv"

	"github.com/beevik/etree"

	"paystats/reports/ooxml"
)

// widen moves the ends of axes that were fixed and that numbers now go beyond: a bar that is
// cut off says something else. beside are numbers of the charts drawn to the same scale, in
// the unit of the page.
func (f *figure) widen(m match, beside []float64) {
	var more []float64
	for _, v := range beside {
		more = append(more, *m.number(&v))
	}
	for _, axis := range down(f.root, "chart", "plotArea").SelectElements("valAx") {
		scaling := down(axis, "scaling")
		values := append(f.along(axis), more...)
		if scaling == nil || len(values) == 0 {
			continue
		}
		step, err := strconv.ParseFloat(val(axis, "majorUnit"), 64)
		if err != nil || step <= 0 {
			step = 0
		}
		f.widenTo(scaling, "max", slices.Max(values), step)
		f.widenTo(scaling, "min", slices.Min(values), step)
	}
}

// widenTo moves one end of an axis, where it has one and a value lies beyond.
func (f *figure) widenTo(scaling *etree.Element, end string, v, step float64) {
	one := down(scaling, end)
	at, err := strconv.ParseFloat(attr(one, "val"), 64)
	sign := 1.0
	if end == "min" {
		sign = -1
	}
	if err != nil || sign*v <= sign*at+1e-9*math.Abs(at) {
		return
	}
	if step == 0 {
		step = math.Pow(10, math.Floor(math.Log10(math.Abs(v)))) / 2
	}
	to := sign * math.Ceil(sign*v/step-1e-9) * step
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(to, 'g', 12, 64), 64); err == nil {
		to = rounded
	}
	f.note(Axis, "", end, attr(one, "val"), ooxml.Number(to))
	one.CreateAttr("val", ooxml.Number(to))
}

// along lists the numbers that are drawn along an axis: of stacked series their sums.
func (f *figure) along(axis *etree.Element) []float64 {
	id := val(axis, "axId")
	var out []float64
	for _, plot := range down(f.root, "chart", "plotArea").ChildElements() {
		ids := plot.SelectElements("axId")
		at := slices.IndexFunc(ids, func(e *etree.Element) bool { return attr(e, "val") == id })
		if at < 0 {
			continue
		}
		name := "val"
		if slices.Contains(byPlace, plot.Tag) {
			name = []string{"xVal", "yVal"}[min(at, 1)]
		}
		up, below := map[int]float64{}, map[int]float64{}
		grouping := val(plot, "grouping")
		for _, ser := range plot.SelectElements("ser") {
			for i, v := range numbersOf(source(ser, name)) {
				switch {
				case v == nil || grouping == "percentStacked":
				case grouping != "stacked":
					out = append(out, *v)
				case *v > 0:
					up[i] += *v
				default:
					below[i] += *v
				}
			}
		}
		for _, sums := range []map[int]float64{up, below} {
			for _, sum := range sums {
				out = append(out, sum)
			}
		}
	}
	return out
}
