package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/rollup"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/ingest"
	"paystats/ingest/bulk"
	"paystats/ingest/pseudonym"
)

// bulkLoad is what became of one resource that goes through the engine.
type bulkLoad struct {
	set *bulk.Set
	bulk.Result
}

// dropRows drops the rows of a dataset that has none any more, and its roll-ups.
func (a *app) dropRows(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, dataset string) error {
	f, err := db.Query(ctx, "SELECT count(*) AS n FROM transaction_set WHERE dataset = ?", dataset)
	if err != nil || f.Int("n", 0) == 0 {
		return err
	}
	engine, err := a.openRows(ctx, w, a.limits(w), saidNow)
	if err != nil {
		return err
	}
	err = engine.KeepResources(ctx, dataset, nil)
	if err := errors.Join(err, engine.Compact(context.WithoutCancel(ctx), w.State)); err != nil {
		return err
	}
	return db.TakeReduced(ctx, w.State, dataset)
}

// openRows opens the file of transactions for writing. One that is damaged, or of an older layout, is
// set aside: files make it anew.
func (a *app) openRows(ctx context.Context, w *workspace.Workspace, limits warehouse.Limits, tell func(say func())) (*warehouse.DB, error) {
	engine, err := warehouse.OpenTransactions(ctx, w.State, limits)
	if !errors.Is(err, warehouse.ErrDamaged) && !errors.Is(err, warehouse.ErrOlder) {
		return engine, err
	}
	aside, err := warehouse.SetTransactionsAside(w.State)
	if err != nil {
		return nil, err
	}
	tell(func() {
		a.note(map[string]any{"set_aside": aside}, "the file of transactions was damaged or of an older layout; kept as %s and made anew from its inputs", aside)
	})
	return warehouse.OpenTransactions(ctx, w.State, limits)
}

// hasRows reports whether the rows of a dataset are where they were put.
func hasRows(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, d dataset) (bool, error) {
	if len(d.Bulk()) == 0 {
		return true, nil
	}
	return db.HoldsRows(ctx, w.State, d.Name)
}

// loadSets brings the rows of a dataset that go through the engine up to date, in the file of transactions. What is
// to be said meanwhile, it has told.
func (a *app) loadSets(ctx context.Context, w *workspace.Workspace, in *inputs, d dataset, allowShrink bool, tell func(say func())) (loads []bulkLoad, err error) {
	sets := d.Bulk()
	folder, err := a.copyOut(w, d, sets)
	defer os.RemoveAll(folder) // "" if there is none
	if err != nil {
		return nil, err
	}
	engine, err := a.openRows(ctx, w, a.limits(w).For(bytesOf(sets)), tell)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, engine.Compact(context.WithoutCancel(ctx), w.State)) }()
	kinds := map[string]string{}
	for _, set := range sets {
		kinds[set.Resource] = set.Kind
	}
	if err := engine.KeepResources(ctx, d.Name, kinds); err != nil {
		return nil, err
	}
	problems := new(diag.List)
	for _, set := range sets {
		key := a.userKey
		if set.Synthetic { // nobody is behind these users
			key = func() (pseudonym.Key, error) { return pseudonym.Public(), nil }
		}
		result, err := bulk.Load(ctx, engine, set, bulk.Options{Codes: in.codes, Key: key, MaxShrink: maxShrink(w, d, allowShrink), Read: func(rows int64) {
			if a.json { // a step that may be minutes from the end
				tell(func() { a.say(map[string]any{"dataset": d.Name, "resource": set.Resource, "read": rows}, "") })
			}
		}})
		var list *diag.List
		switch {
		case errors.As(err, &list):
			problems.Merge(list)
		case err != nil:
			return nil, err
		}
		loads = append(loads, bulkLoad{set, result})
	}
	return loads, problems.Err()
}

// bytesOf is the size of the files of sets.
func bytesOf(sets []*bulk.Set) (n int64) {
	for _, set := range sets {
		for _, f := range set.Files {
			n += f.Size
		}
	}
	return n
}

// userKey reads the key of pseudonyms; that there is none is a usage error.
func (a *app) userKey() (pseudonym.Key, error) {
	key, err := pseudonym.Read(a.getenv)
	if err != nil {
		return key, &usageError{msg: err.Error(), hint: "users are pseudonymised with it; see ingest/bulk/README.md"}
	}
	return key, nil
}

// copyOut writes the files that are built into the program where the engine can read them: in a folder
// that is the caller's to remove, also after an error.
func (a *app) copyOut(w *workspace.Workspace, d dataset, sets []*bulk.Set) (folder string, err error) {
	for _, set := range sets {
		for i, f := range set.Files {
			if f.Path != "" {
				continue
			}
			if folder == "" {
				if folder, err = os.MkdirTemp(w.State, "files-"); err != nil {
					return "", fmt.Errorf("copy built-in files: %w", err)
				}
			}
			set.Files[i].Path = filepath.Join(folder, fmt.Sprintf("%s-%d%s", set.Resource, i, filepath.Ext(f.Name)))
			if err := copyOutFile(d, f.Name, set.Files[i].Path); err != nil {
				return folder, fmt.Errorf("copy built-in files: %w", err)
			}
		}
	}
	return folder, nil
}

func copyOutFile(d dataset, name, to string) error {
	in, err := d.OpenFile(name)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// reduced adds the observations that roll-ups come to, and returns the rows that were refused.
func (a *app) reduced(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, d dataset, add func(obs.Observation) error) (n int, rejects []warehouse.Reject, err error) {
	for _, set := range d.Bulk() {
		if set.Kind != bulk.Transactions {
			continue
		}
		all, err := reducedOf(ctx, db, d, set)
		if err != nil {
			return 0, nil, err
		}
		for _, o := range all {
			if err := add(o); err != nil {
				return 0, nil, err
			}
		}
		n += len(all)
	}
	refused, err := db.RefusedRows(ctx, w.State, d.Name)
	if err != nil {
		return 0, nil, err
	}
	for i := range refused.Rows() {
		code, field, printed := refused.Text("code", i), refused.Text("field", i), refused.Text("printed", i)
		msg, hint := bulk.Explain(code, field, printed)
		rejects = append(rejects, warehouse.Reject{
			Place:   obs.Place{Dataset: d.Name, Resource: refused.Text("resource", i), File: refused.Text("file", i), At: refused.Text("place", i)},
			Printed: printed, Code: code, Message: msg, Hint: hint,
		})
	}
	return n, rejects, nil
}

// reducedOf returns the observations of one resource of payment attempts.
func reducedOf(ctx context.Context, db *warehouse.DB, d dataset, set *bulk.Set) ([]obs.Observation, error) {
	span, err := db.Query(ctx, "SELECT CAST(first_day AS VARCHAR) AS first, CAST(last_day AS VARCHAR) AS last FROM transaction_set WHERE dataset = ?", d.Name)
	if err != nil || span.Text("first", 0) == "" {
		return nil, err
	}
	first, err := time.Parse(time.DateOnly, span.Text("first", 0))
	if err != nil {
		return nil, err
	}
	last, err := time.Parse(time.DateOnly, span.Text("last", 0))
	if err != nil {
		return nil, err
	}
	var frames []*frame.Frame
	for _, query := range []string{rollup.ValueQuery, rollup.CountQuery, rollup.UserQuery} {
		f, err := db.Query(ctx, query, d.Name, set.Area)
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
	}
	of := rollup.Set{
		Place:    obs.Place{Dataset: d.Name, Resource: set.Resource, File: filesOf(set)},
		Document: documentOf(d.Sources).Path, Title: documentOf(d.Sources).Title,
		Publisher: set.Publisher, Area: set.Area, Segment: set.Segment, Scope: set.Scope, Synthetic: set.Synthetic, First: first, Last: last,
	}
	return rollup.Observations(of, frames[0], frames[1], frames[2])
}

// filesOf names the files of a set: a sum over several is in none of them.
func filesOf(set *bulk.Set) string {
	first := set.Files[0].Name
	if len(set.Files) == 1 {
		return first
	}
	return path.Join(path.Dir(first), "*"+path.Ext(strings.TrimSuffix(first, ".gz")))
}

// documentOf is the dataset's first source.
func documentOf(sources []ingest.Source) ingest.Source {
	if len(sources) == 0 {
		return ingest.Source{}
	}
	return sources[0]
}

// sayRows reports the rows of one resource.
func (a *app) sayRows(name string, l bulkLoad) {
	object := map[string]any{"dataset": name, "resource": l.set.Resource, "changed": !l.Unchanged, "rows_in": l.RowsIn, "loaded": l.Loaded,
		"rejected": l.Rejected, "duplicates": l.Duplicates, "new": l.New}
	if l.Unchanged {
		a.say(object, "%s: %d rows of %s, unchanged", name, l.Loaded, l.set.Resource)
		return
	}
	a.say(object, "%s: %d rows of %s loaded (%d new, %d rejected, %d duplicates)", name, l.Loaded, l.set.Resource, l.New, l.Rejected, l.Duplicates)
	for _, u := range l.Unmapped {
		a.note(map[string]any{"dataset": name, "resource": l.set.Resource, "reason_code": u.Text, "rows": u.Rows},
			"%s: reason code %q is not mapped (%d rows)", name, u.Text, u.Rows)
	}
}
