package warehouse

import (
	"context"

	"paystats/data/columnar"
	"paystats/data/obs"
)

// numbers gives ids to the rows of a small table that observations refer to.
type numbers[K comparable] struct {
	table string
	known map[K]int64
	next  int64
	most  int // how many are remembered; beyond it they are given ids anew. 0: all

	write func(*columnar.Batch, K) // appends the columns behind the id
	batch *columnar.Batch          // rows that the table does not hold yet
	fresh int                      // how many these are

	last   K // of the row before: the next one's is mostly the same
	lastID int64
}

// newNumbers returns the numbers of a table with the given columns behind its id.
func newNumbers[K comparable](table string, columns []columnar.Column, write func(*columnar.Batch, K)) *numbers[K] {
	return &numbers[K]{table: table, known: map[K]int64{}, next: 1, write: write,
		batch: columnar.NewBatch(append([]columnar.Column{{Name: "id", Kind: columnar.Int64}}, columns...))}
}

// know remembers a row of the table.
func (n *numbers[K]) know(key K, id int64) {
	n.known[key] = id
	n.next = max(n.next, id+1)
}

// of returns the id of a key, a new one if it is not remembered.
func (n *numbers[K]) of(key K) int64 {
	if n.lastID > 0 && key == n.last {
		return n.lastID
	}
	id, ok := n.known[key]
	if !ok {
		if n.most > 0 && len(n.known) >= n.most {
			clear(n.known)
		}
		id = n.next
		n.know(key, id)
		n.batch.Int64(id)
		n.write(n.batch, key)
		n.fresh++
	}
	n.last, n.lastID = key, id
	return id
}

// flush queues the fresh rows.
func (n *numbers[K]) flush(queue chan<- arrival) {
	if n.fresh > 0 {
		n.fresh = 0
		queue <- arrival{n.table, n.batch.Stream()}
	}
}

// texts returns columns of text.
func texts(names ...string) []columnar.Column {
	columns := make([]columnar.Column, len(names))
	for i, name := range names {
		columns[i] = columnar.Column{Name: name, Kind: columnar.String}
	}
	return columns
}

func (db *DB) seriesNumbers(ctx context.Context) (*numbers[obs.Series], error) {
	n := newNumbers("series", texts("area", "segment", "measure", "transformation", "base_measure", "dimension", "member", "frequency",
		"unit", "publisher", "scope"), func(b *columnar.Batch, s obs.Series) {
		b.Text(s.Area, s.Segment, s.Measure, string(s.Transformation), s.BaseMeasure, s.Dimension, s.Member,
			s.Frequency.String(), string(s.Unit), s.Publisher, s.Scope)
	})
	f, err := db.Query(ctx, "FROM series")
	if err != nil {
		return nil, err
	}
	for i := range f.Rows() {
		n.know(obs.Series{Area: f.Text("area", i), Segment: f.Text("segment", i), Measure: f.Text("measure", i),
			Transformation: obs.Transformation(f.Text("transformation", i)), BaseMeasure: f.Text("base_measure", i),
			Dimension: f.Text("dimension", i), Member: f.Text("member", i), Frequency: obs.Frequency(f.Text("frequency", i)[0]),
			Unit: obs.Unit(f.Text("unit", i)), Publisher: f.Text("publisher", i), Scope: f.Text("scope", i)}, f.Int("id", i))
	}
	return n, nil
}

func (db *DB) periodNumbers(ctx context.Context) (*numbers[obs.Period], error) {
	n := newNumbers("period", append(texts("period"), columnar.Column{Name: "period_start", Kind: columnar.Date},
		columnar.Column{Name: "period_end", Kind: columnar.Date}), func(b *columnar.Batch, p obs.Period) {
		b.Text(p.String())
		b.Date(p.Start())
		b.Date(p.End())
	})
	f, err := db.Query(ctx, "SELECT id, period FROM period")
	if err != nil {
		return nil, err
	}
	for i := range f.Rows() {
		p, err := readPeriod(f.Text("period", i))
		if err != nil {
			return nil, err
		}
		n.know(p, f.Int("id", i))
	}
	return n, nil
}

// origin is where values come from: a row of the table of that name.
type origin struct{ confidence, document, title, dataset, resource, file string }

// maxOrigins bounds the origins that are remembered, so that a file which cites a document
// a row does not fill the memory.
const maxOrigins = 100_000

func (db *DB) originNumbers(ctx context.Context) (*numbers[origin], error) {
	n := newNumbers("origin", texts("confidence", "document", "document_title", "dataset", "resource", "file"), func(b *columnar.Batch, o origin) {
		b.Text(o.confidence, o.document, o.title, o.dataset, o.resource, o.file)
	})
	n.most = maxOrigins
	f, err := db.Query(ctx, "SELECT coalesce(max(id), 0) + 1 AS next FROM origin")
	if err != nil {
		return nil, err
	}
	n.next = f.Int("next", 0)
	return n, nil
}
