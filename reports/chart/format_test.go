package chart_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"paystats/reports/chart"
)

// The page's script is held to the same file by the HTML room.
func TestFormat(t *testing.T) {
	b, err := os.ReadFile("testdata/formats.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := chart.Format(f[0], v); got != f[2] {
			t.Errorf("Format(%q, %s) = %q, want %q", f[0], f[1], got, f[2])
		}
	}
}

// Ratios without a sign stand in texts only, never on an axis: the page's script does not know them.
func TestFormatTimes(t *testing.T) {
	for v, want := range map[float64]string{2.7272727: "2.73", 9.996: "10.0", 99.96: "100", 209.92: "210"} {
		if got := chart.Format("times", v); got != want {
			t.Errorf("Format(times, %v) = %q, want %q", v, got, want)
		}
	}
}

func TestSigned(t *testing.T) {
	tests := []struct {
		format string
		v      float64
		want   string
	}{
		{"percent", 0.0843, "+8.4 %"},
		{"percent", -0.0262, "−2.6 %"},
		{"percent", 0.0001, "0.0 %"},
		{"pp", 0.016, "+1.6 pp"},
		{"money:CNY", 7e11, "+CNY 700 bn"},
	}
	for _, tt := range tests {
		if got := chart.Signed(tt.format, tt.v); got != tt.want {
			t.Errorf("Signed(%q, %v) = %q, want %q", tt.format, tt.v, got, tt.want)
		}
	}
}

// A unit that both ends share stands once.
func TestIntervalText(t *testing.T) {
	tests := []struct {
		format    string
		low, high float64
		want      string
	}{
		{"points", 3962, 4111, "3,962–4,111"},
		{"points", 3962.1, 3962.2, "3,962"},
		{"money:CNY", 2.3e12, 3.5e12, "CNY 2.3–3.5 tn"},
		{"money:CNY", 9e11, 3.5e12, "CNY 900 bn–CNY 3.5 tn"},
		{"money-zh:CNY", 2.3e12, 3.5e12, "2.3–3.5万亿元"},
		{"percent", -0.02, 0.03, "−2.0 … 3.0 %"},
		{"pp", -0.05, -0.01, "−5.0 … −1.0 pp"},
		{"money:CNY", -9e11, 3.5e12, "−CNY 900 bn … CNY 3.5 tn"},
		{"percent", 0.02, 0.03, "2.0–3.0 %"},
	}
	for _, tt := range tests {
		if got := chart.IntervalText(tt.format, tt.low, tt.high); got != tt.want {
			t.Errorf("IntervalText(%q, %v, %v) = %q, want %q", tt.format, tt.low, tt.high, got, tt.want)
		}
	}
}
