package page_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"paystats/data/frame"
	"paystats/reports/document"
	"paystats/reports/page"
)

func twoColumns(first, value float64) *frame.Frame {
	return &frame.Frame{Columns: []frame.Column{
		{Name: "category", Kind: frame.Text, Cells: []any{"a", "b"}},
		{Name: "value", Kind: frame.Float, Cells: []any{first, value}},
	}}
}

// Nothing that a program's rows have a part in goes unmarked, whatever its query returns.
func TestSyntheticIsMarked(t *testing.T) {
	flagged := twoColumns(1, 2)
	flagged.Columns = append(flagged.Columns, frame.Column{Name: "synthetic", Kind: frame.Bool, Cells: []any{false, true}})
	published := twoColumns(1, 2)
	published.Columns = append(published.Columns, frame.Column{Name: "publisher", Kind: frame.Text, Cells: []any{"acme", "synthetic"}})
	tests := []struct {
		name, sql   string
		block, real *frame.Frame
		want        bool
	}{
		{"a column says so", "SELECT category, value, synthetic FROM anything", flagged, nil, true},
		{"a publisher says so", "SELECT category, value, publisher FROM anything", published, nil, true},
		{"a model with that column, summed up", "SELECT category, sum(x) AS value FROM metric_retention GROUP BY 1", twoColumns(1, 2), twoColumns(1, 1.5), true},
		{"a model with publishers, summed up", `SELECT category, sum(x) AS value FROM "core_market_value" GROUP BY 1`, twoColumns(1, 2), twoColumns(1, 1.5), true},
		{"the same without synthetic rows", "SELECT category, sum(x) AS value FROM metric_retention GROUP BY 1", twoColumns(1, 2), nil, false},
		{"by a qualified name", "SELECT category, sum(x) AS value FROM main.metric_retention GROUP BY 1", twoColumns(1, 2), nil, true},
		{"by a function", "SELECT category, value FROM query_table('metric_' || 'retention')", twoColumns(1, 2), nil, true},
		{"a model that dropped the column", "SELECT category, value FROM own_summary", twoColumns(1, 2), nil, true},
		{"a model that reads no such rows", "SELECT category, value FROM own_list", twoColumns(1, 2), nil, false},
		{"nothing of the warehouse", "SELECT category, value FROM (VALUES ('a', 1)) AS t(category, value)", twoColumns(1, 2), nil, false},
	}
	for _, tt := range tests {
		for _, lang := range []string{"en", "zh"} {
			t.Run(tt.name+" "+lang, func(t *testing.T) {
				src := newFake(t)
				src.block, src.real = tt.block, tt.real
				p, _ := page.Parse("p.md", []byte(chartOf("sql: >-", "  "+tt.sql, "unit: count", "subtitle: of one's own", "source: A till")+
					"```table b\ntitle: B\nsql: >-\n  "+tt.sql+"\ncolumns:\n  value: {title: V, unit: count}\n```\n"))
				doc, err := p.Build(context.Background(), src, page.Options{Lang: lang})
				if err != nil {
					t.Fatal(err)
				}
				word := map[string]string{"en": "Synthetic data", "zh": "合成数据"}[lang]
				spec, table := doc.Blocks[0].(document.Chart).Spec, doc.Blocks[1].(document.Table)
				for _, text := range []string{spec.Subtitle, spec.Source, spec.Alt, table.Subtitle, table.Source} {
					if strings.Contains(text, word) != tt.want {
						t.Errorf("%q: says %q is %t, want %t", text, word, !tt.want, tt.want)
					}
				}
			})
		}
	}
}

// A metric of a publisher whose rows a program made is marked too: charts, key figures.
func TestSyntheticPublisherIsMarked(t *testing.T) {
	for lang, word := range map[string]string{"en": "Synthetic data", "zh": "合成数据"} {
		p, _ := page.Parse("p.md", []byte(chartOf("metric: tx_value", "market: toy")+"```kpi\n- label: L\n  value: \"{{ value tx_value market=toy period=2020-Q1 }}\"\n```\n"))
		doc, err := p.Build(context.Background(), newFake(t), page.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		spec := doc.Blocks[0].(document.Chart).Spec
		for _, text := range []string{spec.Subtitle, spec.Source, spec.Alt, doc.Blocks[1].(document.KPIs).Figures[0].Source} {
			if !strings.Contains(text, word) {
				t.Errorf("%q does not say %q", text, word)
			}
		}
	}
}

// Cells are printed by their columns: years without commas, dates and periods in words,
// money by the row's currency, what is not known as a dash that says why.
func TestTableCells(t *testing.T) {
	src := newFake(t)
	src.block = &frame.Frame{Columns: []frame.Column{
		{Name: "year", Kind: frame.Int, Cells: []any{int64(2013), int64(2014)}},
		{Name: "day", Kind: frame.Date, Cells: []any{time.Date(2015, 9, 30, 0, 0, 0, 0, time.UTC), nil}},
		{Name: "quarter", Kind: frame.Text, Cells: []any{"2015-Q3", "2015-Q4"}},
		{Name: "share", Kind: frame.Float, Cells: []any{0.619, nil}},
		{Name: "value", Kind: frame.Float, Cells: []any{9e12, 2.5e12}},
		{Name: "unit", Kind: frame.Text, Cells: []any{"CNY", "INR"}},
		{Name: "label_en", Kind: frame.Text, Cells: []any{"Network", "Device"}},
		{Name: "label_zh", Kind: frame.Text, Cells: []any{"网络", nil}},
		{Name: "reason", Kind: frame.Text, Cells: []any{nil, "zero_total"}},
	}}
	p, _ := page.Parse("p.md", []byte(head+"```table a\ntitle: A\nsql: SELECT 1\ncolumns:\n  label: {title: {en: Reason, zh: 原因}}\n  year: {title: Y}\n  day: {title: D}\n"+
		"  quarter: {title: Q, unit: period}\n  share: {title: S, unit: percent}\n  value: {title: V, unit: row}\n```\n"))
	want := map[string]string{
		"en": "Reason Y D Q S V / Network 2013 30 Sep 2015 Q3 2015 61.9 % CNY 9.0 tn / Device 2014 – Q4 2015 – (total is zero) ₹2.5 lakh crore",
		"zh": "原因 Y D Q S V / 网络 2013 2015年9月30日 2015年第三季度 61.9% 9.0万亿元 / Device 2014 – 2015年第四季度 – (合计为零) 2.5万亿卢比",
	}
	for _, lang := range []string{"en", "zh"} {
		doc, err := p.Build(context.Background(), src, page.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		table := doc.Blocks[0].(document.Table).Table
		var rows, cells []string
		for _, c := range table.Columns {
			cells = append(cells, c.Name)
		}
		rows = append(rows, strings.Join(cells, " "))
		for _, r := range table.Rows {
			cells = nil
			for i, c := range r {
				text := c.Text
				if c.Title != "" && table.Columns[i].Name == "S" {
					text += " (" + c.Title + ")"
				}
				cells = append(cells, text)
			}
			rows = append(rows, strings.Join(cells, " "))
		}
		if got := strings.Join(rows, " / "); got != want[lang] {
			t.Errorf("%s: table is\n%s\nwant\n%s", lang, got, want[lang])
		}
	}
}
