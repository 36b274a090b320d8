//go:build soak

package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// How long the long runs are.
var (
	kills = flag.Int("kills", 300, "runs to kill")
	fills = flag.Int("fills", 60, "runs whose disk is filled")
	runs  = flag.Int("runs", 1000, "runs in a row")
	seed  = flag.Uint64("seed", 1, "of the moments at which that happens")
)

// TestKills kills every command that writes, at any moment.
func TestKills(t *testing.T) {
	testKills(t, *kills, *seed, []string{"report"}, []string{"ingest"}, []string{"ingest", "transform"})
}

// TestIngestMemory loads a CSV file of 2 GB in a process of its own: memory is bounded
// by batches, not by the file.
func TestIngestMemory(t *testing.T) {
	const most = 500 << 10 // KiB
	program := filepath.Join(t.TempDir(), "paystats")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	workspace := t.TempDir()
	size := writeFigures(t, workspace, 52_000_000)
	command := exec.Command(program, "-C", workspace, "ingest")
	command.Env = append(os.Environ(), "PAYSTATS_MEMORY=")
	out, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "52000000 observations loaded") {
		t.Fatalf("%v\n%s", err, out)
	}
	peak := command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	t.Logf("%d MB of CSV: peak %d MB, %.0f s of processor", size>>20, peak>>10, command.ProcessState.UserTime().Seconds())
	if peak > most {
		t.Errorf("peak memory is %d KiB, at most %d", peak, most)
	}
}
