package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/transform"
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

// runModels brings the models up to date for a cut, "" for all that stands, and says what
// the cut leaves out.
func (a *app) runModels(ctx context.Context, db *warehouse.DB, day string, models []*transform.Model, opt transform.Options) (transform.Result, error) {
	if err := db.SetAsOf(ctx, day); err != nil {
		return transform.Result{}, fmt.Errorf("set the as-of cut: %w", err)
	}
	if err := a.noteUndated(ctx, db, day); err != nil {
		return transform.Result{}, err
	}
	return transform.Run(ctx, db, models, opt)
}

// noteUndated says how many observations have no date and so no place before a cut.
func (a *app) noteUndated(ctx context.Context, db *warehouse.DB, day string) error {
	if day == "" {
		return nil
	}
	f, err := db.Undated(ctx)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		name, undated := f.Text("dataset", i), f.Int("undated", i)
		a.note(map[string]any{"dataset": name, "undated": undated, "as_of": day},
			"%s: %s without a date of publication, left out as of %s", name, counted(int(undated), "observation"), day)
	}
	return nil
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
	in, err := readInputs(ctx, w)
	if err != nil {
		return nil, err
	}
	err = a.inRun(ctx, w, "as of "+day, func(db *warehouse.DB) error {
		_, err := a.runModels(ctx, db, day, in.models, transform.Options{})
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.reader(ctx, w)
}
