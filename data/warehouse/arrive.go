package warehouse

import (
	"context"
	"errors"
	"time"

	"paystats/data/obs"
)

// arrive takes the rows of a load, those of the history first. past and loaded count
// them. When it has failed, the transaction must be rolled back.
func (db *DB) arrive(ctx context.Context, l Load, id, firstID int64, read func(add func(obs.Observation) error) (Outcome, error)) (past, loaded int, outcome Outcome, err error) {
	widen, err := db.narrow(ctx)
	if err != nil {
		return 0, 0, Outcome{}, err
	}
	batch, err := db.newAppender(ctx, id, firstID)
	if err != nil {
		return 0, 0, Outcome{}, errors.Join(err, widen())
	}
	defer func() { err = errors.Join(err, batch.finish(), widen()) }()
	if l.History != nil {
		err = l.History.Read(func(p Past) error {
			batch.row(p.Observation, p.Fate, p.Until)
			return nil
		})
		if err != nil {
			return 0, 0, Outcome{}, err
		}
	}
	past = batch.total
	outcome, err = read(func(o obs.Observation) error {
		batch.row(o, "", time.Time{})
		return nil
	})
	return past, batch.total - past, outcome, err
}

// arrivalMemory is what the engine may use while rows arrive, unless the user set a
// limit. It would keep all that it writes, and has no use for it.
const arrivalMemory = "256MB"

// narrow lowers the engine's memory limit to arrivalMemory until widen is called.
func (db *DB) narrow(ctx context.Context) (widen func() error, err error) {
	if db.limits.Memory != "" {
		return func() error { return nil }, nil
	}
	f, err := db.Query(ctx, "SELECT current_setting('memory_limit') AS text")
	if err != nil {
		return nil, err
	}
	// Note: RESET changes the setting, but not what the engine goes by.
	before := "SET memory_limit = " + quote(f.Text("text", 0))
	return func() error { return db.Exec(ctx, before) }, db.Exec(ctx, "SET memory_limit = "+quote(arrivalMemory))
}
