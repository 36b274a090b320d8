package activation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/activation"
	"paystats/data/frame"
	"paystats/data/warehouse"
)

// until is the end of observation in all tests.
var until = time.Date(2024, 6, 30, 12, 0, 0, 0, time.UTC)

// A testCase is a row of the relation; a zero time is NULL.
type testCase struct {
	provider         string
	times            [6]time.Time // entered, eligible, identified, applied, decided, used
	decision, reason string
	localDate        time.Time
}

// at returns a time so many days before the end of observation.
func at(days float64) time.Time { return until.Add(-time.Duration(days * float64(24*time.Hour))) }

func mustOpen(t *testing.T) *warehouse.DB {
	t.Helper()
	db, err := warehouse.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// mustFill makes the relation "cases" hold some cases.
func mustFill(t *testing.T, db *warehouse.DB, cases []testCase) {
	t.Helper()
	rows := []string{}
	for _, c := range cases {
		cells := []string{"'" + c.provider + "'"}
		for _, at := range c.times {
			if at.IsZero() {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, "'"+at.Format("2006-01-02 15:04:05")+"'")
		}
		cells = append(cells, "'"+c.decision+"'", "'"+c.reason+"'", "'"+c.localDate.Format(time.DateOnly)+"'")
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	for _, statement := range []string{
		`CREATE OR REPLACE TABLE cases (provider VARCHAR, entered_at TIMESTAMP, eligible_at TIMESTAMP, identified_at TIMESTAMP, applied_at TIMESTAMP,
			decided_at TIMESTAMP, used_at TIMESTAMP, decision VARCHAR, reason VARCHAR, local_date DATE)`,
		"INSERT INTO cases VALUES " + strings.Join(rows, ", "),
	} {
		if err := db.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// mustLines runs a query and returns its rows as text.
func mustLines(t *testing.T, db *warehouse.DB, query string) []string {
	t.Helper()
	f, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	var lines []string
	for i := range f.Rows() {
		var cells []string
		for _, c := range f.Columns {
			cells = append(cells, frame.Format(c.Cells[i]))
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return lines
}

func TestFunnelAndDeclines(t *testing.T) {
	day := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	none := time.Time{}
	tests := []struct {
		name     string
		in       testCase
		want     string // "reached refused open" at the furthest step, with its number in front
		declines []string
	}{
		{"entered, long ago", testCase{times: [6]time.Time{at(31)}}, "1: 1 0 0", nil},
		{"entered, lately", testCase{times: [6]time.Time{at(29)}}, "1: 1 0 1", nil},
		{"exactly as old as the window", testCase{times: [6]time.Time{at(30)}}, "1: 1 0 0", nil},
		{"a young step of an old case is open", testCase{times: [6]time.Time{at(90), at(80), at(70), at(2)}}, "4: 1 0 1", nil},
		{"approved, not used, lately", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2), at(1)}, decision: "approved"}, "5: 1 0 1", nil},
		{"used is the end: never open", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2), at(1), at(1)}, decision: "approved"}, "6: 1 0 0", nil},
		{"refused on application", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2), at(1)}, decision: "declined", reason: "bad"}, "4: 1 1 0", []string{"2024-06-01 p bad 1"}},
		{"pending is open", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2)}, decision: "pending"}, "4: 1 0 1", nil},
		{"cancelled is not", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2)}, decision: "cancelled"}, "4: 1 0 0", nil},
		{"refused for the conditions, no reason", testCase{times: [6]time.Time{at(5), none, none, none, at(5)}, decision: "declined"}, "1: 1 1 0", []string{"2024-06-01 p  1"}},
		{"refused, but paid with it", testCase{times: [6]time.Time{at(5), at(4), at(3), at(2), at(2), at(1)}, decision: "declined", reason: "bad"}, "6: 1 0 0", nil},
		{"a later step implies the earlier", testCase{times: [6]time.Time{at(50), none, none, at(40)}}, "4: 1 0 0", nil},
		{"approved at a time nobody wrote down", testCase{times: [6]time.Time{at(50), none, none, at(40)}, decision: "approved"}, "5: 1 0 0", nil},
		{"what comes later has not happened", testCase{times: [6]time.Time{at(50), at(40), none, at(-1), at(-2)}, decision: "declined", reason: "bad"}, "2: 1 0 0", nil},
		{"not yet entered", testCase{times: [6]time.Time{at(-0.001)}}, "", nil},
	}
	db := mustOpen(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.provider, tt.in.localDate = "p", day
			mustFill(t, db, []testCase{tt.in})
			var want []string
			if furthest, numbers, ok := strings.Cut(tt.want, ": "); ok {
				for step := range activation.Steps {
					line := fmt.Sprintf("2024-06-01 p %d ", step+1)
					switch number := fmt.Sprint(step + 1); {
					case number < furthest:
						line += "1 0 0"
					case number == furthest:
						line += numbers
					default:
						line += "0 0 0"
					}
					want = append(want, line)
				}
			}
			if got := mustLines(t, db, activation.Funnel("cases", until)); !slices.Equal(got, want) {
				t.Errorf("Funnel gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if got := mustLines(t, db, activation.Declines("cases", until)); !slices.Equal(got, tt.declines) {
				t.Errorf("Declines gives %q, want %q", got, tt.declines)
			}
		})
	}
}

// TestBruteForce holds both roll-ups of random cases, also senseless ones, against a count
// case by case.
func TestBruteForce(t *testing.T) {
	db := mustOpen(t)
	for seed := range uint64(5) {
		cases := randomCases(rand.New(rand.NewPCG(seed, 17)), 700)
		mustFill(t, db, cases)
		funnel, declines := count(cases)
		if got := mustLines(t, db, activation.Funnel("cases", until)); !slices.Equal(got, funnel) {
			t.Errorf("seed %d: Funnel gives\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(funnel, "\n"))
		}
		if got := mustLines(t, db, activation.Declines("(SELECT * FROM cases) AS c", until)); !slices.Equal(got, declines) {
			t.Errorf("seed %d: Declines gives\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(declines, "\n"))
		}
		if n := mustLines(t, db, fmt.Sprintf(`SELECT count(*) FROM (%s) AS a JOIN (%s) AS b ON a.cohort = b.cohort AND a.provider = b.provider AND b.step = a.step + 1
			WHERE a.reached < a.refused + a.open + b.reached`, activation.Funnel("cases", until), activation.Funnel("cases", until))); n[0] != "0" {
			t.Errorf("seed %d: %s steps lose fewer than are refused and open", seed, n[0])
		}
	}
}

// randomCases returns cases of four months, with holes, wrong orders and contradictions.
func randomCases(rng *rand.Rand, n int) []testCase {
	cases := make([]testCase, n)
	for i := range cases {
		c := testCase{provider: []string{"p", "q"}[rng.IntN(2)]}
		entered := until.AddDate(0, 0, -rng.IntN(120)).Add(time.Duration(rng.IntN(86_400)) * time.Second)
		c.localDate = entered.Add(8 * time.Hour)
		c.times[0] = entered
		furthest := rng.IntN(6)
		for step := 1; step <= furthest; step++ {
			if rng.IntN(8) > 0 {
				c.times[step] = entered.Add(time.Duration(rng.IntN(40*step*86_400)) * time.Second)
			}
		}
		c.decision = []string{"", "pending", "approved", "declined", "cancelled"}[rng.IntN(5)]
		c.reason = []string{"", "a", "b"}[rng.IntN(3)]
		cases[i] = c
	}
	return cases
}

// count makes both roll-ups case by case.
func count(cases []testCase) (funnel, declines []string) {
	type cell struct{ reached, refused, open int }
	cells, refusals := map[string]*[6]cell{}, map[string]int{}
	for _, c := range cases {
		known := func(i int) bool { return !c.times[i].IsZero() && !c.times[i].After(until) }
		if !known(0) {
			continue
		}
		key := c.localDate.Format("2006-01") + "-01 " + c.provider
		if cells[key] == nil {
			cells[key] = &[6]cell{}
		}
		decided := c.times[4].IsZero() || known(4)
		last, since := 0, c.times[0]
		for i := 1; i < 6; i++ {
			reached := known(i)
			if i == 4 {
				reached = c.decision == "approved" && decided
			}
			if reached {
				last = i
			}
			if reached && !c.times[i].IsZero() {
				since = c.times[i]
			} else if reached {
				for j := i; j >= 0; j-- { // the time nearest before
					if !c.times[j].IsZero() {
						since = c.times[j]
						break
					}
				}
			}
		}
		refused := c.decision == "declined" && decided && last < 5
		for i := 0; i <= last; i++ {
			cells[key][i].reached++
		}
		switch {
		case refused:
			cells[key][last].refused++
			refusals[key+" "+c.reason]++
		case last < 5 && until.Sub(since) < activation.Window && !(c.decision == "cancelled" && decided):
			cells[key][last].open++
		}
	}
	for key, steps := range cells {
		for i, s := range steps {
			funnel = append(funnel, fmt.Sprintf("%s %d %d %d %d", key, i+1, s.reached, s.refused, s.open))
		}
	}
	for key, n := range refusals {
		declines = append(declines, fmt.Sprintf("%s %d", key, n))
	}
	slices.Sort(funnel)
	slices.Sort(declines)
	return funnel, declines
}
