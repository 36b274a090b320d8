package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/disk"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/ingest"
	"paystats/transform"
)

// inputs is everything a run is made from, read but not yet loaded.
type inputs struct {
	codes       *codelist.Set
	codesStamp  string
	datasets    []dataset
	models      []*transform.Model
	modelsStamp string
	root        string            // folder of the workspace, "" for the embedded one
	histories   []workspace.Place // files of the history
	names       []string          // of all datasets, those that were not asked for too
}

// dataset is a dataset with the fingerprint of all that its observations depend on.
type dataset struct {
	*ingest.Dataset
	files       string // fingerprint of its folder
	fingerprint string // of that, its history, the code lists and the program
}

// readInputs reads code lists, models and the descriptors of the named datasets, all if
// there are no names; all their problems are one *diag.List. An unknown name is a usage
// error.
func readInputs(ctx context.Context, w *workspace.Workspace, names ...string) (*inputs, error) {
	in, problems := &inputs{root: w.Root}, new(diag.List)
	var err error
	if in.histories, err = w.Histories(); err != nil {
		return nil, err
	}
	var codesErr, modelsErr error
	var reads sync.WaitGroup
	defer reads.Wait()
	reads.Go(func() { in.codes, codesErr = codelist.Read(w.Layers()...) })
	reads.Go(func() { in.models, modelsErr = transform.ReadModels(w.Layers()...) })
	places, err := w.Datasets()
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		in.names = append(in.names, place.Name())
	}
	for _, name := range names {
		if !slices.Contains(in.names, name) {
			return nil, unknown("dataset", name, in.names, "paystats list datasets")
		}
	}
	for _, place := range places {
		if len(names) > 0 && !slices.Contains(names, place.Name()) {
			continue
		}
		set, err := ingest.Open(place.FS, place.Path)
		problems.Merge(err)
		in.datasets = append(in.datasets, dataset{Dataset: set})
	}
	reads.Wait()
	problems.Merge(codesErr)
	problems.Merge(modelsErr)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return in, in.stamp(ctx)
}

// readModels reads the models alone, which is all that a run of them needs: they read what
// is in the warehouse.
func readModels(w *workspace.Workspace) (*inputs, error) {
	models, err := transform.ReadModels(w.Layers()...)
	if err != nil {
		return nil, err
	}
	return &inputs{root: w.Root, models: models, modelsStamp: stampModels(models)}, nil
}

func stampModels(models []*transform.Model) string {
	h := sha256.New()
	for _, m := range models {
		fmt.Fprintf(h, "%s %s\n", m.Name, m.Hash)
	}
	return hexSum(h)
}

// stamp computes the fingerprints.
func (in *inputs) stamp(ctx context.Context) error {
	h := sha256.New()
	for _, name := range codelist.Names() {
		list := in.codes.List(name)
		fmt.Fprintf(h, "%s %q\n", name, list.Columns)
		for _, row := range list.Rows {
			fmt.Fprintf(h, "%q\n", row.Cells)
		}
	}
	in.codesStamp = hexSum(h)
	for i := range in.datasets {
		d := &in.datasets[i]
		var err error
		if d.files, err = d.Fingerprint(ctx); err != nil {
			return fmt.Errorf("fingerprint dataset %s: %w", d.Name, err)
		}
		if d.fingerprint, err = in.fingerprint(ctx, *d); err != nil {
			return err
		}
	}
	in.modelsStamp = stampModels(in.models)
	return nil
}

// fingerprint returns the fingerprint of a dataset whose files are hashed.
func (in *inputs) fingerprint(ctx context.Context, d dataset) (string, error) {
	past, err := in.historyOf(ctx, d.Name).stamp()
	if err != nil {
		return "", err
	}
	parts := []string{programVersion(), in.codesStamp, d.files}
	if past != "" {
		parts = append(parts, past)
	}
	return digest(parts...), nil
}

// request returns a hash of everything that a load of these inputs depends on.
func (in *inputs) request() string {
	parts := append([]string{in.codesStamp}, in.names...)
	for _, d := range in.datasets {
		parts = append(parts, d.Name, d.fingerprint)
	}
	return digest(parts...)
}

// modelRequest returns a hash of everything but the warehouse that a run of the models
// depends on: the models, which of them are asked for, and the cut.
func (in *inputs) modelRequest(names []string, day string) string {
	return digest(append([]string{in.modelsStamp, day}, names...)...)
}

// tables returns the code lists as the warehouse stores them.
func (in *inputs) tables() []warehouse.CodeList {
	var tables []warehouse.CodeList
	for _, name := range codelist.Names() {
		list := in.codes.List(name)
		table := warehouse.CodeList{Name: name, Columns: list.Columns}
		for _, row := range list.Rows {
			table.Rows = append(table.Rows, row.Cells)
		}
		tables = append(tables, table)
	}
	return tables
}

// unknown is the usage error for a name that is none.
func unknown(kind, name string, names []string, list string) error {
	return &usageError{msg: fmt.Sprintf("unknown %s %q", kind, name), hint: diag.DidYouMean(name, names, list)}
}

// alone does work while no other run does any in the workspace.
func (a *app) alone(ctx context.Context, w *workspace.Workspace, command string, work func(*warehouse.Lock) error) error {
	a.rec.Command = cmp.Or(a.rec.Command, command)
	lock, err := warehouse.Hold(ctx, w.State, a.wait, holder(command))
	if err != nil {
		return err
	}
	if err := sweep(w); err != nil {
		return errors.Join(err, lock.Release())
	}
	return errors.Join(work(lock), lock.Release())
}

// dayAgo is how old files must be that another process may still use.
const dayAgo = -24 * time.Hour

// sweep removes what runs that were killed have left in the state folder. Only the holder of the
// lock may call it; readers spill to folders of their own, and may still be there.
func sweep(w *workspace.Workspace) error {
	now := time.Now()
	return errors.Join(
		disk.Sweep(w.State, time.Time{}, "files-*", "*.new", "*.compact"),
		disk.Sweep(w.State, now.Add(dayAgo), "tmp-*", "tmp", "*.part"),
		disk.Sweep(filepath.Join(w.State, "runs"), now.Add(dayAgo), "*.part"),
		disk.Sweep(filepath.Join(w.State, "pictures"), now.Add(dayAgo), "part-*"),
	)
}

// holder describes this process to those who find the lock taken.
func holder(command string) string {
	return fmt.Sprintf("pid %d, %s, since %s", os.Getpid(), command, time.Now().UTC().Format(time.RFC3339))
}

// inRun does work in one run of the workspace's warehouse: all of it is kept, or, if it
// fails, nothing. The memo is what holds of the warehouse before; work says in it what
// holds after.
func (a *app) inRun(ctx context.Context, lock *warehouse.Lock, w *workspace.Workspace, work func(*warehouse.DB, *memo) error) error {
	run, err := lock.Begin(ctx, a.limits(w))
	if err != nil {
		return err
	}
	if run.SetAside != "" {
		a.note(map[string]any{"set_aside": run.SetAside}, "the warehouse was damaged or of an older layout; kept as %s and rebuilt from its inputs", run.SetAside)
	}
	m := readMemo(w)
	run.Committing = func(stamp string) error { return writeMemo(w, stamp, m) }
	if err := work(run.DB, &m); err != nil {
		return errors.Join(err, run.Abort())
	}
	defer a.step("commit", "writing the warehouse")()
	if err := run.Record(ctx, a.done(), a.keptRuns()); err != nil {
		return errors.Join(err, run.Abort())
	}
	return run.Commit(ctx)
}

// digest hashes texts, each with its length, so that no two lists of texts collide.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s\n", len(p), p)
	}
	return hexSum(h)
}

func hexSum(h interface{ Sum([]byte) []byte }) string { return hex.EncodeToString(h.Sum(nil)) }
