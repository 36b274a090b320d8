package page

import (
	"testing"

	"paystats/reports/chart"
)

// Differences over time carry a sign, distances at one time do not, multiples their mark.
func TestFormatOfMetrics(t *testing.T) {
	tests := []struct {
		table, unit string
		value       float64
		want        string
	}{
		{"metric_share_shift", "pp", 0.032, "+3.2 pp"},
		{"metric_contribution", "pp", 0.032, "+3.2 pp"},
		{"metric_leader_gap", "pp", 0.311, "31.1 pp"},
		{"metric_share_instability", "pp", 0.05, "5.0 pp"},
		{"metric_relative_share", "times", 4.3177, "4.32×"},
		{"metric_hhi", "points", 2310.4, "2,310"},
		{"metric_share", "ratio", 0.5, "50.0 %"},
	}
	r := &run{}
	for _, tt := range tests {
		format, _ := r.format(metric{table: tt.table, unit: tt.unit}, "CNY")
		if got := chart.Format(format, tt.value); got != tt.want {
			t.Errorf("%s prints %v as %q, want %q", tt.table, tt.value, got, tt.want)
		}
	}
}
