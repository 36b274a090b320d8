package pptx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/pptx"
)

func mustRender(t testing.TB, doc document.Document, opt pptx.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pptx.Render(&out, doc, opt); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// mustUnzip returns the parts of a package by their names.
func mustUnzip(t testing.TB, deck []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(deck), int64(len(deck)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// element is any element of a part.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []element  `xml:",any"`
	Text    string     `xml:",chardata"`
}

func mustParse(t testing.TB, name string, part []byte) element {
	t.Helper()
	var e element
	if err := xml.Unmarshal(part, &e); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return e
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the elements of a local name, in their order.
func (e element) all(name string) []element {
	var out []element
	for _, kid := range e.Kids {
		if kid.XMLName.Local == name {
			out = append(out, kid)
		}
		out = append(out, kid.all(name)...)
	}
	return out
}

func TestPartsAreRelatedAndTyped(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		parts := mustUnzip(t, mustRender(t, example(lang), pptx.Options{}))
		types := map[string]string{}
		for _, o := range mustParse(t, "types", parts["[Content_Types].xml"]).all("Override") {
			types[strings.TrimPrefix(o.attr("PartName"), "/")] = o.attr("ContentType")
		}
		led := map[string]bool{}
		for name, content := range parts {
			if path.Ext(name) == ".xlsx" || name == "[Content_Types].xml" {
				continue
			}
			root := mustParse(t, name, content)
			if path.Ext(name) != ".rels" {
				if types[name] == "" {
					t.Errorf("%s has no content type", name)
				}
				checkReferences(t, name, root, parts)
				continue
			}
			from := path.Dir(path.Dir(name))
			seen := map[string]bool{}
			for _, r := range root.Kids {
				to := path.Join(from, r.attr("Target"))
				led[to] = true
				if _, ok := parts[to]; !ok {
					t.Errorf("%s leads to %s, which is not there", name, to)
				}
				if seen[r.attr("Id")] {
					t.Errorf("%s has two relationships %s", name, r.attr("Id"))
				}
				seen[r.attr("Id")] = true
			}
		}
		for name := range parts {
			if path.Ext(name) != ".rels" && name != "[Content_Types].xml" && !led[name] {
				t.Errorf("nothing leads to %s", name)
			}
		}
	}
}

// checkReferences holds the ids in a part against its relationships, and the ids of shapes
// against each other.
func checkReferences(t *testing.T, name string, root element, parts map[string][]byte) {
	t.Helper()
	dir, file := path.Split(name)
	known := map[string]bool{}
	if rels, ok := parts[dir+"_rels/"+file+".rels"]; ok {
		for _, r := range mustParse(t, name, rels).Kids {
			known[r.attr("Id")] = true
		}
	}
	var walk func(element)
	shapes := map[string]bool{}
	walk = func(e element) {
		for _, a := range e.Attrs {
			if strings.HasSuffix(a.Name.Space, "/relationships") && !known[a.Value] {
				t.Errorf("%s: %s refers to %s, which is no relationship", name, e.XMLName.Local, a.Value)
			}
		}
		if e.XMLName.Local == "cNvPr" {
			if id := e.attr("id"); shapes[id] {
				t.Errorf("%s has two shapes %s", name, id)
			} else {
				shapes[id] = true
			}
		}
		for _, kid := range e.Kids {
			walk(kid)
		}
	}
	walk(root)
}

// Edit Data opens the workbook behind a chart: every reference of the chart must find in it
// what the chart's cache holds.
func TestCacheIsTheWorkbook(t *testing.T) {
	parts := mustUnzip(t, mustRender(t, example("en"), pptx.Options{}))
	charts := 0
	for n := 1; parts[fmt.Sprintf("ppt/charts/chart%d.xml", n)] != nil; n++ {
		charts++
		name := fmt.Sprintf("ppt/charts/chart%d.xml", n)
		book, err := excelize.OpenReader(bytes.NewReader(parts[fmt.Sprintf("ppt/embeddings/Microsoft_Excel_Worksheet%d.xlsx", n)]))
		if err != nil {
			t.Fatal(err)
		}
		root := mustParse(t, name, parts[name])
		for _, kind := range []string{"strRef", "numRef", "multiLvlStrRef", "datalabelsRange"} {
			for _, ref := range root.all(kind) {
				cells := mustRange(t, book, ref.all("f")[0].Text)
				points := ref.all("pt")
				if kind == "multiLvlStrRef" { // the last level stands in the last column
					points = ref.all("lvl")[0].all("pt")
				}
				cached := make([]string, len(cells))
				for _, p := range points {
					var at int
					fmt.Sscan(p.attr("idx"), &at)
					cached[at] = p.all("v")[0].Text
				}
				if !slices.Equal(cached, cells) {
					t.Errorf("%s: %s holds %q, the workbook %q", name, ref.all("f")[0].Text, cached, cells)
				}
			}
		}
	}
	if charts != 16 {
		t.Errorf("the deck has %d native charts, want 16", charts)
	}
}

// mustRange reads the raw values of cells, of the last column where there are several.
func mustRange(t *testing.T, book *excelize.File, address string) []string {
	t.Helper()
	sheet, cells, _ := strings.Cut(strings.ReplaceAll(address, "$", ""), "!")
	from, to, isRange := strings.Cut(cells, ":")
	if !isRange {
		to = from
	}
	_, first, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		t.Fatal(err)
	}
	column, last, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := first; row <= last; row++ {
		at, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			t.Fatal(err)
		}
		text, err := book.GetCellValue(strings.Trim(sheet, "'"), at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if formula, _ := book.GetCellFormula(strings.Trim(sheet, "'"), at); formula != "" {
			t.Errorf("%s holds the formula %q", at, formula)
		}
		out = append(out, text)
	}
	return out
}

func TestDeckTellsThePage(t *testing.T) {
	tests := []struct{ lang, runs, source string }{{"en", "en-US", "Source: Nobody, 2020"}, {"zh", "zh-CN", "来源：Nobody, 2020"}}
	for _, tt := range tests {
		parts := mustUnzip(t, mustRender(t, example(tt.lang), pptx.Options{}))
		slide := textOf(mustParse(t, "slide", parts["ppt/slides/slide4.xml"]))
		for _, want := range []string{`Finding of a <bar> & "more"`, "How large", tt.source} {
			if !strings.Contains(slide, want) {
				t.Errorf("the first chart's slide says %q, want %q in it", slide, want)
			}
		}
		table := textOf(mustParse(t, "notes", parts["ppt/notesSlides/notesSlide3.xml"]))
		if want := "It grew to CNY 9.0 tn & more."; !strings.Contains(table, want) || !strings.Contains(table, "• one") {
			t.Errorf("the notes say %q, want the narrative: %q", table, want)
		}
		for name, content := range parts {
			if !strings.HasPrefix(name, "ppt/slides/slide") {
				continue
			}
			for _, run := range mustParse(t, name, content).all("r") {
				if got := run.all("rPr")[0].attr("lang"); got != tt.runs {
					t.Errorf("%s: a run has the language %q, want %q", name, got, tt.runs)
				}
			}
		}
	}
}

func textOf(e element) string {
	var texts []string
	for _, run := range e.all("t") {
		texts = append(texts, run.Text)
	}
	return strings.Join(texts, "\n")
}

func TestLooksOfSeries(t *testing.T) {
	parts := mustUnzip(t, mustRender(t, example("en"), pptx.Options{}))
	line := string(parts["ppt/charts/chart5.xml"]) // of kind line
	for what, want := range map[string]string{
		"a provider's colour":   `<a:srgbClr val="1272D3"/>`,
		"gaps as gaps":          `<c:dispBlanksAs val="gap"/>`,
		"the dashed forecast":   `<a:prstDash val="sysDash"/>`,
		"the number format":     `formatCode="0.0\ %;&quot;−&quot;0.0\ %"`,
		"the text of the event": "rId2", // shapes over the chart
	} {
		if !strings.Contains(line, want) {
			t.Errorf("the line chart lacks %s: %s", what, want)
		}
	}
	if shapes := string(parts["ppt/drawings/drawing5.xml"]); !strings.Contains(shapes, "Red packets &amp; fees") || !strings.Contains(shapes, "break in the series") {
		t.Errorf("event or break are not drawn over the line chart: %s", shapes)
	}
	if bar := string(parts["ppt/charts/chart1.xml"]); !strings.Contains(bar, "<c:v>4.7</c:v>") || !strings.Contains(bar, `wdUpDiag`) {
		t.Error("the bars are not in CNY tn, or the forecast is not hatched")
	}
}

func TestKindsWithoutANativeForm(t *testing.T) {
	doc := example("en")
	s := chart.Spec{ID: "sankey", Kind: chart.Sankey, Title: "Flows", Alt: "Flows.", Table: chart.Table{Columns: []chart.Column{{Name: "From"}}, Rows: [][]chart.Cell{{{Text: "Card"}}}}}
	doc.Blocks = []document.Block{document.Chart{Spec: s}}
	parts := mustUnzip(t, mustRender(t, doc, pptx.Options{}))
	if got := textOf(mustParse(t, "slide", parts["ppt/slides/slide2.xml"])); !strings.Contains(got, "PowerPoint has no chart of this kind") || !strings.Contains(got, "Card") {
		t.Errorf("without pictures the slide says %q, want the data and why", got)
	}
	picture := pptx.Options{Picture: func(s chart.Spec, width, height int) ([]byte, error) {
		return []byte(fmt.Sprintf("%s %dx%d", s.ID, width, height)), nil
	}}
	parts = mustUnzip(t, mustRender(t, doc, picture))
	if got := string(parts["ppt/media/image1.png"]); got != "sankey 1760x688" {
		t.Errorf("the picture is %q", got)
	}
}

func TestEqualPagesGiveEqualDecks(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		if !bytes.Equal(mustRender(t, example(lang), pptx.Options{}), mustRender(t, example(lang), pptx.Options{})) {
			t.Errorf("two decks of one page (%s) differ", lang)
		}
	}
}

// BenchmarkTwelveCharts is to stay below 0.2 s.
func BenchmarkTwelveCharts(b *testing.B) {
	doc := twelve()
	for b.Loop() {
		mustRender(b, doc, pptx.Options{})
	}
}
