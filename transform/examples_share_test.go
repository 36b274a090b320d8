package transform

import (
	"fmt"
	"math"
	"testing"
)

// TestWorkedExamples holds concentration against examples that regulators and textbooks
// print. Shares in percent.
func TestWorkedExamples(t *testing.T) {
	windshields := []float64{16, 10, 8, 6, 6, 6, 6, 6, 6, 6, 3, 3, 3, 3, 3, 3, 3, 3}
	examples := []struct {
		source string
		shares []float64
		query  string // of the example's rows
		want   float64
	}{
		// US Department of Justice, Antitrust Division, "Herfindahl-Hirschman Index", https://www.justice.gov/atr/herfindahl-hirschman-index.
		{"DOJ: HHI", []float64{30, 30, 20, 20}, "SELECT (hhi_low + hhi_high) / 2 FROM metric_hhi", 2600},
		// McGraw-Hill, student edition 1113273090, chapter 11, worked problems:
		// https://highered.mheducation.com/sites/1113273090/student_view0/chapter11/worked_problems.html.
		{"McGraw-Hill: HHI", []float64{35, 20, 15, 15, 10, 5}, "SELECT (hhi_low + hhi_high) / 2 FROM metric_hhi", 2200},
		{"McGraw-Hill: CR4", []float64{35, 20, 15, 15, 10, 5}, "SELECT cr4 FROM metric_cr4", 0.85},
		// OpenStax, Principles of Economics, 11.1 "Corporate Mergers": repair of windshields, before and after the two largest merge.
		{"OpenStax: CR4", windshields, "SELECT cr4 FROM metric_cr4", 0.40},
		{"OpenStax: CR4 after the merger", append([]float64{26}, windshields[2:]...), "SELECT cr4 FROM metric_cr4", 0.46},
		// Shapiro, "The 2010 Horizontal Merger Guidelines: From Hedgehog to Fox in Forty Years", Antitrust Law Journal 77 (2010), p. 721:
		// a change of 100 "corresponds to a merger between firms with market shares of 5 percent and 10 percent".
		{"Shapiro: change of the HHI", []float64{10, 5, 85}, "SELECT merger_delta FROM metric_merger_delta WHERE member = 'p00|p01'", 100},
	}
	models := shipped(t)
	for _, e := range examples {
		var lines []string
		for i, s := range e.shares {
			lines = append(lines, fmt.Sprintf("%d,share,provider,p%02d,ratio,2020,%.2f", i+1, i, s/100))
		}
		db := bundle(t, models, "id,transformation,dimension,member,unit,period,value", lines)
		if _, err := run(t, db, models); err != nil {
			t.Fatal(err)
		}
		if got := number(t, db, "SELECT * FROM ("+e.query+")"); math.Abs(got-e.want) > 1e-6*e.want {
			t.Errorf("%s = %g, want %g", e.source, got, e.want)
		}
	}
}
