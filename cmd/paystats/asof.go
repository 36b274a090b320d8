package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// addAsOf declares --as-of.
func addAsOf(c *cobra.Command, day *string) {
	c.Flags().StringVar(day, "as-of", "", "what was known on this day, e.g. 2016-01-31: the latest values published by then")
}

// checkDay refuses a text that is no day; "" is none.
func checkDay(day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return &usageError{msg: fmt.Sprintf("%q is not a date", day), hint: "dates are written 2024-01-31"}
	}
	return nil
}

// undated is a dataset that has observations without a date of publication, which no cut
// shows.
type undated struct {
	Dataset string `json:"dataset"`
	Count   int64  `json:"count"`
}

// undatedAt returns the datasets of which a cut leaves observations out; "" is no cut.
func undatedAt(ctx context.Context, db *warehouse.DB, day string) ([]undated, error) {
	if day == "" {
		return nil, nil
	}
	f, err := db.Undated(ctx)
	if err != nil {
		return nil, err
	}
	var list []undated
	for i := range f.Rows() {
		list = append(list, undated{f.Text("dataset", i), f.Int("undated", i)})
	}
	return list, nil
}

// noteUndated says what a cut leaves out.
func (a *app) noteUndated(list []undated, day string) {
	for _, u := range list {
		a.note(map[string]any{"dataset": u.Dataset, "undated": u.Count, "as_of": day},
			"%s: %s without a date of publication, left out as of %s", u.Dataset, counted(int(u.Count), "observation"), day)
	}
}

// cutReader opens the warehouse for reading with its models at a cut: the one asked for,
// or, if none is, the one of the last run, which it says.
func (a *app) cutReader(ctx context.Context, w *workspace.Workspace, day string) (*warehouse.DB, error) {
	if err := checkDay(day); err != nil {
		return nil, err
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return nil, err
	}
	stands, err := db.AsOf(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if day == "" || day == stands {
		if stands != "" && !a.quiet {
			fmt.Fprintf(a.stderr, "warning: the models show what was known on %s; `paystats transform` brings back all that stands\n", stands)
		}
		return db, nil
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	in, err := readModels(w)
	if err != nil {
		return nil, err
	}
	err = a.alone(ctx, w, "as of "+day, func(lock *warehouse.Lock) error {
		return a.inRun(ctx, lock, w, func(db *warehouse.DB, m *memo) error {
			_, err := a.runModels(ctx, db, in, nil, day, m)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return a.reader(ctx, w)
}
