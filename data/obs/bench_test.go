package obs_test

import (
	"testing"

	"paystats/data/obs"
)

// Cells as they come in files: plain numbers are nearly all of them. One op is one cell.
func BenchmarkParseQuantity(b *testing.B) {
	tests := []struct {
		name, in string
		declared obs.Scaled
	}{
		{"plain", "28219255839.25", obs.Scaled{Unit: "CNY"}},
		{"grouped", "2,015.43", obs.Scaled{Unit: "CNY", Exp: 8}},
		{"percent", "54.2%", obs.Scaled{Unit: obs.Ratio, Exp: -2}},
		{"unit", "47.2万亿元", obs.Scaled{}},
		{"words", "RMB2,015.43 billion", obs.Scaled{}},
		{"hedge", "超过400家", obs.Scaled{}},
		{"refused", "n.q.", obs.Scaled{}},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = obs.ParseQuantity(tt.in, tt.declared)
			}
		})
	}
}

// Ingest reads each distinct period of a file once. One op is one text.
func BenchmarkParsePeriod(b *testing.B) {
	for _, in := range []string{"2015", "2015Q3", "2015-Q3", "2015-09", "2015-09-30", "2015年第三季度", "Sept 2020", "2019-01..2019-09", "not a period"} {
		b.Run(in, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _, _ = obs.ParsePeriod(in)
			}
		})
	}
}
