package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paystats/data/disk"
)

// FileName is the warehouse's name in the state folder.
const FileName = "warehouse.duckdb"

// workingCopy is the prefix of the files that runs work on.
const workingCopy = FileName + ".run-"

// logLimit is how much a run logs before the engine writes its tables out, which Commit does
// in any case: each time costs as much as some twenty models.
const logLimit = "256MB"

// Run is a writer's session: a working copy of the warehouse.
type Run struct {
	*DB
	SetAside string // where a damaged or older warehouse was moved to, "" if it was sound
	// Committing is called by Commit with the new warehouse's stamp, while the lock is held
	// and before the file takes its place; nil for nothing to do.
	Committing func(stamp string) error
	folder     string
	copy       string
	end        func() error // after Commit and Abort
}

// Begin holds the lock of a state folder (see Hold) for one run; see Lock.Begin.
func Begin(ctx context.Context, folder string, limits Limits, wait time.Duration, holder string) (*Run, error) {
	lock, err := Hold(ctx, folder, wait, holder)
	if err != nil {
		return nil, err
	}
	r, err := lock.Begin(ctx, limits)
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	r.end = lock.Release
	return r, nil
}

// Begin opens a copy of the warehouse in the locked folder, a new one if there is none. A
// damaged warehouse, and one of an older layout, is moved aside and an empty one begun,
// since inputs rebuild it; one of a newer layout is ErrNewer.
//
// A run must end in Commit or Abort, before the lock is released.
func (l *Lock) Begin(ctx context.Context, limits Limits) (*Run, error) {
	r := &Run{folder: l.folder, copy: filepath.Join(l.folder, workingCopy+fmt.Sprint(os.Getpid())), end: func() error { return nil }}
	if err := r.open(ctx, limits); err != nil {
		return nil, errors.Join(err, r.clean())
	}
	return r, nil
}

func (r *Run) open(ctx context.Context, limits Limits) error {
	if err := r.clean(); err != nil {
		return err
	}
	original := filepath.Join(r.folder, FileName)
	if err := r.needSpace(original); err != nil {
		return err
	}
	if err := copyFile(original, r.copy); err != nil {
		return err
	}
	err := r.openCopy(ctx, limits)
	if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrOlder) {
		return err
	}
	r.SetAside = original + ".aside"
	if err := errors.Join(os.Rename(original, r.SetAside), r.clean()); err != nil {
		return fmt.Errorf("set the warehouse aside: %w", err)
	}
	return r.openCopy(ctx, limits)
}

// leastFree is how many bytes a run needs beside the copy of the warehouse.
const leastFree = 16 << 20

// needSpace returns an error if the copy cannot fit.
func (r *Run) needSpace(original string) error {
	need := int64(leastFree)
	if info, err := os.Stat(original); err == nil {
		need += info.Size()
	}
	if err := disk.Need(r.folder, need); err != nil {
		return fmt.Errorf("copy warehouse: %w", err)
	}
	return nil
}

func (r *Run) openCopy(ctx context.Context, limits Limits) error {
	db, err := open(ctx, r.copy, limits, false)
	if err != nil {
		return err
	}
	if err := db.Exec(ctx, "SET wal_autocheckpoint = "+quote(logLimit)); err != nil {
		return errors.Join(err, db.Close())
	}
	if err := db.migrate(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	r.DB = db
	return nil
}

// Done is what a run did.
type Done struct {
	Command, Program                           string
	Datasets, RowsIn, Loaded, Rejected         int // of those that were loaded, in cells
	Models, Checks, ChecksFailed, ChecksWarned int
}

// Record adds a row to the table run, and keeps so many of them.
func (r *Run) Record(ctx context.Context, d Done, keep int) error {
	err := r.Exec(ctx, "INSERT INTO run SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM run", d.Command, d.Program,
		d.Datasets, d.RowsIn, d.Loaded, d.Rejected, d.Models, d.Checks, d.ChecksFailed, d.ChecksWarned)
	if err != nil {
		return fmt.Errorf("record run: %w", err)
	}
	return r.Exec(ctx, "DELETE FROM run WHERE id <= (SELECT max(id) FROM run) - ?", keep)
}

// Commit makes the working copy the warehouse.
func (r *Run) Commit(ctx context.Context) error {
	if err := r.checkpoint(ctx); err != nil {
		return errors.Join(err, r.Abort())
	}
	small, err := r.compacted(ctx, r.copy)
	if err := errors.Join(err, r.DB.Close()); err != nil {
		return errors.Join(err, r.clean(), r.end())
	}
	if small != "" {
		err = os.Rename(small, r.copy)
	}
	if err == nil {
		err = syncFile(r.copy)
	}
	if err == nil && r.Committing != nil {
		err = r.Committing(stampOf(r.copy, r.folder))
	}
	if err == nil {
		err = os.Rename(r.copy, filepath.Join(r.folder, FileName))
	}
	if err != nil {
		err = fmt.Errorf("put the new warehouse in place: %w", err)
	}
	return errors.Join(err, r.clean(), r.end())
}

// checkpoint writes the working copy's tables out.
func (r *Run) checkpoint(ctx context.Context) error {
	if err := r.DB.sparePacking(ctx, r.copy); err != nil {
		return err
	}
	return r.DB.Exec(ctx, "CHECKPOINT")
}

// sparePacking has the tables of a small database, whose file is at path, written out without
// compression: finding out how takes longer than writing.
func (db *DB) sparePacking(ctx context.Context, path string) error {
	var size int64
	for _, part := range []string{path, path + ".wal"} {
		if info, err := os.Stat(part); err == nil {
			size += info.Size()
		}
	}
	if size > smallBytes {
		return nil
	}
	return db.Exec(ctx, "SET threads = 1; SET force_compression = 'uncompressed'")
}

// Stamp tells one state of the folder's warehouse from another, by size and time of its
// file and of that of transactions; "" if there is no warehouse.
func Stamp(folder string) string { return stampOf(filepath.Join(folder, FileName), folder) }

func stampOf(warehouse, folder string) string {
	info, err := os.Stat(warehouse)
	if err != nil {
		return ""
	}
	stamp := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	if rows, err := os.Stat(filepath.Join(folder, TransactionsName)); err == nil {
		stamp += fmt.Sprintf(" %d %d", rows.Size(), rows.ModTime().UnixNano())
	}
	return stamp
}

// Abort drops the working copy; the warehouse stays as it was.
func (r *Run) Abort() error {
	return errors.Join(r.DB.Close(), r.clean(), r.end())
}

// clean removes working copies: this run's, and those of runs that were killed. Only
// the holder of the lock may call it.
func (r *Run) clean() error {
	entries, err := os.ReadDir(r.folder)
	if err != nil {
		return fmt.Errorf("look into state folder: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), workingCopy) {
			if err := os.RemoveAll(filepath.Join(r.folder, e.Name())); err != nil {
				return fmt.Errorf("remove working copy: %w", err)
			}
		}
	}
	return nil
}

// copyFile copies a file if it exists; the system shares the blocks where it can.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("copy warehouse: %w", err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("copy warehouse: %w", err)
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(fmt.Errorf("copy warehouse: %w", err), out.Close())
	}
	return out.Close()
}

// syncFile writes a file's data through to the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
