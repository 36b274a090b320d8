// Package warehouse keeps observations, code lists and model tables in DuckDB.
//
// Datasets' observations go in (Load, as Arrow record batches), SQL comes out as
// frames (Query). It is the only package that knows DuckDB and Arrow.
//
// Invariants:
//  1. One writer a workspace, by a lock file. A run works on a copy of the warehouse
//     and renames it at the end: readers and a killed run leave the old one whole.
//  2. A dataset is loaded in one transaction, all of it or nothing.
//  3. A changed value is a new row; the old one stays, marked by the load that
//     superseded it.
//  4. The engine never reaches out: extensions are not fetched, and a reader's
//     database has external access off and its configuration locked.
package warehouse

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strconv"

	_ "github.com/marcboeker/go-duckdb" // the database/sql driver "duckdb"
)

// schemaVersion is the layout of the base tables: raise it when a table of schema.sql
// changes; a new one is made where it is absent. A
// warehouse of a newer layout is left untouched, one of an older layout built anew.
const schemaVersion = 7

//go:embed schema.sql
var schema string

//go:embed rollup.sql
var rollupSchema string

// Limits bound what the engine may use. Zero values leave the engine's defaults.
type Limits struct {
	Memory  string // as DuckDB writes it: "2GB"
	Threads int
	Temp    string // folder for spilled data
	Spill   string // most of it, as "10GB"
}

// DB is one open warehouse. It holds a single connection and is not safe for
// concurrent use.
type DB struct {
	pool   *sql.DB // nil for a fork
	conn   *sql.Conn
	limits Limits

	functions map[string]bool // that Define has added
}

// OpenMemory opens an empty warehouse that lives in memory.
func OpenMemory(ctx context.Context) (*DB, error) {
	db, err := open(ctx, "", Limits{}, false)
	if err != nil {
		return nil, err
	}
	return db, db.migrate(ctx)
}

// smallBytes is the size up to which inputs and warehouses have work for one thread only: the
// engine's others would wait for it, and they wait busily.
const smallBytes = 64 << 20

// IsSmall reports whether so many bytes are work for one thread.
func IsSmall(bytes int64) bool { return bytes <= smallBytes }

// For returns the limits for so many bytes: if they are few and nothing else was set, one thread.
func (l Limits) For(bytes int64) Limits {
	if l.Threads == 0 && IsSmall(bytes) {
		l.Threads = 1
	}
	return l
}

// OpenReader opens the warehouse file at path for reading only, sealed: no file or
// network access, configuration locked. A small one is read on one thread a connection
// unless limits say otherwise.
func OpenReader(ctx context.Context, path string, limits Limits) (*DB, error) {
	if info, err := os.Stat(path); err == nil {
		limits = limits.For(info.Size())
	}
	db, err := open(ctx, path, limits, true)
	if err != nil {
		return nil, err
	}
	if err := db.checkVersion(ctx, schemaVersion); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.seal(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// seal turns external access off and locks the configuration, for good.
func (db *DB) seal(ctx context.Context) error {
	for _, statement := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if err := db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("seal warehouse: %w", err)
		}
	}
	return nil
}

func open(ctx context.Context, path string, limits Limits, readOnly bool) (*DB, error) {
	dsn := path + "?autoinstall_known_extensions=false&autoload_known_extensions=false"
	if readOnly {
		dsn += "&access_mode=READ_ONLY"
	}
	pool, err := sql.Open("duckdb", dsn)
	if err != nil {
		return nil, openError(path, err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(openError(path, err), pool.Close())
	}
	db := &DB{pool: pool, conn: conn, limits: limits}
	if err := db.limit(ctx, limits); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) limit(ctx context.Context, limits Limits) error {
	set := func(name, value string) error {
		return db.Exec(ctx, "SET "+name+" = "+quote(value))
	}
	if limits.Memory != "" {
		if err := set("memory_limit", limits.Memory); err != nil {
			return err
		}
	}
	if limits.Threads > 0 {
		if err := set("threads", strconv.Itoa(limits.Threads)); err != nil {
			return err
		}
	}
	if limits.Temp != "" {
		if err := set("temp_directory", limits.Temp); err != nil {
			return err
		}
	}
	if limits.Spill != "" {
		return set("max_temp_directory_size", limits.Spill)
	}
	return nil
}

// quote writes a SQL text literal, for the few statements that take no parameters.
func quote(text string) string {
	out := []byte{'\''}
	for i := range len(text) {
		if text[i] == '\'' {
			out = append(out, '\'')
		}
		out = append(out, text[i])
	}
	return string(append(out, '\''))
}

// migrate creates the base tables where they are absent.
func (db *DB) migrate(ctx context.Context) error {
	if err := db.Exec(ctx, schema+rollupSchema); err != nil {
		return fmt.Errorf("create warehouse tables: %w", err)
	}
	if err := db.checkVersion(ctx, schemaVersion); err != nil {
		return err
	}
	return db.setMeta(ctx, "schema", strconv.Itoa(schemaVersion))
}

// checkVersion returns ErrNewer for a layout that this program does not know, ErrOlder
// for one that it no longer writes.
func (db *DB) checkVersion(ctx context.Context, known int) error {
	text, err := db.meta(ctx, "schema")
	if err != nil || text == "" {
		return err
	}
	switch version, err := strconv.Atoi(text); {
	case err != nil || version > known:
		return fmt.Errorf("%w: layout %s, this program knows %d", ErrNewer, text, known)
	case version < known:
		return fmt.Errorf("%w: layout %s, this program writes %d", ErrOlder, text, known)
	}
	return nil
}

// meta returns a value of the table meta, "" when there is none.
func (db *DB) meta(ctx context.Context, key string) (string, error) {
	f, err := db.Query(ctx, "SELECT value FROM meta WHERE key = ?", key)
	if err != nil {
		return "", err
	}
	return f.Text("value", 0), nil
}

func (db *DB) setMeta(ctx context.Context, key, value string) error {
	if err := db.Exec(ctx, "DELETE FROM meta WHERE key = ?", key); err != nil {
		return err
	}
	return db.Exec(ctx, "INSERT INTO meta VALUES (?, ?)", key, value)
}

// Exec runs statements that return nothing.
func (db *DB) Exec(ctx context.Context, statement string, args ...any) error {
	if _, err := db.conn.ExecContext(ctx, statement, args...); err != nil {
		return sqlError(err)
	}
	return nil
}

// InTransaction runs do between BEGIN and COMMIT, and rolls back if it fails.
func (db *DB) InTransaction(ctx context.Context, do func() error) error {
	if err := db.Exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	if err := do(); err != nil {
		// The rollback must happen also when ctx is what failed.
		return errors.Join(err, db.Exec(context.WithoutCancel(ctx), "ROLLBACK"))
	}
	return db.Exec(ctx, "COMMIT")
}

// Fork opens a second connection to the same warehouse, to be used beside the first. It
// must be closed before that one.
func (db *DB) Fork(ctx context.Context) (*DB, error) {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a second connection: %w", err)
	}
	return &DB{conn: conn, limits: db.limits}, nil
}

// Close closes the connection, and the database unless it is a fork.
func (db *DB) Close() error {
	if db.pool == nil {
		return db.conn.Close()
	}
	return errors.Join(db.conn.Close(), db.pool.Close())
}
