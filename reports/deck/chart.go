package deck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"paystats/reports/ooxml"
)

// figure is a chart part with the workbook behind it.
type figure struct {
	*part
	file    *ooxml.File
	book    *book  // nil where the chart has none
	bookAt  string // part of the workbook
	series  []*series
	across  bool // its data run across the sheet, not down
	changes []Change

	shapes   []byte // what is drawn over it, anew; nil to leave it
	shapesAt string
}

// series is one series of a chart part.
type series struct {
	node *etree.Element // c:ser
	plot *etree.Element // c:barChart and so on
	name string
}

// families of plots by what their series have: values by category, slices of one whole, or
// places across.
var (
	byCategory = []string{"barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart", "radarChart"}
	bySlice    = []string{"pieChart", "pie3DChart", "doughnutChart", "ofPieChart"}
	byPlace    = []string{"scatterChart", "bubbleChart"}
)

// problem is why something bound was left as it is.
type problem struct{ code, msg, hint string }

func (p *problem) Error() string { return p.msg }

func refuse(code, hint, format string, args ...any) *problem {
	return &problem{code, fmt.Sprintf(format, args...), hint}
}

// openFigure reads the chart part that a shape shows.
func openFigure(d *Deck, s *Shape) (*figure, error) {
	id := relationOf(down(s.node, "graphic", "graphicData", "chart"), "id")
	r, ok, err := d.file.Related(s.slide.name, id)
	if err != nil || !ok || r.Part == "" {
		return nil, refuse("deck-part", "save the deck anew in PowerPoint", "the chart leads nowhere")
	}
	one, err := open(d.file, r.Part)
	if err != nil {
		return nil, refuse("deck-part", "save the deck anew in PowerPoint", "%v", err)
	}
	f := &figure{part: one, file: d.file}
	if err := f.collect(); err != nil {
		return nil, err
	}
	if err := f.openWorkbook(); err != nil {
		return nil, err
	}
	return f, f.orient()
}

// collect finds the series.
func (f *figure) collect() error {
	area := down(f.root, "chart", "plotArea")
	if area == nil {
		return refuse("deck-part", "save the deck anew in PowerPoint", "the chart has no plot")
	}
	for _, plot := range area.ChildElements() {
		if !strings.HasSuffix(plot.Tag, "Chart") {
			continue
		}
		if !slices.Contains(slices.Concat(byCategory, bySlice, byPlace), plot.Tag) {
			return refuse("chart-kind", "draw it as bars, lines, areas, a ring, dots or bubbles", "a %s is not refreshed", plot.Tag)
		}
		for _, ser := range plot.SelectElements("ser") {
			f.series = append(f.series, &series{node: ser, plot: plot, name: strings.Join(textsOf(source(ser, "tx")), " ")})
		}
	}
	if len(f.series) == 0 {
		return refuse("chart-empty", "give it one series of any numbers in PowerPoint: its looks are kept", "the chart has no series whose looks could be kept")
	}
	return nil
}

// openWorkbook reads the workbook that Edit Data opens.
func (f *figure) openWorkbook() error {
	data := down(f.root, "externalData")
	if data == nil {
		return nil // numbers without cells
	}
	r, ok, err := f.file.Related(f.name, relationOf(data, "id"))
	switch {
	case err != nil || !ok:
		return refuse("workbook-gone", "choose Edit Data in PowerPoint, which says what is wrong", "the chart's workbook leads nowhere")
	case r.External != "":
		return refuse("workbook-external", "break the link in PowerPoint (File, Info, Edit Links), or refresh that workbook", "the chart's numbers are those of another file")
	}
	content, err := f.file.Part(r.Part)
	if err == nil {
		f.book, err = openBook(content)
	}
	if err != nil {
		return refuse("workbook-unreadable", "choose Edit Data in PowerPoint and save as .xlsx", "the chart's workbook: %v", err)
	}
	f.bookAt = r.Part
	return nil
}

// source returns the reference, or literal, that a part of a series takes its texts or
// numbers from; nil for none.
func source(ser *etree.Element, names ...string) *etree.Element {
	at := down(ser, names...)
	if at == nil {
		return nil
	}
	for _, name := range []string{"strRef", "numRef", "multiLvlStrRef", "strLit", "numLit", "v"} {
		if e := down(at, name); e != nil {
			return e
		}
	}
	return nil
}

// Names of the parts of a series that hold numbers or texts, each with what leads to it.
var held = [][]string{{"tx"}, {"cat"}, {"val"}, {"xVal"}, {"yVal"}, {"bubbleSize"}, {"errBars", "plus"}, {"errBars", "minus"}}

// cacheOf is where a reference keeps its points: of several levels, each level.
func cacheOf(ref *etree.Element) *etree.Element {
	switch ref.Tag {
	case "strRef":
		return down(ref, "strCache")
	case "numRef":
		return down(ref, "numCache")
	case "multiLvlStrRef":
		return down(ref, "multiLvlStrCache")
	}
	return ref
}

// textsOf returns the cached texts of a reference, "" where there is no point. Of several
// levels it is the last name, with the run that it belongs to behind it.
func textsOf(ref *etree.Element) []string {
	if ref == nil {
		return nil
	}
	if ref.Tag == "v" {
		return []string{ref.Text()}
	}
	cache := cacheOf(ref)
	if cache == nil {
		return nil
	}
	levels := levelsOf(ref)
	out := levels[0]
	for _, level := range levels[1:] {
		run := "" // goes on until the next
		for i := range out {
			if level[i] != "" {
				run = " " + level[i]
			}
			out[i] += run
		}
	}
	return out
}

// maxPoints is how many points a cache may say it has.
// and how many cells a reference may have.
const maxPoints = 100_000

// levelsOf returns the cached texts of a reference by level, the innermost first; at least
// one level.
func levelsOf(ref *etree.Element) [][]string {
	cache := cacheOf(ref)
	if cache == nil {
		return [][]string{nil}
	}
	n, err := strconv.Atoi(val(cache, "ptCount"))
	if err != nil || n < 0 || n > maxPoints {
		n = 0
	}
	homes := []*etree.Element{cache}
	if ref.Tag == "multiLvlStrRef" {
		if homes = cache.SelectElements("lvl"); len(homes) == 0 {
			return [][]string{make([]string, n)}
		}
	}
	out := make([][]string, len(homes))
	for k, home := range homes {
		out[k] = make([]string, n)
		for _, pt := range home.SelectElements("pt") {
			if i := number(pt, "idx"); i >= 0 && i < n && down(pt, "v") != nil {
				out[k][i] = down(pt, "v").Text()
			}
		}
	}
	return out
}

// numbersOf returns the cached numbers of a reference, nil where there is none.
func numbersOf(ref *etree.Element) []*float64 {
	texts := textsOf(ref)
	out := make([]*float64, len(texts))
	for i, text := range texts {
		if v, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
			out[i] = &v
		}
	}
	return out
}

// orient finds out whether the data run down or across, and that all references are
// understood.
func (f *figure) orient() error {
	down, across := false, false
	for _, s := range f.series {
		for _, names := range held {
			ref := source(s.node, names...)
			formula := formulaOf(ref)
			if formula == "" {
				continue
			}
			a, ok := f.book.area(formula)
			if !ok {
				return refuse("chart-reference", "point the series to plain cells of the chart's own workbook (Edit Data, Select Data)", "series %q takes its data from %q", s.name, formula)
			}
			if ref.Tag == "multiLvlStrRef" || names[0] == "tx" {
				continue
			}
			down, across = down || a.length(false) > 1, across || a.length(true) > 1
		}
	}
	if down && across {
		return refuse("chart-reference", "let all series run down, or all across (Edit Data, Select Data)", "some series run down the sheet and some across")
	}
	f.across = across
	if !down && !across { // one point: the name stands above it, or before
		name, okName := f.book.area(formulaOf(source(f.series[0].node, "tx")))
		values, okValues := f.book.area(formulaOf(f.values(f.series[0])))
		f.across = okName && okValues && name.from.row == values.from.row
	}
	return nil
}

// formulaOf returns the cells that a reference takes its points from, "" for a literal.
func formulaOf(ref *etree.Element) string {
	if f := down(ref, "f"); f != nil {
		return strings.TrimSpace(f.Text())
	}
	return ""
}

// values is what a series draws: its values, or those upward.
func (f *figure) values(s *series) *etree.Element {
	if v := source(s.node, "yVal"); v != nil {
		return v
	}
	return source(s.node, "val")
}

// categories is the reference of the names of the categories, nil for none.
func (f *figure) categories() *etree.Element {
	for _, s := range f.series {
		if c := source(s.node, "cat"); c != nil {
			return c
		}
	}
	return nil
}

// isDots reports whether the series have places across.
func (f *figure) isDots() bool { return slices.Contains(byPlace, f.series[0].plot.Tag) }
