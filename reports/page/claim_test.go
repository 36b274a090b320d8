package page_test

import (
	"context"
	"testing"

	"paystats/data/diag"
	"paystats/reports/page"
)

func TestClaims(t *testing.T) {
	const (
		value = "tx_value market=pay publisher=acme "
		share = "share market=pay member=alpha "
		index = "hhi market=pay period=2020-Q4 " // 3,650 to 3,700
	)
	tests := []struct {
		name, in string
		holds    bool
	}{
		{"money that prints alike", value + "period=2020-Q4 value=2.71e12", true}, // both CNY 2.7 tn
		{"money that prints otherwise", value + "period=2020-Q4 value=2.76e12", false},
		{"share that prints alike", share + "period=2020-Q2 value=61.9%", true},
		{"share to the first decimal", share + "period=2020-Q2 value=61.94%", true},
		{"share that prints otherwise", share + "period=2020-Q2 value=62%", false},
		{"growth", "yoy market=pay period=2020-Q2 value=8.4%", true},
		{"growth that prints otherwise", "yoy market=pay period=2020-Q2 value=8.5%", false},
		{"ratio", value + "period=2020-Q1..2020-Q4 ratio=2.73", true},
		{"ratio that prints otherwise", value + "period=2020-Q1..2020-Q4 ratio=2.7", false},
		{"change of a share", share + "period=2020-Q2..2020-Q4 change=-6.9%", true},
		{"count", "share market=pay period=2020-Q4 count=3", true},
		{"another count", "share market=pay period=2020-Q4 count=2", false},
		{"interval above its low end", index + "value>3649", true},
		{"interval across the limit, above", index + "value>3680", false},
		{"interval across the limit, below", index + "value<3680", false},
		{"interval below its high end", index + "value<3701", true},
		{"interval equals its low end only", index + "value=3650", false},
		{"interval equals its high end only", index + "value=3700", false},
		{"change of an interval to itself", index + "change>=-50", true},
		{"change of an interval may be a fall", index + "change>=0", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := page.Parse("p.md", []byte(head+"{{ claim \"so it is\" "+tt.in+" }}\n"))
			if err != nil {
				t.Fatal(err)
			}
			var warn diag.List
			if _, err := p.Build(context.Background(), newFake(t), page.Options{Warn: &warn}); err != nil {
				t.Fatal(err)
			}
			if holds := warn.Len() == 0; holds != tt.holds {
				t.Errorf("claim %s holds = %v, want %v: %v", tt.in, holds, tt.holds, warn.Sorted())
			}
		})
	}
}
