package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"paystats/data/warehouse"
)

// runnerVersion goes into every fingerprint: raise it when the same SQL would be run
// or judged differently, so that all models run again.
const runnerVersion = "1"

// fingerprints returns each model's fingerprint: the hash of its file and the
// fingerprints of what it needs. Equal fingerprints mean an equal table.
func fingerprints(models []*Model, stamps map[string]string) map[string]string {
	prints := make(map[string]string, len(models))
	for _, m := range models {
		h := sha256.New()
		fmt.Fprintf(h, "%s\x00%s\x00%s", runnerVersion, m.File, m.Hash)
		for _, need := range m.Needs {
			stamp, isBase := stamps[need]
			if !isBase {
				stamp = prints[need]
			}
			fmt.Fprintf(h, "\x00%s=%s", need, stamp)
		}
		prints[m.Name] = hex.EncodeToString(h.Sum(nil))
	}
	return prints
}

// baseStamps returns a stamp of the content of each base table that a model needs.
//
// Observations are stamped by their loads, since hashing millions of rows would cost
// more than running the models; code lists are small and hashed whole.
func baseStamps(ctx context.Context, db *warehouse.DB, tables []string) (map[string]string, error) {
	stamps := make(map[string]string, len(tables))
	var parts []string
	for _, t := range tables {
		if t == "observation" || t == "observed" || t == "reject" {
			parts = append(parts, "SELECT "+sqlText(t)+` AS "table", (SELECT count(*) FROM `+quoted(t)+`) || ' ' ||
				coalesce((SELECT string_agg(id || ':' || dataset || ':' || fingerprint, ' ' ORDER BY dataset, id) FROM load), '') AS stamp`)
			continue
		}
		parts = append(parts, "SELECT "+sqlText(t)+` AS "table", count(*) || ' ' || coalesce(sum(CAST(hash(t) AS HUGEINT)), 0) AS stamp FROM `+quoted(t)+" AS t")
	}
	if len(parts) == 0 {
		return stamps, nil
	}
	f, err := db.Query(ctx, strings.Join(parts, "\nUNION ALL\n"))
	if err != nil {
		return nil, fmt.Errorf("stamp base tables: %w", err)
	}
	for i := range f.Rows() {
		stamps[f.Text("table", i)] = f.Text("stamp", i)
	}
	return stamps, nil
}

// sqlText writes a SQL text literal, for the names of tables that the engine listed.
func sqlText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
