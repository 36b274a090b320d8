package page_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/document"
	"paystats/reports/page"
)

// built reads reports/pages/p.md of some files, and builds all pages that it stands for.
// It returns them as text by name, and every problem as "file:line:col code".
func built(t *testing.T, src *fake, files map[string]string, settings ...page.Setting) (texts map[string]string, problems []string) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree["reports/pages/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return builtFrom(t, src, page.Reader{Layers: []fs.FS{tree}, Settings: settings}, files["p.md"])
}

func builtFrom(t *testing.T, src *fake, reader page.Reader, text string) (texts map[string]string, problems []string) {
	t.Helper()
	p, _ := reader.Parse("reports/pages/p.md", []byte(text)) // Build repeats its mistakes
	pages, err := page.Expand(context.Background(), src, []*page.Page{p})
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	var all diag.List
	for _, one := range pages {
		doc, err := one.Build(context.Background(), src, page.Options{Warn: &all})
		all.Merge(err)
		texts[one.Name] = print(doc)
	}
	for _, one := range all.Once().Sorted() {
		problems = append(problems, strings.TrimPrefix(one.Pos.String(), "reports/pages/")+" "+one.Code)
		if one.Line == "" && one.Pos.Line > 0 && one.Code != "parameter-value" {
			t.Errorf("%v has no line", one)
		}
	}
	return texts, problems
}

func TestParameters(t *testing.T) {
	const text = `---
title: "${market.name}: ${last.name}"
parameters: {market: [pay, bank], last: 2020-Q4, top: 2, mark: "*a* <b>"}
period: 2020-Q1..${last}
---
${mark} in ${last} and in code ` + "`${last}`" + `: {{ value tx_value market=${market} period=${last} }};
{{ claim "${market.name} is large" tx_value market=${market} period=${last} value>1 }}; [here](../${market}/index.html)

` + "```chart a\nmetric: share\nmarket: ${market}\nperiod: ${last}\nkind: donut\ntop: ${top}\ntitle: By ${last}\n```\n"
	texts, problems := built(t, newFake(t), map[string]string{"p.md": text})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, want := range []string{
		"Acmeland payments: Q4 2020\n", "period: Q1 2020 to Q4 2020", "*a* &lt;b&gt; in 2020-Q4 and in code <code>${last}</code>", "CNY&nbsp;2.7&nbsp;tn",
		"Acmeland payments is large</span>", `<a href="../pay/index.html">`, "chart a (donut, percent): By 2020-Q4", "Others",
	} {
		if !strings.Contains(texts["p"], want) {
			t.Errorf("the page lacks %q:\n%s", want, texts["p"])
		}
	}
}

// The workspace's value replaces the page's, if the page allows it.
func TestSettings(t *testing.T) {
	const text = "---\ntitle: \"${market.name}\"\nparameters: {market: [pay, bank], free: x}\n---\n${free}\n"
	at := diag.Pos{File: "paystats.yaml", Line: 3, Col: 11}
	texts, problems := built(t, newFake(t), map[string]string{"p.md": text}, page.Setting{Name: "market", Value: "bank"}, page.Setting{Name: "free", Value: "anything"})
	if len(problems) > 0 || !strings.Contains(texts["p"], "Acmeland banks\n") || !strings.Contains(texts["p"], "anything") {
		t.Errorf("%v\n%s", problems, texts["p"])
	}
	if _, problems = built(t, newFake(t), map[string]string{"p.md": text}, page.Setting{Name: "market", Value: "bnak", Pos: at}); !slices.Equal(problems, []string{"paystats.yaml:3:11 parameter-value"}) {
		t.Errorf("problems = %v", problems)
	}
}

// What a parameter says never becomes part of the SQL.
func TestParametersAreBound(t *testing.T) {
	src := newFake(t)
	src.block = &frame.Frame{Columns: []frame.Column{{Name: "period", Kind: frame.Text, Cells: []any{"2020"}}, {Name: "value", Kind: frame.Int, Cells: []any{int64(1)}}}}
	const text = "---\ntitle: T\nparameters: {who: \"x'; DROP TABLE load\"}\n---\n```chart a\ntitle: A\nunit: count\nsql: |\n  SELECT period, value FROM t -- of ${nobody}\n  WHERE who = ${who} OR ${who} = ''\n```\n"
	if _, problems := built(t, src, map[string]string{"p.md": text}); len(problems) > 0 {
		t.Fatal(problems)
	}
	i := slices.IndexFunc(src.asked, func(sql string) bool { return strings.Contains(sql, "FROM t --") })
	if i < 0 || !strings.Contains(src.asked[i], "WHERE who = ? OR ? = ''") || strings.Contains(src.asked[i], "DROP") {
		t.Errorf("asked %q", src.asked)
	}
}

func TestPassages(t *testing.T) {
	files := map[string]string{
		"p.md":            "---\ntitle: T\nparameters: {m: pay}\n---\nFirst.\n\n{{ include parts/method.md }}\nLast.\n\n```text\n{{ include parts/method.md }}\n```\n",
		"parts/method.md": "## Method\r\n\r\n{{ include \"deep/more.md\" }}\n",
		"parts/deep/more.md": "Value {{ value tx_value market=${m} period=2020-Q4 }}.\n\n" +
			"```chart inner\nmetric: share\nmarket: ${m}\nperiod: 2020-Q4\nkind: donut\ntitle: Inner\n```\n",
	}
	texts, problems := built(t, newFake(t), files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := texts["p"]
	for _, want := range []string{"<p>First.</p>\n<h2>Method</h2>", "CNY&nbsp;2.7&nbsp;tn", "chart inner", "<p>Last.</p>", "<code class=\"language-text\">{{ include parts/method.md }}"} {
		i := strings.Index(got, want)
		if i < 0 {
			t.Fatalf("the page lacks %q behind what comes before:\n%s", want, texts["p"])
		}
		got = got[i:]
	}
}

func TestAuthoringMistakes(t *testing.T) {
	body := func(text string) map[string]string { return map[string]string{"p.md": head + text} }
	with := func(name, text, body string) map[string]string {
		return map[string]string{"p.md": head + body, name: text}
	}
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"unknown parameter", body("a ${b}\n"), "p.md:5:3 parameter-unknown"},
		{"unknown parameter in an expression", body("a {{ value ${b} market=${c} }}\n"), "p.md:5:12 parameter-unknown; p.md:5:24 parameter-unknown"},
		{"no name of a parameter", body("a ${B c}\n"), "p.md:5:3 parameter-syntax"},
		{"misspelt parameter", map[string]string{"p.md": "---\ntitle: ${markt}\nparameters: {market: pay}\n---\n"}, "p.md:2:8 parameter-unknown"},
		{"bad name declared", map[string]string{"p.md": "---\ntitle: T\nparameters: {Market: pay}\n---\n"}, "p.md:3:14 parameter-syntax"},
		{"no value declared", map[string]string{"p.md": "---\ntitle: T\nparameters: {market: []}\n---\n"}, "p.md:3:22 key-type"},
		{"name where an id is needed", map[string]string{"p.md": "---\ntitle: T\nparameters: {m: pay}\n---\n```chart a\ntitle: A\nmetric: share\nmarket: ${m.name}\n```\n"}, "p.md:8:9 parameter-syntax"},
		{"name of nothing", map[string]string{"p.md": "---\ntitle: T\nparameters: {m: nothing}\n---\n${m.name}\n"}, "p.md:5:1 parameter-syntax"},
		{"quoted in SQL", map[string]string{"p.md": "---\ntitle: T\nparameters: {m: pay}\n---\n```chart a\ntitle: A\nunit: count\nsql: |\n  SELECT 1\n  WHERE 'a ${m}' = ''\n```\n"}, "p.md:9:1 sql-columns; p.md:10:12 sql-refused"},
		{"no number", map[string]string{"p.md": "---\ntitle: T\nparameters: {n: many}\n---\n```chart a\ntitle: A\nmetric: share\nmarket: pay\nperiod: 2020-Q4\ntop: ${n}\n```\n"}, "p.md:10:6 key-type"},
		{"no such passage", with("parts/method.md", "x\n", "{{ include parts/methd.md }}\n"), "p.md:5:12 include-unknown"},
		{"upwards", body("{{ include ../../paystats.md }}\n"), "p.md:5:12 include-path"},
		{"absolute", body("{{ include /etc/passwd.md }}\n"), "p.md:5:12 include-path"},
		{"drive", body("{{ include C:/x.md }}\n"), "p.md:5:12 include-path"},
		{"backslash", body("{{ include parts\\x.md }}\n"), "p.md:5:12 include-path"},
		{"no Markdown", body("{{ include parts/secret.csv }}\n"), "p.md:5:12 include-path"},
		{"itself", body("{{ include p.md }}\n"), "p.md:5:12 include-cycle"},
		{"in a ring", with("parts/a.md", "x\n{{ include ../p.md }}\n", "{{ include parts/a.md }}\n"), "parts/a.md:2:12 include-cycle"},
		{"among words", body("see {{ include parts/a.md }}\n"), "p.md:5:8 expression-syntax"},
		{"with a head", with("parts/a.md", "---\ntitle: T\n---\n", "{{ include parts/a.md }}\n"), "p.md:5:12 head"},
		{"mistakes in a passage", with("parts/a.md", "a\n\n{{ valeu x }}\n```chart a\nmetirc: x\ntitle: A\nsql: SELECT 1\nunit: yuan\n```\n<b>x</b>\n", "{{ include parts/a.md }}\n"),
			"parts/a.md:3:4 verb-unknown; parts/a.md:5:1 key-unknown; parts/a.md:8:7 unit-unknown; parts/a.md:10:1 raw-html; parts/a.md:10:5 raw-html"},
		{"mistakes behind a passage", with("parts/a.md", "a\nb\nc\n", "{{ include parts/a.md }}\n{{ valeu x }}\n"), "p.md:6:4 verb-unknown"},
		{"never closed in a passage", with("parts/a.md", "```chart a\ntitle: A\n", "{{ include parts/a.md }}\ntext\n"), "parts/a.md:1:1 fence-unclosed; parts/a.md:1:1 key-missing; parts/a.md:1:1 key-missing"},
		{"unknown word for empty", body("```chart a\ntitle: A\nmetric: share\nmarket: pay\nperiod: 2020-Q4\nempty: ommit\n```\n"), "p.md:10:8 request"},
		{"for without a market", map[string]string{"p.md": "---\ntitle: T\nfor: {each: provider}\n---\n"}, "p.md:3:6 key-missing"},
		{"for an unknown market", map[string]string{"p.md": "---\ntitle: T\nfor: {each: provider, market: pya}\n---\n"}, "p.md:3:31 market-unknown"},
		{"for a market without members", map[string]string{"p.md": "---\ntitle: T\nfor: {each: provider, market: bank}\n---\n"}, "p.md:3:31 request"},
		{"for another dimension", map[string]string{"p.md": "---\ntitle: T\nfor: {each: wallet, market: pay}\n---\n"}, "p.md:3:13 request"},
		{"for an unknown member", map[string]string{"p.md": "---\ntitle: T\nfor: {each: provider, market: pay, members: [alfa]}\n---\n"}, "p.md:3:46 empty-result; p.md:3:46 member-unknown"},
		{"for and a parameter of one name", map[string]string{"p.md": "---\ntitle: T\nparameters: {provider: x}\nfor: {each: provider, market: pay}\n---\n"}, "p.md:4:13 key-duplicate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, problems := built(t, newFake(t), tt.files); strings.Join(problems, "; ") != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(problems, "; "), tt.want)
			}
		})
	}
}

// A page that grows beyond bounds by what it includes is refused, and soon.
func TestPassagesAreBounded(t *testing.T) {
	files := map[string]string{"p.md": "---\ntitle: T\n---\n{{ include a.md }}\n"}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		files[name+".md"] = strings.Repeat("{{ include "+string(name[0]+1)+".md }}\n", 20)
	}
	files["g.md"] = "x\n"
	_, problems := built(t, newFake(t), files)
	if len(problems) == 0 || !strings.HasSuffix(problems[0], " include-size") {
		t.Errorf("problems = %v", problems)
	}
}

// A link that leads out of the workspace is not followed, nor is anything read that is no
// file.
func TestPassagesStayInside(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(outside, []byte("SECRET\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "reports/pages/folder.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "reports/pages/link.md")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range []string{"link.md", "folder.md"} {
		texts, problems := builtFrom(t, newFake(t), page.Reader{Layers: []fs.FS{root.FS()}}, "---\ntitle: T\n---\n{{ include "+name+" }}\n")
		if !slices.Equal(problems, []string{"p.md:4:12 include-path"}) || strings.Contains(texts["p"], "SECRET") {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

const template = `---
title: "${provider.name}"
for: {each: provider, market: pay}
period: 2020-Q4
---
{{ value share market=pay member=${provider} }} and in Q2 {{ value share market=pay member=${provider} period=2020-Q2 }}.
{{ claim "${provider.name} was above 10 %" share market=pay member=${provider} period=2020-Q2 min>10% }}

` + "```chart now\nmetric: share\nmarket: pay\nmembers: [ \"${provider}\" ]\ntitle: Now\n```\n" +
	"```chart then\nmetric: share\nmarket: pay\nmembers: [ \"${provider}\" ]\nperiod: 2020-Q2\ntitle: Then\n```\n" +
	"```table left-out\nempty: omit\nmetric: share\nmarket: pay\nmembers: [ \"${provider}\" ]\nperiod: 2020-Q2\ntitle: Left out\n```\n"

// values of pay by member, so that the template has two pages: alpha has all figures, beta
// lacks the second quarter.
func twoMembers(t *testing.T) *fake {
	src := newFake(t)
	src.rows = append(src.rows, map[string]string{
		"table": "core_market_value", "market": "pay", "measure": "tx_value", "publisher": "acme", "unit": "CNY", "frequency": "Q", "period": "2020-Q4", "member": "beta", "value": "1"})
	return src
}

func TestPageForEachMember(t *testing.T) {
	texts, problems := built(t, twoMembers(t), map[string]string{"p.md": template})
	if want := []string{"p.md:7:1 claim-false"}; !slices.Equal(problems, want) {
		t.Errorf("problems = %v, want %v", problems, want)
	}
	tests := []struct {
		page       string
		has, lacks []string
	}{
		{"p-alpha", []string{"Alpha 阿尔法\n", "55.0&nbsp;%", "61.9&nbsp;%", "chart then", "table left-out"}, []string{"not&nbsp;known", "hold nothing"}},
		{"p-beta", []string{"Beta\n", "15.0&nbsp;%", "not&nbsp;known", "gap then: Then\nThe data hold nothing for Q2 2020.\n", "Not borne out by the data: Beta was above 10 %"}, []string{"chart then", "left-out"}},
	}
	if len(texts) != len(tests) {
		t.Errorf("%d pages, want %d", len(texts), len(tests))
	}
	for _, tt := range tests {
		for _, want := range tt.has {
			if !strings.Contains(texts[tt.page], want) {
				t.Errorf("%s lacks %q:\n%s", tt.page, want, texts[tt.page])
			}
		}
		for _, not := range tt.lacks {
			if strings.Contains(texts[tt.page], not) {
				t.Errorf("%s has %q:\n%s", tt.page, not, texts[tt.page])
			}
		}
	}
}

func TestMembersOfATemplate(t *testing.T) {
	names := func(text string, others ...string) string {
		p, _ := page.Parse("p.md", []byte(text))
		pages := []*page.Page{p}
		for _, name := range others {
			other, _ := page.Parse(name+".md", []byte("---\ntitle: T\n---\n"))
			pages = append(pages, other)
		}
		pages, err := page.Expand(context.Background(), twoMembers(t), pages)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, one := range pages {
			out = append(out, one.Name)
		}
		return strings.Join(out, " ")
	}
	if got, want := names(template, "q"), "p-alpha p-beta q"; got != want { // the order of the code list
		t.Errorf("pages %s, want %s", got, want)
	}
	if got, want := names(strings.Replace(template, "market: pay}", "market: pay, members: [beta, alpha]}", 1)), "p-beta p-alpha"; got != want {
		t.Errorf("pages %s, want %s", got, want)
	}
	// A page of that name is there already: the template stays, and says so.
	if got, want := names(template, "p-beta"), "p p-beta"; got != want {
		t.Errorf("pages %s, want %s", got, want)
	}
}

// On an ordinary page a block may say that it can do without data.
func TestEmptyOfAnOrdinaryPage(t *testing.T) {
	block := func(empty string) string {
		return chartOf("metric: tx_value", "market: pay", "period: 2019-Q1", "empty: "+empty)
	}
	tests := []struct{ empty, want string }{{"note", "gap"}, {"omit", ""}, {"error", "7:9 empty-result"}}
	for _, tt := range tests {
		p, _ := page.Parse("p.md", []byte(block(tt.empty)))
		doc, err := p.Build(context.Background(), newFake(t), page.Options{})
		got := ""
		var list *diag.List
		if errors.As(err, &list) {
			got = strings.TrimPrefix(list.Sorted()[0].Pos.String()+" "+list.Sorted()[0].Code, "p.md:")
		}
		for _, b := range doc.Blocks {
			if _, ok := b.(document.Gap); ok {
				got = "gap"
			}
		}
		if got != tt.want {
			t.Errorf("empty: %s gives %q, want %q", tt.empty, got, tt.want)
		}
	}
}
