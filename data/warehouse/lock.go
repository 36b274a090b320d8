package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a waiting process looks whether the lock is free.
const lockPoll = 50 * time.Millisecond

// Lock is the right to write in a state folder, held by one process at a time.
type Lock struct {
	Waited bool // another process held it first
	folder string
	file   *flock.Flock
}

// Hold takes the lock of a state folder, waiting at most wait; the folder is made if there
// is none. holder describes the caller for those who find the lock taken (ErrLocked). The
// lock itself is the operating system's, so that a killed process leaves none behind,
// whatever the file says.
func Hold(ctx context.Context, folder string, wait time.Duration, holder string) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("create state folder: %w", err)
	}
	path := filepath.Join(folder, "lock")
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("lock workspace: %s is no regular file: %w", path, fs.ErrPermission)
	}
	l := &Lock{folder: folder, file: flock.New(path)}
	held, err := l.file.TryLock()
	if err == nil && !held && wait > 0 {
		l.Waited = true
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		held, err = l.file.TryLockContext(waiting, lockPoll)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			err = nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lock workspace: %w", err)
	}
	if !held {
		by, _ := os.ReadFile(path)
		return nil, fmt.Errorf("%w: %s", ErrLocked, strings.TrimSpace(string(by)))
	}
	if err := os.WriteFile(path, []byte(holder+"\n"), 0o644); err != nil {
		return nil, errors.Join(fmt.Errorf("write lock file: %w", err), l.Release())
	}
	return l, nil
}

// Release gives the lock up.
func (l *Lock) Release() error { return l.file.Unlock() }
