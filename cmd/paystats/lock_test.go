package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"syscall"
	"testing"

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
