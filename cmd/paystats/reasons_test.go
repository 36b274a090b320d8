package main

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"paystats/data/warehouse"
	"paystats/reports/chart"
)

// TestReasonsHaveTexts holds the reasons that the models give on the built-in data
// against the texts that pages print for them.
func TestReasonsHaveTexts(t *testing.T) {
	ctx, cache := context.Background(), t.TempDir()
	if code, stderr := mustRun(t, ctx, cache, "report"); code != exitOK {
		t.Fatal(stderr)
	}
	db, err := warehouse.OpenReader(ctx, filepath.Join(cache, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables, err := db.Query(ctx, "SELECT table_name FROM duckdb_columns() WHERE column_name = 'reason' ORDER BY table_name")
	if err != nil {
		t.Fatal(err)
	}
	if tables.Rows() < 10 {
		t.Fatalf("%d tables have reasons", tables.Rows())
	}
	for i := range tables.Rows() {
		table := tables.Text("table_name", i)
		reasons, err := db.Query(ctx, "SELECT DISTINCT reason FROM "+table+" WHERE reason IS NOT NULL ORDER BY reason")
		if err != nil {
			t.Fatal(err)
		}
		for j := range reasons.Rows() {
			if reason := reasons.Text("reason", j); !slices.Contains(chart.Reasons(), reason) {
				t.Errorf("%s gives reason %s, for which pages have no text", table, reason)
			}
		}
	}
}
