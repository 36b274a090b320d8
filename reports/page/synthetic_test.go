package page_test

import (
	"context"
	"strings"
	"testing"

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
