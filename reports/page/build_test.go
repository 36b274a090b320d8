package page_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/page"
)

func example(t *testing.T, lang string, warn *diag.List) document.Document {
	t.Helper()
	text, err := os.ReadFile("testdata/example.md")
	if err != nil {
		t.Fatal(err)
	}
	p, err := page.Parse("example.md", text)
	if err != nil {
		t.Fatal(err)
	}
	src := newFake(t)
	src.doubts = map[int]string{2: "low"}
	src.block = &frame.Frame{Columns: []frame.Column{
		{Name: "period", Kind: frame.Text, Cells: []any{"2019", "2020"}},
		{Name: "value", Kind: frame.Int, Cells: []any{int64(1000000), int64(2000000)}},
	}}
	doc, err := p.Build(context.Background(), src, page.Options{Lang: lang, Warn: warn})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The golden files are documents as text: what a reader of the page reads.
func TestBuildExample(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			golden(t, "example."+lang+".txt", []byte(print(example(t, lang, nil))))
		})
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	first := print(example(t, "en", nil))
	for range 5 {
		if again := print(example(t, "en", nil)); again != first {
			t.Fatal("two builds of one page differ")
		}
	}
}

func TestFalseClaimIsAWarning(t *testing.T) {
	var warn diag.List
	doc := example(t, "en", &warn)
	all := warn.Sorted()
	if len(all) != 1 || all[0].Code != "claim-false" || !all[0].Warning || all[0].Pos.String() != "example.md:15:1" {
		t.Errorf("warnings = %v, want one claim-false at example.md:15:1", all)
	}
	if !slices.ContainsFunc(doc.Notes, func(n string) bool { return strings.Contains(n, "zeta leads") }) {
		t.Errorf("notes %q do not name the claim", doc.Notes)
	}
}

// A user's own dimension: its names come from the code list, "by" may name it.
func TestOwnDimension(t *testing.T) {
	tests := []struct{ name, market, by, lang, want string }{
		{"by its name", "purse", "wallet", "en", "Purse"},
		{"in Chinese", "purse", "wallet", "zh", "钱包"},
		{"by member", "purse", "member", "en", "Purse"},
		{"without names", "kiosk", "booth", "en", "Member"},
		{"without names in Chinese", "kiosk", "booth", "zh", "成员"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := page.Parse("p.md", []byte(chartOf("metric: users", "market: "+tt.market, "by: "+tt.by, "kind: ranking")))
			doc, err := p.Build(context.Background(), newFake(t), page.Options{Lang: tt.lang})
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Blocks[0].(document.Chart).Spec.Table.Columns[0].Name; got != tt.want {
				t.Errorf("members are headed %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCoverageCounts(t *testing.T) {
	tests := []struct{ name, period, want string }{
		{"one", "2020-Q2", "1 named provider explains 90.0 % of the total in Q2 2020"},
		{"several", "2020-Q4", "3 named providers explain 90.0 % of the total in Q4 2020"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := page.Parse("p.md", []byte(chartOf("metric: share", "market: pay", "kind: donut", "period: "+tt.period)))
			doc, err := p.Build(context.Background(), newFake(t), page.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Blocks[0].(document.Chart).Spec.Coverage; got != tt.want {
				t.Errorf("coverage = %q, want %q", got, tt.want)
			}
		})
	}
}

// What a page says becomes part of the SQL only if it is a name that the warehouse lists.
func TestUnlistedNamesAreNotAsked(t *testing.T) {
	for _, lines := range [][]string{
		{"metric: share", "market: \"pay' OR TRUE --\""},
		{"metric: share", "market: pay", "publisher: \"acme' OR TRUE --\""},
		{"metric: share", "market: pay", "measure: \"users' OR TRUE --\""},
		{"metric: share", "market: pay", "members: [\"alpha' OR TRUE --\"]"},
	} {
		src := newFake(t)
		p, _ := page.Parse("p.md", []byte(chartOf(lines...)))
		if _, err := p.Build(context.Background(), src, page.Options{}); err == nil {
			t.Errorf("%q is built, want a mistake", lines)
		}
		for _, sql := range src.asked {
			if strings.Contains(sql, "TRUE --") {
				t.Errorf("%q becomes part of a query: %s", lines, sql)
			}
		}
	}
}

func TestPointsKnowTheirObservations(t *testing.T) {
	for _, b := range example(t, "en", nil).Blocks {
		c, ok := b.(document.Chart)
		if !ok || c.Spec.ID != "shares" {
			continue
		}
		alpha := c.Spec.Series[0]
		if alpha.ID != "alpha" || !slices.Equal(alpha.Points[0].Inputs, []int64{10}) {
			t.Errorf("first slice = %+v, want alpha of observation 10", alpha)
		}
		if o := c.Spec.Origin; o.Metric != "share" || o.Table != "metric_share" || !strings.Contains(o.SQL, "market = ?") || o.Args[0] != "pay" {
			t.Errorf("origin = %+v", o)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, tt := range mistakes {
		f.Add(tt.in)
	}
	text, err := os.ReadFile("testdata/example.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(template)
	f.Add("---\ntitle: ${a.name}\nparameters: {a: [pay, b], n: 2}\n---\n${a} [x](${a}) {{ value share market=${a}}} {{ include x.md }}\n```chart a\ntitle: ${a}\nsql: SELECT ${n} -- ${b}\nunit: count\ntop: ${n}\n```\n")
	src := newFake(f)
	src.block = &frame.Frame{}
	f.Fuzz(func(t *testing.T, in string) {
		// The text is a page, and a passage that it may include.
		reader := page.Reader{Layers: []fs.FS{fstest.MapFS{"reports/pages/x.md": &fstest.MapFile{Data: []byte(in)}}}}
		p, _ := reader.Parse("reports/pages/p.md", []byte(in))
		pages, err := page.Expand(context.Background(), src, []*page.Page{p})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range pages {
			doc, err := one.Build(context.Background(), src, page.Options{})
			inside(t, err, strings.Count(in, "\n")+1)
			for _, b := range doc.Blocks {
				if prose, ok := b.(document.Prose); ok && strings.Contains(strings.ToLower(prose.HTML), "<script") {
					t.Errorf("a script passed: %q", prose.HTML)
				}
			}
		}
	})
}

// inside checks that every problem lies in the page or its passage.
func inside(t *testing.T, err error, lines int) {
	t.Helper()
	list, ok := errors.AsType[*diag.List](err)
	if !ok {
		return
	}
	for _, one := range list.Sorted() {
		if f := one.Pos.File; f != "reports/pages/p.md" && f != "reports/pages/x.md" || one.Pos.Line < 1 || one.Pos.Line > lines {
			t.Errorf("%v lies outside of its file of %d lines", one, lines)
		}
	}
}

// golden checks got against testdata/<name>. With PAYSTATS_UPDATE=1 it rewrites the
// file instead; review the change before committing.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nreview the output, then: PAYSTATS_UPDATE=1 go test -run '^TestBuildExample$' .", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", path, got)
	}
}

// print writes a document as text.
func print(d document.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s [%s] %s\nlead: %s\nperiod: %s\n", d.Name, d.Lang, d.Title, d.Lead, d.Period)
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case document.Prose:
			fmt.Fprintf(&b, "\nprose\n%s", x.HTML)
		case document.KPIs:
			fmt.Fprintf(&b, "\nkpis %s\n", x.ID)
			for _, f := range x.Figures {
				fmt.Fprintf(&b, "  %s | %s | %s | %s\n", f.Label, f.Value, f.Detail, f.Source)
			}
		case document.Table:
			fmt.Fprintf(&b, "\ntable %s: %s\n%s\nsource: %s\n", x.ID, x.Title, x.Subtitle, x.Source)
			printTable(&b, x.Table)
		case document.Gap:
			fmt.Fprintf(&b, "\ngap %s: %s\n%s\n", x.ID, x.Title, x.Text)
		case document.Chart:
			printSpec(&b, x.Spec)
		}
	}
	fmt.Fprintf(&b, "\nnotes: %q\nsets: %+v\n", d.Notes, d.Sets)
	return b.String()
}

func printSpec(b *strings.Builder, s chart.Spec) {
	fmt.Fprintf(b, "\nchart %s (%s, %s): %s\n%s\n", s.ID, s.Kind, s.Value.Format, s.Title, s.Subtitle)
	fmt.Fprintf(b, "categories: %s %v\n", strings.Join(s.Category.Labels, " | "), s.Category.IDs)
	for _, one := range s.Series {
		fmt.Fprintf(b, "  %s %q %s", one.ID, one.Name, one.Color)
		for _, p := range one.Points {
			fmt.Fprintf(b, " | %s", p.Text)
			if p.Label != "" {
				fmt.Fprintf(b, " label %s", p.Label)
			}
			if p.Why != "" {
				fmt.Fprintf(b, " (%s)", p.Why)
			}
			if len(p.Inputs) > 0 {
				fmt.Fprintf(b, " %v", p.Inputs)
			}
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(b, "marks: %v\nsource: %s\ncoverage: %s\nnotes: %q\nalt: %s\norigin: %+v\n", s.Marks, s.Source, s.Coverage, s.Notes, s.Alt, s.Origin)
	printTable(b, s.Table)
}

func printTable(b *strings.Builder, t chart.Table) {
	for _, c := range t.Columns {
		fmt.Fprintf(b, "| %s ", c.Name)
	}
	b.WriteString("|\n")
	for _, r := range t.Rows {
		for _, c := range r {
			fmt.Fprintf(b, "| %s ", c.Text)
		}
		b.WriteString("|\n")
	}
}

// A second build of a page asks the warehouse for nothing but the observations again.
func TestMemory(t *testing.T) {
	src := newFake(t)
	memory := page.Remember(src)
	build := func(text string) (asked int) {
		p, _ := page.Parse("p.md", []byte(text))
		before := len(src.asked)
		if _, err := p.Build(context.Background(), memory, page.Options{}); err != nil {
			t.Fatal(err)
		}
		return len(src.asked) - before
	}
	text := chartOf("metric: share", "market: pay", "kind: donut", "period: 2020-Q4")
	first := build(text)
	if again := build(text + "More words.\n"); first < 10 || again > 1 {
		t.Errorf("asked %d queries, then %d; want many, then one", first, again)
	}
	if more := build(text + "{{ value tx_value market=bank period=2020-Q1 }}\n"); more == 0 || more >= first {
		t.Errorf("a new value asks %d queries, want fewer than %d", more, first)
	}
}
