package deck

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// noteChanges records what the numbers of the chart become.
func (f *figure) noteChanges(m match) {
	before, now := len(m.old.labels), m.w.length()
	if f.isDots() || m.w.numbers != nil {
		before = len(m.old.values[0])
	}
	if before != now {
		f.note(Points, "", "", strconv.Itoa(before), strconv.Itoa(now))
	}
	if m.w.numbers == nil && !f.isDots() {
		for k, to := range m.cats.to {
			if to < 0 && m.old.labels[k] != "" {
				f.note(CategoryRemoved, "", m.old.labels[k], m.old.labels[k], "")
			}
		}
		for i, from := range m.cats.from {
			if from < 0 {
				f.note(CategoryAdded, "", m.cats.labels[i], "", m.cats.labels[i])
			}
		}
	}
	for k, s := range f.series {
		i := m.to[k]
		if i < 0 {
			f.note(SeriesRemoved, s.name, "", s.name, "")
			continue
		}
		for at, v := range m.w.series[i].Values {
			from, category := at, ""
			if len(m.cats.from) == len(m.w.series[i].Values) && len(m.old.labels) > 0 && m.w.numbers == nil {
				from, category = m.cats.from[at], m.cats.labels[at]
			}
			var old *float64
			if from >= 0 && from < len(m.old.values[k]) {
				old = m.old.values[k][from]
			}
			if now := m.number(v); !isSame(printed(old), now) {
				f.note(Value, s.name, category, printed(old), printed(now))
			}
		}
	}
	for i, k := range m.from {
		if k < 0 {
			f.note(SeriesAdded, m.w.series[i].Name, "", "", m.w.series[i].Name)
		}
	}
}

// movePoints lets looks and labels of single points go with their categories: those of the
// last period with the last, those that every point has to new ones, too. A label that was
// typed, and no longer fits its value, is dropped.
func (f *figure) movePoints(s *series, m match, k int) {
	labels := down(s.node, "dLbls")
	f.moveAll(s.node, "dPt", s, m, k)
	if labels != nil {
		f.moveAll(labels, "dLbl", s, m, k)
	}
}

func (f *figure) moveAll(home *etree.Element, tag string, s *series, m match, k int) {
	points := home.SelectElements(tag)
	if len(points) == 0 {
		return
	}
	n, c, old := m.w.length(), m.w.series[m.to[k]], m.old.values[k]
	last := -1
	held := 0
	for at, v := range old {
		if v != nil {
			last = at
			held++
		}
	}
	every := held > 0 && len(points) >= held
	taken := map[int]*etree.Element{}
	for _, pt := range points {
		was := number(down(pt, "idx"), "val")
		to := f.target(m, was, n)
		if m.w.periods && was == last && !every && to >= 0 {
			to = lastOf(c.Values)
		}
		if to >= 0 && (isStale(pt, c, to) || f.isOutdated(pt, m, k, was, to)) {
			to = -1
		}
		if to < 0 || taken[to] != nil {
			if text := typed(pt); text != "" {
				f.note(Label, s.name, "", text, "")
			}
			remove(pt)
			continue
		}
		taken[to] = pt
		setIndex(pt, to)
	}
	if every {
		f.spreadPoints(home, tag, m, c, taken)
	}
	inOrder(home, tag)
}

// target is where a point goes, -1 for nowhere.
func (f *figure) target(m match, was, n int) int {
	if was < 0 {
		return -1
	}
	if m.w.numbers != nil || len(m.old.labels) == 0 || len(m.cats.to) == 0 || m.cats.found == 0 {
		if was < n {
			return was
		}
		return -1
	}
	if was < len(m.cats.to) {
		return m.cats.to[was]
	}
	return -1
}

func lastOf(values []*float64) int {
	for i := len(values) - 1; i >= 0; i-- {
		if values[i] != nil {
			return i
		}
	}
	return -1
}

// isStale reports whether a point looks like a forecast and is none any more.
func isStale(pt *etree.Element, c column, at int) bool {
	if pt.Tag != "dPt" || at >= len(c.status) || c.status[at] == "F" {
		return false
	}
	for _, e := range all(pt, "prstDash") {
		if attr(e, "val") == "sysDash" {
			return true
		}
	}
	for _, e := range all(pt, "pattFill") {
		if attr(e, "prst") == "wdUpDiag" {
			return true
		}
	}
	return false
}

// typed is what somebody has typed into a label, "" for a label that is made of fields.
func typed(pt *etree.Element) string {
	rich := down(pt, "tx", "rich")
	if pt.Tag != "dLbl" || rich == nil || len(all(rich, "fld")) > 0 {
		return ""
	}
	return strings.Join(linesOf(rich), " ")
}

// isOutdated reports whether a typed label stands at a value that changes.
func (f *figure) isOutdated(pt *etree.Element, m match, k, was, to int) bool {
	if typed(pt) == "" || was < 0 || was >= len(m.old.values[k]) || to >= len(m.w.series[m.to[k]].Values) {
		return false
	}
	return !isSame(printed(m.old.values[k][was]), m.number(m.w.series[m.to[k]].Values[to]))
}

func setIndex(pt *etree.Element, to int) {
	if idx := down(pt, "idx"); idx != nil && attr(idx, "val") != strconv.Itoa(to) {
		idx.CreateAttr("val", strconv.Itoa(to))
	}
}

// spreadPoints gives new categories what every one had: its own colour, a label.
func (f *figure) spreadPoints(home *etree.Element, tag string, m match, c column, taken map[int]*etree.Element) {
	var like *etree.Element
	for _, i := range sortedKeys(taken) {
		like = taken[i]
	}
	if like == nil {
		return
	}
	house := f.isHouse(taken, c)
	for i, v := range c.Values {
		if v == nil || taken[i] != nil {
			continue
		}
		one := like.Copy()
		setIndex(one, i)
		f.rename(one)
		if tag == "dPt" {
			color := ""
			if house && i < len(c.colors) {
				color = c.colors[i]
			}
			f.paint(one, color)
		}
		after(like, one)
		taken[i] = one
	}
}

// isHouse reports whether points have the colours that the page gives them.
func (f *figure) isHouse(taken map[int]*etree.Element, c column) bool {
	return slices.ContainsFunc(sortedKeys(taken), func(i int) bool {
		return i < len(c.colors) && c.colors[i] != "" && strings.EqualFold(colorOf(taken[i]), c.colors[i])
	})
}

// inOrder puts points in the order of their places, where they are not.
func inOrder(home *etree.Element, tag string) {
	points := home.SelectElements(tag)
	place := func(e *etree.Element) int { return number(down(e, "idx"), "val") }
	byPlace := func(a, b *etree.Element) int { return cmp.Compare(place(a), place(b)) }
	if len(points) < 2 || slices.IsSortedFunc(points, byPlace) {
		return
	}
	at := points[0].Index()
	for _, pt := range points {
		remove(pt)
	}
	slices.SortStableFunc(points, byPlace)
	for i, pt := range points {
		home.InsertChildAt(min(at+i, len(home.Child)), pt)
	}
}

func sortedKeys(points map[int]*etree.Element) []int {
	var out []int
	for i := range points {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}
