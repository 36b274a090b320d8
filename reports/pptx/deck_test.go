package pptx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/pptx"
	"paystats/reports/xlsx/xlsxtest"
)

func mustRender(t testing.TB, doc document.Document, opt pptx.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pptx.Render(&out, doc, opt); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPartsAreRelatedAndTyped(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		ooxmltest.Check(t, ooxmltest.Unzip(t, mustRender(t, nativetest.Page(lang), pptx.Options{})))
	}
}

// Edit Data opens the workbook behind a chart: every reference of the chart must find in it
// what the chart's cache holds.
func TestCacheIsTheWorkbook(t *testing.T) {
	parts := ooxmltest.Unzip(t, mustRender(t, nativetest.Page("en"), pptx.Options{}))
	charts := 0
	for n := 1; parts[fmt.Sprintf("ppt/charts/chart%d.xml", n)] != nil; n++ {
		charts++
		name := fmt.Sprintf("ppt/charts/chart%d.xml", n)
		book := xlsxtest.Open(t, parts[fmt.Sprintf("ppt/embeddings/Microsoft_Excel_Worksheet%d.xlsx", n)])
		if ooxmltest.CheckCaches(t, name, parts[name], func(address string) []string { return book.Cells(t, address) }) < 3 {
			t.Errorf("%s has not even a series", name)
		}
	}
	if charts != 16 {
		t.Errorf("the deck has %d native charts, want 16", charts)
	}
}

func TestDeckTellsThePage(t *testing.T) {
	tests := []struct{ lang, runs, source string }{{"en", "en-US", "Source: Nobody, 2020"}, {"zh", "zh-CN", "来源：Nobody, 2020"}}
	for _, tt := range tests {
		parts := ooxmltest.Unzip(t, mustRender(t, nativetest.Page(tt.lang), pptx.Options{}))
		slide := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide4.xml"]).TextOf()
		for _, want := range []string{`Finding of a <bar> & "more"`, "How large", tt.source} {
			if !strings.Contains(slide, want) {
				t.Errorf("the first chart's slide says %q, want %q in it", slide, want)
			}
		}
		table := ooxmltest.Parse(t, "notes", parts["ppt/notesSlides/notesSlide3.xml"]).TextOf()
		if want := "It grew to CNY 9.0 tn & more."; !strings.Contains(table, want) || !strings.Contains(table, "• one") {
			t.Errorf("the notes say %q, want the narrative: %q", table, want)
		}
		for name, content := range parts {
			if !strings.HasPrefix(name, "ppt/slides/slide") {
				continue
			}
			for _, run := range ooxmltest.Parse(t, name, content).All("r") {
				if got := run.All("rPr")[0].Attr("lang"); got != tt.runs {
					t.Errorf("%s: a run has the language %q, want %q", name, got, tt.runs)
				}
			}
		}
	}
}

func TestLooksOfSeries(t *testing.T) {
	parts := ooxmltest.Unzip(t, mustRender(t, nativetest.Page("en"), pptx.Options{}))
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
	doc := nativetest.Page("en")
	s := chart.Spec{ID: "sankey", Kind: chart.Sankey, Title: "Flows", Alt: "Flows.", Table: chart.Table{Columns: []chart.Column{{Name: "From"}}, Rows: [][]chart.Cell{{{Text: "Card"}}}}}
	doc.Blocks = []document.Block{document.Chart{Spec: s}}
	parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
	if got := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide2.xml"]).TextOf(); !strings.Contains(got, "PowerPoint has no chart of this kind") || !strings.Contains(got, "Card") {
		t.Errorf("without pictures the slide says %q, want the data and why", got)
	}
	picture := pptx.Options{Picture: func(s chart.Spec, width, height int) ([]byte, error) {
		return []byte(fmt.Sprintf("%s %dx%d", s.ID, width, height)), nil
	}}
	parts = ooxmltest.Unzip(t, mustRender(t, doc, picture))
	if got := string(parts["ppt/media/image1.png"]); got != "sankey 1760x688" {
		t.Errorf("the picture is %q", got)
	}
}

func TestEqualPagesGiveEqualDecks(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		if !bytes.Equal(mustRender(t, nativetest.Page(lang), pptx.Options{}), mustRender(t, nativetest.Page(lang), pptx.Options{})) {
			t.Errorf("two decks of one page (%s) differ", lang)
		}
	}
}

// BenchmarkTwelveCharts is to stay below 0.2 s.
func BenchmarkTwelveCharts(b *testing.B) {
	doc := nativetest.Twelve()
	for b.Loop() {
		mustRender(b, doc, pptx.Options{})
	}
}
