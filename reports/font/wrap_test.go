package font_test

import (
	"strings"
	"testing"

	"paystats/reports/font"
)

func TestWrapBreaksWhereLinesMayEnd(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"one two three", []string{"one two", "three"}},
		{"支付宝与财付通，两家占九成。", []string{"支付宝与", "财付通，", "两家占九", "成。"}},
		{"Incomprehensibilities", nil},
		{"up to 19.7 % more", []string{"up to", "19.7 %", "more"}},
		{"CNY 5 tn in Q1 2018", []string{"CNY 5 tn", "in", "Q1 2018"}},
		{"金额增至9万元", []string{"金额增至", "9万元"}},
	}
	for _, tt := range tests {
		got := font.Of(false).Wrap(tt.text, 12, 50)
		for _, line := range got {
			if w := font.Of(false).Width(line, 12); w > 50 {
				t.Errorf("Wrap(%q) has the line %q of %g", tt.text, line, w)
			}
		}
		if tt.want != nil && strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("Wrap(%q) = %q, want %q", tt.text, got, tt.want)
		}
		if strings.ReplaceAll(strings.Join(got, ""), " ", "") != strings.ReplaceAll(tt.text, " ", "") {
			t.Errorf("Wrap(%q) = %q loses something", tt.text, got)
		}
	}
}
