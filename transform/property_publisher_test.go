package transform

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/warehouse"
)

// rivals returns the lines of an observation table in which two publishers print a market
// in two scopes and three vintages, with mistakes, and of which members merge, split and
// are renamed. Values are multiplied by scale.
func rivals(rng *rand.Rand, scale int64) (header string, lines []string) {
	add := func(publisher, scope, dimension, member, period, vintage string, value int64, superseded, fate, until string) {
		id := len(lines) + 1
		lines = append(lines, fmt.Sprintf("%d,%s,%s,%s,%s,%s,%s,%d,%s,%s,%s,line:%d,d%d",
			id, publisher, scope, dimension, member, period, vintage, value*scale, superseded, fate, until, id, rng.IntN(3)))
	}
	for quarter := range 12 {
		period := fmt.Sprintf("%d-Q%d", 2014+quarter/4, quarter%4+1)
		day := time.Date(2014, time.Month(3*quarter+5), 1, 0, 0, 0, 0, time.UTC)
		first, second := day.Format(time.DateOnly), day.AddDate(0, 6, 0).Format(time.DateOnly)
		for _, publisher := range []string{"p", "q"} {
			for _, scope := range []string{"unspecified", "old"} {
				if scope == "old" && (publisher == "q" || quarter > 7) || scope == "unspecified" && publisher == "p" && quarter < 6 {
					continue
				}
				var total int64
				for _, member := range []string{"a", "b", "c", "d"} {
					if member == "a" && quarter > 6 || member == "d" && rng.IntN(6) == 0 {
						continue
					}
					value := rng.Int64N(1e9) + 1
					total += value
					if rng.IntN(4) > 0 {
						add(publisher, scope, "provider", member, period, first, value, "", "", "")
						continue
					}
					fate := []string{"replaced", "removed"}[rng.IntN(2)]
					add(publisher, scope, "provider", member, period, first, value+1+rng.Int64N(1e3), "2", fate, second)
					if fate == "replaced" {
						add(publisher, scope, "provider", member, period, second, value, "", "", "")
					}
				}
				add(publisher, scope, "total", "total", period, first, total+rng.Int64N(1e8)+1e4, "", "", "")
				if rng.IntN(3) == 0 {
					add(publisher, scope, "total", "total", period, "", total+2e8, "", "", "")
				}
			}
		}
	}
	return "id,publisher,scope,dimension,member,period,vintage,value,superseded_by,fate,until,place,document", lines
}

// rivalBundle opens a warehouse with what rivals prints, and code lists to go with it.
func rivalBundle(t *testing.T, models []*Model, header string, lines []string) *warehouse.DB {
	t.Helper()
	db := bundle(t, models, header, lines)
	tables := newListTables()
	tables.fill(t, db, "market", "id,area,measures,dimension,scope,total,unit,publishers\nm,CN,tx_value,provider,unspecified,published,CNY,q;p")
	tables.fill(t, db, "break", "id,date,kind,publisher,segment,old_scope,overlap,source\nscope,2015-07-01,scope,p,s,old,2015-Q3,doc")
	tables.fill(t, db, "member_change", `dimension,member,successor,date,kind,weight,source
provider,a,b,2015-10-01,merge,,doc
provider,c,e,2015-01-01,split,0.3,doc
provider,c,f,2015-01-01,split,0.7,doc
provider,f,g,2016-01-01,rename,,doc`)
	return db
}

// newListTables knows the code lists' columns alone.
func newListTables() fixtureTables {
	tables := fixtureTables{}
	for name, columns := range codeListColumns {
		for _, c := range columns {
			tables[name] = append(tables[name], fixtureColumn{c, "VARCHAR"})
		}
	}
	return tables
}

// TestRivalIdentities: what holds of publishers, vintages and changes of members, whatever
// the numbers.
func TestRivalIdentities(t *testing.T) {
	const key = "market, measure, publisher, scope, frequency, period"
	models := shipped(t)
	for seed := range uint64(2) {
		header, lines := rivals(rand.New(rand.NewPCG(seed, 11)), 1)
		db := rivalBundle(t, models, header, lines)
		mustTexts(t, db, models)
		for name, query := range map[string]string{
			"mergers, splits and names move shares, and make none": `
				SELECT max(abs(a.total - b.total))
				FROM (SELECT ` + key + `, sum(share_pro_forma) AS total FROM metric_share_pro_forma GROUP BY ALL) AS a
				JOIN (SELECT ` + key + `, sum(share) AS total FROM metric_share GROUP BY ALL) AS b USING (` + key + `)
				WHERE NOT EXISTS (FROM metric_share AS h WHERE h.period = b.period AND h.publisher = b.publisher AND h.share IS NULL)`,
			"a bridge keeps the growth of the old series": `
				SELECT max(abs((s.value / b.value) / (s.old / b.old) - 1))
				FROM core_splice AS s JOIN core_splice AS b USING (market, measure, publisher, frequency, member)
				WHERE b.period_index = s.period_index - 1 AND s.basis = 'spliced' AND b.basis = 'spliced'`,
			"a bridge meets at the overlap": `
				SELECT max(abs(s.value - s.old * f.factor) / s.value)
				FROM core_splice AS s JOIN (SELECT market, member, any_value(factor) AS factor FROM core_splice WHERE factor > 0 GROUP BY ALL) AS f
				USING (market, member) WHERE s.period = s.overlap AND s.old IS NOT NULL AND s.value IS NOT NULL`,
			"restatements of a cell lead from its first value to its last": `
				SELECT max(abs(r.moved - (v.last - v.first)))
				FROM (SELECT publisher, scope, dimension, member, period, sum(later - earlier) AS moved FROM core_restatement
					WHERE kind = 'revised' GROUP BY ALL) AS r
				JOIN (SELECT publisher, scope, dimension, member, period, arg_min(value, vintage) AS first, arg_max(value, vintage) AS last
					FROM stg_vintage WHERE vintage IS NOT NULL GROUP BY ALL) AS v USING (publisher, scope, dimension, member, period)`,
			"the band holds the value of every publisher in the scope": `
				SELECT max(greatest(b.publisher_band_low - v.value, v.value - b.publisher_band_high))
				FROM metric_publisher_band AS b JOIN core_comparison AS v USING (market, measure, frequency, period, member)
				WHERE v.scope = b.scope AND v.transformation = 'level' AND b.reason IS NULL`,
			"the HHI after a declared merger is that of the market with its parties as one": `
				SELECT coalesce(max(abs(m.merger_delta - 10000 * (pow(a.share + b.share, 2) - pow(a.share, 2) - pow(b.share, 2)))), 1)
				FROM metric_merger_delta AS m
				JOIN metric_share AS a ON a.member = 'a' AND (a.market, a.measure, a.publisher, a.frequency, a.period) = (m.market, m.measure, m.publisher, m.frequency, m.period)
				JOIN metric_share AS b ON b.member = 'b' AND (b.market, b.measure, b.publisher, b.frequency, b.period) = (m.market, m.measure, m.publisher, m.frequency, m.period)
				WHERE m.member = 'a|b' AND m.basis = 'declared'`,
			"one publisher is picked, and always the same": `
				SELECT count(DISTINCT publisher) - 1 FROM core_comparison WHERE picked`,
		} {
			if gap := number(t, db, query); gap > 1e-9 {
				t.Errorf("seed %d: %s: off by %g", seed, name, gap)
			}
		}
	}
}

// TestRivalBytes: neither the order of the rows nor the number of threads changes a byte;
// values a power of two larger change no ratio.
func TestRivalBytes(t *testing.T) {
	models, rng := shipped(t), rand.New(rand.NewPCG(3, 12))
	header, lines := rivals(rng, 1)
	want := mustTexts(t, rivalBundle(t, models, header, lines), models)
	for _, name := range needsMore {
		if !slices.Contains([]string{"core_market_share", "core_growth_gap", "core_share_gap"}, name) && !strings.Contains(want[name], "\n") {
			t.Errorf("model %s has no row: the test tests nothing", name)
		}
	}
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	several := rivalBundle(t, models, header, lines)
	mustExec(t, several, "SET threads = 4")
	mustExec(t, several, "PRAGMA verify_parallelism")
	sameTexts(t, "shuffled rows and four threads", mustTexts(t, several, models), want)

	header, lines = rivals(rand.New(rand.NewPCG(3, 12)), 1024)
	scaled := mustTexts(t, rivalBundle(t, models, header, lines), models)
	for _, name := range []string{"metric_share_pro_forma"} {
		if scaled[name] != want[name] {
			t.Errorf("scaling changes %s:\n%s", name, firstDifference(want[name], scaled[name]))
		}
	}
}

// TestCut: what the models show as of a day is what they would show had nothing been
// published after it.
func TestCut(t *testing.T) {
	models := shipped(t)
	for seed, day := range []string{"2014-12-15", "2015-08-01", "2016-06-30"} {
		header, lines := rivals(rand.New(rand.NewPCG(uint64(seed), 13)), 1)
		cut := rivalBundle(t, models, header, lines)
		mustExec(t, cut, "INSERT INTO request VALUES (DATE '"+day+"')")
		got := mustTexts(t, cut, models)
		early := rivalBundle(t, models, header, lines)
		mustExec(t, early, "DELETE FROM observation WHERE vintage IS NULL OR vintage > DATE '"+day+"'")
		mustExec(t, early, "UPDATE observation SET superseded_by = NULL, fate = '', until = NULL WHERE until > DATE '"+day+"'")
		sameTexts(t, "as of "+day+": later publications", got, mustTexts(t, early, models))
		rows, err := cut.Query(context.Background(), "SELECT count(*) AS n FROM core_market_value WHERE vintage > DATE '"+day+"'")
		if err != nil || rows.Int("n", 0) > 0 {
			t.Errorf("as of %s: %d rows are later: %v", day, rows.Int("n", 0), err)
		}
	}
}
