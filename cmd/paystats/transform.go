package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/transform"
)

func (a *app) transformCommand() *cobra.Command {
	var asOf string
	c := &cobra.Command{
		Use:   "transform [MODEL...]",
		Short: "Run the models whose SQL or inputs changed, and their data checks",
		Example: `  paystats transform                 every model that is out of date
  paystats transform metric_share    one model and what it needs
  paystats transform --as-of 2016-01-31   as the data were known on that day
  paystats explain share             what a metric means and how it is computed`,
	}
	a.recorded(c, func(ctx context.Context, names []string) error { return a.transform(ctx, names, asOf) })
	addAsOf(c, &asOf)
	return c
}

func (a *app) transform(ctx context.Context, names []string, asOf string) error {
	if err := checkDay(asOf); err != nil {
		return err
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	in, err := readModels(w)
	if err != nil {
		return err
	}
	a.noteInputs(in)
	known := make([]string, len(in.models))
	for i, m := range in.models {
		known[i] = m.Name
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return unknown("model", name, known, "paystats list models")
		}
	}
	if _, err := os.Stat(filepath.Join(w.State, warehouse.FileName)); err != nil {
		return fmt.Errorf("transform: %w", warehouse.ErrAbsent)
	}
	result, current, err := a.currentModels(ctx, w, in, names, asOf)
	if err == nil && !current {
		err = a.alone(ctx, w, "transform", func(lock *warehouse.Lock) error {
			return a.inRun(ctx, lock, w, func(db *warehouse.DB, m *memo) error {
				result, err = a.runModels(ctx, db, in, names, asOf, m)
				return err
			})
		})
	}
	if err != nil {
		return err
	}
	a.noteModels(result) // also those that did not run
	a.rec.Changed = len(result.Ran) > 0
	a.sayFindings(result, transform.Fail)
	a.sayFindings(result, transform.Warn)
	if len(result.Dropped) > 0 {
		a.note(map[string]any{"dropped": result.Dropped}, "%s not asked for and no longer fitting dropped; `paystats transform` brings them back",
			counted(len(result.Dropped), "view"))
	}
	a.tell("%s", describeRun(result))
	return checksError(result)
}

// runModels brings the named models, all if there are no names, and what they need up to
// date for a cut, "" for all that stands, and says what the cut leaves out.
func (a *app) runModels(ctx context.Context, db *warehouse.DB, in *inputs, names []string, day string, m *memo) (transform.Result, error) {
	if err := db.SetAsOf(ctx, day); err != nil {
		return transform.Result{}, fmt.Errorf("set the as-of cut: %w", err)
	}
	missing, err := undatedAt(ctx, db, day)
	if err != nil {
		return transform.Result{}, err
	}
	a.noteUndated(missing, day)
	defer a.step("transform", "running the models")()
	result, err := transform.Run(ctx, db, in.models, transform.Options{Only: names})
	a.noteModels(result)
	m.Models = modelRun{Request: in.modelRequest(names, day), Result: result.Again(), Undated: missing}
	return result, err
}

// currentModels looks whether the models would change anything, without taking the lock: by
// the memo, or else in the warehouse, which is then noted. A warehouse that cannot be
// read is left to the run, which says what is wrong or mends it.
func (a *app) currentModels(ctx context.Context, w *workspace.Workspace, in *inputs, names []string, day string) (transform.Result, bool, error) {
	stamp := warehouse.Stamp(w.State) // before all that is read of it: if another run ends meanwhile, the memo counts for nothing
	m := readMemo(w)
	if last := m.Models; last.Request == in.modelRequest(names, day) {
		a.noteUndated(last.Undated, day)
		return last.Result, true, nil
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return transform.Result{}, false, nil
	}
	result, current, err := transform.Current(ctx, db, in.models, day, transform.Options{Only: names})
	var missing []undated
	if err == nil && current {
		missing, err = undatedAt(ctx, db, day)
	}
	if err = errors.Join(err, db.Close()); err != nil || !current {
		return result, false, err
	}
	a.noteUndated(missing, day)
	m.Models = modelRun{Request: in.modelRequest(names, day), Result: result, Undated: missing}
	_ = writeMemo(w, stamp, m) // saves the next look; a folder that is only read does without
	return result, true, nil
}

// describeRun says what a run of the models did, in one line.
func describeRun(r transform.Result) string {
	if len(r.Ran) == 0 {
		return "models    nothing changed in " + counted(len(r.Unchanged), "model")
	}
	failed, warned := r.Counts()
	return fmt.Sprintf("models    %d built, %d checks run, %d failed, %d warned (paystats list checks)", len(r.Ran), r.Checks, failed, warned)
}

// sayFindings reports the data checks of a severity that found something.
func (a *app) sayFindings(r transform.Result, severity transform.Severity) {
	for _, f := range r.Findings {
		switch {
		case f.Severity != severity:
		case a.json:
			a.say(map[string]any{"check": f.Check, "model": f.Model, "severity": f.Severity, "rows": f.Rows, "looked_at": f.LookedAt, "detail": f.Detail}, "")
		case !a.quiet || severity == transform.Fail:
			fmt.Fprintf(a.stderr, "%s: %s: %s: %d of %d rows: %s\n", f.Severity, f.Model, f.Check, f.Rows, f.LookedAt, f.Detail)
		}
	}
}

// checksError is errChecks if a check of severity fail has failed.
func checksError(r transform.Result) error {
	if failed, _ := r.Counts(); failed > 0 {
		return fmt.Errorf("%w: %d of %d", errChecks, failed, r.Checks)
	}
	return nil
}
