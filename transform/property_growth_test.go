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

// growthModels are the models that only the markets of this file feed; growthHeader are
// the columns of these.
var growthModels = []string{
	"core_year_to_date", "core_deflator", "core_fx_rate", "core_currency_value", "core_pairing", "core_quotient", "metric_mom", "metric_real_growth", "metric_fx_growth",
	"metric_seasonally_adjusted", "metric_tx_per_user", "metric_tx_per_head", "metric_value_per_user", "metric_penetration", "metric_active_rate_monthly",
	"metric_take_rate", "metric_utilisation", "metric_overdue_share", "metric_bennet", "metric_count_mix_rate", "metric_increment_share", "metric_midpoint", "metric_index",
}

const growthHeader = "id,area,segment,dimension,member,measure,unit,scope,period,vintage,value,place"

// growthMarkets: u with members that enter and leave, users, revenue and prices; y of
// sums since January and d of the same quarters; m of months; w in three currencies.
const growthMarkets = `id,area,segment,measures,dimension,total,unit,deflator_market,index_base
u,US,s,tx_value;tx_count;net_revenue;users_registered;users_active_monthly;population;credit_limit;outstanding;overdue,provider,published,USD,c,%[1]s
c,US,prices,cpi,,published,USD,,
y,YT,s,tx_value,,published,USD,,
d,YD,s,tx_value,,published,USD,,
m,MO,s,tx_value,,published,USD,,
w,W,s,tx_value,region,published,USD,,`

// randomGrowth returns the lines of an observation table for growthMarkets, four years
// from 2013; money, counts and persons are multiplied by scale.
func randomGrowth(rng *rand.Rand, scale int64) (lines []string) {
	add := func(series, period string, value int64) {
		id := len(lines) + 1
		lines = append(lines, fmt.Sprintf("%d,%s,%s,2020-01-31,%d,line:%d", id, series, period, value*scale, id))
	}
	random := func() int64 { return rng.Int64N(1e9) + 1 }
	for i := range 16 {
		period := fmt.Sprintf("%d-Q%d", 2013+i/4, i%4+1)
		total, count := random(), random()
		for _, member := range []string{"a", "b", "c", "others"} {
			value, n := random(), rng.Int64N(1e6)+1
			switch {
			case member == "b" && i >= 10:
				value, n = 0, 0
			case member == "c" && i < 5:
				continue
			}
			total, count = total+value, count+n
			add("US,s,provider,"+member+",tx_value,USD,unspecified", period, value)
			add("US,s,provider,"+member+",tx_count,count,unspecified", period, n)
		}
		add("US,s,total,total,tx_value,USD,unspecified", period, total)
		add("US,s,total,total,tx_count,count,unspecified", period, count)
		for _, measure := range []string{"net_revenue,USD", "users_registered,persons", "users_active_monthly,persons", "population,persons",
			"credit_limit,USD", "outstanding,USD", "overdue,USD"} {
			add("US,s,total,total,"+measure+",unspecified", period, random())
		}
		add("US,prices,total,total,cpi,ratio,unspecified", period, random())
	}
	for year := 2013; year < 2017; year++ {
		sum := int64(0)
		for i, period := range []string{"%d-Q1", "%d-S1", "%[1]d-01..%[1]d-09", "%d"} {
			quarter := random()
			sum += quarter
			add("YT,s,total,total,tx_value,USD,unspecified", fmt.Sprintf(period, year), sum)
			add("YD,s,total,total,tx_value,USD,unspecified", fmt.Sprintf("%d-Q%d", year, i+1), quarter)
		}
		for month := range 12 {
			add("MO,s,total,total,tx_value,USD,unspecified", fmt.Sprintf("%d-%02d", year, month+1), random())
		}
		for _, series := range []string{"a,tx_value,USD", "b,tx_value,CNY", "c,tx_value,EUR"} {
			add("W,s,region,"+series+",unspecified", fmt.Sprint(year), random())
		}
		for _, unit := range []string{"CNY/USD", "USD/EUR"} {
			add("W,rates,total,total,fx_rate,"+unit+",period-average", fmt.Sprint(year), random())
		}
	}
	return lines
}

func growthBundle(t *testing.T, models []*Model, lines []string, indexBase string) *warehouse.DB {
	t.Helper()
	db := mustOpen(t)
	tables := newFixtureTables(t, db, models)
	tables.fill(t, db, "observation", growthHeader+"\n"+strings.Join(lines, "\n"))
	tables.fill(t, db, "area", "id,parent\nUS,\nYT,\nYD,\nMO,\nW,")
	tables.fill(t, db, "measure", `id,kind,additive,unit_kind
tx_value,flow,yes,money
tx_count,flow,yes,count
net_revenue,flow,yes,money
users_registered,stock,no,persons
users_active_monthly,stock,no,persons
population,stock,yes,persons
credit_limit,stock,yes,money
outstanding,stock,yes,money
overdue,stock,yes,money
cpi,stock,no,ratio
fx_rate,stock,no,rate`)
	tables.fill(t, db, "market", fmt.Sprintf(growthMarkets, indexBase))
	tables.fill(t, db, "break", "")
	tables.fill(t, db, "member_change", "")
	for _, name := range apartLists {
		tables.fill(t, db, name, "")
	}
	return db
}

// mustRunGrowth runs models and returns the text of the tables that growthMarkets feed.
func mustRunGrowth(t *testing.T, db *warehouse.DB, models []*Model) map[string]string {
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
	for _, name := range append([]string{"core_value", "core_growth", "metric_yoy", "metric_contribution"}, growthModels...) {
		f, err := db.Query(context.Background(), "SELECT * FROM "+quoted(name)+" ORDER BY ALL")
		if err != nil {
			t.Fatal(err)
		}
		if f.Rows() == 0 {
			t.Errorf("model %s gives no row: the test tests nothing", name)
		}
		texts[name] = asCSV(f)
	}
	return texts
}

func TestGrowthIdentities(t *testing.T) {
	const key = "market, measure, publisher, scope, frequency"
	models := shipped(t)
	for seed := range uint64(seeds) {
		db := growthBundle(t, models, randomGrowth(rand.New(rand.NewPCG(seed, 21)), 1), "")
		mustRunGrowth(t, db, models)
		for name, query := range map[string]string{
			"contributions add up to growth": `
				SELECT max(abs(c.total - g.yoy))
				FROM (SELECT ` + key + `, period, sum(contribution) AS total FROM metric_contribution GROUP BY ALL) AS c
				JOIN metric_yoy AS g USING (` + key + `, period)
				WHERE g.member = 'total'`,
			"shares of the increment add up to 1": `
				SELECT max(abs(total - 1))
				FROM (SELECT ` + key + `, period, sum(increment_share) AS total, count(*) - count(increment_share) AS n_holes FROM metric_increment_share GROUP BY ALL)
				WHERE total IS NOT NULL AND n_holes = 0`,
			"Bennet is exact": `
				SELECT max(abs(count_effect + ticket_effect + entry + exit - difference) / greatest(abs(difference), 1)) FROM metric_bennet`,
			"count, mix and rate are exact": `
				SELECT max(abs(c.count_effect + c.mix_effect + c.rate_effect + c.entries - c.exits - (v.total - b.total)) / 1e6)
				FROM metric_count_mix_rate AS c
				JOIN (SELECT period_start, sum(value) AS total FROM core_value WHERE market = 'u' AND measure = 'tx_value' AND frequency = 'Q' AND member <> 'total' GROUP BY ALL) AS v
					ON v.period_start = c.period_start
				JOIN (SELECT period_start, sum(value) AS total FROM core_value WHERE market = 'u' AND measure = 'tx_value' AND frequency = 'Q' AND member <> 'total' GROUP BY ALL) AS b
					ON b.period_start = c.period_start - INTERVAL 1 YEAR
				WHERE c.frequency = 'Q'`,
			"an index keeps growth": `
				SELECT max(abs(i."index" / b."index" - 1 - g.yoy))
				FROM metric_index AS i
				JOIN metric_yoy AS g USING (` + key + `, member, period)
				JOIN metric_index AS b ON b.market = i.market AND b.measure = i.measure AND b.frequency = i.frequency AND b.member = i.member
				WHERE b.period_start = i.period_start - INTERVAL 1 YEAR AND g.yoy IS NOT NULL AND b."index" > 0`,
			"growth, chained, is the index": `
				SELECT max(abs(i."index" / (100 * chained) - 1))
				FROM (SELECT *, exp(sum(ln(1 + qoq)) OVER (PARTITION BY market, measure ORDER BY period_start)) AS chained FROM metric_qoq WHERE member = 'total') AS g
				JOIN metric_index AS i USING (` + key + `, member, period)
				WHERE g.qoq IS NOT NULL`,
			"midpoint = 2 g / (2 + g)": `
				SELECT max(abs(m.midpoint - 2 * g.yoy / (2 + g.yoy))) FROM metric_midpoint AS m JOIN metric_yoy AS g USING (` + key + `, member, period)`,
			"sums since January give the quarters back": `
				SELECT CASE WHEN count(*) = 16 THEN max(abs(y.value - d.value)) END
				FROM core_value AS y JOIN core_value AS d USING (frequency, period) WHERE y.market = 'y' AND d.market = 'd' AND frequency = 'Q'`,
			"months add up to the year": `
				SELECT CASE WHEN count(*) = 4 THEN max(abs(a.value - m.total)) END
				FROM core_value AS a
				JOIN (SELECT year(period_start) AS year, sum(value) AS total FROM core_value WHERE market = 'm' AND frequency = 'M' GROUP BY ALL) AS m ON m.year = year(a.period_start)
				WHERE a.market = 'm' AND a.frequency = 'A'`,
			"real growth times prices is growth": `
				SELECT max(abs((1 + real_growth) * (1 + inflation) - 1 - yoy)) FROM metric_real_growth`,
			"growth at constant rates and its effect are growth at current rates": `
				WITH v AS (
					SELECT year(v.period_start) AS year, sum(CAST(v.value AS DOUBLE) * coalesce(r.rate, 1)) AS total
					FROM core_currency_value AS v
					LEFT JOIN core_fx_rate AS r ON r.currency = v.currency AND r.quote = 'USD' AND r.period = v.period AND v.currency <> 'USD'
					GROUP BY ALL
				)
				SELECT max(abs((1 + g.fx_growth + g.fx_effect) / (v.total / b.total) - 1))
				FROM metric_fx_growth AS g
				JOIN v ON v.year = year(g.period_start)
				JOIN v AS b ON b.year = v.year - 1
				WHERE g.member = 'total'`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
	}
}

// TestBennetSymmetry: with both years exchanged each effect changes its sign and nothing else.
func TestBennetSymmetry(t *testing.T) {
	models := shipped(t)
	lines := randomGrowth(rand.New(rand.NewPCG(3, 22)), 1)
	lines = slices.DeleteFunc(lines, func(line string) bool {
		return !strings.Contains(line, ",2013-Q") && !strings.Contains(line, ",2014-Q")
	})
	effects := func(lines []string) string {
		db := growthBundle(t, models, lines, "")
		if _, err := run(t, db, models); err != nil {
			t.Fatal(err)
		}
		f, err := db.Query(context.Background(), `SELECT string_agg(member || ' ' || quarter(period_start) || ' ' || CAST(round(abs(count_effect), 3) AS VARCHAR)
			|| ' ' || CAST(round(abs(ticket_effect), 3) AS VARCHAR) || ' ' || CAST(abs(difference) AS VARCHAR), '; ' ORDER BY period_start, member) AS x,
			string_agg(CAST(sign(count_effect) AS VARCHAR), ' ' ORDER BY period_start, member) AS sign
			FROM metric_bennet WHERE reason IS NULL AND frequency = 'Q'`)
		if err != nil || f.Text("x", 0) == "" {
			t.Fatalf("no effects: %v", err)
		}
		return f.Text("x", 0) + "\n" + f.Text("sign", 0)
	}
	swap := strings.NewReplacer(",2013-Q", ",2014-Q", ",2014-Q", ",2013-Q")
	swapped := make([]string, len(lines))
	for i, line := range lines {
		swapped[i] = swap.Replace(line)
	}
	forth, back := effects(lines), effects(swapped)
	back = back[:strings.Index(back, "\n")] + strings.NewReplacer("-1", "1", "1", "-1").Replace(back[strings.Index(back, "\n"):])
	if forth != back {
		t.Errorf("effects\n%s\nand with the years exchanged\n%s", forth, back)
	}
}

// TestRebasing: another base changes no growth of the index.
func TestRebasing(t *testing.T) {
	models := shipped(t)
	lines := randomGrowth(rand.New(rand.NewPCG(4, 23)), 1)
	growth := func(base string) string {
		db := growthBundle(t, models, lines, base)
		if _, err := run(t, db, models); err != nil {
			t.Fatal(err)
		}
		f, err := db.Query(context.Background(), `SELECT i.measure, i.period, round(i."index" / b."index", 9) AS ratio
			FROM metric_index AS i
			JOIN metric_index AS b USING (market, measure, publisher, frequency, member)
			WHERE market = 'u' AND member = 'total' AND b.period_start = i.period_start - INTERVAL 1 YEAR ORDER BY ALL`)
		if err != nil || f.Rows() == 0 {
			t.Fatalf("no index: %v", err)
		}
		return asCSV(f)
	}
	first := growth("")
	for _, base := range []string{"2014-Q3", "2015"} {
		if got := growth(base); got != first {
			t.Errorf("base %s changes growth:\n%s", base, firstDifference(first, got))
		}
	}
}

// TestGrowthScaling: values a power of two larger change no growth by a byte.
func TestGrowthScaling(t *testing.T) {
	models := shipped(t)
	var texts [2]string
	for i, scale := range []int64{1, 1024} {
		db := growthBundle(t, models, randomGrowth(rand.New(rand.NewPCG(5, 24)), scale), "")
		mustRunGrowth(t, db, models)
		for _, column := range []string{
			"yoy", "qoq", "mom", "cagr", "midpoint", `"index"`, "contribution", "increment_share", "real_growth", "tx_per_user", "value_per_user", "take_rate",
			"utilisation", "overdue_share",
		} {
			f, err := db.Query(context.Background(), "SELECT market, measure, member, period, "+column+" AS x FROM metric_"+strings.Trim(column, `"`)+" ORDER BY ALL")
			if err != nil {
				t.Fatal(err)
			}
			texts[i] += asCSV(f)
		}
	}
	if texts[0] != texts[1] {
		t.Errorf("scaling changes growth:\n%s", firstDifference(texts[0], texts[1]))
	}
}

// TestGrowthBytes: neither the order of the input rows nor the number of threads changes a byte.
func TestGrowthBytes(t *testing.T) {
	models := shipped(t)
	rng := rand.New(rand.NewPCG(6, 25))
	lines := randomGrowth(rng, 1)
	one := growthBundle(t, models, lines, "")
	mustExec(t, one, "SET threads = 1")
	want := mustRunGrowth(t, one, models)
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	several := growthBundle(t, models, lines, "")
	mustExec(t, several, "SET threads = 4")
	mustExec(t, several, "PRAGMA verify_parallelism")
	sameTexts(t, "shuffled rows and four threads", mustRunGrowth(t, several, models), want)
}
