package rollup_test

import (
	"cmp"
	"fmt"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/obs"
)

// tenThousandths prints a sum of them as a plain number.
func tenThousandths(n *big.Int) string {
	d, err := obs.DecimalFromScaled(n, 4)
	if err != nil {
		panic(err)
	}
	return d.String()
}

// sums counts attempts and adds amounts by a key.
type sums map[string]*struct {
	attempts int
	value    big.Int
}

func (s sums) add(a attempt, key ...string) {
	k := strings.Join(key, "|")
	if s[k] == nil {
		s[k] = &struct {
			attempts int
			value    big.Int
		}{}
	}
	s[k].attempts++
	s[k].value.Add(&s[k].value, big.NewInt(a.amount))
}

// rows prints key, attempts and value, sorted.
func (s sums) rows(withValue bool) []string {
	var rows []string
	for key, one := range s {
		row := fmt.Sprint(key, "|", one.attempts)
		if withValue {
			row += "|" + tenThousandths(&one.value)
		}
		rows = append(rows, row)
	}
	slices.Sort(rows)
	return rows
}

// dimensions are the pairs of dimension and member that an attempt counts for.
func (a attempt) dimensions() [][2]string {
	return [][2]string{{"total", "total"}, {"provider", a.provider}, {"instrument", a.method}, {"channel", a.channel}, {"category", a.category}, {"area", a.area}}
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func wantPayment(all []attempt) []string {
	s := sums{}
	for _, a := range all {
		for _, d := range a.dimensions() {
			s.add(a, fmt.Sprint(a.load), day(a.month()), d[0], d[1], a.area, a.currency, a.outcome)
		}
	}
	return s.rows(true)
}

func wantFailure(all []attempt) []string {
	s := sums{}
	for _, a := range all {
		s.add(a, fmt.Sprint(a.load), day(a.month()), a.provider, a.method, a.currency, a.outcome, a.reason)
	}
	return s.rows(true)
}

func wantHour(all []attempt) []string {
	s := sums{}
	for _, a := range all {
		s.add(a, fmt.Sprint(a.load), day(a.day()), fmt.Sprint(a.at.Add(a.zone).Hour()), a.provider, a.outcome)
	}
	return s.rows(false)
}

// groups are sets of texts by a key.
type groups map[string]map[string]bool

func (g groups) add(member string, key ...string) {
	k := strings.Join(key, "|")
	if g[k] == nil {
		g[k] = map[string]bool{}
	}
	g[k][member] = true
}

func (g groups) rows() []string {
	var rows []string
	for key, members := range g {
		rows = append(rows, fmt.Sprint(key, "|", len(members)))
	}
	slices.Sort(rows)
	return rows
}

func wantUser(all []attempt) []string {
	g := groups{}
	for _, a := range all {
		if a.outcome != "approved" || a.user == "" {
			continue
		}
		quarter := a.month().AddDate(0, -(int(a.month().Month())-1)%3, 0)
		for _, d := range a.dimensions() {
			if d[1] != "" {
				g.add(a.user, "M", day(a.month()), d[0], d[1])
				g.add(a.user, "Q", day(quarter), d[0], d[1])
			}
		}
	}
	return g.rows()
}

func wantCohort(all []attempt) []string {
	first := map[string]time.Time{}
	for _, a := range all {
		if month, known := first[a.user]; a.outcome == "approved" && (!known || a.month().Before(month)) {
			first[a.user] = a.month()
		}
	}
	g := groups{}
	for _, a := range all {
		if a.outcome == "approved" && a.user != "" {
			g.add(a.user, day(first[a.user]), day(a.month()))
		}
	}
	return g.rows()
}

// recovery is what rollup_intent holds for a key.
type recovery struct {
	intents, approved, failed, hour, day, ever int
	valueFailed, valueRecovered                big.Int
}

const window = 28 * 24 * time.Hour

func wantIntent(all []attempt) []string {
	lines := map[string][]attempt{}
	for _, a := range all {
		if a.intent != "" && slices.Contains([]string{"approved", "declined", "failed"}, a.outcome) {
			lines[a.intent] = append(lines[a.intent], a)
		}
	}
	result := map[string]*recovery{}
	for _, line := range lines {
		slices.SortFunc(line, func(a, b attempt) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
		for i, a := range line {
			if i > 0 && a.at.Sub(line[i-1].at) <= window {
				continue
			}
			key := strings.Join([]string{day(a.month()), a.provider, a.method, a.currency}, "|")
			if result[key] == nil {
				result[key] = &recovery{}
			}
			result[key].add(a, line[i:])
		}
	}
	var rows []string
	for key, r := range result {
		rows = append(rows, fmt.Sprintf("%s|%d|%d|%d|%d|%d|%d|%s|%s", key, r.intents, r.approved, r.failed, r.hour, r.day, r.ever,
			tenThousandths(&r.valueFailed), tenThousandths(&r.valueRecovered)))
	}
	slices.Sort(rows)
	return rows
}

// add counts an intent by its first attempt and those from it on.
func (r *recovery) add(first attempt, line []attempt) {
	r.intents++
	failed := first.outcome != "approved"
	if failed {
		r.failed++
		r.valueFailed.Add(&r.valueFailed, big.NewInt(first.amount))
	}
	i := slices.IndexFunc(line, func(a attempt) bool { return a.outcome == "approved" })
	if i < 0 || line[i].at.Sub(first.at) > window {
		return
	}
	r.approved++
	if !failed {
		return
	}
	r.ever++
	r.valueRecovered.Add(&r.valueRecovered, big.NewInt(first.amount))
	if line[i].at.Sub(first.at) <= time.Hour {
		r.hour++
	}
	if line[i].at.Sub(first.at) <= 24*time.Hour {
		r.day++
	}
}

var wants = []struct {
	table string
	rows  func([]attempt) []string
}{
	{"rollup_payment", wantPayment}, {"rollup_failure", wantFailure}, {"rollup_hour", wantHour},
	{"rollup_user", wantUser}, {"rollup_intent", wantIntent}, {"rollup_cohort", wantCohort},
}

// Whatever the attempts, the roll-ups are those of adding up by hand, to the last digit,
// after every load: a further file gives what all files at once would have given.
func TestRollupsEqualSumsByHand(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		db := mustMemory(t)
		mustExec(t, db, fmt.Sprint("SET threads = ", 1+seed%2))
		var all []attempt
		for load, n := range []int{600, 30, 3} {
			added := someAttempts(r, load+1, n)
			all = append(all, added...)
			mustInsert(t, db, added)
			mustAdd(t, db, load+1, added, all)
			for _, want := range wants {
				got, rows := mustRows(t, db, want.table), want.rows(all)
				if !slices.Equal(got, rows) {
					t.Fatalf("seed %d, load %d, %s: %s", seed, load+1, want.table, firstDifference(got, rows))
				}
			}
		}
	}
}

func firstDifference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return fmt.Sprintf("%d rows, want %d; row %d:\n got %q\nwant %q", len(got), len(want), i, got[i:min(i+2, len(got))], want[i:min(i+2, len(want))])
		}
	}
	return ""
}

// An attempt that comes late brings an intent back that failed 28 days before, which the
// change of zone between them puts into the month before the last.
func TestLateAttemptReachesTwoMonthsBack(t *testing.T) {
	db := mustMemory(t)
	first := attempt{id: "a", at: time.Date(2023, 2, 1, 9, 0, 0, 0, time.UTC), zone: -10 * time.Hour, currency: "CNY", outcome: "failed", intent: "i", load: 1}
	late := attempt{id: "b", at: first.at.Add(window), zone: 14 * time.Hour, currency: "CNY", outcome: "approved", intent: "i", load: 2}
	mustInsert(t, db, []attempt{first})
	mustAdd(t, db, 1, []attempt{first}, []attempt{first})
	mustInsert(t, db, []attempt{late})
	mustAdd(t, db, 2, []attempt{late}, []attempt{first, late})
	if got, want := mustRows(t, db, "rollup_intent"), []string{"2023-01-01|||CNY|1|1|1|0|0|1|0|0"}; !slices.Equal(got, want) {
		t.Errorf("rollup_intent = %q, want %q", got, want)
	}
}

// Files that stay where they are give the same roll-ups as the table.
func TestRollupsOfFiles(t *testing.T) {
	db := mustMemory(t)
	all := someAttempts(rand.New(rand.NewPCG(7, 7)), 1, 300)
	mustInsert(t, db, all)
	file := quoted(filepath.Join(t.TempDir(), "attempts.parquet"))
	mustExec(t, db, "COPY transaction TO "+file+" (FORMAT parquet)")
	mustExec(t, db, "DROP TABLE transaction")
	mustExec(t, db, "CREATE VIEW transaction AS SELECT * FROM read_parquet("+file+")")
	mustAdd(t, db, 1, all, all)
	for _, want := range wants {
		if got, rows := mustRows(t, db, want.table), want.rows(all); !slices.Equal(got, rows) {
			t.Errorf("%s: %s", want.table, firstDifference(got, rows))
		}
	}
}
