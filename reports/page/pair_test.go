package page

import (
	"testing"

	"paystats/reports/chart"
)

// Members that a metric looks at as one are called by all their names.
func TestPairName(t *testing.T) {
	c := &catalogue{members: map[string]map[string]chart.Text{"scheme": {"acme": {En: "Acme"}, "birch": {En: "Birch", Zh: "桦"}, "cedar": {En: "Cedar"}}}}
	tests := []struct{ id, lang, want string }{
		{"acme" + chart.PairMark + "birch", "en", "Acme + Birch"},
		{"acme" + chart.PairMark + "birch", "zh", "Acme + 桦"},
		{"acme" + chart.PairMark + "birch" + chart.PairMark + "cedar", "en", "Acme + Birch + Cedar"},
	}
	for _, tt := range tests {
		if got := c.memberName("scheme", tt.id, tt.lang); got != tt.want {
			t.Errorf("memberName(%s, %s) = %q, want %q", tt.id, tt.lang, got, tt.want)
		}
	}
}
