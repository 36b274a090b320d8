package warehouse

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"paystats/data/columnar"
	"paystats/data/frame"
)

// TransactionsName is the name of the file of transactions in the state folder. It is large: it
// is changed in place, one transaction of the engine a load, while nobody else has it open.
const TransactionsName = "transactions.duckdb"

// transactionsVersion is the layout of its tables: raise it when transactions.sql changes.
const transactionsVersion = 2

//go:embed transactions.sql
var transactionsSchema string

// OpenTransactions opens the file of transactions in a state folder for writing, a new one if
// there is none. ErrLocked if another process reads it, ErrNewer and ErrOlder for layouts that are
// not this program's.
func OpenTransactions(ctx context.Context, folder string, limits Limits) (*DB, error) {
	limits.Memory = pagesOf(limits.Memory)
	db, err := open(ctx, filepath.Join(folder, TransactionsName), limits, false)
	if err != nil {
		return nil, err
	}
	if err := db.migrateTransactions(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// SetTransactionsAside moves a file of transactions away that is damaged or of an older layout, and
// returns where it is now: its files make it anew.
func SetTransactionsAside(folder string) (aside string, err error) {
	path := filepath.Join(folder, TransactionsName)
	aside = path + ".aside"
	if err := errors.Join(os.Rename(path, aside), os.RemoveAll(path+".wal")); err != nil {
		return "", fmt.Errorf("set the file of transactions aside: %w", err)
	}
	return aside, nil
}

// HoldsRows reports whether the file of transactions in a state folder can be read, and holds a
// dataset.
func (db *DB) HoldsRows(ctx context.Context, folder, dataset string) (holds bool, err error) {
	err = db.withTransactions(ctx, folder, func() error {
		f, err := db.Query(ctx, "SELECT EXISTS (FROM transactions.meta WHERE key = 'schema' AND value = ?) AND EXISTS (FROM transactions.loaded_set WHERE dataset = ?) AS holds",
			strconv.Itoa(transactionsVersion), dataset)
		if err != nil {
			return err
		}
		holds = f.Bool("holds", 0)
		return nil
	})
	if errors.Is(err, ErrAbsent) || errors.Is(err, ErrDamaged) {
		return false, nil
	}
	return holds, err
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

// Compact writes the file anew if more than half of it is free, as after files were read a second
// time. It closes the database.
func (db *DB) Compact(ctx context.Context, folder string) error {
	path := filepath.Join(folder, TransactionsName)
	if err := db.sparePacking(ctx, path); err != nil {
		return errors.Join(err, db.Close())
	}
	small, err := db.compacted(ctx, path)
	if err := errors.Join(err, db.Close()); err != nil || small == "" {
		return err
	}
	if err := syncFile(small); err != nil {
		return err
	}
	return os.Rename(small, path)
}

// Stream makes the record batches of an Arrow file or stream a view of the engine, to be read
// once, until release is called.
//
// Note: the engine asks such a view for the columns and the rows that a statement needs; the driver gives all
// of them, and the engine takes the first for those that it asked for. So it must not ask while there is one.
func (db *DB) Stream(ctx context.Context, view, path string) (release func(), err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	stream, err := columnar.OpenStream(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	drop, err := db.registerView(ctx, stream, view)
	if err != nil {
		stream.Release()
		return nil, errors.Join(err, file.Close())
	}
	end := func() {
		drop()
		stream.Release()
		file.Close() // only read: nothing is lost
	}
	if err := db.Exec(ctx, "SET disabled_optimizers = 'unused_columns,filter_pushdown'"); err != nil {
		end()
		return nil, err
	}
	return func() {
		// What fails here fails the next statement, too.
		_ = db.Exec(context.WithoutCancel(ctx), "RESET disabled_optimizers")
		end()
	}, nil
}

// reducedTables are what a warehouse takes over of the file of transactions.
var reducedTables = slices.Concat(reducedOf["transactions"], reducedOf["activations"])

// reducedOf are the roll-ups of a kind of rows.
var reducedOf = map[string][]string{
	"transactions": {"rollup_payment", "rollup_failure", "rollup_hour", "rollup_user", "rollup_intent", "rollup_cohort"},
	"activations":  {"rollup_activation", "rollup_decline"},
}

// KeepResources drops everything that a file of transactions holds of a dataset, but for the
// resources that are given with their kinds: rows of another kind are no rows of theirs.
func (db *DB) KeepResources(ctx context.Context, dataset string, kept map[string]string) error {
	return db.InTransaction(ctx, func() error {
		held, err := db.Query(ctx, "SELECT resource, kind FROM loaded_set WHERE dataset = ? ORDER BY resource", dataset)
		if err != nil {
			return err
		}
		for i := range held.Rows() {
			resource, kind := held.Text("resource", i), held.Text("kind", i)
			if kept[resource] == kind {
				continue
			}
			if err := db.dropResource(ctx, dataset, resource, kind); err != nil {
				return err
			}
		}
		return nil
	})
}

func (db *DB) dropResource(ctx context.Context, dataset, resource, kind string) error {
	for _, table := range []string{"transaction", "activation", "refused_row", "duplicate_row"} {
		if err := db.Exec(ctx, "DELETE FROM "+table+" WHERE load IN (SELECT load FROM loaded_file WHERE dataset = ? AND resource = ?)", dataset, resource); err != nil {
			return err
		}
	}
	for _, table := range reducedOf[kind] {
		if err := db.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ?", dataset); err != nil {
			return err
		}
	}
	for _, table := range []string{"loaded_file", "loaded_set", "loaded_code"} {
		if err := db.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ? AND resource = ?", dataset, resource); err != nil {
			return err
		}
	}
	return nil
}

// TakeReduced replaces the roll-ups that the warehouse has of a dataset by those of the file of
// transactions in a state folder. Those of others stay: the load of one of them may have been refused after
// its rows were read, and then its observations are the old ones, too.
func (db *DB) TakeReduced(ctx context.Context, folder, dataset string) error {
	return db.withTransactions(ctx, folder, func() error {
		return db.InTransaction(ctx, func() error {
			for _, table := range reducedTables {
				if err := db.Exec(ctx, "DELETE FROM main."+table+" WHERE dataset = ?", dataset); err != nil {
					return err
				}
				if err := db.Exec(ctx, "INSERT INTO main."+table+" FROM transactions."+table+" WHERE dataset = ? ORDER BY ALL", dataset); err != nil {
					return err
				}
			}
			if err := db.Exec(ctx, "DELETE FROM transaction_set WHERE dataset = ?", dataset); err != nil {
				return err
			}
			// Of a dataset that has cases beside its attempts, the attempts are counted.
			return db.Exec(ctx, `INSERT INTO transaction_set
				SELECT s.dataset, any_value(s.title), any_value(s.publisher), any_value(s.area), bool_or(s.synthetic), CAST(sum(f.rows_in) AS BIGINT),
					CAST(sum(f.loaded) AS BIGINT), CAST(sum(f.rejected) AS BIGINT), CAST(sum(f.duplicates) AS BIGINT), min(f.first_day), max(f.last_day)
				FROM transactions.loaded_set AS s JOIN transactions.loaded_file AS f USING (dataset, resource)
				WHERE s.dataset = ? AND s.kind = (SELECT max(kind) FROM transactions.loaded_set WHERE dataset = s.dataset)
				GROUP BY s.dataset`, dataset)
		})
	})
}

// RefusedRows returns the rows of a dataset that were refused by the engine's path: resource, file,
// place, printed, code and field, in the order of files and places.
func (db *DB) RefusedRows(ctx context.Context, folder, dataset string) (f *frame.Frame, err error) {
	err = db.withTransactions(ctx, folder, func() error {
		f, err = db.Query(ctx, `SELECT f.resource, f.file, r.place, r.printed, r.code, r.field FROM transactions.refused_row AS r
			JOIN transactions.loaded_file AS f USING (load) WHERE f.dataset = ? ORDER BY f.resource, f.file, CAST(r.place AS BIGINT), r.field`, dataset)
		return err
	})
	return f, err
}

// withTransactions does something while the file of transactions is attached for reading.
func (db *DB) withTransactions(ctx context.Context, folder string, do func() error) error {
	path := filepath.Join(folder, TransactionsName)
	if err := db.Exec(ctx, "ATTACH "+quote(path)+" AS transactions (READ_ONLY)"); err != nil {
		return openError(path, err)
	}
	return errors.Join(do(), db.Exec(context.WithoutCancel(ctx), "DETACH transactions"))
}

// OpenBoth opens the warehouse as OpenReader does, with the file of transactions beside it: the
// table transaction and the others of that file. ErrLocked if a load is writing that.
func OpenBoth(ctx context.Context, folder string, limits Limits) (*DB, error) {
	db, err := open(ctx, filepath.Join(folder, FileName), limits, true)
	if err != nil {
		return nil, err
	}
	if err := db.attachBoth(ctx, folder); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) attachBoth(ctx context.Context, folder string) error {
	if err := db.checkVersion(ctx, schemaVersion); err != nil {
		return err
	}
	path := filepath.Join(folder, TransactionsName)
	if err := db.Exec(ctx, "ATTACH "+quote(path)+" AS transactions (READ_ONLY)"); err != nil {
		return openError(path, err)
	}
	last, err := db.Query(ctx, "SELECT coalesce(max(load), 0) AS load FROM transactions.loaded_file")
	if err != nil {
		return err
	}
	// Rows of later loads are what a load that was killed has left: see ingest/bulk.
	valid := fmt.Sprintf(" WHERE load <= %d", last.Int("load", 0))
	for _, table := range RawTables {
		if err := db.Exec(ctx, "CREATE TEMP VIEW "+table+" AS FROM transactions."+table+valid); err != nil {
			return err
		}
	}
	return db.seal(ctx)
}

// RawTables are the tables of the file of transactions that a query may read.
var RawTables = []string{"transaction", "activation", "loaded_file", "refused_row", "duplicate_row"}

// pagesOf is the part of a memory limit that the engine's pages may take while it loads rows. What it keeps
// beside them, above all which rows of large tables are deleted, came to a gigabyte at a hundred million rows.
func pagesOf(memory string) string {
	digits := strings.TrimRight(memory, "KMGTikmgtBb ")
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return memory // "", or what the engine refuses itself
	}
	return strconv.FormatFloat(n*0.75, 'f', -1, 64) + memory[len(digits):]
}
