package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/marcboeker/go-duckdb"

	"paystats/data/obs"
)

// batchRows is how many observations go to the engine at once: large enough that the
// hand-over costs nothing, small enough that memory stays flat.
const batchRows = 50_000

// observationColumns are the columns of table observation in schema.sql, in order.
var observationColumns = arrow.NewSchema([]arrow.Field{
	{Name: "id", Type: arrow.PrimitiveTypes.Int64},
	{Name: "area", Type: arrow.BinaryTypes.String},
	{Name: "segment", Type: arrow.BinaryTypes.String},
	{Name: "measure", Type: arrow.BinaryTypes.String},
	{Name: "transformation", Type: arrow.BinaryTypes.String},
	{Name: "base_measure", Type: arrow.BinaryTypes.String},
	{Name: "dimension", Type: arrow.BinaryTypes.String},
	{Name: "member", Type: arrow.BinaryTypes.String},
	{Name: "frequency", Type: arrow.BinaryTypes.String},
	{Name: "unit", Type: arrow.BinaryTypes.String},
	{Name: "publisher", Type: arrow.BinaryTypes.String},
	{Name: "scope", Type: arrow.BinaryTypes.String},
	{Name: "period", Type: arrow.BinaryTypes.String},
	{Name: "period_start", Type: arrow.FixedWidthTypes.Date32},
	{Name: "period_end", Type: arrow.FixedWidthTypes.Date32},
	{Name: "vintage", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	{Name: "revision", Type: arrow.PrimitiveTypes.Int32},
	{Name: "value", Type: &arrow.Decimal128Type{Precision: 38, Scale: 9}, Nullable: true},
	{Name: "status", Type: arrow.BinaryTypes.String},
	{Name: "hedge", Type: arrow.BinaryTypes.String},
	{Name: "precision_exp", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
	{Name: "confidence", Type: arrow.BinaryTypes.String},
	{Name: "printed", Type: arrow.BinaryTypes.String},
	{Name: "document", Type: arrow.BinaryTypes.String},
	{Name: "document_title", Type: arrow.BinaryTypes.String},
	{Name: "dataset", Type: arrow.BinaryTypes.String},
	{Name: "resource", Type: arrow.BinaryTypes.String},
	{Name: "file", Type: arrow.BinaryTypes.String},
	{Name: "place", Type: arrow.BinaryTypes.String},
	{Name: "note", Type: arrow.BinaryTypes.String},
	{Name: "load", Type: arrow.PrimitiveTypes.Int64},
	{Name: "superseded_by", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
}, nil)

// appender collects observations into record batches and hands them to the engine,
// as rows of one load.
type appender struct {
	db     *DB
	load   int64
	nextID int64
	batch  *array.RecordBuilder
	rows   int
	total  int
}

func (db *DB) newAppender(load, firstID int64) *appender {
	return &appender{
		db: db, load: load, nextID: firstID,
		batch: array.NewRecordBuilder(memory.DefaultAllocator, observationColumns),
	}
}

// add appends one observation.
func (a *appender) add(ctx context.Context, o obs.Observation) error {
	w := rowWriter{batch: a.batch}
	w.int64(a.nextID)
	w.text(o.Area, o.Segment, o.Measure, string(o.Transformation), o.BaseMeasure, o.Dimension, o.Member,
		o.Frequency.String(), string(o.Unit), o.Publisher, o.Scope, o.Period.String())
	w.date(o.Period.Start())
	w.date(o.Period.End())
	w.date(o.Vintage)
	w.int32(o.Revision)
	w.decimal(o.Value, o.Status == obs.Missing)
	w.text(string(o.Status), string(o.Hedge))
	if o.Status == obs.Missing {
		w.null()
	} else {
		w.int32(o.LastDigit)
	}
	w.text(o.Confidence, o.Printed, o.Document, o.DocumentTitle,
		o.Place.Dataset, o.Place.Resource, o.Place.File, o.Place.At, o.Note)
	w.int64(a.load)
	w.null()
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
	record := a.batch.NewRecord()
	defer record.Release()
	reader, err := array.NewRecordReader(observationColumns, []arrow.Record{record})
	if err != nil {
		return fmt.Errorf("make record batch: %w", err)
	}
	defer reader.Release()
	release, err := a.db.registerView(reader, "arriving")
	if err != nil {
		return err
	}
	defer release()
	return a.db.Exec(ctx, "INSERT INTO observation FROM arriving")
}

// registerView makes record batches readable as a view until release is called.
func (db *DB) registerView(reader array.RecordReader, name string) (release func(), err error) {
	err = db.conn.Raw(func(driverConn any) error {
		bridge, err := duckdb.NewArrowFromConn(driverConn.(driver.Conn))
		if err != nil {
			return fmt.Errorf("reach the engine's Arrow interface: %w", err)
		}
		release, err = bridge.RegisterView(reader, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hand over record batch: %w", err)
	}
	return release, nil
}

// rowWriter fills one row of a batch, field after field.
type rowWriter struct {
	batch *array.RecordBuilder
	next  int
}

func (w *rowWriter) field() array.Builder {
	f := w.batch.Field(w.next)
	w.next++
	return f
}

func (w *rowWriter) text(values ...string) {
	for _, v := range values {
		w.field().(*array.StringBuilder).Append(v)
	}
}

func (w *rowWriter) int64(v int64) { w.field().(*array.Int64Builder).Append(v) }
func (w *rowWriter) int32(v int)   { w.field().(*array.Int32Builder).Append(int32(v)) }
func (w *rowWriter) null()         { w.field().AppendNull() }

// date appends a day, NULL for the zero time.
func (w *rowWriter) date(t time.Time) {
	if t.IsZero() {
		w.null()
		return
	}
	w.field().(*array.Date32Builder).Append(arrow.Date32FromTime(t))
}

func (w *rowWriter) decimal(d obs.Decimal, missing bool) {
	if missing {
		w.null()
		return
	}
	hi, lo := d.Words()
	w.field().(*array.Decimal128Builder).Append(decimal128.New(hi, lo))
}
