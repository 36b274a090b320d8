package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"paystats/data/warehouse"
)

// mustRun runs the program in an empty folder and returns its exit code and stderr.
func mustRun(t *testing.T, ctx context.Context, cache string, args ...string) (code int, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(ctx, environment{
		args: args, dir: t.TempDir(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		getenv: func(name string) string {
			if name == "PAYSTATS_CACHE" {
				return cache
			}
			return ""
		},
	})
	return code, errs.String()
}

func TestLockedWorkspace(t *testing.T) {
	ctx, cache := context.Background(), t.TempDir()
	other, err := warehouse.Begin(ctx, cache, warehouse.Limits{}, 0, "pid 4711, report")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Abort()
	code, stderr := mustRun(t, ctx, cache, "report")
	if code != exitLocked || !strings.Contains(stderr, "pid 4711") || !strings.Contains(stderr, "--wait") {
		t.Errorf("report beside another run: exit code %d, %q; want 4, the holder and a hint", code, stderr)
	}
}

func TestStoppedBySignal(t *testing.T) {
	for _, tt := range []struct {
		sig  stopped
		want int
	}{{stopped{os.Interrupt}, 130}, {stopped{syscall.SIGTERM}, 143}} {
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(tt.sig)
		if code, stderr := mustRun(t, ctx, t.TempDir(), "report"); code != tt.want {
			t.Errorf("%v: exit code %d, want %d (%s)", tt.sig, code, tt.want, stderr)
		}
	}
}

// mustInit starts an example workspace and returns its folder, with the report written.
func mustInit(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, args := range [][]string{{"init", ".", "--example"}, {"report"}} {
		if code, stderr := mustRun(t, t.Context(), t.TempDir(), append([]string{"-C", dir}, args...)...); code != exitOK {
			t.Fatalf("%q: exit code %d: %s", args, code, stderr)
		}
	}
	return dir
}

// mustReplace replaces a text in a file of a workspace.
func mustReplace(t *testing.T, file, old, new string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, []byte(strings.ReplaceAll(string(text), old, new)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A run that waits sees what the other one has done; a lock file without a lock is nobody's.
func TestWaitForAnotherRun(t *testing.T) {
	dir := mustInit(t)
	mustReplace(t, filepath.Join(dir, "data", "sets", "us-cards", "cards.csv"), "310.5", "311.5")
	other, err := warehouse.Hold(t.Context(), filepath.Join(dir, ".paystats"), 0, "pid 4711, report")
	if err != nil {
		t.Fatal(err)
	}
	if code, stderr := mustRun(t, t.Context(), "", "-C", dir, "report", "--wait", "60ms"); code != exitLocked {
		t.Errorf("report --wait 60ms beside a run that goes on: exit code %d: %s; want 4", code, stderr)
	}
	released := make(chan error)
	go func() {
		time.Sleep(200 * time.Millisecond)
		released <- other.Release()
	}()
	if code, stderr := mustRun(t, t.Context(), "", "-C", dir, "report", "--wait", "1m"); code != exitOK {
		t.Errorf("report --wait 1m: exit code %d: %s; want 0", code, stderr)
	}
	if err := <-released; err != nil {
		t.Error(err)
	}
	mustReplace(t, filepath.Join(dir, ".paystats", "lock"), "pid", "pid 4711, killed; was pid")
	mustReplace(t, filepath.Join(dir, "data", "sets", "us-cards", "cards.csv"), "311.5", "312.5")
	if code, stderr := mustRun(t, t.Context(), "", "-C", dir, "report"); code != exitOK {
		t.Errorf("report beside a stale lock file: exit code %d: %s; want 0", code, stderr)
	}
}

// A reader that is never closed keeps what it sees, and blocks nobody.
func TestForgottenReader(t *testing.T) {
	dir := mustInit(t)
	const query = "SELECT printed FROM observation WHERE member = 'acme' AND period = '2023-Q1' AND superseded_by IS NULL"
	reader, err := warehouse.OpenReader(t.Context(), filepath.Join(dir, ".paystats", warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	page, err := os.Open(filepath.Join(dir, "paystats-out", "us-cards", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	before, err := page.Stat()
	if err != nil {
		t.Fatal(err)
	}
	mustReplace(t, filepath.Join(dir, "data", "sets", "us-cards", "cards.csv"), "310.5", "311.5")
	if code, stderr := mustRun(t, t.Context(), "", "-C", dir, "report"); code != exitOK {
		t.Fatalf("report beside a reader: exit code %d: %s; want 0", code, stderr)
	}
	if f, err := reader.Query(t.Context(), query); err != nil || f.Text("printed", 0) != "310.5 USD bn" {
		t.Errorf("the reader sees %v, %v; want what it saw before", f, err)
	}
	fresh, err := warehouse.OpenReader(t.Context(), filepath.Join(dir, ".paystats", warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if f, err := fresh.Query(t.Context(), query); err != nil || f.Text("printed", 0) != "311.5 USD bn" {
		t.Errorf("a new reader sees %v, %v; want the new value", f, err)
	}
	if text, err := io.ReadAll(page); err != nil || int64(len(text)) != before.Size() {
		t.Errorf("a page that was open has %d bytes, %v; want all %d", len(text), err, before.Size())
	}
}
