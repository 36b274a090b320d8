package warehouse_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"paystats/data/warehouse"
)

// A warehouse that is mostly free is written anew, with its views and macros.
func TestCommitCompacts(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run := func(statements ...string) int64 {
		t.Helper()
		r, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			if err := r.Exec(ctx, s); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, warehouse.FileName))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	full := run("CREATE TABLE much AS SELECT hash(i) AS a, hash(i + 1) AS b FROM range(8000000) AS r(i)", "CREATE VIEW few AS SELECT count(*) AS n FROM much")
	if full < 64<<20 {
		t.Fatalf("the table takes %d bytes, too few to be compacted", full)
	}
	run("CREATE OR REPLACE TABLE much AS SELECT 1 AS a, 2 AS b")
	if small := run("CHECKPOINT"); small > full/10 {
		t.Errorf("after the table was dropped the file has %d bytes, before %d", small, full)
	}
	db, err := warehouse.OpenReader(ctx, filepath.Join(dir, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	f, err := db.Query(ctx, "SELECT (SELECT n FROM few) + (SELECT count(*) FROM observation) AS n, known_on(DATE '2024-01-01', DATE '2023-01-01', NULL, NULL) AS known")
	if err != nil || f.Int("n", 0) != 1 || !f.Bool("known", 0) {
		t.Errorf("view and macro after compaction: %v, %v", f, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.compact"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %q, %v", left, err)
	}
}
