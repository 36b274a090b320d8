//go:build soak && linux

package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system of so many bytes.
func smallDisk(t *testing.T, size int64) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, fmt.Sprint("size=", size)); err != nil {
		t.Fatalf("mount a small disk: %v (make soak gives the tests a user namespace in which they may)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fill writes until the disk of a folder is full, and returns the file.
func fill(folder string) (file string, err error) {
	file = filepath.Join(folder, "filler")
	out, err := os.Create(file)
	if err != nil {
		return file, err
	}
	for block := make([]byte, 1<<20); len(block) > 0; { // ever smaller ones, to the last byte
		if _, err = out.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return file, errors.Join(err, out.Close())
	}
	return file, out.Close()
}

// A disk that somebody else fills at any moment, from before the run to its end, gives exit code 5 and
// a next step, unless the run needs no more; what is in place stays whole, and once there is
// room the next run makes what undisturbed runs make.
func TestFullDisk(t *testing.T) {
	t.Logf("%d courses, seed %d", *fills, *seed)
	all := courses(t, []string{"report"}, []string{"ingest"}, []string{"ingest", "transform"})
	failed := 0
	for i := range *fills {
		c := &all[i%len(all)]
		t.Run(fmt.Sprintf("%03d %s", i, c.name), func(t *testing.T) {
			disk := smallDisk(t, 200<<20)
			s, last := c.begin(t, disk)
			var stderr strings.Builder
			last.Stderr = &stderr
			m, filler := draw(rand.New(rand.NewPCG(*seed, uint64(i))), c.usual), ""
			_, err := s.watch(last, func(u undisturbed) {
				if filler != "" || u.took < m.after && u.looks < m.looks {
					return
				}
				var fillErr error
				if filler, fillErr = fill(disk); fillErr != nil {
					t.Errorf("fill the disk: %v", fillErr)
				}
			})
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				failed++
				t.Log(stderr.String())
				if exit.ExitCode() != exitEnvironment || !strings.Contains(stderr.String(), "hint: free some disk space") {
					t.Errorf("%v, want exit code 5 and a hint:\n%s", err, stderr.String())
				}
			} else if err != nil {
				t.Fatal(err)
			}
			c.mustBeIntact(t, s)
			if filler != "" {
				if err := os.Remove(filler); err != nil {
					t.Fatal(err)
				}
			}
			c.mustEnd(t, s)
		})
	}
	t.Logf("%d commands failed", failed)
	if failed == 0 {
		t.Error("no command failed for want of room")
	}
}

// On a disk that became read-only a command that has to write says so, and reading goes on.
func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, 200<<20)
	changed := newSite(t)
	changed.mustRun(t, "report")
	changed.change(t, "310.5", "311.5")
	s := changed.copied(t, disk)
	before := s.files(t)
	if err := syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"report", "ingest"} {
		code, _, stderr := s.run(command)
		if code != exitEnvironment || !strings.Contains(stderr, "hint: the file system is mounted read-only") {
			t.Errorf("%s: exit code %d, want 5 and a hint:\n%s", command, code, stderr)
		}
	}
	if out := s.mustRun(t, "query", "-f", "csv", "SELECT count(*) AS n FROM observation"); out != "n\n15\n" {
		t.Errorf("query: %q, want 15", out)
	}
	if files := s.files(t); !maps.Equal(files, before) {
		t.Error("the report is another than before")
	}
}
