//go:build linux || darwin

package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold locks a folder for as long as the file that it returns is open; nil if another process
// holds it.
func hold(folder string) *os.File {
	f, err := os.Open(folder)
	if err != nil {
		return nil
	}
	if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		f.Close()
		return nil
	}
	return f
}
