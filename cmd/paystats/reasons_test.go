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
		// Reasons of failed payments have their texts in a code list.
		reasons, err := db.Query(ctx, "SELECT DISTINCT r.reason FROM "+table+" AS r WHERE r.reason IS NOT NULL AND r.reason NOT IN (SELECT id FROM reason) AND r.reason NOT IN ('', 'unmapped', 'unspecified') ORDER BY r.reason")
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

// TestGrainIsUnique holds every model's grain against its rows on the built-in data, views
// too, of which no check says so.
func TestGrainIsUnique(t *testing.T) {
	ctx, cache := context.Background(), t.TempDir()
	for _, command := range []string{"ingest", "transform"} {
		if code, stderr := mustRun(t, ctx, cache, command); code != exitOK {
			t.Fatal(stderr)
		}
	}
	db, err := warehouse.OpenReader(ctx, filepath.Join(cache, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// A data check has one row more, for how much it looked at.
	models, err := db.Query(ctx, "SELECT name, grain FROM model WHERE layer <> 'check' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	if models.Rows() < 80 {
		t.Fatalf("%d models", models.Rows())
	}
	for i := range models.Rows() {
		name, grain := models.Text("name", i), models.Text("grain", i)
		f, err := db.Query(ctx, "SELECT count(*) AS n FROM (SELECT "+grain+" FROM "+name+" GROUP BY "+grain+" HAVING count(*) > 1)")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := f.Int("n", 0); n > 0 {
			t.Errorf("%s: %d times several rows of one grain (%s)", name, n, grain)
		}
	}
}
