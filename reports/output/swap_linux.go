package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// swap puts the folder fresh in the place of dir. Where dir exists the two are
// exchanged in one step, so that no moment is without a report.
func swap(fresh, dir string) error {
	err := unix.Renameat2(unix.AT_FDCWD, fresh, unix.AT_FDCWD, dir, unix.RENAME_EXCHANGE)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = os.Rename(fresh, dir)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS):
		return swapInTwoSteps(fresh, dir) // the file system cannot exchange
	}
	if err != nil {
		return fmt.Errorf("put report in place: %w", err)
	}
	return nil
}
