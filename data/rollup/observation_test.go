package rollup_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/rollup"
	"paystats/data/warehouse"
)

func mustObservations(t *testing.T, db *warehouse.DB, set rollup.Set) []obs.Observation {
	t.Helper()
	frames := map[string]*frame.Frame{}
	for _, query := range []string{rollup.ValueQuery, rollup.CountQuery, rollup.UserQuery} {
		f, err := db.Query(context.Background(), query, "d", set.Area)
		if err != nil {
			t.Fatal(err)
		}
		frames[query] = f
	}
	all, err := rollup.Observations(set, frames[rollup.ValueQuery], frames[rollup.CountQuery], frames[rollup.UserQuery])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Three attempts in two currencies and two files, of which one is no payment; the set
// begins on the first of January and ends within February.
func TestObservations(t *testing.T) {
	db := mustMemory(t)
	at := func(month time.Month, day int) time.Time { return time.Date(2024, month, day, 12, 0, 0, 0, time.UTC) }
	one := attempt{id: "1", at: at(1, 1), provider: "aster", method: "qr", channel: "", category: "food", area: "CN", amount: 12_3400, currency: "CNY", outcome: "approved", user: "u", load: 1}
	two, three := one, one
	two.id, two.at, two.currency, two.amount, two.load = "2", at(1, 31), "KWD", 1_2340, 2
	three.id, three.at, three.outcome, three.load = "3", at(2, 3), "failed", 2
	four := one
	four.id, four.at, four.load, four.user = "4", at(2, 3), 2, "v"
	all := []attempt{one, two, three, four}
	mustInsert(t, db, all)
	mustAdd(t, db, 1, all[:1], all[:1])
	mustAdd(t, db, 2, all[1:], all)

	set := rollup.Set{Place: obs.Place{Dataset: "d", Resource: "r", File: "a.csv"}, Title: "Attempts", Publisher: "us", Area: "CN", Segment: "third-party", Scope: "approved", Synthetic: true,
		First: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), Last: time.Date(2024, 2, 3, 0, 0, 0, 0, time.UTC)}
	var got []string
	for _, o := range mustObservations(t, db, set) {
		if o.Dimension == "channel" {
			t.Errorf("an unknown channel is observed: %+v", o)
		}
		if o.Dimension != obs.Total {
			continue
		}
		got = append(got, fmt.Sprintf("%s %s %s %s %s: %s; %s; %s", o.Measure, o.Member, o.Period, o.Value, o.Unit, o.Printed, o.Status, o.Place.At))
		if o.Publisher != "us" || o.Area != "CN" || o.Note != "synthetic" && o.Note != "synthetic; attempts in CNY only" || o.Frequency != o.Period.Frequency() || o.Transformation != obs.Level || o.Place.File != "a.csv" || o.DocumentTitle != "Attempts" {
			t.Errorf("observation %+v", o)
		}
	}
	want := []string{
		"tx_value total 2024-01 12.34 CNY: 12.34 CNY; A; rollup payment, 1 attempts",
		"tx_value total 2024-02 12.34 CNY: 12.34 CNY; P; rollup payment, 1 attempts",
		"tx_value total 2024-01 1.234 KWD: 1.234 KWD; A; rollup payment, 1 attempts",
		"tx_count total 2024-01 1 count: 1 count; A; rollup payment, 1 attempts",
		"tx_count total 2024-02 1 count: 1 count; P; rollup payment, 1 attempts",
		"users total 2024-01 1 persons: 1 persons; A; rollup user",
		"users total 2024-02 1 persons: 1 persons; P; rollup user",
		"users total 2024-Q1 2 persons: 2 persons; P; rollup user",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	set.First = set.First.AddDate(0, 0, 1)
	if o := mustObservations(t, db, set)[0]; o.Status != obs.Provisional {
		t.Errorf("a month that began before the set is %+v", o)
	}
}

// The warehouse takes the observations of any attempts, each series and period once.
func TestWarehouseLoadsObservations(t *testing.T) {
	db := mustMemory(t)
	all := someAttempts(rand.New(rand.NewPCG(1, 2)), 1, 500)
	all = slices.DeleteFunc(all, func(a attempt) bool { return a.at.Year() < 2000 })
	mustInsert(t, db, all)
	mustAdd(t, db, 1, all, all)
	observations := mustObservations(t, db, rollup.Set{Place: obs.Place{Dataset: "d", Resource: "r", File: "f"}})
	if _, err := db.Load(context.Background(), warehouse.Load{Dataset: "d"}, func(add func(obs.Observation) error) (warehouse.Outcome, error) {
		for _, o := range observations {
			if err := add(o); err != nil {
				return warehouse.Outcome{}, err
			}
		}
		return warehouse.Outcome{RowsIn: len(observations)}, nil
	}); err != nil {
		t.Fatal(err)
	}
	f, err := db.Query(context.Background(), "SELECT count(*) AS n, count(DISTINCT (series, period_id)) AS distinct_n FROM observation")
	if err != nil {
		t.Fatal(err)
	}
	if n := int64(len(observations)); n == 0 || f.Int("n", 0) != n || f.Int("distinct_n", 0) != n {
		t.Errorf("%d observations, in the warehouse %s, of them different %s", n, f.Text("n", 0), f.Text("distinct_n", 0))
	}
}
