package deck_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"paystats/reports/deck"
	"paystats/reports/ooxml/ooxmltest"
)

// bindAll ties every chart of a deck to one of its kind; it returns how many there are.
func bindAll(t testing.TB, content []byte) ([]byte, int) {
	t.Helper()
	d := mustOpen(t, content)
	bound := 0
	for _, s := range d.Shapes() {
		to := map[string]string{"pie": "c-donut", "scatter": "c-scatter", "bubble": "c-bubble", "line": "c-line", "area": "c-area"}
		kind, _, ok := strings.Cut(d.About(s), ":")
		if s.Kind != deck.Chart || !ok {
			continue
		}
		id := to[strings.TrimSuffix(kind, "3D")]
		if id == "" {
			id = "c-grouped"
		}
		if err := s.Bind(deck.Binding{Text: "example/" + id}); err != nil {
			t.Fatal(err)
		}
		bound++
	}
	return mustBytes(t, d), bound
}

// Every chart that PowerPoint has made takes the numbers of a page, or says why not; the deck
// stays whole.
func TestDecksOfPowerPointSurvive(t *testing.T) {
	left := map[string]string{ // what cannot be refreshed
		"cht-replace-data.pptx 7 Chart 1": "workbook-room", // another table lies below the numbers
	}
	doc := page(t, 7, "alipay", "tenpay", "99bill", "baidu")
	for _, file := range []string{"cht-replace-data.pptx", "cht-plot-props.pptx", "cht-chart-type.pptx"} {
		content := mustRead(t, file)
		d, bound := bindAll(t, content)
		refreshed, result := mustRefresh(t, d, source{doc: doc})
		if result.Bound != bound || bound == 0 {
			t.Errorf("%s: %d of %d are bound", file, result.Bound, bound)
		}
		for _, f := range result.Findings {
			if key := fmt.Sprintf("%s %d %s", file, f.Slide, f.Shape); left[key] != f.Code {
				t.Errorf("%s: %s [%s]", key, f.Msg, f.Code)
			}
		}
		parts := ooxmltest.Unzip(t, refreshed)
		for name := range parts {
			if strings.HasPrefix(name, "ppt/charts/chart") && len(result.Findings) == 0 {
				readChart(t, parts, name)
			}
		}
	}
}

// A chart that is bound to one of another kind, or whose numbers are something else, is left
// alone.
func TestChartsThatAreLeftAlone(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	external := map[string]func(string) string{"ppt/charts/_rels/chart4.xml.rels": func(string) string {
		return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" Target="file:///C:/q2.xlsx" TargetMode="External"/></Relationships>`
	}}
	newForm := map[string]func(string) string{"ppt/slides/slide4.xml": replace("drawingml/2006/chart\"><c:chart", "drawing/2014/chartex\"><c:chart")}
	entity := map[string]func(string) string{"ppt/charts/chart4.xml": replace("<c:chartSpace", `<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c:chartSpace`)}
	other := func(text string) string { // euros a head, not shares
		return strings.NewReplacer("<c:v>"+share(page(t, 4, "alipay", "tenpay", "99bill"), "alipay", 0), "<c:v>201.0").Replace(text)
	}
	for _, tt := range []struct {
		name, address, code string
		parts               map[string]func(string) string
	}{
		{"unknown page", "exampel/c-line", "address-unknown", nil},
		{"unknown chart", "example/c-lnie", "address-unknown", nil},
		{"no address", "example/c-line/", "address-syntax", nil},
		{"another kind", "example/c-scatter", "chart-kind", nil},
		{"no form in PowerPoint", "example/c-treemap drawing", "address-field", nil},
		{"a table of the page", "example/t", "address-field", nil},
		{"another file's numbers", "example/c-line", "workbook-external", external},
		{"a chart of Office 2016", "example/c-line", "shape-kind", newForm},
		{"an entity of a file", "example/c-line", "deck-part", entity},
		{"several areas", "example/c-line", "chart-reference", map[string]func(string) string{"ppt/charts/chart4.xml": replace("Sheet1!$C$2:$C$5", "(Sheet1!$C$2,Sheet1!$C$4)")}},
		{"a surface", "example/c-line", "chart-kind", map[string]func(string) string{"ppt/charts/chart4.xml": replace("c:lineChart", "c:surfaceChart")}},
		{"other numbers", "example/c-line", "chart-unit", map[string]func(string) string{"ppt/charts/chart4.xml": func(text string) string {
			for q, want := range []string{"210", "225", "240", "250"} {
				text = strings.ReplaceAll(text, "<c:v>"+share(page(t, 4, "alipay", "tenpay", "99bill"), "alipay", q)+"<", "<c:v>"+want+"<")
			}
			return replace("Alipay (Ant)", "Alipay")(other(text))
		}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content := edit(t, analysts(t), tt.parts)
			content = edit(t, content, map[string]func(string) string{"ppt/slides/slide4.xml": replace("paystats: example/c-line", "paystats: "+tt.address)})
			out, result := mustRefresh(t, content, source{doc: doc})
			if len(result.Findings) != 1 || result.Findings[0].Code != tt.code || result.Findings[0].Slide != 4 || result.Findings[0].Shape != "Chart 1" {
				t.Errorf("found %+v, want %s", result.Findings, tt.code)
			}
			if !bytes.Equal(out, content) {
				t.Error("the deck changed")
			}
		})
	}
}
