package warehouse

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"paystats/data/columnar"
)

// TransactionsName is the name of the file of transactions in the state folder. It is large: it
// is changed in place, one transaction of the engine a load, while nobody else has it open.
const TransactionsName = "transactions.duckdb"

// transactionsVersion is the layout of its tables: raise it when transactions.sql changes.
const transactionsVersion = 1

//go:embed transactions.sql
var transactionsSchema string

// OpenTransactions opens the file of transactions in a state folder for writing, a new one if
// there is none. ErrLocked if another process reads it, ErrNewer and ErrOlder for layouts that are
// not this program's.
func OpenTransactions(ctx context.Context, folder string, limits Limits) (*DB, error) {
	db, err := open(ctx, filepath.Join(folder, TransactionsName), limits, false)
	if err != nil {
		return nil, err
	}
	if err := db.migrateTransactions(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) migrateTransactions(ctx context.Context) error {
	if err := db.Exec(ctx, transactionsSchema+rollupSchema); err != nil {
		return fmt.Errorf("create tables of transactions: %w", err)
	}
	if err := db.checkVersion(ctx, transactionsVersion); err != nil {
		return err
	}
	return db.setMeta(ctx, "schema", strconv.Itoa(transactionsVersion))
}

// Stream makes the record batches of an Arrow file or stream a view of the engine, to be read
// once, until release is called.
func (db *DB) Stream(_ context.Context, view, path string) (release func(), err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	stream, err := columnar.OpenStream(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	drop, err := db.registerView(stream, view)
	if err != nil {
		stream.Release()
		return nil, errors.Join(err, file.Close())
	}
	return func() {
		drop()
		stream.Release()
		file.Close() // only read: nothing is lost
	}, nil
}
