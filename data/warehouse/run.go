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
)

// FileName is the warehouse's name in the state folder.
const FileName = "warehouse.duckdb"

// workingCopy is the prefix of the files that runs work on.
const workingCopy = FileName + ".run-"

// logLimit is how much a run logs before the engine writes its tables out, which Commit does
// in any case: each time costs as much as some twenty models.
const logLimit = "256MB"

// Run is a writer's session: the lock, and a working copy of the warehouse.
type Run struct {
	*DB
	SetAside string // where a damaged or older warehouse was moved to, "" if it was sound
	// Committing is called by Commit with the new warehouse's stamp, while the lock is held
	// and before the file takes its place; nil for nothing to do.
	Committing func(stamp string) error
	folder     string
	copy       string
	unlock     func() error
}

// Begin locks the state folder, waiting at most wait, and opens a copy of the
// warehouse in it, a new one if there is none. holder describes the caller for those
// who find the lock taken (ErrLocked). A damaged warehouse, and one of an older layout,
// is moved aside and an empty one begun, since inputs rebuild it; one of a newer layout
// is ErrNewer.
//
// A run must end in Commit or Abort.
func Begin(ctx context.Context, folder string, limits Limits, wait time.Duration, holder string) (*Run, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("create state folder: %w", err)
	}
	unlock, err := lock(ctx, folder, wait, holder)
	if err != nil {
		return nil, err
	}
	r := &Run{folder: folder, copy: filepath.Join(folder, workingCopy+fmt.Sprint(os.Getpid())), unlock: unlock}
	if err := r.open(ctx, limits); err != nil {
		return nil, errors.Join(err, r.clean(), unlock())
	}
	return r, nil
}

func (r *Run) open(ctx context.Context, limits Limits) error {
	if err := r.clean(); err != nil {
		return err
	}
	original := filepath.Join(r.folder, FileName)
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

// Commit makes the working copy the warehouse and releases the lock.
func (r *Run) Commit(ctx context.Context) error {
	if err := r.checkpoint(ctx); err != nil {
		return errors.Join(err, r.Abort())
	}
	if err := r.DB.Close(); err != nil {
		return errors.Join(err, r.clean(), r.unlock())
	}
	err := syncFile(r.copy)
	if err == nil && r.Committing != nil {
		err = r.Committing(stampOf(r.copy, r.folder))
	}
	if err == nil {
		err = os.Rename(r.copy, filepath.Join(r.folder, FileName))
	}
	if err != nil {
		err = fmt.Errorf("put the new warehouse in place: %w", err)
	}
	return errors.Join(err, r.clean(), r.unlock())
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

// Abort drops the working copy and releases the lock; the warehouse stays as it was.
func (r *Run) Abort() error {
	return errors.Join(r.DB.Close(), r.clean(), r.unlock())
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
