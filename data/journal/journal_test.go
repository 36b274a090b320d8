package journal_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"paystats/data/journal"
)

// The newest runs are kept; a file that is not readable is left out.
func TestWriteKeepsTheNewest(t *testing.T) {
	state := t.TempDir()
	for second := range 5 {
		r := journal.Run{Command: "report", Started: time.Unix(int64(second), 0), PID: 100 - second, Exit: second}
		if err := journal.Write(state, r, 3); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(state, "runs", "19700101T000009.000000Z-1.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	runs, err := journal.Read(state)
	if err != nil || len(runs) != 3 || runs[0].Exit != 4 || runs[2].Exit != 2 {
		t.Errorf("Read = %+v, %v, want exits 4, 3, 2", runs, err)
	}
	if parts, err := filepath.Glob(filepath.Join(state, "*", "*.part")); err != nil || len(parts) > 0 {
		t.Errorf("left over: %q, %v", parts, err)
	}
	if runs, err := journal.Read(t.TempDir()); err != nil || len(runs) != 0 {
		t.Errorf("Read of a new folder = %v, %v", runs, err)
	}
}

// A run of today is kept, although those of a clock that was ahead are newer by name.
func TestWriteAfterTheClockWentBack(t *testing.T) {
	state := t.TempDir()
	for i, year := range []int{2199, 2199, 2026, 2026} {
		r := journal.Run{Command: "report", Started: time.Date(year, 1, 1, 0, 0, i, 0, time.UTC), PID: 1, Exit: i}
		if err := journal.Write(state, r, 2); err != nil {
			t.Fatal(err)
		}
		if runs, err := journal.Read(state); err != nil || !slices.ContainsFunc(runs, func(r journal.Run) bool { return r.Exit == i }) || len(runs) > 2 {
			t.Errorf("after run %d: %+v, %v, want it, and at most 2", i, runs, err)
		}
	}
}
