package xlsx_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"paystats/reports/document"
	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/xlsx"
	"paystats/reports/xlsx/xlsxtest"
)

func mustRender(t *testing.T, doc document.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := xlsx.Render(&out, doc); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestChartsReadTheirSheets(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		content := mustRender(t, nativetest.Page(lang))
		parts, book := ooxmltest.Unzip(t, content), xlsxtest.Open(t, content)
		ooxmltest.Check(t, parts)
		charts := 0
		for n := 1; parts[fmt.Sprintf("xl/charts/chart%d.xml", n)] != nil; n++ {
			charts++
			name := fmt.Sprintf("xl/charts/chart%d.xml", n)
			ooxmltest.CheckCaches(t, name, parts[name], func(address string) []string { return book.Cells(t, address) })
		}
		if charts != 16 {
			t.Errorf("the workbook has %d native charts, want 16", charts)
		}
	}
}

func TestSheetsOfAPage(t *testing.T) {
	book := xlsxtest.Open(t, mustRender(t, nativetest.Page("en")))
	sheets := book.Sheets()
	if sheets[0] != "Contents" || sheets[len(sheets)-1] != "Sources" || !slices.Contains(sheets, "c-stacked100") {
		t.Errorf("the sheets are %q", sheets)
	}
	for address, want := range map[string]string{
		"c-bar!A1":       `Finding of a <bar> & "more"`,
		"c-bar!A4":       "CNY tn",
		"c-bar!C5":       "3.3", // in the unit that A4 names
		"c-bar!C7":       "",    // a hole
		"c-heatmap!D5":   "0.22",
		"t!A5":           "=cmd()", // a text, no formula
		"t!B5":           "1.5",
		"Sources!D5":     "2020-01-01",
		"Sources!B5":     "Nobody",
		"Contents!B6":    "CNY 9.0 tn",
		"c-bar!A29":      "Source: Nobody, 2020",
		"c-waterfall!A1": `Finding of a <waterfall> & "more"`,
	} {
		if got := book.Cells(t, address)[0]; got != want {
			t.Errorf("%s holds %q, want %q", address, got, want)
		}
	}
}

func TestEqualPagesGiveEqualWorkbooks(t *testing.T) {
	first := mustRender(t, nativetest.Page("en"))
	for range 4 { // maps of a library are in play
		if !bytes.Equal(first, mustRender(t, nativetest.Page("en"))) {
			t.Fatal("two workbooks of one page differ")
		}
	}
}
