//go:build linux || darwin

package disk

import "golang.org/x/sys/unix"

// free returns the bytes that a user may still write to the file system of a folder.
func free(folder string) (bytes int64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
