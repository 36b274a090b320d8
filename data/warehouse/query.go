package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/marcboeker/go-duckdb"

	"paystats/data/frame"
	"paystats/data/obs"
)

// Query runs one SELECT with bound parameters (?) and returns all its rows. Decimals
// come exactly, other numbers as int64 or float64; lists of integers as frame.List;
// any other type as its text. An engine error is a *SQLError.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*frame.Frame, error) {
	statement, err := db.conn.PrepareContext(ctx, query) // refuses several statements, of which only the last would be seen
	if err != nil {
		return nil, sqlError(err)
	}
	defer statement.Close()
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, sqlError(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, fmt.Errorf("read column types: %w", err)
	}
	f := &frame.Frame{Columns: make([]frame.Column, len(types))}
	for i, t := range types {
		f.Columns[i] = frame.Column{Name: t.Name(), Kind: kindOf(t.DatabaseTypeName())}
	}
	if err := scanAll(rows, f); err != nil {
		return nil, err
	}
	return f, nil
}

func scanAll(rows *sql.Rows, f *frame.Frame) error {
	cells := make([]any, len(f.Columns))
	targets := make([]any, len(cells))
	for i := range cells {
		targets[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return sqlError(err)
		}
		for i := range cells {
			c := &f.Columns[i]
			cell, err := cellOf(cells[i], c.Kind)
			if err != nil {
				return fmt.Errorf("column %s: %w", c.Name, err)
			}
			c.Cells = append(c.Cells, cell)
		}
	}
	if err := rows.Err(); err != nil {
		return sqlError(err)
	}
	return nil
}

// kindOf maps an engine type to a frame kind.
func kindOf(typeName string) frame.Kind {
	switch {
	case typeName == "BIGINT[]":
		return frame.List
	case strings.HasPrefix(typeName, "DECIMAL"), typeName == "HUGEINT":
		return frame.Decimal
	case strings.HasSuffix(typeName, "INT"), strings.HasSuffix(typeName, "INTEGER"):
		return frame.Int
	case typeName == "DOUBLE", typeName == "FLOAT":
		return frame.Float
	case typeName == "BOOLEAN":
		return frame.Bool
	case typeName == "DATE":
		return frame.Date
	}
	return frame.Text
}

// cellOf converts the driver's value to the frame's.
func cellOf(v any, kind frame.Kind) (any, error) {
	switch v := v.(type) {
	case nil, string, bool, float64, int64:
		return v, nil
	case float32:
		return float64(v), nil
	case int8:
		return int64(v), nil
	case int16:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case uint8:
		return int64(v), nil
	case uint16:
		return int64(v), nil
	case uint32:
		return int64(v), nil
	case uint64:
		return int64(v), nil
	case duckdb.Decimal:
		return obs.DecimalFromScaled(v.Value, int(v.Scale))
	case *big.Int:
		return obs.DecimalFromScaled(v, 0)
	case time.Time:
		if kind == frame.Date {
			return v, nil
		}
		return v.UTC().Format("2006-01-02 15:04:05.999999"), nil
	case []any:
		if kind == frame.List {
			return idsOf(v)
		}
	}
	return fmt.Sprint(v), nil
}

// idsOf converts a BIGINT[] cell; NULL members do not occur in lists of ids.
func idsOf(items []any) ([]int64, error) {
	ids := make([]int64, len(items))
	for i, item := range items {
		id, ok := item.(int64)
		if !ok {
			return nil, fmt.Errorf("list member %d is %T, not a whole number", i+1, item)
		}
		ids[i] = id
	}
	return ids, nil
}
