package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/marcboeker/go-duckdb"

	"paystats/data/columnar"
	"paystats/data/obs"
)

// batchRows is how many observations go to the engine at once: large enough that the
// hand-over costs nothing, small enough that memory stays flat.
const batchRows = 50_000

// observationColumns are the columns of table observation in schema.sql, in order.
var observationColumns = []columnar.Column{
	{Name: "id", Kind: columnar.Int64},
	{Name: "area", Kind: columnar.String},
	{Name: "segment", Kind: columnar.String},
	{Name: "measure", Kind: columnar.String},
	{Name: "transformation", Kind: columnar.String},
	{Name: "base_measure", Kind: columnar.String},
	{Name: "dimension", Kind: columnar.String},
	{Name: "member", Kind: columnar.String},
	{Name: "frequency", Kind: columnar.String},
	{Name: "unit", Kind: columnar.String},
	{Name: "publisher", Kind: columnar.String},
	{Name: "scope", Kind: columnar.String},
	{Name: "period", Kind: columnar.String},
	{Name: "period_start", Kind: columnar.Date},
	{Name: "period_end", Kind: columnar.Date},
	{Name: "vintage", Kind: columnar.Date, Nullable: true},
	{Name: "revision", Kind: columnar.Int32},
	{Name: "value", Kind: columnar.Decimal, Nullable: true},
	{Name: "status", Kind: columnar.String},
	{Name: "hedge", Kind: columnar.String},
	{Name: "precision_exp", Kind: columnar.Int32, Nullable: true},
	{Name: "confidence", Kind: columnar.String},
	{Name: "printed", Kind: columnar.String},
	{Name: "document", Kind: columnar.String},
	{Name: "document_title", Kind: columnar.String},
	{Name: "dataset", Kind: columnar.String},
	{Name: "resource", Kind: columnar.String},
	{Name: "file", Kind: columnar.String},
	{Name: "place", Kind: columnar.String},
	{Name: "note", Kind: columnar.String},
	{Name: "load", Kind: columnar.Int64},
	{Name: "superseded_by", Kind: columnar.Int64, Nullable: true},
}

// appender collects observations into record batches and hands them to the engine,
// as rows of one load.
type appender struct {
	db     *DB
	load   int64
	nextID int64
	batch  *columnar.Batch
	rows   int
	total  int
}

func (db *DB) newAppender(load, firstID int64) *appender {
	return &appender{
		db: db, load: load, nextID: firstID,
		batch: columnar.NewBatch(observationColumns),
	}
}

// add appends one observation.
func (a *appender) add(ctx context.Context, o obs.Observation) error {
	w := a.batch
	w.Int64(a.nextID)
	w.Text(o.Area, o.Segment, o.Measure, string(o.Transformation), o.BaseMeasure, o.Dimension, o.Member,
		o.Frequency.String(), string(o.Unit), o.Publisher, o.Scope, o.Period.String())
	w.Date(o.Period.Start())
	w.Date(o.Period.End())
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
	w.Text(o.Confidence, o.Printed, o.Document, o.DocumentTitle,
		o.Place.Dataset, o.Place.Resource, o.Place.File, o.Place.At, o.Note)
	w.Int64(a.load)
	w.Null()
	a.nextID++
	a.rows++
	a.total++
	if a.rows == batchRows {
		return a.flush(ctx)
	}
	return nil
}

// flush hands the collected rows to the engine.
func (a *appender) flush(ctx context.Context) error {
	if a.rows == 0 {
		return nil
	}
	a.rows = 0
	stream, err := a.batch.Stream()
	if err != nil {
		return err
	}
	defer stream.Release()
	release, err := a.db.registerView(stream, "arriving")
	if err != nil {
		return err
	}
	defer release()
	return a.db.Exec(ctx, "INSERT INTO observation FROM arriving")
}

// registerView makes record batches readable as a view until release is called.
func (db *DB) registerView(stream columnar.Stream, name string) (release func(), err error) {
	err = db.conn.Raw(func(driverConn any) error {
		bridge, err := duckdb.NewArrowFromConn(driverConn.(driver.Conn))
		if err != nil {
			return fmt.Errorf("reach the engine's Arrow interface: %w", err)
		}
		release, err = bridge.RegisterView(stream, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hand over record batch: %w", err)
	}
	return release, nil
}
