package transform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// ofActivation are the models that cases of buy now, pay later alone feed.
var ofActivation = []string{"core_activation", "core_activation_decline", "metric_activation_funnel", "metric_activation_decline"}

// activationModels are the models from the roll-ups to these.
func activationModels(t *testing.T) []*Model {
	before := []string{"stg_activation", "stg_activation_decline", "stg_reason", "core_reason"}
	return slices.DeleteFunc(shipped(t), func(m *Model) bool { return !slices.Contains(slices.Concat(before, ofActivation), m.Name) })
}

// randomFunnels returns the rows of the two roll-ups: five cohorts of three lenders, each of
// whose steps divides its cases into refused, open, lapsed and gone on at random, often none.
func randomFunnels(rng *rand.Rand) (funnels, declines []string) {
	for cohort := 1; cohort <= 5; cohort++ {
		for _, provider := range []string{"a", "b", "c"} {
			key := fmt.Sprintf("'d', DATE '2024-%02d-01', '%s'", cohort, provider)
			reached, all := rng.IntN(200), 0
			for step := 1; step <= 6; step++ {
				refused, open := rng.IntN(reached+1), 0
				switch {
				case step == 6:
					refused = 0
				case provider != "c": // who has no open cases
					open = rng.IntN(reached - refused + 1)
				}
				funnels = append(funnels, fmt.Sprintf("(%s, %d, %d, %d, %d)", key, step, reached, refused, open))
				reached, all = rng.IntN(reached-refused-open+1), all+refused
			}
			for _, reason := range []string{"", "x1", "x2", "gone"} {
				n := rng.IntN(all + 1)
				if all -= n; n > 0 {
					declines = append(declines, fmt.Sprintf("(%s, '%s', %d)", key, reason, n))
				}
			}
		}
	}
	return funnels, declines
}

func activationDB(t *testing.T, models []*Model, funnels, declines []string) *warehouse.DB {
	t.Helper()
	db := bundle(t, models, "id,member,period,value", []string{"1,total,2024-Q1,1"})
	newAttemptTables(t, db).fill(t, db, "reason", "id,parent,name_en\nx,,X\nx1,x,X1\nx2,x,X2")
	mustExec(t, db, "INSERT INTO rollup_activation VALUES "+strings.Join(funnels, ", "))
	mustExec(t, db, "INSERT INTO rollup_decline VALUES "+strings.Join(declines, ", "))
	return db
}

// TestActivationIdentities holds what must be so of any funnel.
func TestActivationIdentities(t *testing.T) {
	models := activationModels(t)
	for seed := range uint64(seeds) {
		funnels, declines := randomFunnels(rand.New(rand.NewPCG(seed, 30)))
		db := activationDB(t, models, funnels, declines)
		texts := mustTexts(t, db, models)
		for _, name := range ofActivation {
			if !strings.Contains(texts[name], "\n") {
				t.Errorf("model %s gives no row: the test tests nothing", name)
			}
		}
		for name, query := range map[string]string{
			"a step's cases are refused, open, lapsed or gone on": `
				SELECT CAST(max(abs(a.reached - a.refused - a.open - a.lapsed - b.reached) + greatest(0, -a.lapsed)) AS DOUBLE)
				FROM metric_activation_funnel AS a JOIN metric_activation_funnel AS b USING (dataset, frequency, period, member) WHERE b.step = a.step + 1`,
			"conversions lie in their intervals, these inside 0 and 1": `
				SELECT CAST(count(*) AS DOUBLE) FROM metric_activation_funnel
				WHERE NOT (0 <= step_low AND step_low <= step_conversion AND step_conversion <= step_high AND step_high <= 1)
					OR NOT (0 <= entry_low AND entry_low <= entry_conversion AND entry_conversion <= entry_high AND entry_high <= 1)`,
			"without open cases, conversions multiply": `
				SELECT coalesce(max(abs(b.entry_conversion - a.entry_conversion * b.step_conversion)), 0)
				FROM metric_activation_funnel AS a JOIN metric_activation_funnel AS b USING (dataset, frequency, period, member) WHERE b.step = a.step + 1 AND NOT b.censored`,
			"lenders and months add up": `
				SELECT CAST(max(abs(l.reached - t.reached) + abs(m.reached - t.reached)) AS DOUBLE)
				FROM (SELECT step, sum(reached) AS reached FROM metric_activation_funnel WHERE frequency = 'R' AND member <> 'total' GROUP BY step) AS l
				JOIN (SELECT step, sum(reached) AS reached FROM metric_activation_funnel WHERE frequency = 'M' AND member = 'total' GROUP BY step) AS m USING (step)
				JOIN metric_activation_funnel AS t USING (step) WHERE t.frequency = 'R' AND t.member = 'total'`,
			"shares of a Pareto add up to 1, the last cumulative share too": `
				SELECT max(abs(total - 1) + abs(last - 1)) FROM (SELECT sum(share) AS total, max(cumulative_share) AS last
				FROM metric_activation_decline GROUP BY frequency, period, provider, level)`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
	}
}

// TestActivationOrderAndThreads: neither the order of the roll-ups' rows nor the number of
// threads changes a byte.
func TestActivationOrderAndThreads(t *testing.T) {
	models := activationModels(t)
	rng := rand.New(rand.NewPCG(9, 31))
	funnels, declines := randomFunnels(rng)
	texts := func(threads int) map[string]string {
		db := activationDB(t, models, funnels, declines)
		mustExec(t, db, fmt.Sprintf("SET threads = %d", threads))
		mustExec(t, db, "PRAGMA verify_parallelism")
		return mustTexts(t, db, models)
	}
	want := texts(1)
	rng.Shuffle(len(funnels), func(i, j int) { funnels[i], funnels[j] = funnels[j], funnels[i] })
	rng.Shuffle(len(declines), func(i, j int) { declines[i], declines[j] = declines[j], declines[i] })
	sameTexts(t, "shuffled rows and four threads", texts(4), want)
}
