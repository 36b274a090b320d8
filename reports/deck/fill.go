package deck

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// vector is a run of cells, or a cache without cells, and what is to stand in it.
type vector struct {
	ref     *etree.Element
	area    area // as it was
	inSheet bool // it has cells, in a workbook that is there
	levels  [][]string
	texts   []string
	numbers []*float64
	code    string
}

// length is the number of its entries to be.
func (v vector) length() int {
	return max(len(v.texts), len(v.numbers), len(slices.Concat(v.levels[:min(1, len(v.levels))]...)))
}

// vector reads where a reference lies.
func (f *figure) vector(ref *etree.Element) vector {
	v := vector{ref: ref}
	if formula := formulaOf(ref); formula != "" {
		v.area, _ = f.book.area(formula)
		v.inSheet = f.book != nil && v.area.from.row > 0
	}
	return v
}

// fill writes a chart of the page into the chart of the deck.
func (f *figure) fill(m match, beside []float64) error {
	vectors := f.kept(m)
	if err := f.makeRoom(vectors); err != nil {
		return err
	}
	f.noteChanges(m)
	for k, i := range m.to {
		if i >= 0 {
			f.movePoints(f.series[k], m, k)
		}
	}
	for _, v := range vectors {
		if err := f.write(v); err != nil {
			return err
		}
	}
	had := f.series
	gone, err := f.drop(m)
	if err != nil {
		return err
	}
	if err := f.append(m, had); err != nil {
		return err
	}
	for _, s := range gone {
		remove(s.node)
	}
	if err := f.fitTables(vectors); err != nil {
		return err
	}
	f.moveLegend(had, m)
	f.widen(m, beside)
	return nil
}

// kept lists the vectors of the series that stay, with what they are to hold.
func (f *figure) kept(m match) []vector {
	var out []vector
	seen := map[string]bool{}
	add := func(v vector) {
		if v.ref == nil && !v.inSheet {
			return
		}
		if key := formulaOf(v.ref); key != "" && seen[key] {
			v.inSheet = false // its cells are written once
		} else {
			seen[key] = true
		}
		out = append(out, v)
	}
	for k, s := range f.series {
		i := m.to[k]
		if i < 0 {
			continue
		}
		c := m.w.series[i]
		if name := f.nameOf(m, s, c); name != s.name {
			f.note(SeriesRenamed, s.name, "", s.name, name)
			v := f.vector(source(s.node, "tx"))
			v.texts = []string{name}
			add(v)
			s.name = name
		}
		for _, v := range f.columns(m, s, c) {
			add(v)
		}
	}
	return out
}

// nameOf is the name that a series of the deck is to have: its own, unless it stands for
// another, or says a period that is over.
func (f *figure) nameOf(m match, s *series, c column) string {
	isPeriod := func(text string) bool { return writings(text) != nil }
	if m.placed && c.Name != "" || isPeriod(s.name) && isPeriod(c.Name) && fold(s.name) != fold(c.Name) {
		return c.Name
	}
	return s.name
}

// columns lists what a series holds besides its name.
func (f *figure) columns(m match, s *series, c column) []vector {
	var out []vector
	code := ""
	if !m.known {
		code = c.Code
	}
	numbers := func(values []*float64, code string, names ...string) {
		if ref := source(s.node, names...); ref != nil && values != nil {
			v := f.vector(ref)
			v.numbers, v.code = values, code
			out = append(out, v)
		}
	}
	if ref := source(s.node, "cat"); ref != nil {
		out = append(out, f.named(m, f.vector(ref)))
		if full, ok := f.fullColumn(); ok && s == f.series[0] {
			full.texts = m.cats.labels
			out = append(out, full)
		}
	}
	numbers(m.numbers(c.Values), code, "val")
	numbers(m.numbers(c.Values), code, "yVal")
	numbers(m.acrossOf(c, s), "", "xVal")
	numbers(c.Size, "", "bubbleSize")
	numbers(m.numbers(c.Plus), "", "errBars", "plus")
	numbers(m.numbers(c.Minus), "", "errBars", "minus")
	if e := labelRange(s); e != nil && c.Labels != nil {
		v := f.vector(e)
		v.texts = c.Labels
		out = append(out, v)
	}
	return out
}

// acrossOf is the places across in the unit of the deck.
func (m *match) acrossOf(c column, s *series) []*float64 {
	if c.Across == nil {
		return nil
	}
	old := numbersOf(source(s.node, "xVal"))
	one := match{w: wanted{series: []column{{}}}, old: oldData{values: [][]*float64{old}}}
	one.w.series[0].Values = c.Across
	if power, ok := powerOf(one.ratios(0, 0)); ok && m.known && len(old) == len(c.Across) {
		one.known, one.power = true, power
	}
	return one.numbers(c.Across)
}

// named gives a vector of categories their names.
func (f *figure) named(m match, v vector) vector {
	labels := m.cats.labels
	switch {
	case m.w.numbers != nil:
		v.numbers = m.w.numbers
	case m.old.numeric && !slices.Contains(numbersIn(labels), nil):
		v.numbers = numbersIn(labels)
	case v.ref.Tag == "multiLvlStrRef":
		v.levels = f.split(v.ref, m, labels)
	case m.old.thinned && m.w.shown != nil:
		v.texts = m.w.shown
	default:
		v.texts = labels
	}
	return v
}

// split parts names of categories into the levels that the deck has.
func (f *figure) split(ref *etree.Element, m match, labels []string) [][]string {
	n := len(levelsOf(ref))
	if n == 1 {
		return [][]string{labels}
	}
	out := make([][]string, n)
	last := ""
	for i, label := range labels {
		at := strings.LastIndexByte(label, ' ')
		inner, run := label, ""
		if at >= 0 {
			inner, run = label[:at], label[at+1:]
		}
		for k := range out {
			out[k] = append(out[k], "")
		}
		out[0][i] = inner
		if run != last || i == 0 {
			out[1][i] = run
		}
		last = run
	}
	return out
}

// write puts a vector into the chart and its workbook.
func (f *figure) write(v vector) error {
	switch {
	case v.ref == nil: // cells alone
	case v.ref.Tag == "datalabelsRange":
		setLabels(v.ref, v.texts)
	case v.levels != nil:
		setLevels(v.ref, v.levels)
	case v.numbers != nil:
		setNumbers(v.ref, v.numbers, v.code)
	default:
		setTexts(v.ref, v.texts)
	}
	if v.area.from.row == 0 {
		return nil
	}
	n := v.length()
	setFormula(v.ref, v.area.long(n, f.across))
	if !v.inSheet {
		return nil
	}
	s, err := f.book.sheet(v.area.sheet)
	if err != nil {
		return refuse("workbook-sheet", "choose Edit Data in PowerPoint", "%v", err)
	}
	for i := range max(n, v.area.length(f.across)) {
		for line := range max(1, len(v.levels)) {
			at, like := v.area.cell(i, line, f.across), v.area.cell(max(0, i-1), line, f.across)
			switch {
			case i >= n:
				s.clear(at)
			case v.levels != nil:
				f.book.setText(s, at, like, v.levels[len(v.levels)-1-line][i])
			case v.numbers != nil:
				f.book.setNumber(s, at, like, v.numbers[i])
			default:
				f.book.setText(s, at, like, v.texts[i])
			}
		}
	}
	return nil
}

// makeRoom finds out whether the cells that data grow into are free, and moves what lies
// below where that can be done.
func (f *figure) makeRoom(vectors []vector) error {
	for _, v := range vectors {
		old, n := v.area.length(f.across), v.length()
		if !v.inSheet || n <= old {
			continue
		}
		s, err := f.book.sheet(v.area.sheet)
		if err != nil {
			return refuse("workbook-sheet", "choose Edit Data in PowerPoint", "%v", err)
		}
		var cells []place
		for i := old; i < n; i++ {
			for line := range max(1, len(v.levels)) {
				cells = append(cells, v.area.cell(i, line, f.across))
			}
		}
		at, ok := s.blocking(cells)
		if !ok {
			continue
		}
		why := error(nil)
		if !f.across {
			why = f.book.push(s, v.area.to.row+1, n-old)
		}
		if f.across || why != nil {
			reason := ""
			if why != nil {
				reason = ": " + why.Error()
			}
			return refuse("workbook-room", "make room there with Edit Data in PowerPoint", "cell %s of sheet %q, which the new numbers need, is taken%s", at, s.title(f.book), reason)
		}
	}
	return nil
}
