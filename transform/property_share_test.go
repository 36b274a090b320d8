package transform

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shareMetrics are the tables of shares and concentration: none has an amount in it.
var shareMetrics = []string{
	"metric_share", "metric_share_shift", "metric_share_instability", "metric_coverage", "metric_cr1", "metric_cr2", "metric_cr3", "metric_cr4",
	"metric_cr5", "metric_hhi", "metric_normalised_hhi", "metric_numbers_equivalent", "metric_merger_delta", "metric_leader_gap", "metric_relative_share",
}

func TestShareIdentities(t *testing.T) {
	const key = "market, measure, publisher, scope, frequency, period"
	models := shipped(t)
	for seed := range uint64(seeds) {
		header, lines := randomMarkets(rand.New(rand.NewPCG(seed, 6)), 1)
		db := bundle(t, models, header, lines)
		mustExec(t, db, "UPDATE market SET n_members = '40'")
		mustRun(t, db, models)
		for name, query := range map[string]string{
			"named shares add up to coverage": `
				SELECT max(abs(total - coverage))
				FROM (SELECT ` + key + `, sum(share) AS total FROM metric_share WHERE member <> 'others' AND share IS NOT NULL GROUP BY ALL)
				JOIN metric_coverage USING (` + key + `)`,
			"coverage, others and not covered add up to 1": `
				SELECT max(abs(coverage + others + not_covered - 1)) FROM metric_coverage`,
			"shares of covered add up to 1": `
				SELECT max(abs(total - 1)) FROM (SELECT sum(share_of_covered) AS total FROM metric_share GROUP BY ` + key + `)`,
			"printed share x printed total is the printed value": `
				SELECT max(abs(s.share * t.value / v.value - 1))
				FROM metric_share AS s
				JOIN core_market_value AS v USING (` + key + `, member)
				JOIN core_market_value AS t USING (` + key + `)
				WHERE t.member = 'total' AND v.value > 0`,
			"the leader's gap is 2 CR1 - CR2": `
				SELECT max(abs(leader_gap - (2 * cr1 - cr2)))
				FROM metric_leader_gap JOIN metric_cr1 USING (` + key + `) JOIN metric_cr2 USING (` + key + `)`,
			"the leader's relative share is the inverse of the second's": `
				SELECT max(abs(a.relative_share * b.relative_share - 1))
				FROM metric_leader_gap AS l
				JOIN metric_relative_share AS a ON a.member = l.leader AND (a.market, a.measure, a.frequency, a.period) = (l.market, l.measure, l.frequency, l.period)
				JOIN metric_relative_share AS b ON b.member = l.second AND (b.market, b.measure, b.frequency, b.period) = (l.market, l.measure, l.frequency, l.period)`,
			"numbers equivalent are the inverse of the HHI": `
				SELECT max(greatest(abs(numbers_equivalent_low * hhi_high / 10000 - 1), abs(numbers_equivalent_high * hhi_low / 10000 - 1)))
				FROM metric_numbers_equivalent JOIN metric_hhi USING (` + key + `)`,
			"the normalised HHI goes back to the HHI": `
				SELECT max(abs((normalised_hhi_high * (1 - 1 / n.n_members) + 1 / n.n_members) * 10000 - hhi_high))
				FROM metric_normalised_hhi AS n JOIN metric_hhi USING (` + key + `)`,
			"the HHI after a merger is that of the market with the two as one": `
				SELECT max(abs(m.merger_delta - 10000 * (pow(a.share + b.share, 2) - pow(a.share, 2) - pow(b.share, 2))))
				FROM metric_merger_delta AS m
				JOIN metric_share AS a ON a.member = split_part(m.member, '|', 1) AND (a.market, a.measure, a.frequency, a.period) = (m.market, m.measure, m.frequency, m.period)
				JOIN metric_share AS b ON b.member = split_part(m.member, '|', 2) AND (b.market, b.measure, b.frequency, b.period) = (m.market, m.measure, m.frequency, m.period)`,
			"what one part loses another gains": `
				SELECT max(abs(i.share_instability_period - g.gained))
				FROM metric_share_instability AS i
				JOIN (
					SELECT market, measure, period_index, sum(greatest(gain, 0)) AS gained
					FROM (
						SELECT coalesce(a.market, b.market) AS market, coalesce(a.measure, b.measure) AS measure,
							coalesce(a.period_index, b.period_index + 1) AS period_index,
							coalesce(a.share, 0) - coalesce(b.share, 0) AS gain
						FROM (SELECT * FROM core_share WHERE member <> 'others') AS a
						FULL JOIN (SELECT * FROM core_share WHERE member <> 'others') AS b
							ON b.market = a.market AND b.measure = a.measure AND b.member = a.member AND b.period_index = a.period_index - 1
						UNION ALL
						SELECT a.market, a.measure, a.period_index, b.coverage - a.coverage
						FROM core_coverage AS a
						JOIN core_coverage AS b ON b.market = a.market AND b.measure = a.measure AND b.period_index = a.period_index - 1
					)
					GROUP BY market, measure, period_index
				) AS g ON g.market = i.market AND g.measure = i.measure
				JOIN core_coverage AS c ON (c.market, c.measure, c.period) = (i.market, i.measure, i.period) AND c.period_index = g.period_index`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
		for name, query := range map[string]string{
			"CRn falls with n or passes coverage": `
				SELECT count(*) FROM core_cr AS a JOIN core_cr AS b USING (` + key + `) WHERE b.n = a.n + 1 AND b.cr < a.cr`,
			"an instability is above 1": `
				SELECT count(*) FROM metric_share_instability WHERE greatest(share_instability, share_instability_period) > 1 + 1e-9`,
			"entry and exit move more than the market": `
				SELECT count(*) FROM metric_share_instability WHERE entry_exit > share_instability + 1e-9`,
			"a label where the interval does not agree": `
				SELECT count(*) FROM metric_hhi WHERE label_2023 IS NOT NULL AND (hhi_low <= 1800) <> (hhi_high <= 1800)`,
		} {
			if rows := number(t, db, query); rows > 0 {
				t.Errorf("seed %d: %s in %.0f rows", seed, name, rows)
			}
		}
	}
}

// TestDerivedValues: of members of whom only shares are printed, rounded to 0.1 %, the
// true value lies in the band of the derived one.
func TestDerivedValues(t *testing.T) {
	models := shipped(t)
	rng := rand.New(rand.NewPCG(2, 8))
	lines, truth := []string{}, map[string]float64{}
	add := func(transformation, dimension, member, unit, period string, value float64, decimals, exponent int) {
		lines = append(lines, fmt.Sprintf("%d,%s,%s,%s,%s,%s,%.*f,%d", len(lines)+1, transformation, dimension, member, unit, period, decimals, value, exponent))
	}
	for i := range 40 {
		period := fmt.Sprintf("%d-Q%d", 2010+i/4, i%4+1)
		total := math.Floor(1e12 + 9e12*rng.Float64())
		add("level", "total", "total", "CNY", period, math.Round(total/1e11)*1e11, 0, 11)
		for j, s := range randomShares(rng, 6) {
			member := fmt.Sprintf("p%d", j)
			truth[member+" "+period] = s * total
			add("share", "provider", member, "ratio", period, s, 3, -3)
		}
	}
	db := bundle(t, models, "id,transformation,dimension,member,unit,period,value,precision_exp", lines)
	if _, err := run(t, db, models); err != nil {
		t.Fatal(err)
	}
	f, err := db.Query(context.Background(), "SELECT member || ' ' || period AS point, value, half_digit, derived FROM core_market_value WHERE market = 'm' AND member <> 'total'")
	if err != nil || f.Rows() != len(truth) {
		t.Fatalf("%d derived values, want %d: %v", f.Rows(), len(truth), err)
	}
	for i := range f.Rows() {
		value, _ := f.Float("value", i)
		half, _ := f.Float("half_digit", i)
		if want := truth[f.Text("point", i)]; math.Abs(value-want) > half || !f.Bool("derived", i) {
			t.Errorf("%s: true value %.0f lies outside %.0f +- %.0f, or it is not marked derived", f.Text("point", i), want, value, half)
		}
	}
}

// nMembers is how many members the markets of TestHHIInterval have.
const nMembers = 12

// TestHHIInterval: the interval holds the index of every split of the rest in which the
// named are the largest, whether the number of members is declared or not, and whether
// the shares are exact or rounded to 0.1 %. Of exact shares and a known number, the even
// split is the low end and the split into the largest possible parts the high end.
func TestHHIInterval(t *testing.T) {
	models := shipped(t)
	for _, tt := range []struct {
		name                string
		declared, isRounded bool
	}{
		{name: "exact", declared: false},
		{name: "exact, number declared", declared: true},
		{name: "rounded", isRounded: true},
		{name: "rounded, number declared", declared: true, isRounded: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 5))
			lines, splits := []string{}, map[string][]float64{}
			even, greedy := map[string]float64{}, map[string]float64{}
			for i := range 48 {
				// Every second year, so that nobody who was named a year ago is missed.
				period := fmt.Sprint(1900 + 2*i)
				shares := randomShares(rng, nMembers)
				named := 2 + rng.IntN(nMembers-3)
				rest, base := 1.0, 0.0
				for j := range named {
					text := fmt.Sprintf("%.9f,", shares[j])
					if tt.isRounded {
						text = fmt.Sprintf("%.3f,-3", shares[j])
					} else {
						shares[j] = math.Round(shares[j]*1e9) / 1e9
					}
					lines = append(lines, fmt.Sprintf("%d,share,provider,p%d-%02d,ratio,%s,%s", len(lines)+1, i, j, period, text))
					rest -= shares[j]
					base += shares[j] * shares[j]
				}
				for range 20 {
					splits[period] = append(splits[period], base+squares(randomSplit(rng, rest, shares[named-1], nMembers-named)))
				}
				even[period] = base + rest*rest/float64(nMembers-named)
				greedy[period] = base + squares(greedySplit(rest, shares[named-1]))
			}
			db := bundle(t, models, "id,transformation,dimension,member,unit,period,value,precision_exp", lines)
			if tt.declared {
				mustExec(t, db, fmt.Sprintf("UPDATE market SET n_members = '%d'", nMembers))
			}
			if _, err := run(t, db, models); err != nil {
				t.Fatal(err)
			}
			f, err := db.Query(context.Background(), "SELECT period, hhi_low, hhi_high FROM metric_hhi WHERE market = 'm' ORDER BY period")
			if err != nil || f.Rows() != len(splits) {
				t.Fatalf("%d intervals, want %d: %v", f.Rows(), len(splits), err)
			}
			for i := range f.Rows() {
				period := f.Text("period", i)
				low, okLow := f.Float("hhi_low", i)
				high, _ := f.Float("hhi_high", i)
				for _, split := range splits[period] {
					if hhi := 10000 * split; !okLow || hhi < low-1e-6 || hhi > high+1e-6 {
						t.Errorf("%s: HHI %.3f lies outside %.3f to %.3f", period, hhi, low, high)
					}
				}
				if tt.declared && !tt.isRounded && math.Abs(low-10000*even[period]) > 1e-6 {
					t.Errorf("%s: low end %.6f, want that of the even split, %.6f", period, low, 10000*even[period])
				}
				if !tt.isRounded && math.Abs(high-10000*greedy[period]) > 1e-6 {
					t.Errorf("%s: high end %.6f, want that of the split into the largest parts, %.6f", period, high, 10000*greedy[period])
				}
			}
		})
	}
}

// squares returns the sum of squares.
func squares(shares []float64) (sum float64) {
	for _, s := range shares {
		sum += s * s
	}
	return sum
}

// randomSplit divides a rest among n members, none above most.
func randomSplit(rng *rand.Rand, rest, most float64, n int) []float64 {
	parts := make([]float64, n)
	for i := range parts {
		left := float64(n - i - 1)
		low, high := max(0, rest-left*most), min(rest, most)
		parts[i] = low + (high-low)*rng.Float64()
		rest -= parts[i]
	}
	return parts
}

// greedySplit divides a rest into as few parts as it can, none above most.
func greedySplit(rest, most float64) (parts []float64) {
	for ; rest > most; rest -= most {
		parts = append(parts, most)
	}
	return append(parts, rest)
}

// randomShares returns n shares that add up to 1, largest first.
func randomShares(rng *rand.Rand, n int) []float64 {
	shares, total := make([]float64, n), 0.0
	for i := range shares {
		shares[i] = math.Exp(2 * rng.NormFloat64())
		total += shares[i]
	}
	for i := range shares {
		shares[i] /= total
	}
	slices.SortFunc(shares, func(a, b float64) int { return cmp.Compare(b, a) })
	return shares
}
