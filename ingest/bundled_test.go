package ingest_test

import (
	"context"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
	"paystats/ingest"
)

// readBundled reads a dataset of this repository.
func readBundled(t *testing.T, name string) (ingest.Summary, []obs.Observation) {
	t.Helper()
	d, err := ingest.Open(os.DirFS(".."), "data/sets/"+name)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Warnings) > 0 || len(d.Licences) == 0 || len(d.Sources) == 0 || d.Title == "" {
		t.Errorf("%s: %d licences, %d sources, warnings %v", name, len(d.Licences), len(d.Sources), d.Warnings)
	}
	var rows []obs.Observation
	sum, err := d.Read(context.Background(), bundledLists(t), func(o obs.Observation) error {
		rows = append(rows, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
		t.Errorf("%s: %d in, %d loaded, %d rejected", name, sum.RowsIn, sum.Loaded, len(sum.Rejects))
	}
	for _, o := range rows {
		if o.Place.At == "" || o.Place.File == "" || o.Printed == "" && o.Status != obs.Missing || o.Unit == "" || o.Frequency != o.Period.Frequency() {
			t.Fatalf("%s: incomplete observation %+v", name, o)
		}
	}
	return sum, rows
}

// find returns the values of the observations that a test wants, in order.
func find(rows []obs.Observation, want func(obs.Observation) bool) []string {
	var values []string
	for _, o := range rows {
		if want(o) {
			values = append(values, o.Value.String())
		}
	}
	return values
}

func TestChinaPayments(t *testing.T) {
	sum, rows := readBundled(t, "cn-payments")
	if sum.RowsIn != 630 || sum.Loaded != 630 {
		t.Errorf("%d of %d loaded, want 630 of 630", sum.Loaded, sum.RowsIn)
	}
	level := func(o obs.Observation, segment, publisher string) bool {
		return o.Segment == segment && o.Publisher == publisher && o.Measure == "tx_value" && o.Transformation == obs.Level && o.Member == obs.Total
	}
	tests := []struct {
		name string
		want []string
		pick func(obs.Observation) bool
	}{
		{"SooToo's eleven quarters", strings.Fields("3300000000000 3900000000000 4300000000000 4700000000000 5300000000000 6100000000000 " +
			"6500000000000 6900000000000 7600000000000 8300000000000 9000000000000"),
			func(o obs.Observation) bool {
				return level(o, "third-party", "sootoo") && o.Frequency == obs.Quarterly
			}},
		{"iResearch, mobile, 2015-Q2", []string{"2300000000000"},
			func(o obs.Observation) bool {
				return level(o, "third-party-mobile", "iresearch") && o.Period.String() == "2015-Q2"
			}},
		{"Analysys, mobile, 2015-Q2", []string{"3500000000000"},
			func(o obs.Observation) bool {
				return level(o, "third-party-mobile", "analysys") && o.Period.String() == "2015-Q2"
			}},
	}
	for _, tt := range tests {
		if got := find(rows, tt.pick); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	breaks := func(o obs.Observation) bool { return o.Status == obs.Break }
	if n := len(find(rows, breaks)); n != 8 {
		t.Errorf("%d figures at a series break, want the central bank's 8 of 2015-Q1", n)
	}
	shares, platforms := new(big.Rat), 0
	for _, o := range rows {
		if o.Publisher == "sootoo" && o.Transformation == obs.Share && o.Dimension == "provider" && o.Period.String() == "2015-Q3" {
			share, _ := new(big.Rat).SetString(o.Value.String())
			shares.Add(shares, share)
			platforms++
		}
	}
	if platforms != 9 || shares.Cmp(big.NewRat(988, 1000)) != 0 {
		t.Errorf("%d platform shares that sum to %s, want 9 and 0.988", platforms, shares.FloatString(4))
	}
}

func TestChineseWallets(t *testing.T) {
	sum, rows := readBundled(t, "cn-wallets")
	if sum.RowsIn != 15 || len(rows) != 9 || len(sum.Rejects) != 6 {
		t.Errorf("%d in, %d loaded, %d rejected, want 15, 9, 6", sum.RowsIn, len(rows), len(sum.Rejects))
	}
	lines := ""
	for _, r := range sum.Rejects {
		at, _, _ := strings.Cut(r.Place.At, ":")
		lines += at + " "
	}
	if lines != "2 5 9 18 22 25 " {
		t.Errorf("rejects in lines %s, want those that the descriptor names", lines)
	}
	if got := find(rows, func(o obs.Observation) bool { return o.Printed == "5.49 亿" }); !slices.Equal(got, []string{"549000000"}) {
		t.Errorf("WeChat's monthly users in 2015: %q", got)
	}
}

func TestPhonePePulse(t *testing.T) {
	sum, rows := readBundled(t, "phonepe-pulse")
	if len(sum.Rejects) > 0 || sum.Loaded < 19_000 {
		t.Errorf("%d loaded, %d rejected", sum.Loaded, len(sum.Rejects))
	}
	national, states, areas := new(big.Int), new(big.Int), map[string]bool{}
	for _, o := range rows {
		if o.Measure != "tx_count" || o.Period.String() != "2024-Q4" {
			continue
		}
		n, ok := new(big.Int).SetString(o.Value.String(), 10)
		if !ok {
			t.Fatalf("count %s", o.Value)
		}
		if o.Area == "IN" {
			national.Add(national, n)
			continue
		}
		areas[o.Area] = true
		states.Add(states, n)
	}
	if national.String() != "28219255839" || states.Cmp(national) != 0 || len(areas) != 36 {
		t.Errorf("2024-Q4: national %s, %d states %s", national, len(areas), states)
	}
}
