package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// swapInTwoSteps moves dir away and fresh into its place; if the second step fails
// the first is undone.
func swapInTwoSteps(fresh, dir string) error {
	old := fresh + ".old"
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("move the old report away: %w", err)
	}
	hadOld := err == nil
	if err := os.Rename(fresh, dir); err != nil {
		if hadOld {
			err = errors.Join(err, os.Rename(old, dir))
		}
		return fmt.Errorf("put report in place: %w", err)
	}
	if hadOld {
		return os.RemoveAll(old)
	}
	return nil
}
