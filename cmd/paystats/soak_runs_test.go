//go:build soak && linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// state is what a process holds, and what its runs have left.
type state struct {
	warehouse int64 // bytes
	resident  int64 // bytes of memory
	open      int   // files
	files     int   // in the site and in the folder for temporary files, without run records
	records   int   // of runs
}

func stateOf(t *testing.T, s site) state {
	t.Helper()
	var now state
	info, err := os.Stat(filepath.Join(s.dir, ".paystats", warehouse.FileName))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(memory))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	records, err := os.ReadDir(filepath.Join(s.dir, ".paystats", "runs"))
	if err != nil {
		t.Fatal(err)
	}
	now.warehouse, now.resident = info.Size(), pages*int64(os.Getpagesize())
	now.open, now.files, now.records = len(open), len(s.names(t)), len(records)
	return now
}

// TestManyRuns runs again and again in one process, as a watch does, with one value changed each time: what a
// run takes, and what it leaves, does not grow with the number of runs, but for the history of the value and, within
// the slack, what the engine's driver does not free: the description of each batch of rows that it was handed.
func TestManyRuns(t *testing.T) {
	const (
		keep    = 10      // run records
		settled = 20      // runs after which memory is what it will be
		slack   = 1.3     // of that
		times   = 4       // the warehouse's size after the first run: it is compacted when half of it is free
		perRun  = 4 << 10 // bytes of the warehouse: the value before is kept as history
	)
	s := newSite(t)
	if err := os.WriteFile(filepath.Join(s.dir, "paystats.yaml"), fmt.Appendf(nil, "title: Cards\nkeep: {runs: %d}\n", keep), 0o644); err != nil {
		t.Fatal(err)
	}
	s.mustRun(t, "report")
	fresh, value := stateOf(t, s), "310.5"
	var first, largest state
	for i := 1; i <= *runs; i++ {
		next := fmt.Sprintf("%d.5", 310+i)
		s.change(t, "Acme,"+value, "Acme,"+next)
		value = next
		s.mustRun(t, "report", "--quiet")
		now := stateOf(t, s)
		if i%10 == 0 || i == *runs {
			t.Logf("run %4d: warehouse %.1f MB, resident %d MB, %d open files, %d files, %d run records", i, float64(now.warehouse)/1e6, now.resident/1e6, now.open, now.files, now.records)
		}
		if i <= settled {
			first.resident = max(first.resident, now.resident)
			first.open, first.files = max(first.open, now.open), max(first.files, now.files)
			continue
		}
		largest.warehouse, largest.resident = max(largest.warehouse, now.warehouse), max(largest.resident, now.resident)
		if now.open > first.open || now.files > first.files || now.records > keep {
			t.Fatalf("run %d: %d open files, %d files, %d run records; after %d runs %d, %d, at most %d", i, now.open, now.files, now.records, settled, first.open, first.files, keep)
		}
	}
	if most := fresh.warehouse*times + int64(*runs)*perRun; largest.warehouse > most {
		t.Errorf("the warehouse grew to %d bytes, at most %d", largest.warehouse, most)
	}
	if most := int64(float64(first.resident) * slack); largest.resident > most {
		t.Errorf("memory grew to %d bytes, at most %d", largest.resident, most)
	}
	if text := s.mustRun(t, "query", "-f", "csv", "SELECT count(*) AS n FROM observation"); !slices.Contains(strings.Fields(text), fmt.Sprint(15+*runs)) {
		t.Errorf("the warehouse holds %s observations, want %d", text, 15+*runs)
	}
}
