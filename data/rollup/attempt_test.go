package rollup_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/rollup"
	"paystats/data/warehouse"
)

// attempt is a row of `transaction`, without what no roll-up reads.
type attempt struct {
	id                                        string
	at                                        time.Time // UTC
	zone                                      time.Duration
	provider, method, channel, category, area string
	amount                                    int64 // ten-thousandths
	currency, outcome, reason, intent, user   string
	load                                      int
}

func (a attempt) day() time.Time { return a.at.Add(a.zone).Truncate(24 * time.Hour) }

func (a attempt) month() time.Time { d := a.day(); return d.AddDate(0, 0, 1-d.Day()) }

const createTransaction = `CREATE TABLE transaction (id VARCHAR, occurred_at TIMESTAMP, local_date DATE, local_hour UTINYINT, provider VARCHAR, method VARCHAR,
	channel VARCHAR, category VARCHAR, area VARCHAR, merchant VARCHAR, amount DECIMAL(18, 4), currency VARCHAR, outcome VARCHAR, reason VARCHAR,
	reason_code VARCHAR, intent VARCHAR, user_key VARCHAR, load UINTEGER)`

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// values returns the row for INSERT.
func (a attempt) values() string {
	local := a.at.Add(a.zone)
	return fmt.Sprintf("(%s, '%s', '%s', %d, %s, %s, %s, %s, %s, '', %s, '%s', '%s', %s, '', %s, %s, %d)",
		quoted(a.id), a.at.Format("2006-01-02 15:04:05.000000"), local.Format(time.DateOnly), local.Hour(), quoted(a.provider), quoted(a.method),
		quoted(a.channel), quoted(a.category), quoted(a.area), tenThousandths(big.NewInt(a.amount)), a.currency, a.outcome, quoted(a.reason), quoted(a.intent), quoted(a.user), a.load)
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// someAttempts draws attempts that share few users and intents, with steps between the
// attempts of an intent that lie on, and next to, what the definitions compare them with.
func someAttempts(r *rand.Rand, load, n int) []attempt {
	var all []attempt
	hour := time.Hour
	for len(all) < n {
		a := attempt{
			at:     time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(int64(150 * 24 * hour))).Truncate(time.Second)),
			zone:   pick(r, 8*hour, -8*hour, 5*hour+30*time.Minute),
			area:   pick(r, "CN", "IN", ""),
			intent: pick(r, "", fmt.Sprint("order ", r.IntN(n/3))),
			user:   pick(r, "", fmt.Sprint("u", r.IntN(20)), fmt.Sprint("u", r.IntN(200))),
			load:   load,
		}
		if r.IntN(100) == 0 {
			a.at = a.at.AddDate(pick(r, -8, -60, 12), 0, 0)
		}
		for range 1 + r.IntN(4) {
			a.id = fmt.Sprintf("%d-%d", load, len(all))
			a.provider, a.method = pick(r, "aster", "o'birch", ""), pick(r, "card", "qr")
			a.channel, a.category = pick(r, "app", "web", ""), pick(r, "food", "travel")
			a.outcome = pick(r, "approved", "approved", "declined", "failed", "pending", "cancelled", "refunded")
			a.reason = ""
			if a.outcome == "declined" || a.outcome == "failed" {
				a.reason = pick(r, "limit", "unmapped", "")
			}
			unit := map[string]int64{"JPY": 10_000, "CNY": 100, "KWD": 10}
			a.currency = pick(r, "JPY", "CNY", "KWD")
			a.amount = r.Int64N(1_000_000) * unit[a.currency]
			if r.IntN(50) == 0 {
				a.amount = 999_999_999_999_999_999 / unit[a.currency] * unit[a.currency] // the largest
			}
			if a.outcome == "refunded" {
				a.amount = -a.amount
			}
			all = append(all, a)
			a.at = a.at.Add(pick(r, 0, time.Minute, hour, hour+time.Second, 24*hour, 24*hour+time.Second, 20*24*hour, 28*24*hour, 28*24*hour+time.Second))
			a.zone = pick(r, a.zone, a.zone, -10*hour, 14*hour)
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func mustMemory(t *testing.T) *warehouse.DB {
	t.Helper()
	db, err := warehouse.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	mustExec(t, db, createTransaction)
	return db
}

func mustExec(t *testing.T, db *warehouse.DB, statement string) {
	t.Helper()
	if err := db.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

func mustInsert(t *testing.T, db *warehouse.DB, all []attempt) {
	t.Helper()
	rows := make([]string, len(all))
	for i, a := range all {
		rows[i] = a.values()
	}
	mustExec(t, db, "INSERT INTO transaction VALUES "+strings.Join(rows, ", "))
}

func mustDefinitions(t *testing.T) []rollup.Definition {
	t.Helper()
	definitions, err := rollup.Definitions()
	if err != nil {
		t.Fatal(err)
	}
	return definitions
}

// mustRun puts the rows of statements into the roll-ups' tables.
func mustRun(t *testing.T, db *warehouse.DB, statements []rollup.Statement) {
	t.Helper()
	for _, s := range statements {
		if s.Table != "" {
			s.SQL = "INSERT INTO " + s.Table + " SELECT 'd', * FROM (" + s.SQL + ")"
		}
		mustExec(t, db, s.SQL)
	}
}

// monthsOf returns the months of attempts as spans, as often as they come.
func monthsOf(all []attempt) []rollup.Span {
	var spans []rollup.Span
	for _, a := range all {
		spans = append(spans, rollup.Span{First: a.month(), Last: a.month().AddDate(0, 1, -1)})
	}
	return spans
}

// mustAdd adds a load's rows to the additive roll-ups, and makes the others again or changes them.
func mustAdd(t *testing.T, db *warehouse.DB, load int, added, all []attempt) {
	t.Helper()
	monthly := int64(load-1) * 10_000_000 // the runs of later loads are cut
	definitions := mustDefinitions(t)
	mustRun(t, db, rollup.Load(definitions, fmt.Sprintf("(SELECT * FROM transaction WHERE load = %d)", load)))
	for _, d := range definitions {
		switch {
		case d.Additive():
		case d.Rereads == rollup.Touched && load%2 == 0:
			change := d.Change(fmt.Sprintf("(SELECT * FROM transaction WHERE load <= %d)", load), "(SELECT * EXCLUDE (dataset) FROM "+d.Table()+")", int64(load), monthsOf(all))
			for _, s := range change.Prepare {
				mustExec(t, db, s)
			}
			mustExec(t, db, "DELETE FROM "+d.Table())
			mustRun(t, db, []rollup.Statement{{Table: d.Table(), SQL: change.Rows}})
		default:
			mustExec(t, db, "DELETE FROM "+d.Table())
			for _, run := range d.Runs(monthsOf(all), monthly) {
				mustRun(t, db, d.All(fmt.Sprintf("(SELECT * FROM transaction WHERE load <= %d)", load), run, monthly))
			}
		}
	}
}

// mustRows returns a table's rows as text, sorted.
func mustRows(t *testing.T, db *warehouse.DB, table string) []string {
	t.Helper()
	f, err := db.Query(context.Background(), "SELECT * EXCLUDE (dataset) FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]string, f.Rows())
	for i := range rows {
		var cells []string
		for _, c := range f.Columns {
			cells = append(cells, f.Text(c.Name, i))
		}
		rows[i] = strings.Join(cells, "|")
	}
	slices.Sort(rows)
	return rows
}
