package deck

import (
	"slices"
	"strconv"
	"strings"
)

// fullColumn returns the cells that name all categories where the axis names only some, as we
// write charts of many periods: those beside the ones that the axis reads. ok is false for
// other charts.
func (f *figure) fullColumn() (v vector, ok bool) {
	ref := f.categories()
	if ref == nil || ref.Tag != "strRef" || f.book == nil || f.across || !slices.Contains(textsOf(ref), "") {
		return vector{}, false
	}
	v = f.vector(ref)
	v.ref, v.area = nil, v.area.shifted(1, false)
	s, err := f.book.sheet(v.area.sheet)
	if err != nil {
		return vector{}, false
	}
	for _, one := range f.series {
		if a, ok := f.book.area(formulaOf(f.values(one))); !ok || a.from.column == v.area.from.column {
			return vector{}, false
		}
	}
	for i := range v.area.length(false) {
		text := f.book.text(s, v.area.cell(i, 0, false))
		if _, err := strconv.ParseFloat(text, 64); text == "" || err == nil {
			return vector{}, false
		}
		v.texts = append(v.texts, text)
	}
	return v, true
}

// numbersIn reads texts as numbers, nil for what is none.
func numbersIn(texts []string) []*float64 {
	out := make([]*float64, len(texts))
	for i, text := range texts {
		if v, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
			out[i] = &v
		}
	}
	return out
}
