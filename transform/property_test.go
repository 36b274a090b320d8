package transform

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// seeds are the random markets that the properties are tried on.
const seeds = 4

// randomMarkets returns the lines of an observation table: a market with a printed
// total that its members do not exhaust, members that come and go, and a market by area.
// Every value is multiplied by scale.
func randomMarkets(rng *rand.Rand, scale int64) (header string, lines []string) {
	add := func(area, dimension, member, measure, unit, period string, value int64) {
		id := len(lines) + 1
		lines = append(lines, fmt.Sprintf("%d,%s,%s,%s,%s,%s,%s,%d,line:%d", id, area, dimension, member, measure, unit, period, value*scale, id))
	}
	members := []string{"a", "b", "c", "d", "others"}
	for quarter := range 12 {
		period := fmt.Sprintf("%d-Q%d", 2013+quarter/4, quarter%4+1)
		var total int64
		for i, member := range members {
			if i == 2 && quarter < 3 || i == 3 && quarter > 9 || i == 1 && rng.IntN(8) == 0 {
				continue
			}
			value := rng.Int64N(1e12) + 1
			total += value
			add("CN", "provider", member, "tx_value", "CNY", period, value)
			add("CN", "provider", member, "tx_count", "count", period, rng.Int64N(1e9)+1)
		}
		add("CN", "total", "total", "tx_value", "CNY", period, total+rng.Int64N(1e11)+1)
		for _, category := range []string{"p2p", "merchant"} {
			country := rng.Int64N(1e11)
			for _, area := range []string{"IN-A", "IN-B", "IN-C"} {
				value := rng.Int64N(1e12) + 1
				country += value
				add(area, "category", category, "tx_value", "INR", period, value)
			}
			add("IN", "category", category, "tx_value", "INR", period, country)
		}
	}
	return "id,area,dimension,member,measure,unit,period,value,place", lines
}

// bundle opens a warehouse with code lists and the given observations.
func bundle(t *testing.T, models []*Model, header string, lines []string) *warehouse.DB {
	t.Helper()
	db := mustOpen(t)
	tables := newFixtureTables(t, db, models)
	tables.fill(t, db, "observation", header+"\n"+strings.Join(lines, "\n"))
	tables.fill(t, db, "area", "id,parent\nCN,\nIN,\nIN-A,IN\nIN-B,IN\nIN-C,IN")
	tables.fill(t, db, "measure", "id,kind,unit_kind\ntx_value,flow,money\ntx_count,flow,count")
	tables.fill(t, db, "market", `id,area,measures,dimension,sum_over,total,unit
m,CN,tx_value;tx_count,provider,,published,CNY
s,CN,tx_value,provider,,sum,CNY
i,IN,tx_value,area,category,sum,INR`)
	tables.fill(t, db, "break", "")
	tables.fill(t, db, "member_change", "")
	for _, name := range apartLists {
		tables.fill(t, db, name, "")
	}
	return db
}

// apartLists are the code lists that only models apart from observations read.
var apartLists = []string{"acceptance", "event", "reason"}

// onObservations returns the models that hang on observations; models come in their order.
func onObservations(models []*Model) map[string]bool {
	on := map[string]bool{"observation": true, "observed": true, "origin": true, "series": true, "period": true}
	for _, m := range models {
		on[m.Name] = slices.ContainsFunc(m.Needs, func(need string) bool { return on[need] })
	}
	return on
}

// needsMore are the models that one publisher's levels, printed once, leave empty.
var needsMore = []string{
	"core_contested", "core_market_share", "core_growth_gap", "core_share_gap", "core_rival", "core_comparison", "core_conflict", "core_restatement", "core_break", "core_splice", "core_succession",
	"core_pro_forma", "core_merger", "metric_publisher_dispersion", "metric_publisher_band", "metric_restatement", "metric_spliced", "metric_share_pro_forma",
}

// mustRun runs models and returns the text of all core and metric tables, none empty.
func mustRun(t *testing.T, db *warehouse.DB, models []*Model) map[string]string {
	t.Helper()
	texts, fed := mustTexts(t, db, models), onObservations(models)
	for _, m := range models {
		if text, ok := texts[m.Name]; ok && fed[m.Name] && !strings.Contains(text, "\n") && !slices.Contains(needsMore, m.Name) && !slices.Contains(growthModels, m.Name) {
			t.Errorf("model %s gives no row: the test tests nothing", m.Name)
		}
	}
	return texts
}

// mustTexts runs models, of which no check may fail, and returns the text of all core and
// metric tables.
func mustTexts(t *testing.T, db *warehouse.DB, models []*Model) map[string]string {
	t.Helper()
	r, err := run(t, db, models)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Severity == Fail {
			t.Errorf("check fails: %+v", f)
		}
	}
	texts := map[string]string{}
	for _, m := range models {
		if m.Layer < Core {
			continue
		}
		order := ""
		if m.stored || m.kind() == "VIEW" { // it has no order of its own
			order = " ORDER BY ALL"
		}
		f, err := db.Query(context.Background(), "SELECT * FROM "+quoted(m.Name)+order)
		if err != nil {
			t.Fatal(err)
		}
		texts[m.Name] = asCSV(f)
		// Of a view no check says so in a run: its grain follows from that of the tables below.
		grain := quotedList(m.Grain)
		if n := number(t, db, "SELECT CAST(count(*) AS DOUBLE) FROM (SELECT "+grain+" FROM "+quoted(m.Name)+" GROUP BY "+grain+" HAVING count(*) > 1)"); n > 0 {
			t.Errorf("model %s: %g times several rows of one grain", m.Name, n)
		}
	}
	return texts
}

// number returns the only cell of a query.
func number(t *testing.T, db *warehouse.DB, query string) float64 {
	t.Helper()
	f, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	v, ok := f.Float(f.Columns[0].Name, 0)
	if !ok {
		t.Fatalf("%s\ngives no number", query)
	}
	return v
}

func TestIdentities(t *testing.T) {
	const key = "market, measure, publisher, scope, frequency, period"
	models := shipped(t)
	for seed := range uint64(seeds) {
		header, lines := randomMarkets(rand.New(rand.NewPCG(seed, 1)), 1)
		db := bundle(t, models, header, lines)
		mustRun(t, db, models)
		for name, query := range map[string]string{
			"share shift = s_0 (g_i - G) / (1 + G)": `
				SELECT max(abs(d.share_shift - (s.share - d.share_shift) * (g.yoy - t.yoy) / (1 + t.yoy)))
				FROM metric_share_shift AS d
				JOIN metric_share AS s USING (` + key + `, member)
				JOIN metric_yoy AS g USING (` + key + `, member)
				JOIN metric_yoy AS t USING (` + key + `)
				WHERE t.member = 'total'`,
			"contributions add up to growth": `
				SELECT max(abs(c.total - g.yoy))
				FROM (SELECT ` + key + `, sum(contribution) AS total FROM metric_contribution GROUP BY ALL) AS c
				JOIN metric_yoy AS g USING (` + key + `)
				WHERE g.member = 'total'`,
			"shares, others and not covered add up to 1": `
				SELECT max(abs(total - 1))
				FROM (SELECT ` + key + `, sum(share) + any_value(not_covered) AS total FROM metric_share WHERE share IS NOT NULL GROUP BY ALL)
				WHERE total IS NOT NULL`,
			"ttm = sum of four quarters": `
				SELECT max(abs(ttm - four))
				FROM metric_ttm AS m
				JOIN (SELECT *, sum(value) OVER (PARTITION BY market, measure, member ORDER BY period_index ROWS 3 PRECEDING) AS four FROM core_market_value)
				AS v USING (` + key + `, member)`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
	}
}

// TestScaling: larger values change no share and no rate by a byte, as long as a double
// holds them exactly.
func TestScaling(t *testing.T) {
	models := shipped(t)
	for seed := range uint64(2) {
		var texts [3]map[string]string
		for i, scale := range []int64{1, 1024, 1000} {
			header, lines := randomMarkets(rand.New(rand.NewPCG(seed, 2)), scale)
			texts[i] = mustRun(t, bundle(t, models, header, lines), models)
		}
		for _, name := range slices.Concat(shareMetrics, []string{"metric_cagr", "metric_contribution", "metric_average_ticket"}) {
			for _, text := range texts[1:] {
				if text[name] != texts[0][name] {
					t.Errorf("seed %d: scaling changes %s:\n%s", seed, name, firstDifference(texts[0][name], text[name]))
				}
			}
		}
	}
}

// TestPermutation: the order of the input rows changes no byte.
func TestPermutation(t *testing.T) {
	models := shipped(t)
	for seed := range uint64(2) {
		rng := rand.New(rand.NewPCG(seed, 3))
		header, lines := randomMarkets(rng, 1)
		want := mustRun(t, bundle(t, models, header, lines), models)
		rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		sameTexts(t, "shuffled rows", mustRun(t, bundle(t, models, header, lines), models), want)
	}
}

// TestThreads: the number of threads changes no byte. verify_parallelism makes the
// engine split even small tables.
func TestThreads(t *testing.T) {
	models := shipped(t)
	header, lines := randomMarkets(rand.New(rand.NewPCG(7, 4)), 1)
	one := bundle(t, models, header, lines)
	mustExec(t, one, "SET threads = 1")
	want := mustRun(t, one, models)
	for range 3 {
		several := bundle(t, models, header, lines)
		mustExec(t, several, "SET threads = 4")
		mustExec(t, several, "PRAGMA verify_parallelism")
		sameTexts(t, "four threads", mustRun(t, several, models), want)
	}
}

// TestThreadsManyMembers: sums of shares of a market with more members than fit into one
// of the engine's batches, so that threads add up parts of one sum.
func TestThreadsManyMembers(t *testing.T) {
	models := shipped(t)
	texts := func(threads int) map[string]string {
		db := bundle(t, models, "id,dimension,member,period,value", []string{"1,provider,m,2015-Q1,7"})
		mustExec(t, db, `INSERT INTO observation SELECT o.* REPLACE (
			2 + n AS id, 'm' || n AS member, CAST(1 + n * 7919 % 100003 AS DECIMAL(38, 9)) AS value
		) FROM (SELECT * FROM observation WHERE id = 1) AS o, range(12000) AS numbered(n)`)
		mustExec(t, db, `INSERT INTO observation SELECT * REPLACE (
			0 AS id, 'total' AS dimension, 'total' AS member, CAST((SELECT sum(value) FROM observation) AS DECIMAL(38, 9)) AS value
		) FROM observation WHERE id = 1`)
		// A total that is summed would carry 12 000 inputs into each of 12 000 rows.
		mustExec(t, db, "DELETE FROM market WHERE total = 'sum'")
		mustExec(t, db, fmt.Sprintf("SET threads = %d", threads))
		mustExec(t, db, "PRAGMA verify_parallelism")
		if _, err := run(t, db, models); err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for _, name := range []string{"core_share", "core_coverage", "core_rank", "metric_hhi", "metric_cr5"} {
			f, err := db.Query(context.Background(), "SELECT * FROM "+quoted(name)+" ORDER BY ALL")
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = asCSV(f)
		}
		return texts
	}
	want := texts(1)
	for range 3 {
		sameTexts(t, "four threads", texts(4), want)
	}
}

func sameTexts(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s change %s:\n%s", what, name, firstDifference(text, got[name]))
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "- " + x[i] + "\n+ " + y[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}
