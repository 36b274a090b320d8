package bulk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"paystats/ingest/bulk"
)

// reduced are the tables that payment attempts are reduced to.
var reduced = []string{"rollup_payment", "rollup_failure", "rollup_hour", "rollup_user", "rollup_intent", "rollup_cohort"}

// randomRows are attempts of a year, some of which are refused or come twice, in this file or in
// the one before.
func randomRows(random *rand.Rand, file, n int) [][]string {
	rows := make([][]string, n)
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	for i := range rows {
		id := fmt.Sprintf("%d-%d", max(file-random.IntN(2)*random.IntN(2), 0), random.IntN(n))
		rows[i] = row(id, "at", fmt.Sprintf("2024-%02d-%02d %02d:%02d:00", 1+(file*3+random.IntN(5))%12, 1+random.IntN(28), random.IntN(24), random.IntN(60)),
			"provider", pick("alipay", "wechat-pay", "nobody", "alipay"), "amount", fmt.Sprint(random.IntN(1000)), "status", pick("approved", "approved", "declined", "failed"),
			"rc", pick("", "app-bug", "E"), "order", fmt.Sprint("o", random.IntN(n/3)), "uid", fmt.Sprint("u", random.IntN(n/4)), "currency", pick("CNY", "USD"))
	}
	return rows
}

// Whether rows are kept or not, the same files give the same roll-ups, all at once or one after
// another, by themselves or beside another dataset.
func TestRollupsWithoutRows(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	var texts []string
	for file := range 4 {
		texts = append(texts, csvText(randomRows(random, file, 150)...))
	}
	build := func(t *testing.T, keep bool, step int) *store {
		s := newStore(t)
		set := attempts()
		set.KeepRows, set.MaxRejects = keep, 1000
		for i := 0; i < len(texts); i += step {
			for j := i; j < min(i+step, len(texts)); j++ {
				set.Files = append(set.Files, s.write(t, fmt.Sprint(j, ".csv"), texts[j]))
			}
			s.mustLoad(t, set)
			s.isWhole(t)
		}
		return s
	}
	want := build(t, true, len(texts))
	for _, tt := range []struct {
		name string
		keep bool
		step int
	}{{"kept, one after another", true, 1}, {"not kept", false, len(texts)}, {"not kept, one after another", false, 1}} {
		t.Run(tt.name, func(t *testing.T) {
			s := build(t, tt.keep, tt.step)
			for _, table := range reduced {
				query := "SELECT * FROM " + table + " ORDER BY ALL"
				rows := want.rows(t, query)
				if len(rows) == 0 {
					t.Errorf("%s has no rows", table)
				}
				same(t, table, s.rows(t, query), rows)
			}
			same(t, "accounts", s.rows(t, loads), want.rows(t, loads))
			same(t, "refused rows", s.rows(t, "FROM refused_row ORDER BY ALL"), want.rows(t, "FROM refused_row ORDER BY ALL"))
			same(t, "duplicates", s.rows(t, "FROM duplicate_row ORDER BY ALL"), want.rows(t, "FROM duplicate_row ORDER BY ALL"))
			if !tt.keep {
				same(t, "transaction", s.rows(t, "FROM transaction"), nil)
			}
		})
	}
}

// Rows that are no longer to be kept go.
func TestRowsAreNoLongerKept(t *testing.T) {
	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a"), row("b"))))
	other := attempts(s.write(t, "b.csv", csvText(row("a"))))
	other.Dataset = "other"
	s.mustLoad(t, set)
	s.mustLoad(t, other)
	set.KeepRows = false
	s.mustLoad(t, set)
	same(t, "transaction", s.rows(t, "SELECT load, id FROM transaction"), []string{"2|a"})
	same(t, "attempts", s.rows(t, "SELECT dataset, sum(attempts) FROM rollup_payment WHERE dimension = 'total' GROUP BY ALL ORDER BY ALL"), []string{"other|1", "shop|2"})
}

// cases is a set of applications for credit.
func cases(files ...bulk.File) *bulk.Set {
	at := func(name string) bulk.Field {
		f := column(name, name)
		f.Zone = "Asia/Shanghai"
		return f
	}
	return &bulk.Set{
		Dataset: "shop", Resource: "cases", Descriptor: "data/sets/shop/datapackage.yaml", Kind: bulk.Activations, Publisher: "synthetic", Area: "CN", Scope: "unspecified",
		Format: bulk.CSV, Files: files, Dialect: bulk.Dialect{Delimiter: ",", Quote: `"`, Header: true}, Missing: []string{""}, IDs: []string{"no"},
		Fields: []bulk.Field{column("id", "no"), at("entered"), {Name: "provider", Literal: "alipay"}, at("eligible"), at("applied"), column("decision", "decision"), column("reason", "rc")},
	}
}

func TestCases(t *testing.T) {
	const first = "no,entered,eligible,applied,decision,rc\na,2024-01-05 10:00:00,2024-01-05 10:00:01,2024-01-06 10:00:00,approved,\nb,2024-01-07 10:00:00,,,,\n"
	const late = "no,entered,eligible,applied,decision,rc\nb,2024-01-07 10:00:00,,,,\nc,2024-02-01 00:00:00,2024-02-01 00:00:00,2024-02-02 00:00:00,declined,bad-credit-record\nd,2024-02-01 00:00:00,soon,,,\n"
	var results [][]string
	for _, keep := range []bool{true, false} {
		s := newStore(t)
		set := cases(s.write(t, "a.csv", first))
		set.KeepRows, set.MaxRejects = keep, 1
		s.mustLoad(t, set)
		set.Files = append(set.Files, s.write(t, "b.csv", late))
		if r := s.mustLoad(t, set); r.Loaded != 3 || r.New != 1 || r.Rejected != 1 || r.Duplicates != 1 {
			t.Errorf("Load() = %+v", r)
		}
		same(t, "duplicates", s.rows(t, "SELECT place, id, same FROM duplicate_row"), []string{"2|b|true"})
		same(t, "refused rows", s.rows(t, "SELECT place, field, code, printed FROM refused_row"), []string{"4|eligible|time-syntax|soon"})
		results = append(results, slices.Concat(s.rows(t, "FROM rollup_activation ORDER BY ALL"), s.rows(t, "FROM rollup_decline ORDER BY ALL")))
	}
	if len(results[0]) < 4 {
		t.Errorf("roll-ups are %q", results[0])
	}
	same(t, "roll-ups", results[1], results[0])
}

// A set whose rows are kept, after one whose rows are not, keeps them.
func TestRowsAreKeptBeside(t *testing.T) {
	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a"))))
	set.KeepRows = false
	s.mustLoad(t, set)
	other := attempts(s.write(t, "b.csv", csvText(row("b"))))
	other.Dataset = "other"
	s.mustLoad(t, other)
	same(t, "transaction", s.rows(t, "SELECT table_catalog, (SELECT count(*) FROM transaction) FROM information_schema.tables WHERE table_name = 'transaction'"), []string{"transactions|1"})
}
