package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"paystats/data/codelist"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/ingest"
)

// history is what a dataset's files no longer hold: read from data/history of the user's
// workspace, and appended to by a load. It implements warehouse.History.
//
// A file is written beside the one that is there, and takes its place in commit, when all
// datasets are loaded: so a run that fails leaves it as it was. One that is killed between
// that and the end of the run has appended what the next run would append: nothing is lost,
// and nothing told twice.
type history struct {
	ctx     context.Context
	root    string           // folder of the workspace
	place   *workspace.Place // nil: there is no file yet
	dataset string
	codes   *codelist.Set
	counted []string // resources whose observations are counted from rows: they can be counted again, and are not appended
	part    *os.File // the new file, nil until something is appended
	out     *csv.Writer
	buffer  *bufio.Writer
	tree    *os.Root
}

// historyOf returns a dataset's history, nil in the embedded workspace.
func (in *inputs) historyOf(ctx context.Context, dataset string) *history {
	if in.root == "" {
		return nil
	}
	h := &history{ctx: ctx, root: in.root, dataset: dataset, codes: in.codes}
	for _, p := range in.histories {
		if p.Name() == dataset {
			h.place = &p
		}
	}
	return h
}

// stamp returns a hash of the file, "" if there is none.
func (h *history) stamp() (string, error) {
	if h == nil || h.place == nil {
		return "", nil
	}
	in, err := h.place.FS.Open(h.place.Path)
	if err != nil {
		return "", fmt.Errorf("read history: %w", err)
	}
	defer in.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return "", fmt.Errorf("read history: %w", err)
	}
	return hexSum(sum), nil
}

// Read calls add for every line of the file.
func (h *history) Read(add func(warehouse.Past) error) error {
	if h.place == nil {
		return nil
	}
	return ingest.ReadHistory(h.ctx, h.place.FS, h.place.Path, h.dataset, h.codes, func(p ingest.Past) error {
		return add(warehouse.Past{Observation: p.Observation, Fate: p.Reason, Until: p.Until})
	})
}

// Append adds a line to the new file, unless it was counted.
func (h *history) Append(p warehouse.Past) error {
	if slices.Contains(h.counted, p.Place.Resource) {
		return nil
	}
	if h.part == nil {
		if err := h.begin(); err != nil {
			return fmt.Errorf("write history of %s: %w", h.dataset, err)
		}
	}
	return h.out.Write(ingest.Past{Observation: p.Observation, Reason: p.Fate, Until: p.Until}.Record())
}

// begin opens the new file and copies the one that is there into it.
func (h *history) begin() (err error) {
	if h.tree, err = os.OpenRoot(h.root); err != nil {
		return err
	}
	target := workspace.HistoryPath(h.dataset)
	if err := h.tree.MkdirAll(path.Dir(target), 0o755); err != nil {
		return err
	}
	if h.part, err = h.tree.Create(target + ".part"); err != nil {
		return err
	}
	h.buffer = bufio.NewWriter(h.part)
	h.out = csv.NewWriter(h.buffer)
	if h.place == nil {
		return h.out.Write(ingest.HistoryColumns)
	}
	in, err := h.place.FS.Open(h.place.Path)
	if err != nil {
		return err
	}
	defer in.Close()
	last := new(lastByte)
	if _, err := io.Copy(io.MultiWriter(h.buffer, last), in); err != nil {
		return err
	}
	switch *last {
	case 0: // an empty file
		return h.out.Write(ingest.HistoryColumns)
	case '\n':
		return nil
	}
	return h.buffer.WriteByte('\n') // an editor took the last one
}

// lastByte is a writer that remembers the last byte.
type lastByte byte

// Write remembers the last byte of p.
func (l *lastByte) Write(p []byte) (int, error) {
	if len(p) > 0 {
		*l = lastByte(p[len(p)-1])
	}
	return len(p), nil
}

// finish writes the new file through to the disk.
func (h *history) finish() error {
	h.out.Flush()
	return errors.Join(h.out.Error(), h.buffer.Flush(), h.part.Sync(), h.part.Close())
}

// commit puts the new file in place, if there is one.
func (h *history) commit() error {
	if h == nil || h.part == nil {
		return nil
	}
	target := workspace.HistoryPath(h.dataset)
	err := h.finish()
	if err == nil {
		err = h.tree.Rename(target+".part", target)
	}
	if err = errors.Join(err, h.tree.Close()); err != nil {
		return fmt.Errorf("write history of %s: %w", h.dataset, err)
	}
	h.part = nil
	return nil
}

// abandon drops the new file.
func (h *history) abandon() {
	if h == nil || h.part == nil {
		return
	}
	h.part.Close()
	h.tree.Remove(workspace.HistoryPath(h.dataset) + ".part") // a left-over is overwritten by the next run
	h.tree.Close()
	h.part = nil
}

// keepHistories puts what loads displaced in place, and has the warehouse know the datasets
// by what they are now, so that the next run finds nothing to do.
func (in *inputs) keepHistories(ctx context.Context, db *warehouse.DB, w *workspace.Workspace, open []*history) (err error) {
	for _, h := range open {
		if err := h.commit(); err != nil {
			return err
		}
	}
	if in.histories, err = w.Histories(); err != nil {
		return err
	}
	for _, h := range open {
		i := slices.IndexFunc(in.datasets, func(d dataset) bool { return d.Name == h.dataset })
		d := &in.datasets[i]
		if d.fingerprint, err = in.fingerprint(ctx, *d); err != nil {
			return err
		}
		if err := db.SetFingerprint(ctx, d.Name, d.fingerprint); err != nil {
			return err
		}
	}
	return nil
}

// orphans returns the histories of datasets that the workspace does not have.
func (in *inputs) orphans() []string {
	var names []string
	for _, p := range in.histories {
		if !slices.Contains(in.names, p.Name()) {
			names = append(names, p.Name())
		}
	}
	return names
}
