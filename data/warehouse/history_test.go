package warehouse_test

import (
	"strings"
	"testing"

	"paystats/data/obs"
	"paystats/data/warehouse"
)

// beside adds to a release what it holds beside the quarter that a test is about, so that no
// file is empty.
func beside(t *testing.T, vintage string, all ...obs.Observation) []obs.Observation {
	return append(all, published(t, vintage, "2015-Q4", "9"))
}

// TestValuesThatComeBack: values come, go and come back by loads one after the other; want is
// what is there of 2015-Q1 in the end.
func TestValuesThatComeBack(t *testing.T) {
	type release struct{ vintage, value string } // "" for a release without the value
	for _, tt := range []struct {
		name  string
		loads [][]release
		want  []string
	}{
		{"left out, and printed again", [][]release{{{"2024-01-15", "1"}}, {{"2024-04-15", ""}}, {{"2024-07-15", "1"}}},
			[]string{"2024-01-15 1 removed 2024-04-15", "2024-07-15 1 stands"}},
		{"deleted from a release, and printed by the next", [][]release{{{"2024-01-15", "1"}}, {{"2024-01-15", ""}}, {{"2024-01-15", ""}, {"2024-04-15", "1"}}},
			[]string{"2024-01-15 1 removed 2024-01-15", "2024-04-15 1 stands"}},
		{"replaced by a mistake that was corrected", [][]release{{{"2024-01-15", "1"}}, {{"2024-04-15", "2"}}, {{"2024-04-15", "1"}}},
			[]string{"2024-01-15 1 repeated stands", "2024-04-15 2 replaced 2024-04-15"}},
		// What was only corrected within its release did not tell what the release printed.
		{"corrected, and repeated by the next release", [][]release{{{"2024-01-15", "1"}}, {{"2024-01-15", "2"}}, {{"2024-04-15", "2"}}},
			[]string{"2024-01-15 1 replaced 2024-01-15", "2024-01-15 2 repeated stands"}},
		{"corrected, and restated to the mistake", [][]release{{{"2024-01-15", "1"}}, {{"2024-01-15", "2"}}, {{"2024-04-15", "1"}}},
			[]string{"2024-01-15 1 replaced 2024-01-15", "2024-01-15 2 replaced 2024-04-15", "2024-04-15 1 stands"}},
		// Of what the history says of a value and the row that stood until now, the row counts.
		{"back, and gone once more", [][]release{{{"2024-01-15", "1"}}, {{"2024-04-15", ""}}, {{"2024-01-15", "1"}, {"2024-04-15", ""}}, {{"2024-07-15", "3"}}},
			[]string{"2024-01-15 1 replaced 2024-07-15", "2024-07-15 3 stands"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, past := mustMemory(t), new(ledger)
			var files []obs.Observation
			for _, l := range tt.loads {
				files = nil
				for _, r := range l {
					if r.value != "" {
						files = append(files, published(t, r.vintage, "2015-Q1", r.value))
					}
					files = beside(t, r.vintage, files...)
				}
				mustLoad(t, db, releases(past), files...)
			}
			if got, want := quarterLines(t, db), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("lines:\n%s\nwant:\n%s", got, want)
			}
			anew := mustMemory(t)
			mustLoad(t, anew, releases(past), files...)
			if got, want := everything(t, anew), everything(t, db); got != want {
				t.Errorf("the rebuilt warehouse differs:\n%s\n\nwant\n%s", got, want)
			}
		})
	}
}

// Of two lines of the history on one value the later one counts.
func TestLastLineOfHistoryCounts(t *testing.T) {
	line := func(fate, until string) warehouse.Past {
		return warehouse.Past{Observation: published(t, "2024-01-15", "2015-Q1", "1"), Fate: fate, Until: published(t, until, "2015-Q1", "1").Vintage}
	}
	removed, replaced := line(warehouse.Removed, "2024-04-15"), line(warehouse.Replaced, "2024-07-15")
	for _, tt := range []struct {
		lines []warehouse.Past
		want  string
	}{
		{[]warehouse.Past{removed, replaced}, "2024-01-15 1 replaced 2024-07-15\n2024-07-15 3 stands"},
		{[]warehouse.Past{replaced, removed}, "2024-01-15 1 removed 2024-04-15\n2024-07-15 3 stands"},
	} {
		db := mustMemory(t)
		mustLoad(t, db, releases(&ledger{lines: tt.lines}), published(t, "2024-07-15", "2015-Q1", "3"))
		if got := quarterLines(t, db); got != tt.want {
			t.Errorf("lines:\n%s\nwant:\n%s", got, tt.want)
		}
	}
}

// quarterLines are a warehouse's rows on 2015-Q1.
func quarterLines(t *testing.T, db *warehouse.DB) string {
	t.Helper()
	return mustText(t, db, `SELECT string_agg(concat_ws(' ', vintage, (value / 1000000000000)::BIGINT, nullif(fate, ''), until, CASE WHEN superseded_by IS NULL THEN 'stands' END), chr(10)
		ORDER BY vintage, value) FROM observation WHERE period = '2015-Q1'`)
}
