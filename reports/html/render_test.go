package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/html"
)

func mustRender(t *testing.T, doc document.Document) string {
	t.Helper()
	var buf bytes.Buffer
	if err := html.Render(&buf, []document.Document{doc}, html.Options{Version: "0.1.0", Index: "../index.html"}); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func mustRenderIndex(t *testing.T, index document.Index) string {
	t.Helper()
	var buf bytes.Buffer
	if err := html.RenderIndex(&buf, []document.Index{index}, html.Options{Version: "0.1.0"}); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestRenderIsDeterministic(t *testing.T) {
	first := mustRender(t, example(t))
	for range 5 {
		if again := mustRender(t, example(t)); again != first {
			t.Fatal("equal documents gave different bytes")
		}
	}
}

var (
	scriptTag  = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)
	policyHash = regexp.MustCompile(`sha256-[A-Za-z0-9+/]+=*`)
	policyTag  = regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`)
)

// policyOf returns the page's policy, its character references resolved.
func policyOf(t *testing.T, page string) string {
	t.Helper()
	m := policyTag.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no policy")
	}
	return strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(m[1])
}

func TestPolicyAllowsExactlyTheScripts(t *testing.T) {
	pages := map[string]string{
		"page": mustRender(t, example(t)), "hostile": mustRender(t, hostile(mustTheme(t))), "index": mustRenderIndex(t, exampleIndex()),
	}
	for name, page := range pages {
		policy := policyOf(t, page)
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'sha256-") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy = %s", name, policy)
		}
		want := map[string]bool{}
		for _, h := range policyHash.FindAllString(policy, -1) {
			want[h] = true
		}
		for _, m := range scriptTag.FindAllStringSubmatch(page, -1) {
			if strings.Contains(m[1], "application/json") {
				continue
			}
			sum := sha256.Sum256([]byte(m[2]))
			h := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
			if !want[h] {
				t.Errorf("%s: a script of %d bytes is not allowed by the policy", name, len(m[2]))
			}
			delete(want, h)
		}
		if len(want) != 0 {
			t.Errorf("%s: the policy allows scripts that are not there: %v", name, want)
		}
	}
}

// Every data block is JSON, without a function in it and without a character that
// could end the block.
func TestDataBlocksAreData(t *testing.T) {
	for name, doc := range map[string]document.Document{"example": example(t), "hostile": hostile(mustTheme(t))} {
		n := 0
		for _, m := range scriptTag.FindAllStringSubmatch(mustRender(t, doc), -1) {
			if !strings.Contains(m[1], "application/json") {
				continue
			}
			n++
			if !json.Valid([]byte(m[2])) {
				t.Errorf("%s: a data block is not JSON: %.80s", name, m[2])
			}
			if i := strings.IndexAny(m[2], "<>&\u2028\u2029"); i >= 0 {
				t.Errorf("%s: a data block holds %q", name, m[2][i:i+10])
			}
			if name == "example" && (strings.Contains(m[2], "function") || strings.Contains(m[2], "__f__") || strings.Contains(m[2], "=>")) {
				t.Errorf("a payload holds a function: %.200s", m[2])
			}
		}
		want := 1
		for _, b := range doc.Blocks {
			switch b.(type) {
			case document.Chart:
				want += 2
			case document.Table:
				want++
			}
		}
		if n != want {
			t.Errorf("%s: %d data blocks, want %d: the theme, two a chart, one a table", name, n, want)
		}
	}
}

func TestHostileTextsAreEscaped(t *testing.T) {
	page := scriptTag.ReplaceAllString(mustRender(t, hostile(mustTheme(t))), "")
	for _, bad := range []string{"<img", "<svg onload", "<script", "</script", `href="javascript:`, "<!--"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q outside its scripts", bad)
		}
	}
	index := document.Index{Lang: "en", Title: `<img src=x>`, Pages: []document.Entry{
		{Name: `"><svg onload=x>`, Title: `</script>`, Summary: `<img>`}, {Name: `javascript:x`, Title: `x`},
	}}
	text := scriptTag.ReplaceAllString(mustRenderIndex(t, index), "")
	for _, bad := range []string{"<img", "<svg", "</script", `href="javascript:`} {
		if strings.Contains(text, bad) {
			t.Errorf("the index holds %q", bad)
		}
	}
}

// A hole is the word for none, never zero.
func TestHolesStayHoles(t *testing.T) {
	s := growthChart(mustTheme(t))
	page := mustRender(t, document.Document{Name: "p", Lang: "en", Title: "t", Blocks: []document.Block{document.Chart{Spec: s}}})
	if got := strings.Count(page, `{"value":"-"}`); got != 2 {
		t.Errorf("%d holes in the options, want 2", got)
	}
	if got := strings.Count(page, `{"v":null,`); got != 2 {
		t.Errorf("%d holes in the texts, want 2", got)
	}
	if !strings.Contains(page, `<td class="num" title="no figure published">–</td>`) {
		t.Error("the table does not give the reason of a hole")
	}
}

func TestRenderRefuses(t *testing.T) {
	th := mustTheme(t)
	tests := []struct {
		name   string
		change func(*chart.Spec)
		want   string
	}{
		{"a colour's name", func(s *chart.Spec) { s.Series[0].Color = "red;}" }, "is not #rrggbb"},
		{"a point's colour", func(s *chart.Spec) { s.Series[0].Points[0].Color = "red" }, "is not #rrggbb"},
		{"too few points", func(s *chart.Spec) { s.Series[0].Points = s.Series[0].Points[1:] }, "11 points for 12 categories"},
		{"no series", func(s *chart.Spec) { s.Series = nil }, "has no series"},
		{"unknown kind", func(s *chart.Spec) { s.Kind = "pie3d" }, `kind "pie3d" cannot be drawn`},
		{"mark without place", func(s *chart.Spec) { s.Marks[0].Category = "1999" }, `stands at "1999"`},
		{"half an interval", func(s *chart.Spec) { s.Kind = chart.Range }, "one end of an interval"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := scaleChart(th)
			tt.change(&s)
			var buf bytes.Buffer
			err := html.Render(&buf, []document.Document{{Name: "p", Lang: "en", Blocks: []document.Block{document.Chart{Spec: s}}}}, html.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Render error = %v, want %q", err, tt.want)
			}
			if buf.Len() > 0 {
				t.Errorf("Render wrote %d bytes of a refused page", buf.Len())
			}
		})
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsWriteErrors(t *testing.T) {
	if err := html.Render(full{}, []document.Document{example(t)}, html.Options{}); !errors.Is(err, errFull) {
		t.Errorf("Render error = %v, want %v", err, errFull)
	}
}

func TestWordsInChinese(t *testing.T) {
	doc := document.Document{Name: "p", Lang: "zh", Title: "中国", Blocks: []document.Block{document.Chart{Spec: shareStacked(mustTheme(t))}},
		Sets: []document.DataSet{{Name: "a", Title: "数据", Sources: []document.Source{{Publisher: "速途研究院", Title: "报告"}}}}}
	page := mustRender(t, doc)
	for _, want := range []string{`<html lang="zh-Hans">`, "来源：速途研究院", "日期不详", "引用方式"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func exampleIndex() document.Index {
	return document.Index{Lang: "en", Title: "Payments in China and India", Pages: []document.Entry{
		{Name: "china-2015q3", Title: "China: third-party payments", Summary: "Third-party payment nearly tripled in ten quarters.", Period: "Q1 2013 to Q3 2015", Charts: 6},
		{Name: "china-2015q3-zh", Title: "中国第三方支付", Summary: "十个季度近三倍。", Period: "2013年第一季度至2015年第三季度", Charts: 6},
		{Name: "india-upi", Title: "India: PhonePe and UPI", Summary: "Buying overtook sending in 2021.", Period: "Q1 2018 to Q4 2024", Charts: 1},
	}}
}

// A small line needs no script: gaps part it, a value between gaps is a dot, the newest is marked.
func TestSpark(t *testing.T) {
	v := func(in ...float64) (out []*float64) {
		for _, x := range in {
			if out = append(out, nil); !math.IsNaN(x) {
				out[len(out)-1] = &x
			}
		}
		return out
	}
	tests := []struct {
		name string
		in   []*float64
		want string
	}{
		{"a gap", v(0, 10, hole, 5, hole, 10, 0), `<path d="M3.0 23.0L24.0 3.0M108.0 3.0L129.0 23.0"/><circle cx="66.0" cy="13.0" r="1.2"/><circle cx="129.0" cy="23.0" r="2.5"/>`},
		{"one value", v(hole, 5), `<path d=""/><circle cx="129.0" cy="13.0" r="2.5"/>`},
		{"flat", v(5, 5), `<path d="M3.0 13.0L129.0 13.0"/><circle cx="129.0" cy="13.0" r="2.5"/>`},
		{"an old end", v(0, 1, hole, hole), `<path d="M3.0 23.0L45.0 3.0"/><circle cx="45.0" cy="3.0" r="2.5"/>`},
		{"none", v(hole), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := document.Document{Name: "p", Lang: "en", Blocks: []document.Block{document.Table{ID: "lines", Table: chart.Table{
				Columns: []chart.Column{{Name: "Member"}, {Name: "Line", Drawn: true}}, Rows: [][]chart.Cell{{{Text: "a"}, {Spark: &chart.Spark{Values: tt.in, Alt: `least "1" & <2>`}}}},
			}}}}
			page := mustRender(t, doc)
			if tt.want == "" {
				if strings.Contains(page, "<svg") {
					t.Error("a line of nothing is drawn")
				}
				return
			}
			want := `<td class="drawn"><svg class="spark" role="img" aria-label="least &#34;1&#34; &amp; &lt;2&gt;" viewBox="0 0 132 26" width="132" height="26">` + tt.want + `</svg></td>`
			if !strings.Contains(page, want) {
				_, rest, _ := strings.Cut(page, "<tbody>")
				t.Errorf("want %s\nin %.400s", want, rest)
			}
		})
	}
}
