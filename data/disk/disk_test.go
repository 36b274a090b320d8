package disk_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"paystats/data/disk"
)

func TestNeed(t *testing.T) {
	if err := disk.Need(t.TempDir(), 1); err != nil {
		t.Errorf("Need(1) = %v, want nil", err)
	}
	if err := disk.Need(t.TempDir(), math.MaxInt64); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Need(all) = %v, want ENOSPC", err)
	}
}

func TestSweep(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "tmp-7", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"memo.json", "memo.json.part", "files-x", "kept"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	left := func() (names []string) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	if err := disk.Sweep(folder, time.Now().Add(-time.Hour), "*"); err != nil || len(left()) != 5 {
		t.Errorf("Sweep(an hour ago) = %v, left %q, want all", err, left())
	}
	if err := disk.Sweep(folder, time.Now().Add(time.Hour), "*.part", "files-*", "tmp-*"); err != nil {
		t.Errorf("Sweep = %v", err)
	}
	if want := []string{"kept", "memo.json"}; !slices.Equal(left(), want) {
		t.Errorf("Sweep left %q, want %q", left(), want)
	}
	future := time.Now().AddDate(100, 0, 0)
	if err := os.Chtimes(filepath.Join(folder, "kept"), future, future); err != nil {
		t.Fatal(err)
	}
	if err := disk.Sweep(folder, time.Time{}, "kept"); err != nil || len(left()) != 1 {
		t.Errorf("Sweep(zero) = %v, left %q, want memo.json", err, left())
	}
	if err := disk.Sweep(filepath.Join(folder, "none"), time.Now(), "*"); err != nil {
		t.Errorf("Sweep(no folder) = %v, want nil", err)
	}
}
