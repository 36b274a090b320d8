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

// lock takes the workspace's lock file, waiting at most wait. The file names its
// holder for people; the lock itself is the operating system's, so that a killed
// process leaves none behind.
func lock(ctx context.Context, folder string, wait time.Duration, holder string) (unlock func() error, err error) {
	path := filepath.Join(folder, "lock")
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("lock workspace: %s is no regular file: %w", path, fs.ErrPermission)
	}
	l := flock.New(path)
	held, err := l.TryLock()
	if err == nil && !held && wait > 0 {
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		held, err = l.TryLockContext(waiting, lockPoll)
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
		return nil, errors.Join(fmt.Errorf("write lock file: %w", err), l.Unlock())
	}
	return l.Unlock, nil
}
