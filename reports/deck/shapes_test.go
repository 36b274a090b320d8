package deck_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/deck"
	"paystats/reports/document"
	"paystats/reports/ooxml/ooxmltest"
)

// slideOf is a slide of shapes beside its chart.
func withShapes(t testing.TB, shapes string, parts map[string]func(string) string) []byte {
	t.Helper()
	all := map[string]func(string) string{"ppt/slides/slide1.xml": replace("</p:spTree>", shapes+"</p:spTree>")}
	for name, change := range parts {
		all[name] = change
	}
	return edit(t, mustRead(t, "cht-replace-data.pptx"), all)
}

// textShape is a text of some paragraphs of two runs each, the first bold.
func textShape(id int, alt string, paragraphs ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<p:sp><p:nvSpPr><p:cNvPr id="%d" name="Text %d" descr="%s"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>`, id, id, alt)
	for _, p := range paragraphs {
		fmt.Fprintf(&b, `<a:p><a:pPr algn="r"/><a:r><a:rPr lang="en-US" b="1"><a:solidFill><a:srgbClr val="FF6A00"/></a:solidFill></a:rPr><a:t>%s</a:t></a:r><a:br/><a:r><a:rPr lang="en-US"/><a:t>rest</a:t></a:r></a:p>`, p)
	}
	return b.String() + `</p:txBody></p:sp>`
}

func shape(t *testing.T, content []byte, id string) ooxmltest.Element {
	t.Helper()
	root := ooxmltest.Parse(t, "slide1", ooxmltest.Unzip(t, content)["ppt/slides/slide1.xml"])
	for _, kind := range []string{"sp", "pic", "graphicFrame"} {
		for _, e := range root.All(kind) {
			if e.All("cNvPr")[0].Attr("id") == id {
				return e
			}
		}
	}
	t.Fatalf("there is no shape %s", id)
	return ooxmltest.Element{}
}

func TestTextsKeepTheLooksOfTheirFirstRun(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	first, newest := share(doc, "alipay", 0)+" %", share(doc, "alipay", 4)+" %"
	for _, tt := range []struct{ name, address, want string }{
		{"title", "example/c-line title", "line until 2015-Q1"},
		{"source", "example/c-line source", "Note: Forecast: Q1 2015.  Break in the series: Q3 2014.\nSource: Nobody, 2015-Q1"},
		{"of the page", "example lead", "What is known in 2015-Q1."},
		{"a number", "example/c-line#alipay@2014-Q1", first},
		{"the newest", "example/c-line#alipay@latest", newest},
		{"of a ring", "example/c-donut#alipay@2015-Q1", newest},
		{"a figure", "example/key figure 1", "Value\n5.1\n2015-Q1"},
		{"of a table", "example/t title", "A table"},
		{"an expression", "value share", "48.2 %"},
		{"a text", "Alipay has {{ value share }} now", "Alipay has 48.2 % now"},
		{"of a page's expressions", "example text Alipay has {{ value share }}", "Alipay has 48.2 %"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content := withShapes(t, textShape(9, "A box.&#10;paystats: "+tt.address, "before", "second"), nil)
			src := source{doc: doc, untrue: []string{`claim "it grew" is false`}}
			out, result := mustRefresh(t, content, src)
			box := shape(t, out, "9")
			if got := strings.TrimSpace(box.TextOf()); got != tt.want {
				t.Fatalf("it says %q, want %q; %+v", got, tt.want, result.Findings)
			}
			for _, p := range box.All("p") {
				if run := p.All("rPr"); len(run) != 1 || run[0].Attr("b") != "1" || p.All("srgbClr")[0].Attr("val") != "FF6A00" || p.All("pPr")[0].Attr("algn") != "r" {
					t.Errorf("a paragraph lost its looks: %v", p)
				}
			}
			if got := box.All("cNvPr")[0].Attr("descr"); !strings.HasPrefix(got, "A box.\n") {
				t.Errorf("the alternative text is %q", got)
			}
			isClaim := slices.ContainsFunc(result.Findings, func(f deck.Finding) bool {
				return f.Code == deck.ClaimFalse && f.Warning && f.Slide == 1 && f.Shape == "Text 9"
			})
			if want := strings.Contains(tt.address, "{{") || strings.HasPrefix(tt.address, "value"); isClaim != want {
				t.Errorf("the false claim is reported: %v; %+v", isClaim, result.Findings)
			}
		})
	}
}

func TestTextsThatAreLeftAlone(t *testing.T) {
	src := source{doc: page(t, 5, "alipay", "tenpay", "99bill")}
	for address, code := range map[string]string{
		"example/c-line":                "address-field",
		"example/c-line heading":        "address-syntax",
		"example/c-line#alipay":         "address-syntax",
		"example/c-line#wechat@2014-Q1": "address-unknown",
		"example/c-line#alipay@2009-Q1": "address-unknown",
		"example/key figure 2":          "address-unknown",
		"example/key figure none":       "address-syntax",
		"example":                       "address-syntax",
	} {
		_, result := mustRefresh(t, withShapes(t, textShape(9, "paystats: "+address, "before"), nil), src)
		if len(result.Findings) != 1 || result.Findings[0].Code != code || len(result.Changes) > 0 {
			t.Errorf("%q: found %+v, changed %+v, want %s", address, result.Findings, result.Changes, code)
		}
	}
}

// tableShape is a table whose first column has a colour a row.
func tableShape(rows [][]string, merged string) string {
	var b strings.Builder
	b.WriteString(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="Table 9" descr="paystats: example/t"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="600000"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid><a:gridCol w="3000000"/><a:gridCol w="1000000"/></a:tblGrid>`)
	for i, row := range rows {
		b.WriteString(`<a:tr h="200000">`)
		for _, text := range row {
			fmt.Fprintf(&b, `<a:tc%s><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US" sz="1400"/><a:t>%s</a:t></a:r></a:p></a:txBody><a:tcPr marL="%d"/></a:tc>`, merged, text, i)
		}
		fmt.Fprintf(&b, `<a:extLst><a:ext uri="{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}"><a16:rowId xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" val="%d"/></a:ext></a:extLst></a:tr>`, 100+i)
	}
	return b.String() + `</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
}

func TestRowsKeepTheirLooksWithTheirNames(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	newest := share(doc, "alipay", 4)
	content := withShapes(t, tableShape([][]string{{"Member", "2014-Q4"}, {"tenpay", "1 %"}, {"lakala", "2 %"}, {"alipay", newest + "%"}}, ""), nil)
	out, result := mustRefresh(t, content, source{doc: doc})
	var rows, looks []string
	for _, tr := range shape(t, out, "9").All("tr") {
		rows = append(rows, strings.ReplaceAll(tr.TextOf(), "\n", " | "))
		looks = append(looks, tr.All("tcPr")[0].Attr("marL"))
	}
	want := []string{"Member | 2015-Q1", "alipay | " + newest + "%", "tenpay | " + share(doc, "tenpay", 4) + " %", "99bill | " + share(doc, "99bill", 4) + " %"}
	if !slices.Equal(rows, want) { // a number that only is spaced otherwise stays
		t.Errorf("the table is %q, want %q; %+v", rows, want, result.Findings)
	}
	if want := []string{"0", "3", "1", "1"}; !slices.Equal(looks, want) {
		t.Errorf("its rows look like %q, want %q: by name, new ones like the one above", looks, want)
	}
	ids := map[string]bool{}
	for _, e := range shape(t, out, "9").All("rowId") {
		ids[e.Attr("val")] = true
	}
	if len(ids) != 4 {
		t.Errorf("four rows have the ids %v", ids)
	}
	_, result = mustRefresh(t, withShapes(t, tableShape([][]string{{"Member", "x"}, {"a", "b"}}, ` gridSpan="1"`), nil), source{doc: page(t, 5, "alipay", "tenpay")})
	if len(result.Findings) != 1 || result.Findings[0].Code != "table-merged" {
		t.Errorf("found %+v", result.Findings)
	}
}

const pictureShape = `<p:pic><p:nvPicPr><p:cNvPr id="%d" name="Picture %d" descr="paystats: example/c-line"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="%s"/><a:srcRect l="1000"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5080000" cy="2540000"/></a:xfrm></p:spPr></p:pic>`

func TestPictures(t *testing.T) {
	rel := func(id, target string) string {
		return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="` + target + `"/>`
	}
	types := replace("</Types>", `<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/></Types>`)
	logo := func(string) string { return "old picture" }
	src := source{doc: page(t, 5, "alipay", "tenpay")}
	for _, tt := range []struct {
		name, target, other string // other: what slide 2 shows
		same                bool   // the part stays, with another content
		gone                bool
	}{
		{"its own", "../media/a.png", "", true, false},
		{"shared with another slide", "../media/a.png", "../media/a.png", false, false},
		{"of another format", "../media/a.emf", "", false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			part := "ppt/media/" + tt.target[len("../media/"):]
			edits := map[string]func(string) string{"[Content_Types].xml": types, part: logo, "ppt/slides/_rels/slide1.xml.rels": replace("</Relationships>", rel("rId77", tt.target)+"</Relationships>")}
			if tt.other != "" {
				edits["ppt/slides/_rels/slide2.xml.rels"] = replace("</Relationships>", rel("rId77", tt.other)+"</Relationships>")
			}
			out, result := mustRefresh(t, withShapes(t, fmt.Sprintf(pictureShape, 9, 9, "rId77"), edits), src)
			if len(result.Changes) != 1 || len(result.Findings) > 0 {
				t.Fatalf("changed %+v, found %+v", result.Changes, result.Findings)
			}
			parts := ooxmltest.Unzip(t, out)
			at := relations(t, parts, "ppt/slides/slide1.xml")[shape(t, out, "9").All("blip")[0].Attr("embed")]
			if drawn := string(parts[at]); !strings.HasPrefix(drawn, "png of c-line, 400 x 200:") {
				t.Errorf("%s holds %.40q", at, drawn)
			}
			if (at == part) != tt.same || (parts[part] == nil) != tt.gone {
				t.Errorf("the picture lies in %s, the old part is there: %v", at, parts[part] != nil)
			}
			if len(shape(t, out, "9").All("srcRect")[0].Attrs) > 0 {
				t.Error("the new picture is cut as the old one was")
			}
			ooxmltest.Check(t, without(parts, "docProps/thumbnail.jpeg", "ppt/printerSettings/printerSettings1.bin"))
		})
	}
}

// without leaves out parts that are no XML, and what leads to them.
func without(parts map[string][]byte, names ...string) map[string][]byte {
	out := map[string][]byte{}
	for name, content := range parts {
		if slices.Contains(names, name) {
			content = []byte("<x/>")
		}
		out[name] = content
	}
	return out
}

// Two shapes show one picture by one relationship: only the one that is bound changes.
func TestPictureOfTwoShapes(t *testing.T) {
	other := strings.Replace(fmt.Sprintf(pictureShape, 10, 10, "rId77"), "paystats: example/c-line", "a logo", 1)
	edits := map[string]func(string) string{
		"[Content_Types].xml": replace("</Types>", `<Default Extension="png" ContentType="image/png"/></Types>`), "ppt/media/a.png": func(string) string { return "logo" },
		"ppt/slides/_rels/slide1.xml.rels": replace("</Relationships>", `<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../media/a.png"/></Relationships>`),
	}
	out, _ := mustRefresh(t, withShapes(t, fmt.Sprintf(pictureShape, 9, 9, "rId77")+other, edits), source{doc: page(t, 5, "alipay", "tenpay")})
	parts := ooxmltest.Unzip(t, out)
	rels := relations(t, parts, "ppt/slides/slide1.xml")
	if got := string(parts[rels[shape(t, out, "10").All("blip")[0].Attr("embed")]]); got != "logo" {
		t.Errorf("the other picture is now %q", got)
	}
	if got := string(parts[rels[shape(t, out, "9").All("blip")[0].Attr("embed")]]); !strings.HasPrefix(got, "png of c-line") {
		t.Errorf("the bound picture is %q", got)
	}
}

func TestListOfADeck(t *testing.T) {
	content := withShapes(t, `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="20" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`+textShape(21, "paystats: example title", "in a group")+`</p:grpSp>`, nil)
	d := mustOpen(t, content)
	var got []string
	for _, s := range d.Shapes()[:2] {
		got = append(got, fmt.Sprintf("%d #%d %s %s [%s] %s", s.Slide, s.ID, s.Name, s.Kind, s.Address, d.About(s)))
	}
	want := []string{"1 #2 Chart 1 chart [] bar: Series 1, Series 2", "1 #21 Text 21 text [example title] in a group rest"}
	if !slices.Equal(got, want) || d.Slides() != 7 || len(d.Shapes()) != 8 {
		t.Errorf("the list is %q, want %q", got, want)
	}
	b, err := deck.ParseBinding("example/c-line")
	if err != nil {
		t.Fatal(err)
	}
	finding, err := d.Try(context.Background(), d.Shapes()[1], source{doc: page(t, 5, "alipay")})
	if err != nil || finding != nil {
		t.Errorf("a try finds %+v, %v", finding, err)
	}
	if err := d.Shapes()[1].Bind(b); err != nil {
		t.Fatal(err)
	}
	if s := mustOpen(t, mustBytes(t, d)).Shapes()[1]; s.Address != "example/c-line" || strings.Count(s.Alt, "paystats:") != 1 {
		t.Errorf("bound anew it is %q, its alternative text %q", s.Address, s.Alt)
	}
}

// A text of a page that holds a claim is written as the page says it, and the claim is named.
func TestTextsNameFalseClaims(t *testing.T) {
	doc := page(t, 5, "alipay", "tenpay", "99bill")
	doc.Untrue = []document.Claim{{Text: "known in 2015-Q1", Found: chart.Text{En: "nothing is"}}}
	for address, want := range map[string]bool{"example lead": true, "example/c-line title": false, "example/c-line source": false} {
		_, result := mustRefresh(t, withShapes(t, textShape(9, "paystats: "+address, "before"), nil), source{doc: doc})
		named := slices.ContainsFunc(result.Findings, func(f deck.Finding) bool {
			return f.Code == deck.ClaimFalse && f.Warning && f.Slide == 1 && strings.Contains(f.Msg, `"known in 2015-Q1" is false: nothing is`)
		})
		if named != want {
			t.Errorf("%s: the claim is named: %v; %+v", address, named, result.Findings)
		}
	}
}
