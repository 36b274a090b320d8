package warehouse_test

import (
	"errors"
	"testing"

	"paystats/data/warehouse"
)

// A reader sees no row of a load that did not come to its end.
func TestReaderSeesOnlyWholeLoads(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.OpenTransactions(ctx, dir, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Exec(ctx, `INSERT INTO loaded_file VALUES (1, 'd', 'r', 'a.csv', 1, 1, 1, 1, 0, 0, NULL, NULL);
		INSERT INTO transaction (id, load) VALUES ('whole', 1), ('left', 2)`)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := warehouse.OpenBoth(ctx, dir, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := mustText(t, db, "SELECT id FROM transaction ORDER BY id"); got != "whole" {
		t.Errorf("a reader sees %q, want whole", got)
	}
}

// Loading gives the engine three quarters of the memory.
func TestLoadingLeavesMemory(t *testing.T) {
	for limit, want := range map[string]string{"400MiB": "300.0 MiB", "2 GiB": "1.5 GiB", "800mib": "600.0 MiB"} {
		db, err := warehouse.OpenTransactions(t.Context(), t.TempDir(), warehouse.Limits{Memory: limit})
		if err != nil {
			t.Fatal(err)
		}
		if got := mustText(t, db, "SELECT current_setting('memory_limit')"); got != want {
			t.Errorf("with %s the engine has %s, want %s", limit, got, want)
		}
		db.Close()
	}
}
