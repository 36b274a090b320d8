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

// The columns of the tables that a load fills, in the order of schema.sql.
var (
	observedColumns = []columnar.Column{
		{Name: "id", Kind: columnar.Int64}, {Name: "series", Kind: columnar.Int64}, {Name: "origin", Kind: columnar.Int64},
		{Name: "period", Kind: columnar.String}, {Name: "period_start", Kind: columnar.Date}, {Name: "period_end", Kind: columnar.Date},
		{Name: "vintage", Kind: columnar.Date, Nullable: true}, {Name: "revision", Kind: columnar.Int32},
		{Name: "value", Kind: columnar.Decimal, Nullable: true}, {Name: "status", Kind: columnar.String}, {Name: "hedge", Kind: columnar.String},
		{Name: "precision_exp", Kind: columnar.Int32, Nullable: true}, {Name: "printed", Kind: columnar.String},
		{Name: "place", Kind: columnar.String}, {Name: "note", Kind: columnar.String}, {Name: "load", Kind: columnar.Int64},
		{Name: "superseded_by", Kind: columnar.Int64, Nullable: true}, {Name: "fate", Kind: columnar.String},
		{Name: "until", Kind: columnar.Date, Nullable: true},
	}
	seriesColumns = texts("area", "segment", "measure", "transformation", "base_measure", "dimension", "member", "frequency",
		"unit", "publisher", "scope")
	originColumns = texts("confidence", "document", "document_title", "dataset", "resource", "file")
)

// texts returns an id and so many columns of text.
func texts(names ...string) []columnar.Column {
	columns := []columnar.Column{{Name: "id", Kind: columnar.Int64}}
	for _, name := range names {
		columns = append(columns, columnar.Column{Name: name, Kind: columnar.String})
	}
	return columns
}

// origin is where values come from: a row of the table of that name.
type origin struct{ confidence, document, title, dataset, resource, file string }

// maxOrigins bounds the origins that are remembered. Beyond it they are given ids anew,
// so that a file that cites a document a row does not fill the memory.
const maxOrigins = 100_000

// arrival is a batch on its way into a table.
type arrival struct {
	table  string
	stream columnar.Stream
}

// appender collects observations into record batches, as rows of one load, and has the
// engine take them beside the collecting. Until finish has returned, the connection
// belongs to it.
type appender struct {
	db         *DB
	load       int64
	nextID     int64
	rows       int
	total      int
	series     map[obs.Series]int64
	origins    map[origin]int64
	nextSeries int64
	nextOrigin int64
	last       struct { // of the row before: the next one's are mostly the same
		series     obs.Series
		origin     origin
		seriesID   int64
		originID   int64
		period     obs.Period
		periodText string
	}
	observed, newSeries, newOrigins *columnar.Batch
	pendingSeries, pendingOrigins   int

	full   chan arrival
	result chan error // one, after full was closed
}

// newAppender returns an appender that knows the series and the origins which the
// warehouse holds.
func (db *DB) newAppender(ctx context.Context, load, firstID int64) (*appender, error) {
	a := &appender{
		db: db, load: load, nextID: firstID,
		series: map[obs.Series]int64{}, origins: map[origin]int64{}, nextSeries: 1, nextOrigin: 1,
		observed: columnar.NewBatch(observedColumns), newSeries: columnar.NewBatch(seriesColumns), newOrigins: columnar.NewBatch(originColumns),
	}
	f, err := db.Query(ctx, "FROM series")
	if err != nil {
		return nil, err
	}
	for i := range f.Rows() {
		id := f.Int("id", i)
		a.series[obs.Series{Area: f.Text("area", i), Segment: f.Text("segment", i), Measure: f.Text("measure", i),
			Transformation: obs.Transformation(f.Text("transformation", i)), BaseMeasure: f.Text("base_measure", i),
			Dimension: f.Text("dimension", i), Member: f.Text("member", i), Frequency: obs.Frequency(f.Text("frequency", i)[0]),
			Unit: obs.Unit(f.Text("unit", i)), Publisher: f.Text("publisher", i), Scope: f.Text("scope", i)}] = id
		a.nextSeries = max(a.nextSeries, id+1)
	}
	if f, err = db.Query(ctx, "SELECT coalesce(max(id), 0) + 1 AS next FROM origin"); err != nil {
		return nil, err
	}
	a.nextOrigin = f.Int("next", 0)
	a.full, a.result = make(chan arrival), make(chan error, 1)
	go a.take(ctx)
	return a, nil
}

// take hands batches to the engine, until it refuses one.
func (a *appender) take(ctx context.Context) {
	var err error
	for in := range a.full {
		if err == nil {
			err = a.db.insert(ctx, in.table, in.stream)
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

// seriesID returns the id of a series, a new one for a series that is not known yet.
func (a *appender) seriesID(s obs.Series) int64 {
	if s == a.last.series {
		return a.last.seriesID
	}
	id, ok := a.series[s]
	if !ok {
		id = a.nextSeries
		a.nextSeries++
		a.series[s] = id
		a.pendingSeries++
		a.newSeries.Int64(id)
		a.newSeries.Text(s.Area, s.Segment, s.Measure, string(s.Transformation), s.BaseMeasure, s.Dimension, s.Member,
			s.Frequency.String(), string(s.Unit), s.Publisher, s.Scope)
	}
	a.last.series, a.last.seriesID = s, id
	return id
}

// originID returns the id of an origin, a new one for one that is not remembered.
func (a *appender) originID(o origin) int64 {
	if o == a.last.origin && a.last.originID > 0 {
		return a.last.originID
	}
	id, ok := a.origins[o]
	if !ok {
		if len(a.origins) >= maxOrigins {
			clear(a.origins)
		}
		id = a.nextOrigin
		a.nextOrigin++
		a.origins[o] = id
		a.pendingOrigins++
		a.newOrigins.Int64(id)
		a.newOrigins.Text(o.confidence, o.document, o.title, o.dataset, o.resource, o.file)
	}
	a.last.origin, a.last.originID = o, id
	return id
}

// row appends one observation: of the files, or with a fate of the history.
func (a *appender) row(o obs.Observation, fate string, until time.Time) {
	w := a.observed
	w.Int64(a.nextID)
	w.Int64(a.seriesID(o.Series))
	w.Int64(a.originID(origin{o.Confidence, o.Document, o.DocumentTitle, o.Place.Dataset, o.Place.Resource, o.Place.File}))
	if o.Period != a.last.period {
		a.last.period, a.last.periodText = o.Period, o.Period.String()
	}
	w.Text(a.last.periodText)
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
	for _, t := range []struct {
		name    string
		batch   *columnar.Batch
		pending *int
	}{{"series", a.newSeries, &a.pendingSeries}, {"origin", a.newOrigins, &a.pendingOrigins}, {"observed", a.observed, &a.rows}} {
		if *t.pending == 0 {
			continue
		}
		*t.pending = 0
		a.full <- arrival{t.name, t.batch.Stream()}
	}
}

// insert appends the rows of a stream to a table of the same columns.
func (db *DB) insert(ctx context.Context, table string, stream columnar.Stream) error {
	release, err := db.registerView(stream, "arriving")
	if err != nil {
		return err
	}
	defer release()
	return db.Exec(ctx, "INSERT INTO "+table+" FROM arriving")
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
