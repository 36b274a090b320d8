package warehouse_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/obs"
	"paystats/data/warehouse"
)

// ledger is a history in memory.
type ledger struct{ lines []warehouse.Past }

func (l *ledger) Read(add func(warehouse.Past) error) error {
	for _, p := range slices.Clone(l.lines) {
		if err := add(p); err != nil {
			return err
		}
	}
	return nil
}

func (l *ledger) Append(p warehouse.Past) error {
	l.lines = append(l.lines, p)
	return nil
}

// published returns an observation of a release: "2024-01-15", or "" for an unknown date.
func published(t *testing.T, vintage, period, value string) obs.Observation {
	t.Helper()
	o := mustObservation(t, period, value)
	if vintage != "" {
		date, err := time.Parse(time.DateOnly, vintage)
		if err != nil {
			t.Fatal(err)
		}
		o.Vintage = date
	}
	o.Place.File = vintage + ".csv"
	return o
}

// releases is the load of a dataset whose resource is published whole.
func releases(l *ledger) warehouse.Load {
	load := warehouse.Load{Dataset: "cards", Releases: []string{"r"}, MaxShrink: 1}
	if l != nil {
		load.History = l
	}
	return load
}

func mustLoad(t *testing.T, db *warehouse.DB, l warehouse.Load, all ...obs.Observation) warehouse.LoadResult {
	t.Helper()
	result, err := load(db, l, all...)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// everything is a warehouse's rows, but for ids and numbers of loads.
func everything(t *testing.T, db *warehouse.DB) string {
	t.Helper()
	f, err := db.Query(context.Background(), `SELECT period || ' ' || coalesce(CAST(vintage AS VARCHAR), '?') || ' r' || revision || ' ' || coalesce(CAST(value AS VARCHAR), '-')
		|| ' ' || file || ' ' || place || ' ' || fate || ' ' || coalesce(CAST(until AS VARCHAR), '') || CASE WHEN superseded_by IS NULL THEN ' stands' ELSE '' END AS line
		FROM observation ORDER BY ALL`)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i := range f.Rows() {
		lines = append(lines, f.Text("line", i))
	}
	return strings.Join(lines, "\n")
}

// TestRestatement: a later release that changes one value of three adds one row, and the
// first value stays.
func TestRestatement(t *testing.T) {
	db := mustMemory(t)
	got := mustLoad(t, db, releases(nil),
		published(t, "2024-01-15", "2015-Q1", "1"), published(t, "2024-01-15", "2015-Q2", "2"), published(t, "2024-01-15", "2015-Q3", "3"),
		published(t, "2024-04-15", "2015-Q1", "1"), published(t, "2024-04-15", "2015-Q2", "2.5"), published(t, "2024-04-15", "2015-Q3", "3"))
	if want := (warehouse.LoadResult{RowsIn: 6, Loaded: 6, New: 4, Repeated: 2}); got != want {
		t.Errorf("Load = %+v, want %+v", got, want)
	}
	values := mustText(t, db, `SELECT vintage, value / 1000000000000 FROM observation WHERE period = '2015-Q2' ORDER BY vintage`)
	if want := "2024-01-15 2 2024-04-15 2.5"; values != want {
		t.Errorf("the restated quarter holds %q, want %q", values, want)
	}
}

// TestInPageConflict: one page that prints two values keeps both, and a release after it
// that prints one of them has said something new.
func TestInPageConflict(t *testing.T) {
	db := mustMemory(t)
	low, high := published(t, "2024-01-15", "2015-Q1", "11.324"), published(t, "2024-01-15", "2015-Q1", "11.342")
	high.Place.At = "3:3"
	got := mustLoad(t, db, releases(nil), low, high, published(t, "2024-04-15", "2015-Q1", "11.342"))
	if want := (warehouse.LoadResult{RowsIn: 3, Loaded: 3, New: 3}); got != want {
		t.Errorf("Load = %+v, want %+v", got, want)
	}
	// The same value in two places of a page is two observations too.
	twice := published(t, "2024-01-15", "2015-Q2", "7")
	again := twice
	again.Place.At = "9:3"
	if got := mustLoad(t, mustMemory(t), releases(nil), twice, again); got.New != 2 {
		t.Errorf("one value in two places made %d rows, want 2", got.New)
	}
}

func TestCitationsAreNeverFolded(t *testing.T) {
	all := []obs.Observation{published(t, "2024-01-15", "2015-Q1", "1"), published(t, "2024-04-15", "2015-Q1", "1")}
	if got := mustLoad(t, mustMemory(t), warehouse.Load{Dataset: "cards"}, all...); got.New != 2 || got.Repeated != 0 {
		t.Errorf("Load of citations = %+v, want two rows", got)
	}
}

func TestUndatedReleasesGoByRevision(t *testing.T) {
	db := mustMemory(t)
	first, second, dated := published(t, "", "2015-Q1", "1"), published(t, "", "2015-Q1", "1"), published(t, "2024-01-15", "2015-Q1", "1")
	second.Revision = 1
	// The date of the third release is not given away, though it prints what undated ones do.
	if got := mustLoad(t, db, releases(nil), dated, second, first); got.New != 2 || got.Repeated != 1 {
		t.Errorf("Load = %+v, want two rows and one repeat", got)
	}
	if got, want := mustText(t, db, "SELECT vintage, revision FROM observation ORDER BY ALL"), "2024-01-15 0  0"; got != want {
		t.Errorf("stored %q, want %q", got, want)
	}
}

// TestSameVintageCorrected: what was only copied wrongly is known on no date.
func TestSameVintageCorrected(t *testing.T) {
	db, past := mustMemory(t), new(ledger)
	mustLoad(t, db, releases(past), published(t, "2024-01-15", "2015-Q1", "1"))
	mustLoad(t, db, releases(past), published(t, "2024-01-15", "2015-Q1", "2"))
	f, err := db.Diff(context.Background(), warehouse.Cut{From: "2024-01-01", To: "2024-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	if f.Rows() != 1 || f.Text("change", 0) != "new" || f.Text("new_value", 0) != "2000000000000" {
		t.Errorf("between the dates %d changes, the first %s of %s, want one new of 2000000000000", f.Rows(), f.Text("change", 0), f.Text("new_value", 0))
	}
	if len(past.lines) != 1 || past.lines[0].Fate != warehouse.Replaced {
		t.Errorf("the history holds %v, want the replaced value", past.lines)
	}
}

// randomRelease prints some quarters, few of them changed; sometimes one twice.
func randomRelease(t *testing.T, random *rand.Rand, vintage string) []obs.Observation {
	var all []obs.Observation
	for q := range 4 {
		if random.IntN(8) == 0 {
			continue
		}
		for n := range 1 + random.IntN(8)/7 {
			o := published(t, vintage, fmt.Sprintf("2015-Q%d", q+1), fmt.Sprint(1+random.IntN(2)))
			o.Place.At = fmt.Sprintf("%d:%d", q+2, n+1)
			all = append(all, o)
		}
	}
	return all
}

// TestOrderOfReleasesDoesNotMatter: the rows are the same in whatever order the files of
// the releases are read.
func TestOrderOfReleasesDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 6 {
		var files [][]obs.Observation
		for month := range 4 {
			files = append(files, randomRelease(t, random, fmt.Sprintf("2024-%02d-15", month+1)))
		}
		files = append(files, randomRelease(t, random, ""))
		want := ""
		for range 3 {
			db := mustMemory(t)
			mustLoad(t, db, releases(nil), slices.Concat(files...)...)
			got := everything(t, db)
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("rows depend on the order of files:\n%s\n\nwant\n%s", got, want)
			}
			random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		}
	}
}

// mustStand holds rows against the first rule: what the files hold stands.
func mustStand(t *testing.T, db *warehouse.DB, files []obs.Observation) {
	t.Helper()
	standing := mustText(t, db, "SELECT ' ' || string_agg(period || '=' || CAST(value AS DOUBLE)::BIGINT, ' ') || ' ' FROM observation WHERE superseded_by IS NULL")
	for _, o := range files {
		if want := fmt.Sprintf(" %s=%s ", o.Period, o.Value); !strings.Contains(standing, want) {
			t.Fatalf("the files hold%s, but what stands is%s:\n%s", want, standing, everything(t, db))
		}
	}
}

// TestRebuildFromHistory: after any sequence of loads, a warehouse that is built anew from
// the last files and the history holds the same rows, and appends nothing.
func TestRebuildFromHistory(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 8 {
		db, past := mustMemory(t), new(ledger)
		var files []obs.Observation
		for step := range 5 {
			vintage := fmt.Sprintf("2024-%02d-15", 1+step/2+random.IntN(2)) // also the same release again
			if round%4 == 0 {
				vintage = ""
			}
			fresh := randomRelease(t, random, vintage)
			if random.IntN(2) == 0 { // beside the file of before, or in its place
				files = nil
			}
			files = append(files, fresh...)
			mustLoad(t, db, releases(past), files...)
			mustStand(t, db, files)
			before := len(past.lines)
			if got := mustLoad(t, db, releases(past), files...); got.Displaced != 0 || len(past.lines) != before || got.New != 0 || got.Superseded != 0 {
				t.Fatalf("round %d, step %d: loading again = %+v", round, step, got)
			}
			anew := mustMemory(t)
			mustLoad(t, anew, releases(past), files...)
			if len(past.lines) != before {
				t.Fatalf("round %d, step %d: the rebuild appended %v", round, step, past.lines[before:])
			}
			if got, want := everything(t, anew), everything(t, db); got != want {
				t.Fatalf("round %d, step %d: the rebuilt warehouse differs:\n%s\n\nwant\n%s", round, step, got, want)
			}
		}
	}
}
