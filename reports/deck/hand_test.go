package deck_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"paystats/reports/deck"
	"paystats/reports/document"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/xlsx/xlsxtest"
)

// edit returns a package with parts changed; what is new is added.
func edit(t testing.TB, content []byte, parts map[string]func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name, text string) {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		change := parts[f.Name]
		if change == nil {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		seen[f.Name] = true
		write(f.Name, change(string(text)))
	}
	for name, change := range parts {
		if !seen[name] {
			write(name, change(""))
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func replace(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

// share is a share of the fixture in percent with one decimal, as an analyst types it.
func share(doc document.Document, id string, quarter int) string {
	for _, b := range doc.Blocks {
		if c, ok := b.(document.Chart); ok && c.Spec.ID == "c-line" {
			for _, s := range c.Spec.Series {
				if s.ID == id {
					return fmt.Sprintf("%.1f", 100**s.Points[quarter].Value)
				}
			}
		}
	}
	return ""
}

// analysts is the deck of the fixture with the lines of slide 4 as an analyst has them after
// four quarters: percent, quarters as 1Q14, a name and colours of her own, the newest point
// marked, a typed label, a total on another sheet.
func analysts(t testing.TB) []byte {
	t.Helper()
	return analystsWith(t, replace("Category 1", "1Q14", "Category 2", "2Q14", "Category 3", "3Q14", "Category 4", "4Q14"))
}

// analystsWith is that deck with categories that are written as something says.
func analystsWith(t testing.TB, categories func(string) string) []byte {
	t.Helper()
	doc := page(t, 4, "alipay", "tenpay", "99bill")
	var numbers []string
	for i, old := range []string{"4.3", "2.5", "3.5", "4.5"} {
		numbers = append(numbers, "<c:v>"+old+"</c:v>", "<c:v>"+share(doc, "alipay", i)+"</c:v>", "<v>"+old+"</v>", "<v>"+share(doc, "alipay", i)+"</v>")
	}
	for i, old := range []string{"2.4", "4.4", "1.8", "2.8"} {
		numbers = append(numbers, "<c:v>"+old+"</c:v>", "<c:v>"+share(doc, "tenpay", i)+"</c:v>")
		if old == "4.4" {
			old = "4.4000000000000004"
		}
		numbers = append(numbers, "<v>"+old+"</v>", "<v>"+share(doc, "tenpay", i)+"</v>")
	}
	names := []string{"Series 1", "Alipay (Ant)", "Series 2", "Tenpay", "Series 3", "Lakala"}
	look := func(rgb string) string {
		return `<c:spPr><a:ln w="38100"><a:solidFill><a:srgbClr val="` + rgb + `"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>`
	}
	id := func(n int) string {
		return fmt.Sprintf(`<c:extLst><c:ext uri="{C3380CC4-5D6E-409C-BE32-E72D297353CC}" xmlns:c16="http://schemas.microsoft.com/office/drawing/2014/chart"><c16:uniqueId val="{%08X-5A3C-4E55-9B1D-0C0A2C2F9A11}"/></c:ext></c:extLst>`, n)
	}
	marked := `<c:dPt><c:idx val="3"/><c:marker><c:symbol val="diamond"/><c:size val="9"/></c:marker><c:bubble3D val="0"/>` + id(7) + `</c:dPt>`
	label := `<c:dLbls><c:dLbl><c:idx val="3"/><c:layout/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-US"/><a:t>nearly 69</a:t></a:r></a:p></c:rich></c:tx><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl><c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`
	parts := func(text string) string {
		text = categories(replace(append(slices.Clone(numbers), names...)...)(text))
		pieces := strings.Split(text, `<c:marker><c:symbol val="none"/></c:marker>`)
		text = pieces[0] + look("FF6A00") + `<c:marker><c:symbol val="none"/></c:marker>` + marked + label + pieces[1] + look("00A870") + `<c:marker><c:symbol val="none"/></c:marker>` + pieces[2] + look("888888") + `<c:marker><c:symbol val="none"/></c:marker>` + pieces[3]
		for n := 1; n <= 3; n++ {
			text = strings.Replace(text, `<c:smooth val="0"/></c:ser>`, `<c:smooth val="0"/>`+id(n)+`</c:ser >`, 1)
		}
		return strings.ReplaceAll(strings.ReplaceAll(text, "</c:ser >", "</c:ser>"), "General", "0.0")
	}
	book := func(text string) string {
		return string(edit(t, []byte(text), map[string]func(string) string{
			"xl/worksheets/sheet1.xml":   replace(numbers...),
			"xl/sharedStrings.xml":       func(text string) string { return categories(replace(names...)(text)) },
			"xl/worksheets/sheet2.xml":   func(string) string { return secondSheet },
			"xl/workbook.xml":            replace(`</sheets>`, `<sheet name="Check" sheetId="2" r:id="rId9"/></sheets>`),
			"xl/_rels/workbook.xml.rels": replace(`</Relationships>`, `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`),
			"[Content_Types].xml":        replace(`</Types>`, `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
		}))
	}
	content := edit(t, mustRead(t, "cht-replace-data.pptx"), map[string]func(string) string{"ppt/charts/chart4.xml": parts, "ppt/embeddings/Microsoft_Excel_Sheet4.xlsx": book})
	return bind(t, content, 4, "Chart 1", "example/c-line")
}

const secondSheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><f>SUM(Sheet1!B5:D5)</f><v>100</v></c></row></sheetData></worksheet>`

// lineOf returns the series of a chart part with a name.
func lineOf(t *testing.T, root ooxmltest.Element, name string) ooxmltest.Element {
	t.Helper()
	for _, ser := range root.All("ser") {
		if points(ser.All("tx")[0]) == "0="+name {
			return ser
		}
	}
	t.Fatalf("there is no series %q", name)
	return ooxmltest.Element{}
}

// The analyst's lines get the next quarter: what is hers stays.
func TestAnalystsChartKeepsItsLooks(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	out, result := mustRefresh(t, analysts(t), source{doc: doc})
	if len(result.Findings) > 0 {
		t.Fatalf("%+v", result.Findings)
	}
	parts := ooxmltest.Unzip(t, out)
	root := ooxmltest.Parse(t, "chart", parts["ppt/charts/chart4.xml"])
	alipay, tenpay, added := lineOf(t, root, "Alipay (Ant)"), lineOf(t, root, "Tenpay"), lineOf(t, root, "99Bill")
	if n := len(root.All("ser")); n != 3 {
		t.Errorf("the chart has %d series", n)
	}
	if got := points(alipay.All("cat")[0]); got != "0=1Q14 1=2Q14 2=3Q14 3=4Q14 4=1Q15" {
		t.Errorf("the quarters are written %s", got)
	}
	last := alipay.All("val")[0].All("pt")[4].All("v")[0].Text
	if want := share(doc, "alipay", 4); !strings.HasPrefix(last, want[:2]) {
		t.Errorf("the newest share is %s, want about %s: percent, not a fraction", last, want)
	}
	if code := alipay.All("formatCode")[0].Text; code != "0.0" {
		t.Errorf("the number format is %s", code)
	}
	for name, want := range map[string]string{"Alipay (Ant)": "FF6A00", "Tenpay": "00A870"} {
		if got := lineOf(t, root, name).All("srgbClr")[0].Attr("val"); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got := added.All("schemeClr"); len(got) != 1 || got[0].Attr("val") != "accent1" || added.All("prstDash")[0].Attr("val") != "dash" {
		t.Errorf("the new series has the colours %v", got)
	}
	if at := alipay.All("dPt")[0].All("idx")[0].Attr("val"); at != "4" {
		t.Errorf("the newest point is marked at %s, want 4", at)
	}
	if n := len(alipay.All("dLbl")); n != 0 {
		t.Error("the label that was typed for another value is still there")
	}
	ids := map[string]bool{}
	for _, e := range root.All("uniqueId") {
		if ids[e.Attr("val")] {
			t.Errorf("two elements are %s", e.Attr("val"))
		}
		ids[e.Attr("val")] = true
	}
	if len(ids) != 4 || len(root.All("AlternateContent")) != 1 || len(tenpay.All("uniqueId")) != 1 {
		t.Errorf("there are %d ids, %d alternatives", len(ids), len(root.All("AlternateContent")))
	}
	checkBook(t, parts)
	checkChanges(t, result.Changes)
}

// checkBook holds the analyst's workbook against her chart.
func checkBook(t *testing.T, parts map[string][]byte) {
	t.Helper()
	content := parts["ppt/embeddings/Microsoft_Excel_Sheet4.xlsx"]
	book, inner := xlsxtest.Open(t, content), ooxmltest.Unzip(t, content)
	ooxmltest.CheckCaches(t, "chart", parts["ppt/charts/chart4.xml"], func(address string) []string { return book.Cells(t, address) })
	if string(inner["xl/worksheets/sheet2.xml"]) != secondSheet || !slices.Equal(book.Sheets(), []string{"Sheet1", "Check"}) {
		t.Error("the other sheet is not what it was")
	}
	if !strings.Contains(string(inner["xl/workbook.xml"]), `fullCalcOnLoad="1"`) {
		t.Error("the total on the other sheet is not computed anew")
	}
	for address, want := range map[string]string{"Sheet1!A6": "1Q15", "Sheet1!B1": "Alipay (Ant)", "Sheet1!D2": "", "Sheet1!E1": "99Bill"} {
		if got := book.Cells(t, address)[0]; got != want {
			t.Errorf("%s holds %q, want %q", address, got, want)
		}
	}
	table := ooxmltest.Parse(t, "table", inner["xl/tables/table1.xml"])
	if got := table.Attr("ref"); got != "A1:E6" || len(table.All("tableColumn")) != 5 {
		t.Errorf("the table is %s with %d columns", got, len(table.All("tableColumn")))
	}
}

func checkChanges(t *testing.T, changes []deck.Change) {
	t.Helper()
	var got []string
	for _, c := range changes {
		if c.What != deck.Value {
			got = append(got, c.What+": "+c.Old+" → "+c.New)
		}
	}
	want := []string{"points: 4 → 5", "category added:  → 1Q15", "series removed: Lakala → ", "series added:  → 99Bill", "label: nearly 69 → "}
	if !slices.Equal(got, want) {
		t.Errorf("the changes are %q, want %q", got, want)
	}
	if i := slices.IndexFunc(changes, func(c deck.Change) bool { return c.Series == "Alipay (Ant)" && c.Category == "1Q15" }); i < 0 {
		t.Error("the value of the new quarter is no change")
	}
}

// Series that run across the sheet grow to the right, new ones below.
func TestSeriesAcrossTheSheet(t *testing.T) {
	across := replace("Sheet1!$B$1<", "Sheet1!$A$2<", "Sheet1!$C$1<", "Sheet1!$A$3<", "Sheet1!$A$2:$A$3", "Sheet1!$B$1:$C$1", "Sheet1!$B$2:$B$3", "Sheet1!$B$2:$C$2", "Sheet1!$C$2:$C$3", "Sheet1!$B$3:$C$3")
	content := edit(t, mustRead(t, "cht-replace-data.pptx"), map[string]func(string) string{"ppt/charts/chart1.xml": across})
	out, result := mustRefresh(t, bind(t, content, 1, "#2", "example/c-grouped"), source{doc: page(t, 5, "alipay", "tenpay", "99bill")})
	if len(result.Findings) > 0 {
		t.Fatalf("%+v", result.Findings)
	}
	parts := ooxmltest.Unzip(t, out)
	root := ooxmltest.Parse(t, "chart", parts["ppt/charts/chart1.xml"])
	var refs []string
	for _, f := range lineOf(t, root, "99Bill").All("f") {
		refs = append(refs, f.Text)
	}
	if want := []string{"Sheet1!$A$4", "Sheet1!$B$1:$F$1", "Sheet1!$B$4:$F$4"}; !slices.Equal(refs, want) {
		t.Errorf("the new series lies in %q, want %q", refs, want)
	}
	content = parts["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"]
	book := xlsxtest.Open(t, content)
	for address, want := range map[string]string{"Sheet1!F1": "Q1 2015", "Sheet1!A4": "99Bill", "Sheet1!B6": "To update the chart, enter data into this table. The data is automatically saved in the chart."} {
		if got := book.Cells(t, address)[0]; got != want {
			t.Errorf("%s holds %q, want %q", address, got, want)
		}
	}
	table := ooxmltest.Parse(t, "table", ooxmltest.Unzip(t, content)["xl/tables/table1.xml"])
	if columns := table.All("tableColumn"); table.Attr("ref") != "A1:F3" || columns[5].Attr("name") != "Q1 2015" {
		t.Errorf("the table is %s", table.Attr("ref"))
	}
}

// Dates name the categories of an axis of dates: new ones are dates, too.
func TestAxisOfDates(t *testing.T) {
	dates := replace("<c:strRef><c:f>Sheet1!$A", "<c:numRef><c:f>Sheet1!$A", "<c:strCache><c:ptCount val=\"4\"/>", "<c:numCache><c:formatCode>mmm-yy</c:formatCode><c:ptCount val=\"4\"/>",
		"<c:v>Category 4</c:v></c:pt></c:strCache></c:strRef>", "<c:v>42004</c:v></c:pt></c:numCache></c:numRef>", "Category 1", "41729", "Category 2", "41820", "Category 3", "41912")
	content := edit(t, analystsWith(t, dates), nil)
	out, result := mustRefresh(t, content, source{doc: page(t, 5, "alipay", "tenpay", "99bill")})
	root := ooxmltest.Parse(t, "chart", ooxmltest.Unzip(t, out)["ppt/charts/chart4.xml"])
	cat := lineOf(t, root, "Tenpay").All("cat")[0]
	if got := points(cat); got != "0=41729 1=41820 2=41912 3=42004 4=42094" || cat.All("formatCode")[0].Text != "mmm-yy" {
		t.Errorf("the dates are %s; %+v", got, result.Findings)
	}
}

// Dots without names take the page's numbers as they are, unless they are its numbers.
func TestDotsWithoutNames(t *testing.T) {
	content := bind(t, mustRead(t, "cht-replace-data.pptx"), 6, "#2", "example/c-scatter")
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	out, _ := mustRefresh(t, content, source{doc: doc})
	first := func(content []byte) string {
		root := ooxmltest.Parse(t, "chart", ooxmltest.Unzip(t, content)["ppt/charts/chart6.xml"])
		return root.All("yVal")[0].All("pt")[0].All("v")[0].Text
	}
	if got := first(out); !strings.HasPrefix(got, "0.7") {
		t.Errorf("the first dot is at %s", got)
	}
	percent := edit(t, content, map[string]func(string) string{"ppt/charts/chart6.xml": replace("<c:v>7.2<", "<c:v>"+share(doc, "alipay", 4)+"<", "<c:v>2.3<", "<c:v>"+share(doc, "tenpay", 4)+"<", "<c:v>8.0<", "<c:v>"+share(doc, "99bill", 4)+"<")})
	out, _ = mustRefresh(t, percent, source{doc: doc})
	if got := first(out); !strings.HasPrefix(got, "70.") {
		t.Errorf("in percent the first dot is at %s", got)
	}
}

// A pie's slices keep their colours with their members when these change places.
func TestSlicesKeepTheirColours(t *testing.T) {
	slice := func(n int, rgb string) string {
		return fmt.Sprintf(`<c:dPt><c:idx val="%d"/><c:bubble3D val="0"/><c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr></c:dPt>`, n, rgb)
	}
	content := edit(t, mustRead(t, "cht-replace-data.pptx"), map[string]func(string) string{"ppt/charts/chart5.xml": replace(
		"1st Qtr", "Tenpay", "2nd Qtr", "Alipay", "3rd Qtr", "Lakala", "<c:cat>", slice(0, "00A870")+slice(1, "FF6A00")+slice(2, "888888")+"<c:cat>")})
	out, result := mustRefresh(t, bind(t, content, 5, "#2", "example/c-donut"), source{doc: page(t, 5, "alipay", "tenpay", "99bill")})
	root := ooxmltest.Parse(t, "chart", ooxmltest.Unzip(t, out)["ppt/charts/chart5.xml"])
	if got := points(root.All("cat")[0]); got != "0=Alipay 1=Tenpay 2=99Bill" {
		t.Fatalf("the slices are %s; %+v", got, result.Findings)
	}
	var got []string
	for _, pt := range root.All("dPt") {
		color := append(pt.All("srgbClr"), pt.All("schemeClr")...)
		got = append(got, pt.All("idx")[0].Attr("val")+"="+color[0].Attr("val"))
	}
	if want := []string{"0=FF6A00", "1=00A870", "2=accent1"}; !slices.Equal(got, want) {
		t.Errorf("their colours are %q, want %q", got, want)
	}
	if got := points(root.All("tx")[0]); got != "0=Sales" {
		t.Errorf("the series is called %s", got)
	}
}
