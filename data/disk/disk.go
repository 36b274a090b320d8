// Package disk looks after the place that a run needs, and what runs that were killed left.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Need returns an error that is ENOSPC if the file system of a folder that exists has fewer
// than so many bytes free. Where the system does not say, there is room.
func Need(folder string, bytes int64) error {
	free, ok := free(folder)
	if !ok || free >= bytes {
		return nil
	}
	return fmt.Errorf("%s has %s free, at least %s are needed: %w", folder, size(free), size(bytes), syscall.ENOSPC)
}

// size writes a number of bytes for people.
func size(bytes int64) string {
	if bytes < 1<<30 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
}

// Sweep removes what a folder holds by names that match one of the patterns and was last changed before
// a time, at any time if that is zero: clocks go back. Nothing that is beneath it is looked at.
func Sweep(folder string, before time.Time, patterns ...string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	for _, e := range entries {
		info, infoErr := e.Info()
		if infoErr != nil || !before.IsZero() && !info.ModTime().Before(before) || !matches(e.Name(), patterns) {
			continue
		}
		if removeErr := os.RemoveAll(filepath.Join(folder, e.Name())); removeErr != nil {
			err = errors.Join(err, fmt.Errorf("clean up: %w", removeErr))
		}
	}
	return err
}

// matches reports whether a name fits one of the patterns.
func matches(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := filepath.Match(p, name)
		return ok && err == nil
	})
}
