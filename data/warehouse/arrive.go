package warehouse

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paystats/data/obs"
)

// arrive takes the rows of a load, those of the history first. past and loaded count
// them. When it has failed, the transaction must be rolled back.
func (db *DB) arrive(ctx context.Context, l Load, id, firstID int64, read func(add func(obs.Observation) error) (Outcome, error)) (past, loaded int, outcome Outcome, err error) {
	batch, err := db.newAppender(ctx, id, firstID)
	if err != nil {
		return 0, 0, Outcome{}, err
	}
	defer func() { err = errors.Join(err, batch.finish()) }()
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

// arrivalMemory is what the engine may use while rows arrive and are committed, unless the
// user set a limit. It would keep all that it writes and reads, and has no use for it.
const arrivalMemory = "256MB"

// narrow lowers the engine's memory limit to arrivalMemory, and its threads to one, until
// widen is called: batches come one at a time, and more threads only get in the way of
// reading and mapping.
func (db *DB) narrow(ctx context.Context) (widen func() error, err error) {
	f, err := db.Query(ctx, "SELECT current_setting('memory_limit') AS memory, CAST(current_setting('threads') AS BIGINT) AS threads")
	if err != nil {
		return nil, err
	}
	// Note: RESET changes the memory limit, but not what the engine goes by.
	set := func(memory string, threads int64) error {
		err := db.Exec(ctx, fmt.Sprintf("SET threads = %d", threads))
		if err == nil && db.limits.Memory == "" {
			err = db.Exec(ctx, "SET memory_limit = "+quote(memory))
		}
		return err
	}
	return func() error { return set(f.Text("memory", 0), f.Int("threads", 0)) }, set(arrivalMemory, 1)
}
