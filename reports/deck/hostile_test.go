package deck_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"paystats/reports/deck"
	"paystats/reports/ooxml/ooxmltest"
)

// large is more than a part may be.
var large = strings.Repeat(" ", 20<<20)

// Files that are no decks, or made to do harm, are refused, or the harm stays where it is.
func TestHostileDecks(t *testing.T) {
	good := mustRead(t, "cht-replace-data.pptx")
	bomb := edit(t, good, map[string]func(string) string{"ppt/slides/slide1.xml": func(text string) string { return text + large }})
	var twice bytes.Buffer
	w := zip.NewWriter(&twice)
	for range 2 {
		if _, err := w.Create("ppt/Presentation.xml"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"empty":                  nil,
		"a text":                 []byte("a text"),
		"cut off":                good[:len(good)/2],
		"locked":                 []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"two parts of one name":  twice.Bytes(),
		"a path out of the file": edit(t, good, map[string]func(string) string{"../../evil.sh": func(string) string { return "x" }}),
		"a bomb":                 bomb,
		"an entity":              edit(t, good, map[string]func(string) string{"ppt/slides/slide1.xml": replace("<p:sld ", `<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p:sld `)}),
		"too deep":               edit(t, good, map[string]func(string) string{"ppt/slides/slide1.xml": func(string) string { return strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) }}),
		"slides outside":         edit(t, good, map[string]func(string) string{"ppt/_rels/presentation.xml.rels": replace(`Target="slides/slide1.xml"`, `Target="../../../../etc/passwd"`)}),
		"a workbook":             ooxmltest.Unzip(t, good)["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"],
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := deck.Open(content); !errors.Is(err, deck.ErrNoDeck) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// What does harm in a part that is not read stays in it; macros stay, and are not run.
func TestWhatIsNotReadStays(t *testing.T) {
	macro := "\x00macro"
	with := func(text string) string { return text + large }
	content := edit(t, analysts(t), map[string]func(string) string{
		"ppt/vbaProject.bin":  func(string) string { return macro },
		"ppt/media/bomb.png":  with,
		"[Content_Types].xml": replace("presentationml.presentation.main+xml", "ms-powerpoint.presentation.macroEnabled.main+xml", "</Types>", `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`),
	})
	out, result := mustRefresh(t, content, source{doc: page(t, 5, "alipay", "tenpay", "99bill")})
	if len(result.Findings) > 0 || len(result.Changes) == 0 {
		t.Errorf("changed %d, found %+v", len(result.Changes), result.Findings)
	}
	_, was := entries(t, content)
	_, is := entries(t, out)
	for _, name := range []string{"ppt/vbaProject.bin", "ppt/media/bomb.png"} {
		if was[name] != is[name] {
			t.Errorf("%s changed", name)
		}
	}
	// A workbook that unpacks to more than there is room for is left alone.
	content = edit(t, analysts(t), map[string]func(string) string{"ppt/embeddings/Microsoft_Excel_Sheet4.xlsx": func(text string) string {
		return string(edit(t, []byte(text), map[string]func(string) string{"xl/sharedStrings.xml": with}))
	}})
	_, result = mustRefresh(t, content, source{doc: page(t, 5, "alipay", "tenpay", "99bill")})
	if len(result.Findings) != 1 || result.Findings[0].Code != "workbook-unreadable" {
		t.Errorf("found %+v", result.Findings)
	}
}

// Names and numbers of the data can be nothing but names and numbers.
func TestDataStayData(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	out, _ := mustRefresh(t, bind(t, withShapes(t, textShape(9, "paystats: Say &lt;/a:t>&lt;a:x/> {{ value share }} &amp; go", "x"), nil), 4, "#2", "example/c-line"), source{doc: doc})
	if got := strings.TrimSpace(shape(t, out, "9").TextOf()); got != "Say </a:t><a:x/> 48.2 % & go" {
		t.Errorf("the text is %q", got)
	}
}

// Charts and workbooks may hold anything: a refresh leaves them alone, or whole.
func FuzzChart(f *testing.F) {
	content := analysts(f)
	parts := ooxmltest.Unzip(f, content)
	inner := ooxmltest.Unzip(f, parts["ppt/embeddings/Microsoft_Excel_Sheet4.xlsx"])
	f.Add(parts["ppt/charts/chart4.xml"], inner["xl/worksheets/sheet1.xml"])
	f.Add(parts["ppt/charts/chart5.xml"], inner["xl/tables/table1.xml"])
	f.Add(bytes.ReplaceAll(parts["ppt/charts/chart4.xml"], []byte(`idx val="3"`), []byte(`idx val="-9"`)), []byte("<worksheet/>"))
	f.Add(bytes.ReplaceAll(parts["ppt/charts/chart4.xml"], []byte(`ptCount val="4"`), []byte(`ptCount val="-4"`)), inner["xl/worksheets/sheet1.xml"])
	f.Add(bytes.ReplaceAll(parts["ppt/charts/chart4.xml"], []byte(`$B$2:$B$5`), []byte(`$B$2:$XFD$1048576`)), inner["xl/worksheets/sheet1.xml"])
	doc := page(f, 5, "alipay", "tenpay", "99bill")
	f.Fuzz(func(t *testing.T, chart, sheet []byte) {
		set := func(content []byte) func(string) string { return func(string) string { return string(content) } }
		deckFile := edit(t, content, map[string]func(string) string{"ppt/charts/chart4.xml": set(chart), "ppt/embeddings/Microsoft_Excel_Sheet4.xlsx": func(text string) string {
			return string(edit(t, []byte(text), map[string]func(string) string{"xl/worksheets/sheet1.xml": set(sheet)}))
		}})
		d := mustOpen(t, deckFile)
		if _, err := d.Refresh(context.Background(), source{doc: doc}, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := deck.Open(mustBytes(t, d)); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkRefresh brings a deck of forty slides with a chart each up to date, from and to
// bytes; the page is made already.
func BenchmarkRefresh(b *testing.B) {
	content, now := fortySlides(b), source{doc: page(b, 7, "alipay", "tenpay", "99bill")}
	for b.Loop() {
		d, err := deck.Open(content)
		if err != nil {
			b.Fatal(err)
		}
		result, err := d.Refresh(context.Background(), now, "")
		if err != nil || len(result.Changes) < 40 {
			b.Fatal(len(result.Changes), err)
		}
		if _, err := d.Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}

// fortySlides is a deck of ours, its charts over and over.
func fortySlides(t testing.TB) []byte {
	t.Helper()
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	charts := doc.Blocks[:3]
	doc.Blocks = nil
	for i := range 40 {
		doc.Blocks = append(doc.Blocks, charts[i%len(charts)])
	}
	return ours(t, doc)
}
