package page_test

import (
	"context"
	"testing"

	"paystats/data/frame"
	"paystats/reports/document"
	"paystats/reports/page"
	"paystats/reports/theme"
)

// Bars of a query have one colour, but for names that have one of their own.
func TestColorsOfAQuery(t *testing.T) {
	th, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name       string
		categories []any
		colors     int
	}{
		{"kinds of things", []any{"between publishers", "within one", "others"}, 2}, // the rest is grey
		{"providers", []any{"alipay", "tenpay", "a new one"}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.block = &frame.Frame{Columns: []frame.Column{{Name: "category", Kind: frame.Text, Cells: tt.categories}, {Name: "value", Kind: frame.Float, Cells: []any{3.0, 2.0, 1.0}}}}
			p, err := page.Parse("p.md", []byte(chartOf("kind: ranking", "unit: count", "sql: SELECT category, value FROM anything")))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := p.Build(context.Background(), src, page.Options{Theme: th})
			if err != nil {
				t.Fatal(err)
			}
			colors := map[string]bool{}
			for _, point := range doc.Blocks[0].(document.Chart).Spec.Series[0].Points {
				colors[point.Color] = true
			}
			if len(colors) != tt.colors {
				t.Errorf("bars have %d colours, want %d: %v", len(colors), tt.colors, colors)
			}
		})
	}
}
