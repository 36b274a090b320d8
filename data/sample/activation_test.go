package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/activation"
	"paystats/data/codelist"
	"paystats/data/frame"
	"paystats/data/warehouse"
)

// mustTable returns the rows of a CSV file of a sample under its header.
func mustTable(t *testing.T, text []byte, header []string) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(all[0], header) {
		t.Fatalf("header %q, want %q", all[0], header)
	}
	return all[1:]
}

// TestCases holds every case against what a case may be: ids, order of times, decisions.
func TestCases(t *testing.T) {
	lists, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	files := written(t, Options{Rows: 1_000_001, Seed: 1, Format: CSV})
	cases := mustTable(t, files[casesName], caseColumns)
	if len(cases) != 10_001 {
		t.Fatalf("%d cases of 1 000 001 rows", len(cases))
	}
	known := map[string]bool{"": true}
	for _, row := range mustTable(t, files[reasonsName], []string{"reason_code", "reason"}) {
		known[row[0]] = lists.Get("reason", row[1], "taxonomy") == "bnpl-decline"
	}
	seen, reasonless, refused, entered := map[string]bool{}, 0, 0, ""
	for _, c := range cases {
		id, provider, area, times, decision, reason := c[0], c[1], c[2], c[5:11], c[11], c[12]
		if seen[id] || !lists.Has("member", "provider/"+provider) || !lists.Has("area", area) || !known[reason] {
			t.Errorf("case %q: id twice, or an unknown provider, area or reason", c)
		}
		seen[id] = true
		zone, err := time.LoadLocation(c[3])
		if err != nil {
			t.Fatal(err)
		}
		local, err := time.ParseInLocation(time.DateTime, times[0], zone)
		if err != nil {
			t.Fatal(err)
		}
		if utc := local.UTC().Format(time.DateTime); utc < entered {
			t.Errorf("case %s enters at %s, before the case above", id, utc)
		} else {
			entered = utc
		}
		steps := strings.TrimRight(strings.Join([]string{times[0], times[1], times[2], times[3]}, ";"), ";")
		if strings.Contains(steps, ";;") || !slices.IsSorted(strings.Split(steps, ";")) {
			t.Errorf("case %s: steps %q", id, steps)
		}
		if (decision == "pending") != (times[4] == "") || times[5] != "" && (decision != "approved" || times[5] < times[4]) || reason != "" && decision != "declined" {
			t.Errorf("case %q: the decision does not fit", c)
		}
		if decision == "declined" {
			refused++
			if reason == "" {
				reasonless++
			}
		}
	}
	near(t, "refusals without a reason", float64(reasonless)/float64(refused), noReason, 0.4)
}

// TestCaseFunnel reduces the cases as paystats does: the rates are the parameters', and only
// the last cohorts are right-censored.
func TestCaseFunnel(t *testing.T) {
	m := mustMaker(t, 2_000_000, 1)
	c := newCases(m)
	var rows []string
	days := map[string]int{}
	for number := range c.n {
		one := c.at(number)
		cells := []string{"'" + providers[one.Provider].name + "'"}
		for _, second := range one.Times {
			if second == 0 {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, fmt.Sprintf("make_timestamp(%d)", second*1e6))
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+", '"+decisionNames[one.Decision]+"', '')")
		if markets[one.Market].area == "CN" {
			days[time.Unix(one.Times[entry]+8*3600, 0).UTC().Format(time.DateOnly)]++
		}
	}
	db, err := warehouse.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := []string{
		`CREATE TABLE cases (provider VARCHAR, entered_at TIMESTAMP, eligible_at TIMESTAMP, identified_at TIMESTAMP, applied_at TIMESTAMP,
			decided_at TIMESTAMP, used_at TIMESTAMP, decision VARCHAR, reason VARCHAR)`,
		"CREATE VIEW dated AS SELECT *, CAST(entered_at AS DATE) AS local_date FROM cases",
	}
	for some := range slices.Chunk(rows, 1000) {
		statements = append(statements, "INSERT INTO cases VALUES "+strings.Join(some, ", "))
	}
	for _, statement := range statements {
		if err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	f, err := db.Query(t.Context(), "SELECT step, CAST(sum(reached) AS DOUBLE) AS reached, CAST(sum(open) AS DOUBLE) AS open, min(cohort) FILTER (open > 0) AS first_open FROM ("+
		activation.Funnel("dated", spanEnd)+") GROUP BY step ORDER BY step")
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{0, 0.73, 0.80, 0.88, 0.97 * approvedRate, 0.64} // promotions, and windows that cut long waits off, take a little
	for step := 1; step < caseSteps; step++ {
		before, _ := f.Float("reached", step-1)
		open, _ := f.Float("open", step-1)
		reached, _ := f.Float("reached", step)
		near(t, fmt.Sprintf("conversion to step %d", step+1), reached/(before-open), want[step], 0.05)
		if first := frame.Format(f.Column("first_open").Cells[step-1]); open == 0 || first < "2024-09" {
			t.Errorf("step %d: %g cases are open, the first in the cohort of %s", step, open, first)
		}
	}
	mean := float64(0)
	for _, n := range days {
		mean += float64(n) / float64(len(days))
	}
	for day, factor := range map[string]float64{"2024-11-11": 4.2 * 1.1, "2024-06-18": 2.9, "2024-02-12": 0.55} {
		near(t, "entries on "+day, float64(days[day])/mean, factor, 0.35)
	}
}

// TestCredit holds stocks against what they may be: owed within limits, overdue within owed.
func TestCredit(t *testing.T) {
	rows := mustTable(t, written(t, Options{Rows: 500_000, Seed: 1, Format: Parquet})[creditName], strings.Split(strings.TrimSpace(creditHeader), ","))
	if len(rows) != 24*6 {
		t.Errorf("%d rows, want 24 months of 6 lenders", len(rows))
	}
	for _, row := range rows {
		var limit, owed, late float64
		if _, err := fmt.Sscan(strings.Join(row[4:], " "), &limit, &owed, &late); err != nil {
			t.Fatal(err)
		}
		if used, part := owed/limit, late/owed; used < 0.2 || used > 0.5 || part < 0.01 || part > 0.05 {
			t.Errorf("%q: %.3f of the limit is used, %.3f of that overdue", row, used, part)
		}
	}
}
