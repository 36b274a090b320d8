package deck

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// drop empties the cells of the series that the page no longer has, and returns them; they
// stay in the chart until new ones have taken their looks. The name of a column of a table
// stays in its cell: a table cannot be without.
func (f *figure) drop(m match) (gone []*series, err error) {
	var kept []*series
	for k, s := range f.series {
		if m.to[k] >= 0 {
			kept = append(kept, s)
			continue
		}
		gone = append(gone, s)
		for _, ref := range refsOf(s) {
			if formula := formulaOf(ref); formula != "" && !m.isShared(f, k, formula) {
				if err := f.empty(ref); err != nil {
					return nil, err
				}
			}
		}
	}
	f.series = kept
	return gone, nil
}

// isShared reports whether cells belong to a series that stays, whose reference now may be
// longer.
func (m *match) isShared(f *figure, k int, formula string) bool {
	a, ok := f.book.area(formula)
	if !ok {
		return true
	}
	for other, s := range f.series {
		if other == k || m.to[other] < 0 {
			continue
		}
		for _, ref := range refsOf(s) {
			if b, ok := f.book.area(formulaOf(ref)); ok && b.sheet == a.sheet && (b.holds(a.from) || a.holds(b.from)) {
				return true
			}
		}
	}
	return false
}

// refsOf lists the references of a series.
func refsOf(s *series) []*etree.Element {
	var out []*etree.Element
	for _, names := range held {
		if ref := source(s.node, names...); ref != nil {
			out = append(out, ref)
		}
	}
	if e := labelRange(s); e != nil {
		out = append(out, e)
	}
	return out
}

// empty clears the cells of a reference.
func (f *figure) empty(ref *etree.Element) error {
	v := f.vector(ref)
	if !v.inSheet {
		return nil
	}
	s, err := f.book.sheet(v.area.sheet)
	if err != nil {
		return refuse("workbook-sheet", "choose Edit Data in PowerPoint", "%v", err)
	}
	for row := v.area.from.row; row <= v.area.to.row; row++ {
		for column := v.area.from.column; column <= v.area.to.column; column++ {
			if at := (place{column, row}); !s.inTable(at) {
				s.clear(at)
			}
		}
	}
	return nil
}

// append adds the series that only the page has, with the looks of the last one of their
// plot. had are those that the chart had.
func (f *figure) append(m match, had []*series) error {
	house := isHoused(m, had)
	for i, k := range m.from {
		if k >= 0 {
			continue
		}
		c := m.w.series[i]
		like := had[len(had)-1]
		for k, s := range had { // the last in the plot that has those of its form
			if to := m.to[k]; to >= 0 && c.Form != "" && m.w.series[to].Form == c.Form && (m.w.series[to].Color == "") == (c.Color == "") {
				like = s
			}
		}
		one := &series{node: like.node.Copy(), plot: like.plot, name: c.Name}
		f.rename(one.node)
		last := like.plot.SelectElements("ser")
		after(last[len(last)-1], one.node)
		f.strip(one, c)
		f.number(one)
		f.recolor(one, like, c, house)
		if err := f.place(m, one, c); err != nil {
			return err
		}
		f.series = append(f.series, one)
	}
	return nil
}

// strip takes away what belongs to single points of the series that was copied, and gives
// points colours that the page gives them.
func (f *figure) strip(s *series, c column) {
	for i, pt := range s.node.SelectElements("dPt") {
		for k := len(c.colors) - 1; i == 0 && k >= 0; k-- {
			if c.colors[k] != "" {
				one := pt.Copy()
				setIndex(one, k)
				f.rename(one)
				f.paint(one, c.colors[k])
				after(pt, one)
			}
		}
		remove(pt)
	}
	labels := down(s.node, "dLbls")
	if labels == nil {
		return
	}
	for _, pt := range labels.SelectElements("dLbl") {
		remove(pt)
	}
}

// number gives a series a place behind all others; Office takes automatic colours by it.
func (f *figure) number(s *series) {
	for _, name := range []string{"idx", "order"} {
		most := -1
		for _, other := range all(f.root, "ser") {
			if other != s.node {
				most = max(most, number(down(other, name), "val"))
			}
		}
		setVal(s.node, name, most+1)
	}
}

// isHoused reports whether the series of the deck have the colours that the page gives them;
// where none is the page's, whether they have colours that no theme gives.
func isHoused(m match, had []*series) bool {
	housed, anyKept := false, false
	for k, s := range had {
		to := m.to[k]
		if to < 0 {
			continue
		}
		anyKept = true
		housed = housed || m.w.series[to].Color != "" && strings.EqualFold(colorOf(s.node), m.w.series[to].Color)
	}
	return housed || !anyKept && strings.HasPrefix(colorOf(had[0].node), "#")
}

// recolor gives a new series its colour: the member's where the deck has such, else the next
// accent of the theme; none where Office chooses.
func (f *figure) recolor(s, like *series, c column, house bool) {
	switch {
	case house && colorOf(s.node) == "" && c.Color != "" && down(s.node, "spPr") == nil:
		f.setLook(s, c.Color)
	case house && c.Color != "":
		f.paint(s.node, c.Color)
	case colorOf(like.node) != "" && down(s.node, "spPr") != nil:
		f.paint(s.node, "")
	}
}

// place gives a new series cells: as those of the one that it was copied from lie, on the
// first lines beside that are free.
func (f *figure) place(m match, s *series, c column) error {
	name := f.vector(source(s.node, "tx"))
	name.texts = []string{c.Name}
	if name.ref == nil {
		name.ref = f.named1(s, c.Name)
	}
	vectors := []vector{name}
	for _, v := range f.columns(m, s, c) {
		if v.ref != nil {
			vectors = append(vectors, v)
		}
	}
	shared := map[string]bool{formulaOf(source(s.node, "cat")): true}
	across := formulaOf(source(s.node, "xVal"))
	same := 0
	for _, other := range f.series {
		if formulaOf(source(other.node, "xVal")) == across {
			same++
		}
	}
	shared[across] = same > 1
	var still []vector
	for _, v := range vectors {
		if shared[formulaOf(v.ref)] {
			still = append(still, v)
		}
	}
	if err := f.makeRoom(still); err != nil {
		return err
	}
	k, err := f.free(vectors, shared)
	if err != nil {
		return err
	}
	for _, v := range vectors {
		if v.area.from.row > 0 && !shared[formulaOf(v.ref)] {
			v.area = v.area.shifted(k, f.across)
		}
		if err := f.write(v); err != nil {
			return err
		}
	}
	return nil
}

// named1 gives a series without a name one.
func (f *figure) named1(s *series, name string) *etree.Element {
	tx, v := fresh(s.node, "tx"), fresh(s.node, "v")
	v.SetText(name)
	tx.AddChild(v)
	if order := down(s.node, "order"); order != nil {
		after(order, tx)
	}
	return v
}

// free returns how many lines on the cells of vectors are empty, and belong to no series.
func (f *figure) free(vectors []vector, shared map[string]bool) (int, error) {
	var taken []area
	for _, s := range f.series {
		for _, ref := range refsOf(s) {
			if a, ok := f.book.area(formulaOf(ref)); ok {
				taken = append(taken, a)
			}
		}
	}
	const most = 200
	for k := range most { // 0 where the model itself is gone
		isFree := true
		for _, v := range vectors {
			if v.area.from.row == 0 || shared[formulaOf(v.ref)] {
				continue
			}
			a := v.area.shifted(k, f.across).long(max(v.length(), v.area.length(f.across)), f.across)
			isFree = isFree && !slices.ContainsFunc(taken, func(t area) bool { return t.sheet == a.sheet && overlap(t, a) }) && !f.isUsed(a)
		}
		if isFree {
			return k, nil
		}
	}
	return 0, refuse("workbook-room", "make room there with Edit Data in PowerPoint", "there are no free cells beside the data for a new series")
}

func overlap(a, b area) bool {
	return a.from.column <= b.to.column && b.from.column <= a.to.column && a.from.row <= b.to.row && b.from.row <= a.to.row
}

func (f *figure) isUsed(a area) bool {
	if f.book == nil {
		return false
	}
	s, err := f.book.sheet(a.sheet)
	if err != nil {
		return false
	}
	for row := a.from.row; row <= a.to.row; row++ {
		for column := a.from.column; column <= a.to.column; column++ {
			if s.used(place{column, row}) {
				return true
			}
		}
	}
	return false
}

// moveLegend lets entries that are not shown stay with their series, or slices.
func (f *figure) moveLegend(before []*series, m match) {
	legend := down(f.root, "chart", "legend")
	if legend == nil {
		return
	}
	now := all(down(f.root, "chart", "plotArea"), "ser")
	for _, entry := range legend.SelectElements("legendEntry") {
		was, to := number(down(entry, "idx"), "val"), -1
		if slices.Contains(bySlice, f.series[0].plot.Tag) {
			to = f.target(m, was, m.w.length())
		} else if was >= 0 && was < len(before) {
			to = slices.Index(now, before[was].node)
		}
		if to < 0 {
			remove(entry)
		} else {
			setVal(entry, "idx", to)
		}
	}
}

// fitTables makes the tables on sheets hold the data again.
func (f *figure) fitTables(vectors []vector) error {
	if f.book == nil {
		return nil
	}
	type data struct{ header, oldLast, newLast int }
	columns := map[string][]int{}
	lies := map[string]data{}
	for _, v := range vectors {
		now := v.area.long(v.length(), f.across)
		switch {
		case !v.inSheet:
		case !f.across && v.numbers != nil:
			lies[v.area.sheet] = data{v.area.from.row - 1, v.area.to.row, now.to.row}
		case f.across && v.ref != nil && v.ref.Parent().Tag == "cat": // stands in the first row
			lies[v.area.sheet] = data{header: v.area.from.row}
			for c := now.from.column; c <= now.to.column; c++ {
				columns[v.area.sheet] = append(columns[v.area.sheet], c)
			}
		}
	}
	for _, s := range f.series {
		for _, ref := range refsOf(s) {
			if a, ok := f.book.area(formulaOf(ref)); ok {
				columns[a.sheet] = append(columns[a.sheet], a.from.column)
			}
		}
	}
	for name, d := range lies {
		s, err := f.book.sheet(name)
		if err != nil {
			return refuse("workbook-sheet", "choose Edit Data in PowerPoint", "%v", err)
		}
		f.book.fit(s, d.header, d.oldLast, d.newLast, columns[name])
	}
	return nil
}

// title is the name of a sheet.
func (s *sheet) title(b *book) string {
	for _, e := range all(b.show.root, "sheet") {
		if b.sheets[attr(e, "name")] == s {
			return attr(e, "name")
		}
	}
	return ""
}
