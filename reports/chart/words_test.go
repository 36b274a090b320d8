package chart_test

import (
	"testing"

	"paystats/data/frame"
	"paystats/reports/chart"
)

func TestReasonsHaveBothLanguages(t *testing.T) {
	for _, code := range chart.Reasons() {
		en, zh := chart.Reason(code, "en"), chart.Reason(code, "zh")
		if en == "" || zh == "" || en == zh {
			t.Errorf("reason %s is %q in English and %q in Chinese", code, en, zh)
		}
	}
}

// A query need not say why it has no value: the chart then says so.
func TestHoleWithoutReason(t *testing.T) {
	f := &frame.Frame{Columns: []frame.Column{
		{Name: "series", Cells: []any{"total", "total"}}, {Name: "category", Cells: []any{"a", "b"}},
		{Name: "value", Kind: frame.Float, Cells: []any{1.0, nil}},
	}}
	s := chart.Build(f, chart.Request{Kind: chart.Bar})
	if p := s.Series[0].Points[1]; p.Text != "–" || p.Why != "no reason given" {
		t.Errorf("hole = %q because %q, want – because no reason given", p.Text, p.Why)
	}
}

func TestJoinNames(t *testing.T) {
	tests := []struct {
		in     []string
		en, zh string
	}{
		{nil, "", ""},
		{[]string{"a"}, "a", "a"},
		{[]string{"a", "b"}, "a and b", "a和b"},
		{[]string{"a", "b", "c"}, "a, b and c", "a、b和c"},
	}
	for _, tt := range tests {
		if en, zh := chart.JoinNames(tt.in, "en"), chart.JoinNames(tt.in, "zh"); en != tt.en || zh != tt.zh {
			t.Errorf("JoinNames(%q) = %q and %q, want %q and %q", tt.in, en, zh, tt.en, tt.zh)
		}
	}
}
