package deck

import (
	"cmp"
	"math"
	"slices"
)

// match says how a chart of a deck and one of a page belong together.
type match struct {
	w      wanted
	to     []int // column of the page of each series of the deck, -1 for none
	from   []int // the other way
	cats   aligned
	placed bool    // nothing has the same name: series stand for each other by their order
	known  bool    // numbers of the deck are ones of the page
	power  int     // the deck's numbers are the page's times ten to this
	old    oldData // what the deck has
}

// oldData is what a chart of a deck holds before it is refreshed.
type oldData struct {
	labels  []string // names of its categories
	numeric bool     // they are numbers: days or years
	thinned bool     // the axis names only some, the names of all stand in cells beside
	values  [][]*float64
}

// read takes over what the chart holds.
func (f *figure) read() oldData {
	var o oldData
	if ref := f.categories(); ref != nil {
		o.labels, o.numeric = textsOf(ref), ref.Tag == "numRef" || ref.Tag == "numLit"
		if full, ok := f.fullColumn(); ok {
			o.labels, o.thinned = full.texts, true
		}
	} else if f.isDots() && len(f.series) == 1 {
		o.labels = textsOf(labelRange(f.series[0]))
	}
	for _, s := range f.series {
		o.values = append(o.values, numbersOf(f.values(s)))
	}
	if f.categories() == nil && o.labels == nil && !f.isDots() && len(o.values) > 0 {
		o.labels = make([]string, len(o.values[0])) // no names at all
	}
	return o
}

// pair finds the way of drawing that the chart follows, and what belongs to what.
func (f *figure) pair(ways []wanted) (match, error) {
	old := f.read()
	var best match
	most := math.MinInt
	for _, w := range ways {
		if f.isDots() != (w.series[0].Across != nil) {
			continue
		}
		m := match{w: w, old: old, cats: align(old.labels, w, old.numeric)}
		score := f.byName(&m)
		f.byValue(&m)
		missing := 0
		for _, k := range m.from {
			if k < 0 {
				missing++
			}
		}
		if score = score*2 + m.cats.found*100/max(1, len(old.labels)) - missing; score > most {
			best, most = m, score
		}
	}
	if best.w.series == nil {
		return best, refuse("chart-kind", "bind it to a chart of its kind, or draw it as the page does", "a %s cannot show it", f.series[0].plot.Tag)
	}
	if slices.Max(best.to) < 0 {
		best.placed = true
		for k := range min(len(best.to), len(best.from)) {
			best.to[k], best.from[k] = k, k
		}
	}
	if n := len(best.w.series); n > 1 && slices.Contains(bySlice, f.series[0].plot.Tag) && f.series[0].plot.Tag != "doughnutChart" {
		return best, refuse("chart-kind", "draw it as bars, or bind it to a chart of one period", "a pie shows one series, the page has %d", n)
	}
	if f.series[0].plot.Tag == "bubbleChart" && best.w.series[0].Size == nil {
		return best, refuse("chart-kind", "draw it as dots (scatter)", "the page gives no sizes for bubbles")
	}
	return best, f.findUnit(&best)
}

// byName matches series by name, or the only one with the only one; it returns how many parts
// of a hundred have the same name.
func (f *figure) byName(m *match) int {
	m.to, m.from = make([]int, len(f.series)), make([]int, len(m.w.series))
	for i := range m.from {
		m.from[i] = -1
	}
	if f.arePeriods(m.w) { // the one before and the one now, whichever they are
		for k := range m.to {
			m.to[k], m.from[k] = k, k
		}
		return 100
	}
	found := 0
	for k, s := range f.series {
		m.to[k] = slices.IndexFunc(m.w.series, func(c column) bool {
			return fold(c.Name) == fold(s.name) || c.id != "" && fold(c.id) == fold(s.name)
		})
		if i := m.to[k]; i >= 0 && m.from[i] >= 0 {
			m.to[k] = -1 // two of the deck have one name
		} else if i >= 0 {
			m.from[i] = k
			found++
		}
	}
	if found == 0 && len(m.to) == 1 && len(m.from) == 1 && (m.cats.found > 0 || len(m.old.labels) == 0) {
		m.to[0], m.from[0] = 0, 0
		return 50
	}
	return found * 100 / len(f.series)
}

// arePeriods reports whether the series of deck and page are equally many periods, those that
// only hold something apart.
func (f *figure) arePeriods(w wanted) bool {
	if len(f.series) != len(w.series) {
		return false
	}
	some := false
	for k, s := range f.series {
		theirs, ours := writings(s.name) != nil, writings(w.series[k].Name) != nil
		if theirs != ours || !theirs && fold(s.name) != fold(w.series[k].Name) {
			return false
		}
		some = some || theirs
	}
	return some
}

// byValue matches series that were given another name: what is left on both sides and has
// the same numbers, up to a power of ten.
func (f *figure) byValue(m *match) {
	for k := range f.series {
		if m.to[k] >= 0 {
			continue
		}
		for i := range m.w.series {
			if m.from[i] >= 0 {
				continue
			}
			ratios := m.ratios(k, i)
			if power, ok := powerOf(ratios); ok && areNear(ratios, power) {
				m.to[k], m.from[i] = i, k
				break
			}
		}
	}
}

// ratios lists how a series of the deck and one of the page relate where both have a number:
// decimal logarithms.
func (m *match) ratios(k, i int) []float64 {
	var out []float64
	for at, v := range m.old.values[k] {
		to := at
		if len(m.old.labels) > 0 {
			if at >= len(m.cats.to) {
				break
			}
			to = m.cats.to[at]
		}
		if to < 0 || v == nil || to >= len(m.w.series[i].Values) {
			continue
		}
		if now := m.w.series[i].Values[to]; now != nil && *now**v > 0 {
			out = append(out, math.Log10(*v / *now))
		}
	}
	return out
}

// powerOf returns the power of ten that most ratios are near; ok is false where they are
// near none.
func powerOf(ratios []float64) (power int, ok bool) {
	if len(ratios) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(ratios))
	median := sorted[len(sorted)/2]
	power = int(math.Round(median))
	return power, math.Abs(median-float64(power)) < 0.3
}

// areNear reports whether at least three ratios, and most of them, are a power of ten but for
// what rounding leaves: about 1 %.
func areNear(ratios []float64, power int) bool {
	same := 0
	for _, r := range ratios {
		if math.Abs(r-float64(power)) < 0.004 {
			same++
		}
	}
	return len(ratios) >= 3 && same*5 >= len(ratios)*4
}

// isNamed reports whether a series of the deck has the name of the one that it is.
func (f *figure) isNamed(m *match) bool {
	for k, i := range m.to {
		if i >= 0 && m.w.series[i].Name != "" && fold(f.series[k].name) == fold(m.w.series[i].Name) {
			return true
		}
	}
	return false
}

// findUnit finds the unit in which the deck writes the numbers: percent for fractions, 亿 for
// trillions. Where its numbers are in no unit of the page's, they are of something else.
func (f *figure) findUnit(m *match) error {
	if m.placed && m.cats.found == 0 || m.w.numbers != nil && m.placed {
		return nil
	}
	var ratios []float64
	for k, i := range m.to {
		if i >= 0 && (m.w.series[i].id != "" || len(m.to) == 1 || m.w.series[i].Color != "") {
			ratios = append(ratios, m.ratios(k, i)...)
		}
	}
	power, ok := powerOf(ratios)
	if m.cats.found == 0 && !f.isNamed(m) { // points have no names: only the same numbers are the same
		m.known, m.power = areNear(ratios, power), power
		return nil
	}
	if len(ratios) >= 3 && !ok {
		return refuse("chart-unit", "bind it to the chart that it shows; or write one of its numbers in the unit of the page", "its numbers are not those of the page in any unit")
	}
	if ok {
		m.known, m.power = true, power
	}
	return nil
}

// number returns a number of the page in the unit of the deck.
func (m *match) number(v *float64) *float64 {
	if v == nil {
		return nil
	}
	out := *v
	if m.known && m.power >= 0 {
		out *= math.Pow10(m.power)
	} else if m.known {
		out /= math.Pow10(-m.power)
	}
	if out != 0 { // what is left behind the twelfth digit is no part of the number
		digits := math.Pow10(12 - int(math.Ceil(math.Log10(math.Abs(out)))))
		if rounded := math.Round(out*digits) / digits; !math.IsInf(digits, 0) && !math.IsNaN(rounded) && digits > 0 {
			out = rounded
		}
	}
	return &out
}

// numbers returns numbers of the page in the unit of the deck.
func (m *match) numbers(list []*float64) []*float64 {
	out := make([]*float64, len(list))
	for i, v := range list {
		out[i] = m.number(v)
	}
	return out
}

// length is how many points a series of the page has.
func (w wanted) length() int {
	return cmp.Or(len(w.series[0].Values), len(w.labels))
}
