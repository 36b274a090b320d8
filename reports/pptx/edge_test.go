package pptx_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/pptx"
)

// Charts at the edge of what a page may hold, of every kind: a deck that holds together,
// whatever the numbers.
func TestOddCharts(t *testing.T) {
	long := strings.Repeat("支付宝（中国）网络技术有限公司", 4)
	tests := []struct {
		name  string
		n     int // categories
		value func(i int) *float64
	}{
		{"all holes", 3, func(int) *float64 { return nil }},
		{"one point", 1, func(int) *float64 { return number(0.5) }},
		{"all zero", 3, func(int) *float64 { return number(0) }},
		{"below zero", 4, func(i int) *float64 { return number(0.2 - float64(i)) }},
		{"two thousand", 2000, func(i int) *float64 { return number(float64(i) * 1e6) }},
		{"huge and tiny", 3, func(i int) *float64 { return number([]float64{1e-300, 1e300, -1e300}[i]) }},
	}
	for _, tt := range tests {
		doc := document.Document{Name: "odd", Lang: "zh", Title: long}
		for _, kind := range chart.Kinds() {
			doc.Blocks = append(doc.Blocks, document.Chart{Spec: odd(kind, tt.n, long, tt.value)})
		}
		t.Run(tt.name, func(t *testing.T) {
			parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
			ooxmltest.Check(t, parts)
			for name, content := range parts {
				for _, bad := range []string{`"NaN`, `"+Inf`, `"-Inf`, ">NaN", ">+Inf", ">-Inf", `"-9223372036854775808`} {
					if strings.HasSuffix(name, ".xml") && strings.Contains(string(content), bad) {
						t.Errorf("%s holds %s", name, bad)
					}
				}
			}
		})
	}
}

// A list right under a heading, such as a summary of findings, has a slide; lists further
// down a passage have none.
func TestPoints(t *testing.T) {
	doc := document.Document{Name: "page", Lang: "en", Title: "Page", Blocks: []document.Block{
		document.Prose{HTML: "<h2>In short</h2>\n<ul>\n<li><strong>Large.</strong> <data value=\"9\">CNY&nbsp;9.0&nbsp;tn</data></li>\n<li>Fast &amp; free</li>\n</ul>\n<h2>How large</h2>\n<p>Very:</p><ul><li>so</li></ul>"},
	}}
	parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
	ooxmltest.Check(t, parts)
	slide := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide2.xml"])
	if got := slide.TextOf(); !strings.Contains(got, "In short") || !strings.Contains(got, "Large. CNY 9.0 tn") || !strings.Contains(got, "Fast & free") {
		t.Errorf("the slide says %q", got)
	}
	if !strings.Contains(string(parts["ppt/slides/slide2.xml"]), `name="paystats: page points 1"`) {
		t.Error("deck refresh does not find the list")
	}
	if parts["ppt/slides/slide3.xml"] != nil {
		t.Error("a list within a passage has a slide")
	}
}

// A list on a slide says which of its claims the data do not bear out, and what they say.
func TestPointsMarkFalseClaims(t *testing.T) {
	for lang, want := range map[string]string{"en": "Large (not borne out by the data: max is 4 & 5 %)", "zh": "Large（数据不支持：最大值为4%）"} {
		found := chart.Text{En: "max is 4\u00a0& 5 %", Zh: "最大值为4%"}
		mark := fmt.Sprintf(`<mark class="claim-false" title="%s">Large</mark>`, html.EscapeString(found.In(lang)))
		doc := document.Document{Name: "page", Lang: lang, Title: "Page", Untrue: []document.Claim{{Text: "Large", Found: found}}, Blocks: []document.Block{
			document.Prose{HTML: "<h2>In short</h2>\n<ul>\n<li>" + mark + ", and <mark class=\"claim\">fast</mark>.</li>\n</ul>\n"},
		}}
		parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
		ooxmltest.Check(t, parts)
		slide := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide2.xml"])
		if got := strings.ReplaceAll(slide.TextOf(), "\n", ""); !strings.Contains(got, want+", and fast.") {
			t.Errorf("the slide says %q, want %q", got, want)
		}
		note := strings.TrimPrefix(want, "Large")
		if runs := slide.All("r"); !slices.ContainsFunc(runs, func(r ooxmltest.Element) bool { return r.TextOf() == note && len(r.All("srgbClr")) == 1 }) {
			t.Errorf("%q has no colour of its own", note)
		}
	}
}

// A publisher with many documents takes one row, which says how many it leaves out.
func TestSourcesOfMany(t *testing.T) {
	set := document.DataSet{Name: "set", Title: "Set"}
	for i := range 40 {
		set.Sources = append(set.Sources, document.Source{Publisher: "Acme", Title: fmt.Sprintf("Report number %d", i)})
	}
	table, ok := pptx.Sources(document.Document{Lang: "en", Sets: []document.DataSet{set}})
	if !ok || len(table.Table.Rows) != 1 {
		t.Fatalf("%d rows of one publisher", len(table.Table.Rows))
	}
	if got := table.Table.Rows[0][2].Text; !strings.HasPrefix(got, "Report number 0; ") || !strings.HasSuffix(got, " more") || len(got) > 320 {
		t.Errorf("the documents are %q", got)
	}
}

// A block that the data hold nothing for has no slide: what it says stands in the notes.
func TestGap(t *testing.T) {
	doc := document.Document{Name: "page", Lang: "en", Title: "Page", Blocks: []document.Block{document.Gap{ID: "none", Title: "Restated", Text: "The data hold nothing for this."}}}
	parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
	ooxmltest.Check(t, parts)
	if notes := ooxmltest.Parse(t, "notes", parts["ppt/notesSlides/notesSlide1.xml"]).TextOf(); !strings.Contains(notes, "Restated: The data hold nothing for this.") {
		t.Errorf("the notes say %q", notes)
	}
	if parts["ppt/slides/slide2.xml"] != nil {
		t.Error("the deck has a slide for nothing")
	}
}

func number(v float64) *float64 { return &v }

// odd makes a chart of two series of n categories.
func odd(kind chart.Kind, n int, long string, value func(int) *float64) chart.Spec {
	s := chart.Spec{ID: "c-" + string(kind), Kind: kind, Title: long, Subtitle: long, Source: long, Alt: long, Value: chart.Axis{Format: "count"}, Second: chart.Axis{Format: "percent"}}
	for i := range n {
		s.Category.Labels = append(s.Category.Labels, fmt.Sprintf("%s %d", long, i))
		s.Category.Widths = append(s.Category.Widths, 1/float64(n))
	}
	s.Marks = []chart.Mark{{Category: s.Category.Labels[0], Kind: "event", Text: long}}
	for k := range 2 {
		in := chart.Series{ID: fmt.Sprint(k), Name: long, Color: "#1272d3"}
		for i := range n {
			v := value(i)
			in.Points = append(in.Points, chart.Point{Value: v, Low: v, High: v, X: v, Text: "text", Label: "label", Color: "#1272d3"})
		}
		s.Series = append(s.Series, in)
	}
	switch kind {
	case chart.Pareto:
		s.Series[1].Role = chart.Cumulated
	case chart.Range, chart.Waterfall, chart.Band:
		s.Series = s.Series[:1]
	}
	s.Table = chart.Table{Columns: []chart.Column{{Name: long}}, Rows: [][]chart.Cell{{{Text: long}}}}
	return s
}

// A table of any length takes no more slides than a reader bears, and says so.
func TestLongTable(t *testing.T) {
	doc := nativetest.Page("en")
	table := chart.Table{Columns: []chart.Column{{Name: "Name"}}}
	for i := range 500 {
		table.Rows = append(table.Rows, []chart.Cell{{Text: fmt.Sprint(i)}})
	}
	doc.Blocks = []document.Block{document.Table{ID: "t", Title: "Long", Table: table}}
	parts := ooxmltest.Unzip(t, mustRender(t, doc, pptx.Options{}))
	last := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide7.xml"]).TextOf()
	if !strings.Contains(last, "Long (6/6)") || !strings.Contains(last, "rows beyond these are in the workbook") {
		t.Errorf("the last slide of the table says %q", last)
	}
	if next := ooxmltest.Parse(t, "slide", parts["ppt/slides/slide8.xml"]).TextOf(); !strings.Contains(next, "Sources") {
		t.Errorf("the table takes more than six slides: %q", next)
	}
}
