package warehouse

import (
	"context"

	"paystats/data/columnar"
	"paystats/data/frame"
)

// computedRows is how many rows go to the engine at once; see batchRows.
const computedRows = 100_000

// Keep puts what was computed from the rows of f into a temporary table: the key columns of
// f, whole numbers, and as many columns of doubles as there are names. values has a row for
// each of f. done drops the table.
func (db *DB) Keep(ctx context.Context, table string, f *frame.Frame, keys, names []string, values [][]float64) (done func() error, err error) {
	var columns []columnar.Column
	definition := ""
	for _, k := range keys {
		columns = append(columns, columnar.Column{Name: k, Kind: columnar.Int64})
		definition += ", " + k + " BIGINT"
	}
	for _, n := range names {
		columns = append(columns, columnar.Column{Name: n, Kind: columnar.Float64})
		definition += ", " + n + " DOUBLE"
	}
	if err := db.Exec(ctx, "CREATE OR REPLACE TEMP TABLE "+table+" ("+definition[2:]+")"); err != nil {
		return nil, err
	}
	batch := columnar.NewBatch(columns)
	for i, row := range values {
		for _, k := range keys {
			batch.Int64(f.Int(k, i))
		}
		for _, v := range row {
			batch.Float64(v)
		}
		if (i+1)%computedRows == 0 || i == len(values)-1 {
			if err := db.insert(ctx, table, batch.Stream()); err != nil {
				return nil, err
			}
		}
	}
	return func() error { return db.Exec(context.WithoutCancel(ctx), "DROP TABLE "+table) }, nil
}
