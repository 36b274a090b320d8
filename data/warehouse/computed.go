package warehouse

import (
	"context"
	"maps"
	"slices"

	"github.com/marcboeker/go-duckdb"

	"paystats/data/columnar"
)

// computedRows is how many rows go to the engine at once; see batchRows.
const computedRows = 100_000

// Numbers runs one SELECT of BIGINT and DOUBLE columns without NULL and returns its rows in columns.
func (db *DB) Numbers(ctx context.Context, query string) (columnar.Numbers, error) {
	var stream columnar.Stream
	err := db.bridge(func(arrow *duckdb.Arrow) (err error) {
		stream, err = arrow.QueryContext(ctx, query)
		return err
	})
	if err != nil {
		return columnar.Numbers{}, sqlError(err)
	}
	return columnar.ReadNumbers(stream)
}

// Keep puts what was computed into a temporary table: key columns of whole numbers and columns
// of doubles, all of one length, by name. done drops the table.
func (db *DB) Keep(ctx context.Context, table string, keys map[string][]int64, values map[string][]float64) (done func() error, err error) {
	var columns []columnar.Column
	definition, rows := "", 0
	keyNames, names := slices.Sorted(maps.Keys(keys)), slices.Sorted(maps.Keys(values))
	for _, k := range keyNames {
		columns = append(columns, columnar.Column{Name: k, Kind: columnar.Int64})
		definition += ", " + k + " BIGINT"
		rows = len(keys[k])
	}
	for _, n := range names {
		columns = append(columns, columnar.Column{Name: n, Kind: columnar.Float64})
		definition += ", " + n + " DOUBLE"
	}
	if err := db.Exec(ctx, "CREATE OR REPLACE TEMP TABLE "+table+" ("+definition[2:]+")"); err != nil {
		return nil, err
	}
	batch := columnar.NewBatch(columns)
	for i := range rows {
		for _, k := range keyNames {
			batch.Int64(keys[k][i])
		}
		for _, n := range names {
			batch.Float64(values[n][i])
		}
		if (i+1)%computedRows == 0 || i == rows-1 {
			if err := db.insert(ctx, table, batch.Stream()); err != nil {
				return nil, err
			}
		}
	}
	return func() error { return db.Exec(context.WithoutCancel(ctx), "DROP TABLE "+table) }, nil
}
