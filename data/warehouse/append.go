package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/marcboeker/go-duckdb"

	"paystats/data/columnar"
	"paystats/data/obs"
)

// batchRows is how many observations go to the engine at once: just under one of its row
// groups (122 880). A batch of exactly one makes its commit fail (DuckDB 1.1.3).
const batchRows = 122_000

// observedColumns are the columns of table observed in schema.sql, in order.
var observedColumns = []columnar.Column{
	{Name: "id", Kind: columnar.Int64}, {Name: "series", Kind: columnar.Int64}, {Name: "origin", Kind: columnar.Int64},
	{Name: "period", Kind: columnar.Int64}, {Name: "vintage", Kind: columnar.Date, Nullable: true}, {Name: "revision", Kind: columnar.Int32},
	{Name: "value", Kind: columnar.Decimal, Nullable: true}, {Name: "status", Kind: columnar.String}, {Name: "hedge", Kind: columnar.String},
	{Name: "precision_exp", Kind: columnar.Int32, Nullable: true}, {Name: "printed", Kind: columnar.String},
	{Name: "place", Kind: columnar.String}, {Name: "note", Kind: columnar.String}, {Name: "load", Kind: columnar.Int64},
	{Name: "superseded_by", Kind: columnar.Int64, Nullable: true}, {Name: "fate", Kind: columnar.String},
	{Name: "until", Kind: columnar.Date, Nullable: true},
}

// arrival is a batch on its way into a table.
type arrival struct {
	table  string
	stream columnar.Stream
}

// appender collects observations into record batches, as rows of one load, and has the
// engine take them beside the collecting. Until finish has returned, the connection
// belongs to it.
type appender struct {
	load    int64
	nextID  int64
	rows    int
	total   int
	series  *numbers[obs.Series]
	periods *numbers[obs.Period]
	origins *numbers[origin]
	batch   *columnar.Batch

	full   chan arrival
	result chan error // one, after full was closed
}

// newAppender returns an appender that knows the series and the periods which the
// warehouse holds.
func (db *DB) newAppender(ctx context.Context, load, firstID int64) (*appender, error) {
	a := &appender{load: load, nextID: firstID, batch: columnar.NewBatch(observedColumns), full: make(chan arrival), result: make(chan error, 1)}
	var err error
	if a.series, err = db.seriesNumbers(ctx); err != nil {
		return nil, err
	}
	if a.periods, err = db.periodNumbers(ctx); err != nil {
		return nil, err
	}
	if a.origins, err = db.originNumbers(ctx); err != nil {
		return nil, err
	}
	go a.take(ctx, db)
	return a, nil
}

// take hands batches to the engine, until it refuses one.
func (a *appender) take(ctx context.Context, db *DB) {
	var err error
	for in := range a.full {
		if err == nil {
			err = db.insert(ctx, in.table, in.stream)
		}
		in.stream.Release()
	}
	a.result <- err
}

// finish waits until the engine has taken everything, and leaves the connection to others.
func (a *appender) finish() error {
	a.flush()
	close(a.full)
	return <-a.result
}

// row appends one observation: of the files, or with a fate of the history.
func (a *appender) row(o obs.Observation, fate string, until time.Time) {
	w := a.batch
	w.Int64(a.nextID)
	w.Int64(a.series.of(o.Series))
	w.Int64(a.origins.of(origin{o.Confidence, o.Document, o.DocumentTitle, o.Place.Dataset, o.Place.Resource, o.Place.File}))
	w.Int64(a.periods.of(o.Period))
	w.Date(o.Vintage)
	w.Int32(o.Revision)
	if o.Status == obs.Missing {
		w.Null()
	} else {
		w.Decimal(o.Value.Words())
	}
	w.Text(string(o.Status), string(o.Hedge))
	if o.Status == obs.Missing {
		w.Null()
	} else {
		w.Int32(o.LastDigit)
	}
	w.Text(o.Printed, o.Place.At, o.Note)
	if fate == "" {
		w.Int64(a.load)
		w.Null()
	} else {
		w.Int64(0)
		w.Int64(0)
	}
	w.Text(fate)
	w.Date(until)
	a.nextID++
	a.rows++
	a.total++
	if a.rows == batchRows {
		a.flush()
	}
}

// flush queues the collected rows for the engine.
func (a *appender) flush() {
	if a.rows == 0 {
		return
	}
	a.rows = 0
	a.series.flush(a.full)
	a.periods.flush(a.full)
	a.origins.flush(a.full)
	a.full <- arrival{"observed", a.batch.Stream()}
}

// insert appends the rows of a stream to a table of the same columns.
func (db *DB) insert(ctx context.Context, table string, stream columnar.Stream) error {
	release, err := db.registerView(ctx, stream, "arriving")
	if err != nil {
		return err
	}
	defer release()
	return db.Exec(ctx, "INSERT INTO "+table+" FROM arriving")
}

// registerView makes record batches readable as a view until release is called. The engine would
// keep the view in its file, and crash on who reads it when the batches are gone.
func (db *DB) registerView(ctx context.Context, stream columnar.Stream, name string) (release func(), err error) {
	var letGo func()
	err = db.bridge(func(arrow *duckdb.Arrow) (err error) {
		letGo, err = arrow.RegisterView(stream, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hand over record batch: %w", err)
	}
	return func() {
		_ = db.Exec(context.WithoutCancel(ctx), "DROP VIEW IF EXISTS "+name) // fails in a transaction that has failed, which takes the view back itself
		letGo()
	}, nil
}

// bridge lends the engine's Arrow interface.
func (db *DB) bridge(use func(*duckdb.Arrow) error) error {
	return db.conn.Raw(func(driverConn any) error {
		arrow, err := duckdb.NewArrowFromConn(driverConn.(driver.Conn))
		if err != nil {
			return fmt.Errorf("reach the engine's Arrow interface: %w", err)
		}
		return use(arrow)
	})
}
