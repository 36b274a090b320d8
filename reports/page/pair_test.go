package page

import (
	"testing"

	"paystats/reports/chart"
)

// Two members that a metric looks at as one are called by both names.
func TestPairName(t *testing.T) {
	c := &catalogue{members: map[string]map[string]chart.Text{"scheme": {"acme": {En: "Acme"}, "birch": {En: "Birch", Zh: "桦"}}}}
	for lang, want := range map[string]string{"en": "Acme + Birch", "zh": "Acme + 桦"} {
		if got := c.memberName("scheme", "acme"+chart.PairMark+"birch", lang); got != want {
			t.Errorf("memberName(acme|birch, %s) = %q, want %q", lang, got, want)
		}
	}
}
