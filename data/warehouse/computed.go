package warehouse

import (
	"context"
	"maps"
	"slices"

	"paystats/data/columnar"
	"paystats/data/frame"
)

// computedRows is how many rows go to the engine at once; see batchRows.
const computedRows = 100_000

// Keep puts what was computed from the rows of f into a temporary table: the key columns of
// f, whole numbers, and columns of doubles by name, each with a value for each row of f. done
// drops the table.
func (db *DB) Keep(ctx context.Context, table string, f *frame.Frame, keys []string, values map[string][]float64) (done func() error, err error) {
	var columns []columnar.Column
	var cells [][]any
	definition := ""
	for _, k := range keys {
		columns = append(columns, columnar.Column{Name: k, Kind: columnar.Int64})
		cells = append(cells, f.Column(k).Cells)
		definition += ", " + k + " BIGINT"
	}
	names := slices.Sorted(maps.Keys(values))
	for _, n := range names {
		columns = append(columns, columnar.Column{Name: n, Kind: columnar.Float64})
		definition += ", " + n + " DOUBLE"
	}
	if err := db.Exec(ctx, "CREATE OR REPLACE TEMP TABLE "+table+" ("+definition[2:]+")"); err != nil {
		return nil, err
	}
	batch := columnar.NewBatch(columns)
	for i := range f.Rows() {
		for _, key := range cells {
			batch.Int64(key[i].(int64))
		}
		for _, n := range names {
			batch.Float64(values[n][i])
		}
		if (i+1)%computedRows == 0 || i == f.Rows()-1 {
			if err := db.insert(ctx, table, batch.Stream()); err != nil {
				return nil, err
			}
		}
	}
	return func() error { return db.Exec(context.WithoutCancel(ctx), "DROP TABLE "+table) }, nil
}
