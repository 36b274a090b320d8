package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/ingest"
)

func (a *app) ingestCommand() *cobra.Command {
	var allowShrink bool
	c := &cobra.Command{
		Use:   "ingest [DATASET...]",
		Short: "Load the datasets that changed into the warehouse",
		Long: `Reads the datasets of the workspace, each described by its datapackage.yaml, and
loads those that changed since the last time. A dataset is loaded whole or not at
all; every cell is either loaded or rejected, and rejects are kept with their place
and reason (paystats list rejects).

Payment attempts (kind: transactions) go into transactions.duckdb, and their sums
become observations. Their users are pseudonymised: the key, 32 bytes or more, is in the
file that PAYSTATS_USER_KEY_FILE names, or in PAYSTATS_USER_KEY.`,
		Example: `  paystats ingest                 all datasets
  paystats ingest cn-payments     one of them
  paystats list rejects           what was refused, and why`,
		ValidArgsFunction: a.completeDatasets,
	}
	a.recorded(c, func(ctx context.Context, names []string) error { return a.ingest(ctx, names, allowShrink) })
	c.Flags().BoolVar(&allowShrink, "allow-shrink", false, "accept a load that holds fewer observations or rows than the one before")
	return c
}

func (a *app) ingest(ctx context.Context, names []string, allowShrink bool) error {
	w, err := a.workspace()
	if err != nil {
		return err
	}
	in, err := readInputs(ctx, w, names...)
	if err != nil {
		return err
	}
	a.noteInputs(in)
	loads := unchanged(in.datasets)
	if readMemo(w).Loaded == in.request() {
		a.noteOrphans(in)
		a.noteLoads(in.datasets, loads)
	} else {
		err = a.alone(ctx, w, "ingest", func(lock *warehouse.Lock) error {
			return a.inRun(ctx, lock, w, func(db *warehouse.DB, m *memo) error {
				loads, err = a.load(ctx, db, w, in, allowShrink, m)
				return err
			})
		})
	}
	if err != nil {
		return err
	}
	a.rec.Changed = changedAny(loads)
	a.warn(a.stale(w, in, readMemo(w).Newest))
	for i, l := range loads {
		a.sayLoad(in.datasets[i].Name, l)
	}
	return nil
}

// loaded is what became of a dataset.
type loaded struct {
	warehouse.LoadResult
	verified int        // totals that equal the sum of their rows
	rows     []bulkLoad // that went through the engine
}

// unchanged is that none of the datasets changed.
func unchanged(sets []dataset) []loaded {
	return slices.Repeat([]loaded{{LoadResult: warehouse.LoadResult{Unchanged: true}}}, len(sets))
}

// load brings code lists and the datasets that were read up to date, and drops datasets that the
// workspace no longer has. All problems of all datasets are one *diag.List.
func (a *app) load(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, in *inputs, allowShrink bool, m *memo) ([]loaded, error) {
	defer a.step("load", "loading the datasets")()
	if err := db.ReplaceCodeLists(ctx, in.codesStamp, in.tables()); err != nil {
		return nil, err
	}
	problems := new(diag.List)
	if err := a.dropGone(ctx, db, w, in, allowShrink, problems); err != nil {
		return nil, err
	}
	plain, withRows, err := a.staleSets(ctx, db, w, in)
	if err != nil {
		return nil, err
	}
	rows := a.beginRows(ctx, w, in, withRows, allowShrink)
	defer rows.stop()
	results := unchanged(in.datasets)
	var grown []*history
	defer func() {
		for _, h := range grown {
			h.abandon()
		}
	}()
	for _, d := range slices.Concat(plain, withRows) {
		past := in.historyOf(ctx, d.Name)
		result, err := a.loadDataset(ctx, db, w, in, d, rows, past, allowShrink)
		if past != nil && past.part != nil {
			grown = append(grown, past)
		}
		var list *diag.List
		switch {
		case errors.As(err, &list):
			problems.Merge(list)
		case errors.Is(err, warehouse.ErrShrinks):
			problems.Add(&diag.Problem{
				Pos: descriptorOf(d.Name), Code: "dataset-shrinks", Msg: err.Error(), Err: err,
				Hint: "look at the files; if fewer observations are right, run `paystats ingest --allow-shrink`",
			})
		case err != nil:
			return nil, err
		}
		results[slices.IndexFunc(in.datasets, func(other dataset) bool { return other.Name == d.Name })] = result
	}
	if err := problems.Err(); err != nil {
		return results, err
	}
	if m.Newest, err = newestDays(ctx, db); err != nil {
		return nil, err
	}
	err = in.keepHistories(ctx, db, w, grown)
	if request := in.request(); request != m.Loaded {
		m.Loaded, m.Models = request, modelRun{}
	}
	a.noteLoads(in.datasets, results)
	return results, err
}

// descriptorOf is the file that describes a dataset, in the workspace.
func descriptorOf(dataset string) diag.Pos {
	return diag.Pos{File: path.Join("data/sets", dataset, ingest.DescriptorName)}
}

// dropGone drops the datasets that the workspace no longer has, and says so. A folder that is
// missing may be a disk that is: unless it is allowed, each is a problem.
func (a *app) dropGone(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, in *inputs, allowed bool, problems *diag.List) error {
	held, err := db.Datasets(ctx)
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(held), func(name string) bool { return slices.Contains(in.names, name) })
	for _, name := range gone {
		if !allowed && w.Config.Guards.MaxShrink < 1 {
			problems.Add(&diag.Problem{
				Pos: descriptorOf(name), Code: "dataset-gone", Msg: fmt.Sprintf("dataset %s is loaded, and gone from the workspace", name),
				Hint: "put it back; if it is to be dropped, run `paystats ingest --allow-shrink`",
			})
			continue
		}
		if err := errors.Join(a.dropRows(ctx, db, w, name), db.Drop(ctx, name)); err != nil {
			return fmt.Errorf("drop dataset %s: %w", name, err)
		}
		a.note(map[string]any{"dataset": name, "dropped": true}, "dataset %s is gone from the workspace and was dropped", name)
	}
	a.noteOrphans(in)
	return nil
}

// noteOrphans says which histories are kept of datasets that are no more.
func (a *app) noteOrphans(in *inputs) {
	for _, name := range in.orphans() {
		a.note(map[string]any{"dataset": name, "history": workspace.HistoryPath(name)}, "%s is kept, though there is no dataset %s", workspace.HistoryPath(name), name)
	}
}

// staleSets returns the datasets that the warehouse does not hold as they are, with those whose rows go
// through the engine apart, and drops the rows that the others had once.
func (a *app) staleSets(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, in *inputs) (plain, withRows []dataset, err error) {
	for _, d := range in.datasets {
		stored, err := db.Fingerprint(ctx, d.Name)
		if err != nil {
			return nil, nil, err
		}
		held := stored == d.fingerprint
		if held {
			held, err = hasRows(ctx, db, w, d)
		}
		switch {
		case err != nil:
			return nil, nil, err
		case held:
		case len(d.Bulk()) > 0:
			withRows = append(withRows, d)
		default:
			plain = append(plain, d)
			if err := a.dropRows(ctx, db, w, d.Name); err != nil {
				return nil, nil, err
			}
		}
	}
	return plain, withRows, nil
}

func (a *app) loadDataset(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, in *inputs, d dataset, rows *rowLoads, past *history, allowShrink bool) (loaded, error) {
	loads, err := rows.of(d)
	if err == nil && len(loads) > 0 {
		err = db.TakeReduced(ctx, w.State, d.Name)
	}
	if err != nil {
		return loaded{}, err
	}
	description := warehouse.Load{
		Dataset: d.Name, Title: d.Title, TitleZh: d.TitleZh, Fingerprint: d.fingerprint, MaxShrink: maxShrink(w, d, allowShrink),
		Licence: licenceText(d.Licences), Sources: sourceText(d.Sources), Releases: d.Releases(),
	}
	if past != nil {
		for _, set := range d.Bulk() {
			past.counted = append(past.counted, set.Resource)
		}
		description.History = past
	}
	var summary ingest.Summary
	result, err := db.Load(ctx, description, func(add func(obs.Observation) error) (_ warehouse.Outcome, err error) {
		summary, err = d.Read(ctx, in.codes, add)
		outcome := warehouse.Outcome{RowsIn: summary.RowsIn}
		for _, r := range summary.Rejects {
			outcome.Rejects = append(outcome.Rejects, warehouse.Reject{
				Place: r.Place, Printed: r.Printed, Code: r.Code, Message: r.Message, Hint: r.Hint,
			})
		}
		if err != nil || len(loads) == 0 {
			return outcome, err
		}
		n, refused, err := a.reduced(ctx, db, w, d, add)
		outcome.RowsIn += n + len(refused)
		outcome.Rejects = append(outcome.Rejects, refused...)
		return outcome, err
	})
	warnings := new(diag.List)
	warnings.Add(d.Warnings...)
	warnings.Add(summary.Warnings...)
	a.warn(warnings)
	return loaded{result, summary.Verified, loads}, err
}

// maxShrink is which part of a dataset may be gone.
func maxShrink(w *workspace.Workspace, d dataset, allowed bool) float64 {
	switch {
	case allowed:
		return 1
	case d.MaxShrink >= 0:
		return d.MaxShrink
	}
	return w.Config.Guards.MaxShrink
}

// licenceText returns licences as the warehouse keeps them: names, "; " between.
func licenceText(licences []ingest.Licence) string {
	names := make([]string, len(licences))
	for i, l := range licences {
		names[i] = l.Name
	}
	return strings.Join(names, "; ")
}

// sourceText returns sources as the warehouse keeps them: title and address, a line each.
func sourceText(sources []ingest.Source) string {
	lines := make([]string, len(sources))
	for i, s := range sources {
		lines[i] = strings.TrimSpace(s.Title + " " + s.Path)
	}
	return strings.Join(lines, "\n")
}

// sayLoad reports one dataset's load.
func (a *app) sayLoad(name string, l loaded) {
	for _, rows := range l.rows {
		a.sayRows(name, rows)
	}
	object := map[string]any{"dataset": name, "changed": !l.Unchanged}
	if l.Unchanged {
		a.say(object, "%s: unchanged", name)
		return
	}
	object["rows_in"], object["loaded"], object["rejected"] = l.RowsIn, l.Loaded, l.Rejected
	object["new"], object["repeated"], object["superseded"], object["history"] = l.New, l.Repeated, l.Superseded, l.Displaced
	object["totals_verified"] = l.verified
	text := fmt.Sprintf("%s: %d observations loaded", name, l.Loaded)
	var more []string
	if l.Rejected > 0 {
		more = append(more, fmt.Sprintf("%d rejected", l.Rejected))
	}
	if l.New != l.Loaded {
		more = append(more, fmt.Sprintf("%d new", l.New))
	}
	if l.Repeated > 0 {
		more = append(more, fmt.Sprintf("%d as published before", l.Repeated))
	}
	if l.Superseded > 0 {
		more = append(more, fmt.Sprintf("%d superseded", l.Superseded))
	}
	switch {
	case l.verified == 1:
		more = append(more, "1 total verified")
	case l.verified > 1:
		more = append(more, fmt.Sprintf("%d totals verified", l.verified))
	}
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	a.say(object, "%s", text)
}

func (a *app) completeDatasets(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	w, err := a.workspace()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	places, err := w.Datasets()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, p := range places {
		names = append(names, p.Name())
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
