package transform

import (
	"context"
	"slices"
	"strings"

	"paystats/data/reads"
	"paystats/data/warehouse"
)

// Sources returns the tables behind a query that no model makes, by name: observations,
// roll-ups of payment attempts, code lists. Models are followed down to what they read.
func Sources(ctx context.Context, db *warehouse.DB, sql string) ([]string, error) {
	read, err := reads.Of(ctx, db, sql)
	if err != nil {
		return nil, err
	}
	f, err := db.Query(ctx, "SELECT name, needs FROM model")
	if err != nil {
		return nil, err
	}
	needs := map[string][]string{}
	for i := range f.Rows() {
		needs[f.Text("name", i)] = strings.Split(f.Text("needs", i), ", ")
	}
	var sources []string
	seen := map[string]bool{}
	var follow func(table string)
	follow = func(table string) {
		if table == "" || seen[table] {
			return
		}
		seen[table] = true
		below, isModel := needs[table]
		if !isModel {
			sources = append(sources, table)
		}
		for _, t := range below {
			follow(t)
		}
	}
	for table := range read.Tables {
		follow(table)
	}
	slices.Sort(sources)
	return sources, nil
}
