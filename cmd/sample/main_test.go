package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asProgram has the test's own executable act as the program.
const asProgram = "SAMPLE_TEST_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	m.Run()
}

func TestExitCodes(t *testing.T) {
	ended, end := context.WithCancelCause(t.Context())
	end(stopped{syscall.SIGTERM})
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "own.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		ctx  context.Context
		args []string
		want int
		says string
	}{
		{"written", t.Context(), []string{"--rows", "100"}, 0, "100 synthetic rows, seed 1"},
		{"help", t.Context(), []string{"--help"}, 0, "--rows"},
		{"unknown flag", t.Context(), []string{"--row", "100"}, exitUsage, "unknown flag"},
		{"argument", t.Context(), []string{"100"}, exitUsage, `unexpected argument "100"`},
		{"no rows", t.Context(), []string{"--rows", "0"}, exitUsage, "0 rows, not 1 to 1000000000"},
		{"foreign folder", t.Context(), []string{"--rows", "100", "-o", foreign}, exitUsage, "own.csv"},
		{"no folder", t.Context(), []string{"--rows", "100", "-o", filepath.Join(foreign, "own.csv", "x")}, exitEnvironment, "not a directory"},
		{"terminated", ended, []string{"--rows", "100"}, exitTerminated, "stopped by terminated; nothing was written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			args := append([]string{"-o", filepath.Join(t.TempDir(), "sample")}, tt.args...)
			if code := run(tt.ctx, args, &out, &out); code != tt.want || !strings.Contains(out.String(), tt.says) {
				t.Errorf("exit code %d, want %d; said %q, want %q", code, tt.want, &out, tt.says)
			}
		})
	}
}

// Memory depends on threads, not on rows. The smaller file has several row groups for each
// thread, so that all that is held at a time is full in both.
func TestMemoryIsConstant(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("Maxrss has another unit elsewhere")
	}
	for _, format := range []string{"csv", "parquet"} {
		few, many := peak(t, format, "1500000"), peak(t, format, "4500000")
		t.Logf("%s: %d MiB for 1 500 000 rows, %d MiB for 4 500 000", format, few>>10, many>>10)
		if many > few*3/2 {
			t.Errorf("%s: %d MiB for 1 500 000 rows, but %d MiB for 4 500 000", format, few>>10, many>>10)
		}
	}
}

// peak returns the peak memory of a process that writes so many rows, in KiB.
func peak(t *testing.T, format, rows string) int64 {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "--rows", rows, "--format", format, "--threads", "2", "-o", filepath.Join(t.TempDir(), "sample"))
	command.Env = append(os.Environ(), asProgram+"=1")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
}
