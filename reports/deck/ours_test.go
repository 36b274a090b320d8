package deck_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/xlsx/xlsxtest"
)

// tinyPNG is a picture of one pixel.
var tinyPNG = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82")

// drawnChart is a chart of a deck by what it says: of each series, in their order of names,
// numbers and names of categories with their cells, and the places of points of their own.
type drawnChart map[string][]string

// charts reads the charts of a deck by the names of their shapes, and holds each against its
// workbook.
func charts(t testing.TB, content []byte) map[string]drawnChart {
	t.Helper()
	parts := ooxmltest.Unzip(t, content)
	out := map[string]drawnChart{}
	for name, part := range parts {
		if path.Dir(name) != "ppt/slides" {
			continue
		}
		rels := relations(t, parts, name)
		for _, frame := range ooxmltest.Parse(t, name, part).All("graphicFrame") {
			for _, link := range frame.All("chart") {
				at := rels[link.Attr("id")]
				out[frame.All("cNvPr")[0].Attr("name")] = readChart(t, parts, at)
			}
		}
	}
	return out
}

func relations(t testing.TB, parts map[string][]byte, of string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range ooxmltest.Parse(t, of, parts[path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")]).Kids {
		out[r.Attr("Id")] = path.Join(path.Dir(of), r.Attr("Target"))
	}
	return out
}

func readChart(t testing.TB, parts map[string][]byte, at string) drawnChart {
	t.Helper()
	root := ooxmltest.Parse(t, at, parts[at])
	for _, data := range root.All("externalData") {
		book := xlsxtest.Open(t, parts[relations(t, parts, at)[data.Attr("id")]])
		ooxmltest.CheckCaches(t, at, parts[at], func(address string) []string { return book.Cells(t, address) })
	}
	out := drawnChart{}
	for _, ser := range root.All("ser") {
		name := points(ser.All("tx")[0])
		drawn := map[string]bool{} // a look of a point that is not there says nothing
		for _, field := range []string{"val", "yVal"} {
			for _, e := range ser.All(field) {
				for _, pt := range e.All("pt") {
					drawn[pt.Attr("idx")] = true
				}
			}
		}
		for _, field := range []string{"cat", "val", "xVal", "yVal", "bubbleSize", "datalabelsRange"} {
			for _, e := range ser.All(field) {
				out[name] = append(out[name], field+" "+points(e))
			}
		}
		for _, field := range []string{"dPt", "dLbl"} {
			for _, e := range ser.All(field) {
				if at := e.All("idx")[0].Attr("val"); drawn[at] {
					out[name] = append(out[name], field+" "+at)
				}
			}
		}
		slices.Sort(out[name])
	}
	return out
}

// points are the cached points of a reference.
func points(e ooxmltest.Element) string {
	var out []string
	for _, pt := range e.All("pt") {
		out = append(out, pt.Attr("idx")+"="+pt.All("v")[0].Text)
	}
	return strings.Join(out, " ")
}

// A deck of ours that is brought up to date says what one says that is written anew, chart by
// chart; and nothing changes where nothing is new.
func TestOldDeckSaysWhatANewOneSays(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			members := []string{"alipay", "tenpay", "99bill"}
			same := pageIn(t, lang, 5, members...)
			if _, result := mustRefresh(t, ours(t, same), pictures{source{doc: same}}); len(result.Changes) > 0 || len(result.Findings) > 0 {
				t.Errorf("nothing is new, and %+v change, %+v are found", result.Changes[:min(4, len(result.Changes))], result.Findings)
			}
			now := pageIn(t, lang, 7, members...)
			refreshed, result := mustRefresh(t, ours(t, same), pictures{source{doc: now}})
			for _, f := range result.Findings {
				t.Errorf("%+v", f)
			}
			got, want := charts(t, refreshed), charts(t, ours(t, now))
			if len(want) < 12 {
				t.Fatalf("the deck has %d charts", len(want))
			}
			for name, chart := range want {
				for series, fields := range chart {
					if !slices.Equal(got[name][series], fields) {
						t.Errorf("%s, %s:\n%q\nwant\n%q", name, series, got[name][series], fields)
					}
				}
				if len(got[name]) != len(chart) {
					t.Errorf("%s has the series %q, want %q", name, slices.Sorted(maps.Keys(got[name])), slices.Sorted(maps.Keys(chart)))
				}
			}
			for n, words := range texts(t, ours(t, now)) {
				if got := texts(t, refreshed)[n]; got != words {
					t.Errorf("slide %s says\n%s\nwant\n%s", n, got, words)
				}
			}
			ooxmltest.Check(t, ooxmltest.Unzip(t, refreshed))
		})
	}
}

// pictures draw what the deck holds already: how pictures change is another test.
type pictures struct{ source }

// texts are the texts of each slide.
func texts(t testing.TB, content []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, part := range ooxmltest.Unzip(t, content) {
		if path.Dir(name) == "ppt/slides" {
			out[name] = ooxmltest.Parse(t, name, part).TextOf()
		}
	}
	return out
}

// entries are the parts of a package as they lie in the zip.
func entries(t testing.TB, content []byte) (names []string, raw map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	raw = map[string]string{}
	for _, f := range z.File {
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
		raw[f.Name] = fmt.Sprintf("%d %v %x", f.Method, f.Modified, data)
	}
	return names, raw
}

// What is not bound is the same in the zip, byte for byte and in its place.
func TestOnlyWhatIsBoundChanges(t *testing.T) {
	before := bind(t, mustRead(t, "cht-replace-data.pptx"), 4, "#2", "example/c-line")
	after, _ := mustRefresh(t, before, source{doc: page(t, 5, "alipay", "tenpay", "99bill", "baidu")})
	oldNames, old := entries(t, before)
	names, now := entries(t, after)
	if !slices.Equal(names, oldNames) {
		t.Errorf("the parts were %q and now are %q", oldNames, names)
	}
	var changed []string
	for _, name := range names {
		if now[name] != old[name] {
			changed = append(changed, name)
		}
	}
	if want := []string{"ppt/embeddings/Microsoft_Excel_Sheet4.xlsx", "ppt/charts/chart4.xml"}; len(changed) != 2 || !slices.Contains(changed, want[0]) || !slices.Contains(changed, want[1]) {
		t.Errorf("%q changed, want %q", changed, want)
	}
	inner := func(content []byte) map[string]string {
		_, raw := entries(t, ooxmltest.Unzip(t, content)["ppt/embeddings/Microsoft_Excel_Sheet4.xlsx"])
		return raw
	}
	was, is := inner(before), inner(after)
	for name := range is {
		if name != "xl/worksheets/sheet1.xml" && name != "xl/tables/table1.xml" && was[name] != is[name] {
			t.Errorf("%s of the workbook changed", name)
		}
	}
}

func (pictures) Draw(context.Context, chart.Spec, string, string, float64, float64) ([]byte, error) {
	return tinyPNG, nil
}
