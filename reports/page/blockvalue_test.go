package page_test

import (
	"context"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/document"
	"paystats/reports/page"
)

// reasons is what the query of a Pareto of two reasons returns.
func reasons() *frame.Frame {
	return &frame.Frame{Columns: []frame.Column{
		{Name: "category", Kind: frame.Text, Cells: []any{"limit", "network"}},
		{Name: "category_en", Kind: frame.Text, Cells: []any{"Over the limit", "No network"}},
		{Name: "category_zh", Kind: frame.Text, Cells: []any{"超限", "网络"}},
		{Name: "value", Kind: frame.Float, Cells: []any{0.7, 0.3}},
		{Name: "cumulative", Kind: frame.Float, Cells: []any{0.7, 1.0}},
		{Name: "failures", Kind: frame.Int, Cells: []any{int64(7000), int64(3000)}},
		{Name: "gap", Kind: frame.Float, Cells: []any{0.4, nil}},
	}}
}

const paretoBlock = "```chart reasons\ntitle: A\nkind: pareto\nunit: percent\nsql: SELECT category FROM own_list\n```\n"

func TestValueOfABlock(t *testing.T) {
	tests := []struct{ name, in, lang, want string }{
		{"by number", "value value block=reasons row=2", "en", "30.0 %"},
		{"by id", "value value block=reasons row=network", "en", "30.0 %"},
		{"the first where none is named", "value value block=reasons", "en", "70.0 %"},
		{"a part of the whole", "value cumulative block=reasons row=2", "en", "100.0 %"},
		{"a count", "value failures block=reasons row=1", "en", "7,000"},
		{"the name of an id", "value category block=reasons row=1", "en", "Over the limit"},
		{"its Chinese name", "value category block=reasons row=limit", "zh", "超限"},
		{"with a sign", "value gap block=reasons row=1 sign=plus", "en", "+40.0 %"},
		{"a claim on one row", `claim "so it is" value block=reasons row=1 value>0.5`, "en", "so it is"},
		{"a claim on all rows", `claim "so it is" value block=reasons sum=100% count=2 first>60% last<40%`, "en", "so it is"},
		{"a claim passes over holes", `claim "so it is" gap block=reasons count=1`, "en", "so it is"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.block = reasons()
			p, err := page.Parse("p.md", []byte(head+"It was {{ "+tt.in+" }}.\n\n"+paretoBlock))
			if err != nil {
				t.Fatal(err)
			}
			var warn diag.List
			doc, err := p.Build(context.Background(), src, page.Options{Lang: tt.lang, Warn: &warn})
			if err != nil {
				t.Fatal(err)
			}
			if text := doc.Blocks[0].(document.Prose).HTML; !strings.Contains(strings.ReplaceAll(string(text), "&nbsp;", " "), ">"+tt.want+"<") {
				t.Errorf("{{ %s }} gave %s, want %s", tt.in, text, tt.want)
			}
			if warn.Len() > 0 {
				t.Errorf("{{ %s }} warned %v", tt.in, warn.Sorted())
			}
		})
	}
}

func TestFalseClaimOfABlock(t *testing.T) {
	src := newFake(t)
	src.block = reasons()
	p, _ := page.Parse("p.md", []byte(head+"{{ claim \"All are rare\" value block=reasons max<50% }}\n\n"+paretoBlock))
	var warn diag.List
	if _, err := p.Build(context.Background(), src, page.Options{Warn: &warn}); err != nil {
		t.Fatal(err)
	}
	if got := warn.Sorted(); len(got) != 1 || got[0].Code != "claim-false" || !strings.Contains(got[0].Msg, "max is 70.0 %") {
		t.Errorf("warnings = %v, want one false claim with what was found", got)
	}
}

func TestMistakesOfABlocksValue(t *testing.T) {
	tests := []struct{ name, in, want, hint string }{
		{"unknown block", "value value block=reason", "5:22 block-unknown", "reasons"},
		{"unknown column", "value valeu block=reasons", "5:10 sql-columns", "value"},
		{"unknown row", "value value block=reasons row=3", "5:34 no-value", "from 1"},
		{"a hole", "value gap block=reasons row=2", "5:1 no-value", ""},
		{"block and market", "value value block=reasons market=pay", "5:22 expression-syntax", "without market"},
		{"another verb", "leader value block=reasons", "5:23 expression-syntax", "value COLUMN"},
		{"a row of nothing", "value share market=pay row=1", "5:31 expression-syntax", "block="},
		{"a claim on words", `claim "x" category block=reasons min>1`, "5:14 sql-columns", "numbers"},
		{"a claim on a member", `claim "x" value block=reasons top=limit`, "5:1 request", "order"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.block = reasons()
			got, hint := problems(t, src, head+"{{ "+tt.in+" }}\n\n"+paretoBlock)
			if got != tt.want || !strings.Contains(hint, tt.hint) {
				t.Errorf("{{ %s }} gave %s (%s), want %s (%s)", tt.in, got, hint, tt.want, tt.hint)
			}
		})
	}
}

// What a block may lack, the text may lack too.
func TestValueOfABlockThatMayBeEmpty(t *testing.T) {
	for empty, want := range map[string]string{"empty: note\n": "not known", "": "no-value"} {
		src := newFake(t)
		src.block = &frame.Frame{Columns: reasons().Columns[:0]}
		p, _ := page.Parse("p.md", []byte(head+"It was {{ value value block=reasons }}.\n\n```table reasons\n"+empty+"title: A\nsql: SELECT 1\ncolumns: {value: {title: V, unit: percent}}\n```\n"))
		doc, err := p.Build(context.Background(), src, page.Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = strings.ReplaceAll(string(doc.Blocks[0].(document.Prose).HTML), "&nbsp;", " ")
		}
		if !strings.Contains(got, want) {
			t.Errorf("with %q: %s, want %s", empty, got, want)
		}
	}
}
