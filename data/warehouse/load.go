package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"paystats/data/frame"
	"paystats/data/obs"
)

// Load describes the dataset that is about to be loaded.
type Load struct {
	Dataset     string
	Title       string
	TitleZh     string // in Chinese, "" when it is not given
	Licence     string
	Sources     string  // titles and addresses, one a line
	Fingerprint string  // equal fingerprints mean equal content
	MaxShrink   float64 // part of the observations of the load before, 0..1, that may be gone

	// Releases names the resources whose tables are published whole, at one date each: a
	// value that repeats the release before it is no new row.
	Releases []string
	// History, if there is one, holds the values that no file holds any more.
	History History
}

// History is where the values go that no file of a dataset holds any more, and where
// they come from when the warehouse is built anew.
type History interface {
	// Read calls add for every line, in order.
	Read(add func(Past) error) error
	// Append keeps one more line. Lines come sorted, and none that Read has given.
	Append(Past) error
}

// Past is a value that files no longer hold, or no longer in that document.
type Past struct {
	obs.Observation
	Fate  string    // Repeated, Replaced or Removed
	Until time.Time // publication date of what no longer prints it; zero when unknown
}

// The fates of values that no file holds any more.
const (
	Repeated = "repeated" // a later release prints the same value: it stands
	Replaced = "replaced" // the files hold another value for the series and period
	Removed  = "removed"  // the files hold nothing for the series and period
)

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

// LoadResult says what a load did. Loaded counts what the files hold, repeats included.
type LoadResult struct {
	Unchanged  bool // the warehouse already held this content
	RowsIn     int
	Loaded     int
	Rejected   int
	New        int // observations that were not there before, revisions included
	Repeated   int // values that a release prints as the one before it did: the earlier row stands
	Superseded int // earlier values that the dataset no longer holds
	Displaced  int // lines that went to the history
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
// marked as superseded, and go to the history; see revision for the rules. A load that
// holds fewer observations than the one before is ErrShrinks if more are gone than MaxShrink says.
func (db *DB) Load(ctx context.Context, l Load, read func(add func(obs.Observation) error) (Outcome, error)) (LoadResult, error) {
	widen, err := db.narrow(ctx)
	if err != nil {
		return LoadResult{}, err
	}
	var result LoadResult
	err = db.InTransaction(ctx, func() (err error) {
		result, err = db.load(ctx, l, widen, read)
		return err
	})
	if err := errors.Join(err, widen()); err != nil {
		return LoadResult{}, err
	}
	return result, nil
}

func (db *DB) load(ctx context.Context, l Load, widen func() error, read func(add func(obs.Observation) error) (Outcome, error)) (LoadResult, error) {
	ids, err := db.Query(ctx, `SELECT (SELECT coalesce(max(id), 0) + 1 FROM load) AS load,
		(SELECT coalesce(max(id), 0) + 1 FROM observed) AS observation,
		(SELECT coalesce(max(loaded), 0) FROM load WHERE dataset = ?) AS before,
		EXISTS (FROM load WHERE dataset = ?) AS replaces`, l.Dataset, l.Dataset)
	if err != nil {
		return LoadResult{}, err
	}
	id, firstID, before := ids.Int("load", 0), ids.Int("observation", 0), ids.Int("before", 0)
	past, loaded, outcome, err := db.arrive(ctx, l, id, firstID, read)
	if err != nil {
		return LoadResult{}, err
	}
	if gone := before - int64(loaded); float64(gone) > l.MaxShrink*float64(before) {
		return LoadResult{}, fmt.Errorf("dataset %s: %w: %d, before %d", l.Dataset, ErrShrinks, loaded, before)
	}
	result := LoadResult{RowsIn: outcome.RowsIn, Loaded: loaded, Rejected: len(outcome.Rejects), New: loaded}
	r := revision{db: db, Load: l, widen: widen, id: id, firstID: firstID, firstOfFiles: firstID + int64(past), replaces: ids.Bool("replaces", 0)}
	if err := r.apply(ctx, &result); err != nil {
		return LoadResult{}, err
	}
	if err := db.record(ctx, l, id, result, outcome.Rejects); err != nil {
		return LoadResult{}, err
	}
	return result, nil
}

// record writes the load and its rejects, in place of the load before.
func (db *DB) record(ctx context.Context, l Load, id int64, result LoadResult, rejects []Reject) error {
	if err := db.forget(ctx, l.Dataset); err != nil {
		return err
	}
	for part := range slices.Chunk(rejects, 500) {
		var args []any
		for _, r := range part {
			args = append(args, id, l.Dataset, r.Place.Resource, r.Place.File, r.Place.At, r.Printed, r.Code, r.Message, r.Hint)
		}
		rows := strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?)", len(part))[2:]
		if err := db.Exec(ctx, "INSERT INTO reject VALUES "+rows, args...); err != nil {
			return err
		}
	}
	return db.Exec(ctx, "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, l.Dataset, l.Title, l.TitleZh, l.Licence,
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

// NewestDays returns, for each dataset, the newest day that it speaks of: of publication, or the
// last of a period; forecasts and what is superseded do not count. Columns: dataset, day.
func (db *DB) NewestDays(ctx context.Context) (f *frame.Frame, err error) {
	widen, err := db.narrow(ctx) // it reads all that was loaded, and would keep that
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, widen()) }()
	return db.Query(ctx, `SELECT d.dataset, CAST(max(greatest(o.vintage, p.period_end)) AS VARCHAR) AS day
		FROM observed AS o JOIN origin AS d ON d.id = o.origin JOIN period AS p ON p.id = o.period
		WHERE o.superseded_by IS NULL AND o.status <> 'F'
		GROUP BY d.dataset ORDER BY d.dataset`)
}

// Drop removes a dataset that is no longer part of the workspace.
func (db *DB) Drop(ctx context.Context, dataset string) error {
	return db.InTransaction(ctx, func() error {
		if err := db.forget(ctx, dataset); err != nil {
			return err
		}
		if err := db.Exec(ctx, "DELETE FROM observed WHERE origin IN (SELECT id FROM origin WHERE dataset = ?)", dataset); err != nil {
			return err
		}
		for _, table := range append([]string{"origin", "transaction_set"}, reducedTables...) {
			if err := db.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ?", dataset); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetFingerprint changes the fingerprint of a dataset's latest load: its history grew by
// what the load itself displaced.
func (db *DB) SetFingerprint(ctx context.Context, dataset, fingerprint string) error {
	return db.Exec(ctx, "UPDATE load SET fingerprint = ? WHERE dataset = ?", fingerprint, dataset)
}
