package warehouse

import (
	"context"
	"fmt"
	"strings"

	"paystats/data/obs"
)

// Load describes the dataset that is about to be loaded.
type Load struct {
	Dataset     string
	Title       string
	Licence     string
	Sources     string // titles and addresses, one a line
	Fingerprint string // equal fingerprints mean equal content
	AllowShrink bool   // accept fewer observations than the load before
}

// Reject is one cell of the input that was refused.
type Reject struct {
	Place                        obs.Place
	Printed, Code, Message, Hint string
}

// Outcome is what reading a dataset came to. RowsIn counts cells: every cell is
// either an observation or a reject.
type Outcome struct {
	RowsIn  int
	Rejects []Reject
}

// LoadResult says what a load did.
type LoadResult struct {
	Unchanged  bool // the warehouse already held this content
	RowsIn     int
	Loaded     int
	Rejected   int
	New        int // observations that were not there before, revisions included
	Superseded int // earlier values that the dataset no longer holds
}

// Fingerprint returns the fingerprint of a dataset's latest load, "" if it has none.
func (db *DB) Fingerprint(ctx context.Context, dataset string) (string, error) {
	f, err := db.Query(ctx, "SELECT fingerprint FROM load WHERE dataset = ?", dataset)
	if err != nil {
		return "", err
	}
	return f.Text("fingerprint", 0), nil
}

// Load replaces a dataset's observations by what read adds, in one transaction: all of
// it, or nothing if read or anything else fails. Values that are gone or changed stay,
// marked as superseded. A load that holds fewer observations than the one before is
// ErrShrinks unless AllowShrink says otherwise.
func (db *DB) Load(ctx context.Context, l Load, read func(add func(obs.Observation) error) (Outcome, error)) (LoadResult, error) {
	var result LoadResult
	err := db.InTransaction(ctx, func() (err error) {
		result, err = db.load(ctx, l, read)
		return err
	})
	if err != nil {
		return LoadResult{}, err
	}
	return result, nil
}

func (db *DB) load(ctx context.Context, l Load, read func(add func(obs.Observation) error) (Outcome, error)) (LoadResult, error) {
	ids, err := db.Query(ctx, `SELECT (SELECT coalesce(max(id), 0) + 1 FROM load) AS load,
		(SELECT coalesce(max(id), 0) + 1 FROM observation) AS observation,
		(SELECT coalesce(max(loaded), 0) FROM load WHERE dataset = ?) AS before`, l.Dataset)
	if err != nil {
		return LoadResult{}, err
	}
	id, firstID, before := ids.Int("load", 0), ids.Int("observation", 0), ids.Int("before", 0)
	batch := db.newAppender(id, firstID)
	outcome, err := read(func(o obs.Observation) error { return batch.add(ctx, o) })
	if err != nil {
		return LoadResult{}, err
	}
	if err := batch.flush(ctx); err != nil {
		return LoadResult{}, err
	}
	if int64(batch.total) < before && !l.AllowShrink {
		return LoadResult{}, fmt.Errorf("dataset %s: %w: %d, before %d", l.Dataset, ErrShrinks, batch.total, before)
	}
	result := LoadResult{RowsIn: outcome.RowsIn, Loaded: batch.total, Rejected: len(outcome.Rejects)}
	if err := db.supersede(ctx, l.Dataset, id, before > 0, &result); err != nil {
		return LoadResult{}, err
	}
	if err := db.record(ctx, l, id, result, outcome.Rejects); err != nil {
		return LoadResult{}, err
	}
	return result, nil
}

// sameValue holds for two rows that say the same: same series, period and document,
// same value. Place and load may differ.
var sameValue = equalColumns("old", "new", `area segment measure transformation base_measure dimension member frequency
	unit publisher scope period vintage revision value status hedge document`)

func equalColumns(a, b, columns string) string {
	var terms []string
	for _, c := range strings.Fields(columns) {
		terms = append(terms, fmt.Sprintf("%s.%s IS NOT DISTINCT FROM %s.%s", a, c, b, c))
	}
	return strings.Join(terms, " AND ")
}

// supersede compares the rows of this load with those that the dataset had before. Old
// rows that say the same as a new one go; the others stay, marked.
func (db *DB) supersede(ctx context.Context, dataset string, load int64, replaces bool, result *LoadResult) error {
	result.New = result.Loaded
	if !replaces {
		return nil
	}
	const before = "old.dataset = ? AND old.superseded_by IS NULL AND old.load < ?"
	counts, err := db.Query(ctx, `SELECT count(*) AS n FROM observation AS new WHERE new.load = ? AND NOT EXISTS
		(FROM observation AS old WHERE `+before+` AND `+sameValue+`)`, load, dataset, load)
	if err != nil {
		return err
	}
	result.New = int(counts.Int("n", 0))
	if err := db.Exec(ctx, `DELETE FROM observation AS old WHERE `+before+`
		AND EXISTS (FROM observation AS new WHERE new.load = ? AND `+sameValue+`)`, dataset, load, load); err != nil {
		return err
	}
	gone, err := db.Query(ctx, `UPDATE observation AS old SET superseded_by = ? WHERE `+before, load, dataset, load)
	if err != nil {
		return err
	}
	result.Superseded = int(gone.Int("Count", 0)) // the engine's name for the rows changed
	return nil
}

// record writes the load and its rejects, in place of the load before.
func (db *DB) record(ctx context.Context, l Load, id int64, result LoadResult, rejects []Reject) error {
	if err := db.forget(ctx, l.Dataset); err != nil {
		return err
	}
	for _, r := range rejects {
		if err := db.Exec(ctx, "INSERT INTO reject VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", id, l.Dataset,
			r.Place.Resource, r.Place.File, r.Place.At, r.Printed, r.Code, r.Message, r.Hint); err != nil {
			return err
		}
	}
	return db.Exec(ctx, "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", id, l.Dataset, l.Title, l.Licence,
		l.Sources, l.Fingerprint, result.RowsIn, result.Loaded, result.Rejected)
}

func (db *DB) forget(ctx context.Context, dataset string) error {
	for _, table := range []string{"load", "reject"} {
		if err := db.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ?", dataset); err != nil {
			return err
		}
	}
	return nil
}

// Datasets returns the names of the datasets that the warehouse holds, sorted.
func (db *DB) Datasets(ctx context.Context) ([]string, error) {
	f, err := db.Query(ctx, "SELECT dataset FROM load ORDER BY dataset")
	if err != nil {
		return nil, err
	}
	names := make([]string, f.Rows())
	for i := range names {
		names[i] = f.Text("dataset", i)
	}
	return names, nil
}

// Drop removes a dataset that is no longer part of the workspace.
func (db *DB) Drop(ctx context.Context, dataset string) error {
	return db.InTransaction(ctx, func() error {
		if err := db.forget(ctx, dataset); err != nil {
			return err
		}
		return db.Exec(ctx, "DELETE FROM observation WHERE dataset = ?", dataset)
	})
}
