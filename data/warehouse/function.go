package warehouse

import (
	"database/sql/driver"
	"fmt"

	"github.com/marcboeker/go-duckdb"
)

// Define adds a function of a text to SQL, for as long as db is open; NULL gives NULL. Threads of
// the engine call it at the same time. A name is defined once: a second function of that name is
// taken to be the first.
//
// Note: it costs about 0.4 µs a row beside the work that f does, as the driver hands over rows
// one by one.
func (db *DB) Define(name string, f func(text string) string) error {
	if db.functions[name] {
		return nil
	}
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return fmt.Errorf("define %s: %w", name, err)
	}
	if err := duckdb.RegisterScalarUDF(db.conn, name, &function{text, f}); err != nil {
		return fmt.Errorf("define %s: %w", name, err)
	}
	if db.functions == nil {
		db.functions = map[string]bool{}
	}
	db.functions[name] = true
	return nil
}

// function is what the driver wants of a function.
type function struct {
	text duckdb.TypeInfo
	of   func(string) string
}

// Config says what goes in and out.
func (f *function) Config() duckdb.ScalarFuncConfig {
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{f.text}, ResultTypeInfo: f.text}
}

// Executor does the work for one row.
func (f *function) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(row []driver.Value) (any, error) { return f.of(row[0].(string)), nil }}
}
