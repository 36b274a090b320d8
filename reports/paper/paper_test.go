package paper

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/picture"
	"paystats/reports/theme"
)

// drawn stands for a chart: a box of the height that was asked for, 260 by itself, 200 at least.
func drawn(_ context.Context, s chart.Spec, width, height float64) (*picture.Picture, error) {
	if height == 0 {
		height = 260
	}
	if height < 200 {
		return nil, ErrSize
	}
	return &picture.Picture{Width: width, Height: height, Items: []picture.Item{
		&picture.Shape{Path: picture.Rect(Edge, 4, width-2*Edge, height-22), Fill: picture.Color{R: 200, A: 1}},
	}}, nil
}

// example is a document of everything that a page can hold.
func example(lang string) document.Document {
	in := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(lang) }
	doc := document.Document{
		Name: "example", Lang: lang, Title: in("Wallets & cards", "钱包与银行卡"), Lead: in("Two wallets carry most.", "两大钱包承载大部分。"), Period: "2013–2015",
		Alerts: []string{"check shares: 1 of 9 rows"}, Notes: []string{in("All figures are examples.", "所有数字均为示例。")},
		Sets: []document.DataSet{{Name: "a", Title: "Set A", Licences: []document.Link{{Text: "CC0", Href: "https://example.org/cc0"}}, Sources: []document.Source{
			{Publisher: "P", Title: "One", Href: "https://example.org/1", Vintage: "2015-11-03"}, {Publisher: "P", Title: "Two", Href: "javascript:alert(1)"},
		}}},
	}
	doc.Blocks = append(doc.Blocks, document.KPIs{ID: "kpi", Figures: []chart.Figure{
		{Label: in("Value", "规模"), Value: "CNY 9.0 tn", Detail: "+38.5 %"}, {Label: in("Share", "占比"), Value: "61.9 %"},
	}})
	for i := range 6 {
		doc.Blocks = append(doc.Blocks, document.Prose{HTML: fmt.Sprintf(`<h2>%s %d</h2>
<p>%s <strong>%s</strong> <em>x</em> &lt;b&gt; <a href="https://example.org/%d?a=1&amp;b=2">%s</a>,
<a href="#chart-0">%s</a> <a href="../other/index.html">o</a> <mark class="claim-false">%s</mark> <del>old</del> <code>a_b</code>.</p>
<ul><li>%s<ol start="3"><li>three</li></ol></li><li><p>two</p></li></ul>
<blockquote><p>said</p></blockquote><pre><code>one
  two
</code></pre><hr><table><thead><tr><th>A</th><th style="text-align:right">B</th></tr></thead><tbody><tr><td>x</td><td style="text-align:right">1</td></tr></tbody></table>`,
			in("Chapter", "章节"), i, strings.Repeat(in("A sentence of several words. ", "这是一个句子，有几个词。"), 12), in("strong", "强调"), i, in("link", "链接"), in("chart", "图"), in("false claim", "不成立"), in("item", "条目"))},
			document.Chart{Spec: chart.Spec{ID: fmt.Sprintf("chart-%d", i), Title: fmt.Sprintf("%s %d", in("Finding", "发现"), i)}})
	}
	long := document.Table{ID: "long", Title: in("A long table", "长表"), Source: "S", Table: chart.Table{Columns: []chart.Column{{Name: in("Name", "名称")}, {Name: in("Value", "数值"), Numeric: true}}}}
	for i := range 90 {
		long.Table.Rows = append(long.Table.Rows, []chart.Cell{{Text: fmt.Sprintf("row %d", i)}, {Text: fmt.Sprint(i)}})
	}
	wide := document.Table{ID: "wide", Title: in("A wide table", "宽表")}
	var row []chart.Cell
	for i := range 24 {
		wide.Table.Columns = append(wide.Table.Columns, chart.Column{Name: fmt.Sprintf("Q%d 2013", i), Numeric: i > 0})
		row = append(row, chart.Cell{Text: fmt.Sprintf("1,234,5%02d", i)})
	}
	wide.Table.Rows = [][]chart.Cell{row}
	doc.Blocks = append(doc.Blocks, long, wide, document.Gap{ID: "gap", Title: in("Nothing", "无"), Text: in("No data.", "没有数据。")})
	return doc
}

func mustRender(t *testing.T, doc document.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	missing, err := Render(context.Background(), &out, doc, Options{Chart: drawn, Made: "paystats test"})
	if err != nil || missing != "" {
		t.Fatalf("Render lacks %q: %v", missing, err)
	}
	return out.Bytes()
}

// pages returns the text of each page of a file, as a reader would copy it.
func pages(t *testing.T, file []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("no pdftotext: `make test-deps` installs it")
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

func TestRenderKeepsText(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Wallets & cards", "Two wallets carry most.", "CNY 9.0 tn", "<b>", "strong", "false claim", "a_b", "row 89", "1,234,523", "No data.", "CC0", "check shares", "paystats test", "3. three"},
		"zh": {"钱包与银行卡", "两大钱包承载大部分。", "章节 5", "这是一个句子，有几个词。", "强调", "数据检查未通过", "没有数据。", "日期不详", "第1页，共"},
	} {
		texts := strings.Join(pages(t, mustRender(t, example(lang))), "\n")
		for _, text := range want {
			if !strings.Contains(texts, text) {
				t.Errorf("%s: the file does not say %q", lang, text)
			}
		}
	}
}

func TestContentsNameThePages(t *testing.T) {
	all := pages(t, mustRender(t, example("en")))
	for i := range 6 {
		chapter := fmt.Sprintf("Chapter %d", i)
		_, after, ok := strings.Cut(all[0], chapter)
		var page int
		if _, err := fmt.Sscan(strings.TrimLeft(strings.SplitN(after, "\n", 2)[0], " ."), &page); !ok || err != nil || page < 1 || page > len(all) {
			t.Fatalf("the contents name no page of %s: %v in %q", chapter, err, all[0])
		}
		if !strings.Contains(all[page-1], chapter) {
			t.Errorf("%s is not on page %d", chapter, page)
		}
	}
	if want := fmt.Sprintf("Page %d of %d", len(all), len(all)); !strings.Contains(all[len(all)-1], want) {
		t.Errorf("the last page does not say %q", want)
	}
}

func TestRenderRepeatsItself(t *testing.T) {
	if !bytes.Equal(mustRender(t, example("zh")), mustRender(t, example("zh"))) {
		t.Error("equal documents give different files")
	}
}

func TestFileLeadsOnlyWhereItMay(t *testing.T) {
	file := mustRender(t, example("en"))
	for _, bad := range []string{"javascript:", "/JavaScript", "/Launch", "index.html"} {
		if bytes.Contains(file, []byte(bad)) {
			t.Errorf("the file holds %q", bad)
		}
	}
	for _, want := range []string{"/URI (https://example.org/5?a=1&b=2)", "/Outlines", "/Lang (en)"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// set lays out the example and returns its pieces with the pages they came to.
func set(t *testing.T, lang string) ([]piece, *flow) {
	t.Helper()
	house, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	s := &setter{ctx: context.Background(), doc: example(lang), opt: Options{Theme: house, Chart: drawn}, ink: inkOf(house)}
	body, err := s.body()
	if err != nil {
		t.Fatal(err)
	}
	for i := range body { // so that each can be found again
		if body[i].id == "" {
			body[i].id = fmt.Sprintf("piece.%d", i)
		}
	}
	f := &flow{}
	f.turn()
	if err := f.set(body); err != nil {
		t.Fatal(err)
	}
	return body, f
}

func TestPagesBreakWhereTheyMay(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		body, f := set(t, lang)
		if len(f.pages) < 5 {
			t.Fatalf("the example has %d pages", len(f.pages))
		}
		for i, p := range body {
			at := f.places[p.id]
			if end := at.Y + 8 + p.height; end > bottom && p.lower == nil {
				t.Errorf("%s: piece %d ends at %.0f of page %d", lang, i, end, at.Page)
			}
			if p.stays && i+1 < len(body) && f.places[body[i+1].id].Page != at.Page {
				t.Errorf("%s: piece %d stands on page %d, what it stays with on the next", lang, i, at.Page)
			}
		}
	}
}

func TestTablesRepeatTheirHead(t *testing.T) {
	heads := 0
	for _, text := range pages(t, mustRender(t, example("en"))) {
		if strings.Contains(text, "row ") {
			heads += strings.Count(text, "Name") // once a page
		}
	}
	if heads < 2 {
		t.Errorf("the head of a table over several pages stands on %d", heads)
	}
}

func TestNothingLiesBesideThePage(t *testing.T) {
	_, f := set(t, "en")
	for i, page := range f.pages {
		for _, it := range page.items {
			inside(t, i, it, picture.Scale(1, 1))
		}
	}
}

// inside checks that texts stand between the margins.
func inside(t *testing.T, page int, it picture.Item, m picture.Matrix) {
	switch it := it.(type) {
	case *picture.Group:
		for _, child := range it.Items {
			inside(t, page, child, m.Mul(it.Matrix))
		}
	case *picture.Text:
		at := m.Apply(picture.Point{X: it.X, Y: it.Y})
		end := at.X + (&breaker{bold: it.Bold, size: it.Size}).measure([]run{{text: it.String}})
		if at.X < left-1 || end > left+width+1 || at.Y > bottom {
			t.Errorf("page %d: %q stands from %.0f to %.0f at %.0f", page, it.String, at.X, end, at.Y)
		}
	}
}
