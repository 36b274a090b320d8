package transform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// ofTransactions are the models that payment attempts alone feed.
var ofTransactions = []string{
	"core_attempt", "core_failure", "core_hour", "core_peak", "core_intent", "core_promotion", "core_cohort",
	"metric_approval_rate", "metric_approval_rate_intent", "metric_failure_pareto", "metric_failure_hour", "metric_peak_factor", "metric_promotion",
	"metric_retry_recovery", "metric_value_at_stake", "metric_retention",
}

// attemptModels are the models from the roll-ups to these.
func attemptModels(t *testing.T) []*Model {
	return slices.DeleteFunc(shipped(t), func(m *Model) bool {
		return !slices.Contains(attempted, m.Name) && !slices.Contains(ofTransactions, m.Name)
	})
}

// attempt is what one random payment attempt rolls up to.
type attempt struct {
	load, month, day, hour                               int
	provider, method, channel, currency, outcome, reason string
	value                                                int
}

// randomAttempts returns attempts of three months of 2024, with reasons of a taxonomy of two
// roots, some of which contradict the outcome.
func randomAttempts(rng *rand.Rand) []attempt {
	one := func(words ...string) string { return words[rng.IntN(len(words))] }
	all := make([]attempt, 400+rng.IntN(400))
	for i := range all {
		a := attempt{
			load: 1 + rng.IntN(3), month: 5 + rng.IntN(3), day: 1 + rng.IntN(30), hour: rng.IntN(24), value: 1 + rng.IntN(1e6), provider: one("a", "b", "b", "c"),
			method: one("wallet", "card"), channel: one("app", "web"), currency: one("CNY", "CNY", "KWD"), outcome: one("approved", "approved", "declined", "failed", "pending", "refunded"),
		}
		if a.outcome == "declined" || a.outcome == "failed" {
			a.reason = one("", "unmapped", "gone", "x1a", "x1b", "x2a", "y1a", "others", "x1")
		}
		all[i] = a
	}
	return all
}

// attemptsDB opens a warehouse with the roll-ups of attempts, each a row of its own.
func attemptsDB(t *testing.T, models []*Model, all []attempt, rng *rand.Rand) *warehouse.DB {
	t.Helper()
	db := bundle(t, models, "id,member,period,value", []string{"1,total,2024-Q1,1"})
	tables := newAttemptTables(t, db)
	tables.fill(t, db, "reason", "id,parent,class,name_en\nx,,,X\nx1,x,,X1\nx1a,x1,technical,X1a\nx1b,x1,business,X1b\nx2,x,,X2\nx2a,x2,business,X2a\ny,,,Y\ny1,y,,Y1\ny1a,y1,technical,Y1a\nothers,,,Others")
	tables.fill(t, db, "event", "id,date,until,kind,areas,name_en\nsale,2024-06-10,2024-06-14,promotion,CN,Sale\nday,2024-06-12,,promotion,,Day")
	mustExec(t, db, "INSERT INTO transaction_set VALUES ('d', 'D', 'p', 'CN', TRUE, 0, 0, 0, 0, DATE '2024-05-01', DATE '2024-07-31')")
	var payments, failures, hours []string
	for _, a := range all {
		month := fmt.Sprintf("DATE '2024-%02d-01'", a.month)
		for _, m := range [][2]string{{"total", "total"}, {"provider", a.provider}, {"instrument", a.method}, {"channel", a.channel}} {
			payments = append(payments, fmt.Sprintf("('d', %d, %s, '%s', '%s', 'CN', '%s', '%s', 1, %d.25)", a.load, month, m[0], m[1], a.currency, a.outcome, a.value))
		}
		failures = append(failures, fmt.Sprintf("('d', %d, %s, '%s', '%s', '%s', '%s', '%s', 1, %d.25)", a.load, month, a.provider, a.method, a.currency, a.outcome, a.reason, a.value))
		hours = append(hours, fmt.Sprintf("('d', %d, DATE '2024-%02d-%02d', %d, '%s', '%s', 1)", a.load, a.month, a.day, a.hour, a.provider, a.outcome))
	}
	for table, rows := range map[string][]string{"rollup_payment": payments, "rollup_failure": failures, "rollup_hour": hours} {
		mustExec(t, db, "INSERT INTO "+table+" VALUES "+strings.Join(rows, ", "))
	}
	var intents, cohorts []string
	for month := 5; month <= 7; month++ {
		for _, provider := range []string{"a", "b"} {
			n := 1 + rng.IntN(100)
			failed := rng.IntN(n + 1)
			ever := rng.IntN(failed + 1)
			day := rng.IntN(ever + 1)
			intents = append(intents, fmt.Sprintf("('d', DATE '2024-%02d-01', '%s', 'card', 'CNY', %d, %d, %d, %d, %d, %d, %d, %d)",
				month, provider, n, n-failed+ever, failed, rng.IntN(day+1), day, ever, 10*failed, 10*ever))
		}
		size := 1 + rng.IntN(100)
		cohorts = append(cohorts, fmt.Sprintf("('d', DATE '2024-%02d-01', DATE '2024-%02d-01', %d)", month, month, size))
		if month < 7 {
			cohorts = append(cohorts, fmt.Sprintf("('d', DATE '2024-%02d-01', DATE '2024-07-01', %d)", month, rng.IntN(size+1)))
		}
	}
	mustExec(t, db, "INSERT INTO rollup_intent VALUES "+strings.Join(intents, ", "))
	mustExec(t, db, "INSERT INTO rollup_cohort VALUES "+strings.Join(cohorts, ", "))
	return db
}

// newAttemptTables knows the code lists that attempts are read with.
func newAttemptTables(t *testing.T, db *warehouse.DB) fixtureTables {
	t.Helper()
	tables := fixtureTables{}
	for _, name := range []string{"event", "reason"} {
		for _, c := range codeListColumns[name] {
			tables[name] = append(tables[name], fixtureColumn{c, "VARCHAR"})
		}
	}
	return tables
}

// TestAttemptIdentities holds what must be so of any attempts.
func TestAttemptIdentities(t *testing.T) {
	const key = "dataset, frequency, period"
	models := attemptModels(t)
	for seed := range uint64(seeds) {
		rng := rand.New(rand.NewPCG(seed, 20))
		db := attemptsDB(t, models, randomAttempts(rng), rng)
		texts := mustTexts(t, db, models)
		for _, name := range ofTransactions {
			if !strings.Contains(texts[name], "\n") {
				t.Errorf("model %s gives no row: the test tests nothing", name)
			}
		}
		for name, query := range map[string]string{
			"shares of a Pareto add up to 1": `
				SELECT max(abs(total - 1)) FROM (SELECT sum(share) AS total FROM metric_failure_pareto GROUP BY ` + key + `, provider, class, level)`,
			"cumulative shares rise by the share, to 1": `
				SELECT max(abs(cumulative_share - before - share)) + max(abs(1 - cumulative_share)) FILTER (last)
				FROM (SELECT *, coalesce(lag(cumulative_share) OVER w, 0) AS before, rank = max(rank) OVER (PARTITION BY ` + key + `, provider, class, level) AS last
					FROM metric_failure_pareto WINDOW w AS (PARTITION BY ` + key + `, provider, class, level ORDER BY rank))`,
			"ranks fall by size, rests last": `
				SELECT CAST(count(*) AS DOUBLE) FROM metric_failure_pareto AS a JOIN metric_failure_pareto AS b USING (` + key + `, provider, class, level)
				WHERE a.rank < b.rank AND (a.member IN ('others', 'unmapped', 'unspecified') AND b.member NOT IN ('others', 'unmapped', 'unspecified')
					OR (a.member IN ('others', 'unmapped', 'unspecified')) = (b.member IN ('others', 'unmapped', 'unspecified')) AND a.failures < b.failures)`,
			"intervals hold the rate, inside 0 and 1": `
				SELECT CAST(count(*) AS DOUBLE) FROM (
					SELECT approval_rate AS rate, approval_rate_low AS low, approval_rate_high AS high FROM metric_approval_rate
					UNION ALL SELECT share, share_low, share_high FROM metric_failure_pareto
					UNION ALL SELECT failure_hour, failure_hour_low, failure_hour_high FROM metric_failure_hour
					UNION ALL SELECT approval_rate_intent, approval_rate_intent_low, approval_rate_intent_high FROM metric_approval_rate_intent)
				WHERE NOT (0 <= low AND low <= rate AND rate <= high AND high <= 1)`,
			"members add up to the total": `
				SELECT CAST(max(abs(m.attempts - t.attempts) + abs(m.approved - t.approved) + abs(m.declined - t.declined) + abs(m.failed - t.failed)) AS DOUBLE)
				FROM (SELECT ` + key + `, dimension, sum(attempts) AS attempts, sum(approved) AS approved, sum(declined) AS declined, sum(failed) AS failed
					FROM metric_approval_rate GROUP BY ALL) AS m
				JOIN metric_approval_rate AS t USING (` + key + `)
				WHERE t.dimension = 'total'`,
			"business and technical of providers and methods add up to the total": `
				SELECT CAST(max(abs(m.business - t.business) + abs(m.technical - t.technical)) AS DOUBLE)
				FROM (SELECT ` + key + `, dimension, sum(business) AS business, sum(technical) AS technical FROM metric_approval_rate WHERE basis = 'reason' GROUP BY ALL) AS m
				JOIN metric_approval_rate AS t USING (` + key + `)
				WHERE t.dimension = 'total'`,
			"months add up to the run of them": `
				SELECT CAST(max(abs(r.attempts - m.attempts)) AS DOUBLE)
				FROM (SELECT dimension, member, sum(attempts) AS attempts FROM metric_approval_rate WHERE frequency = 'M' GROUP BY ALL) AS m
				JOIN metric_approval_rate AS r USING (dimension, member)
				WHERE r.frequency = 'R'`,
			"a Pareto has the failures of the classes, on every level": `
				SELECT CAST(max(abs(p.failures - CASE p.class WHEN 'business' THEN a.business WHEN 'technical' THEN a.technical ELSE a.declined + a.failed END)) AS DOUBLE)
				FROM (SELECT ` + key + `, provider, class, level, sum(failures) AS failures FROM metric_failure_pareto GROUP BY ALL) AS p
				JOIN metric_approval_rate AS a ON a.dimension IN ('total', 'provider') AND a.member = p.provider
					AND (a.dataset, a.frequency, a.period) = (p.dataset, p.frequency, p.period)`,
			"hours add up to the month": `
				SELECT CAST(max(abs(h.attempts - a.attempts) + abs(h.approved - a.approved) + abs(h.failed - a.failed)) AS DOUBLE)
				FROM (SELECT ` + key + `, member, sum(attempts) AS attempts, sum(approved) AS approved, sum(failed) AS failed FROM metric_failure_hour GROUP BY ALL) AS h
				JOIN metric_approval_rate AS a USING (` + key + `, member)
				WHERE a.dimension IN ('total', 'provider')`,
			"reasons at stake add up to the total, to the last digit": `
				SELECT CAST(max(abs(CASE WHEN member = 'total' THEN rest ELSE 0 END)) AS DOUBLE)
				FROM (SELECT *, 2 * value_at_stake - sum(value_at_stake) OVER (PARTITION BY ` + key + `, provider, currency) AS rest FROM metric_value_at_stake)`,
			"an intent is approved at once or recovered": `
				SELECT max(abs(a.approval_rate_intent - a.approval_rate_intent_first - r.recovered / a.intents))
				FROM metric_approval_rate_intent AS a JOIN metric_retry_recovery AS r USING (` + key + `, member)
				WHERE r.measure = 'tx_count' AND r.window_name = '28d'`,
			"longer windows recover more": `
				SELECT CAST(count(*) AS DOUBLE) FROM metric_retry_recovery AS a JOIN metric_retry_recovery AS b USING (` + key + `, member, measure)
				WHERE (a.window_name, b.window_name) IN (('1h', '24h'), ('24h', '28d')) AND a.retry_recovery > b.retry_recovery`,
			"the peak of the total is between the largest and the sum of the members' peaks": `
				SELECT CAST(count(*) AS DOUBLE) FROM (SELECT ` + key + `, max(peak) AS low, sum(peak) AS high FROM metric_peak_factor WHERE member <> 'total' GROUP BY ALL)
				JOIN metric_peak_factor AS t USING (` + key + `) WHERE t.member = 'total' AND NOT (t.peak BETWEEN low AND high AND t.peak_factor >= 1)`,
			"a promotion's days are those of the events, once": `
				SELECT CAST(count(*) AS DOUBLE) FROM metric_promotion WHERE n_days <> CASE event WHEN 'day' THEN 1 ELSE 5 END OR ordinary_days <> CASE event WHEN 'day' THEN 52 ELSE 56 END`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
	}
}

// TestAttemptsOrderAndThreads: neither the order of the roll-ups' rows nor the number of
// threads changes a byte.
func TestAttemptsOrderAndThreads(t *testing.T) {
	models := attemptModels(t)
	rng := rand.New(rand.NewPCG(9, 21))
	all := randomAttempts(rng)
	texts := func(threads int) map[string]string {
		db := attemptsDB(t, models, all, rand.New(rand.NewPCG(9, 22)))
		mustExec(t, db, fmt.Sprintf("SET threads = %d", threads))
		mustExec(t, db, "PRAGMA verify_parallelism")
		got := mustTexts(t, db, models)
		kept := map[string]string{}
		for _, name := range ofTransactions {
			kept[name] = got[name]
		}
		return kept
	}
	want := texts(1)
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	sameTexts(t, "shuffled rows and four threads", texts(4), want)
}
