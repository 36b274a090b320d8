package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// What is wrong with the machine, and cannot be made by a script, ends in exit code 5 with a hint,
// and leaves the report as it is.
func TestEnvironmentLeavesTheReport(t *testing.T) {
	ctx, dir := t.Context(), mustInit(t)
	paystats := func(args ...string) (int, string) {
		t.Helper()
		return mustRun(t, ctx, t.TempDir(), append([]string{"-C", dir}, args...)...)
	}
	index, state := filepath.Join(dir, "paystats-out", "index.html"), filepath.Join(dir, ".paystats")
	before, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	cards := filepath.Join(dir, "data", "sets", "us-cards", "cards.csv")
	mustReplace(t, cards, "310.5", "311.5")
	for _, tt := range []struct {
		name   string
		make   func() error // the trouble
		args   []string
		stderr string
	}{
		{"time is over", nil, []string{"--timeout", "150ms"}, "hint: raise --timeout;"},
		{"too little memory", nil, []string{"--memory", "12MB"}, "hint: raise --memory,"},
		{"no folder to write in", func() error { return os.WriteFile(filepath.Join(dir, "file"), nil, 0o644) }, []string{"-o", "file/out"}, "file"},
		{"a newer warehouse", func() error { return stampLayout(ctx, state, "999") }, nil, "hint: use the newer paystats"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.make != nil {
				if err := tt.make(); err != nil {
					t.Fatal(err)
				}
			}
			code, stderr := paystats(append([]string{"report"}, tt.args...)...)
			if code != exitEnvironment || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("exit code %d, want 5 and %q:\n%s", code, tt.stderr, stderr)
			}
			if after, err := os.ReadFile(index); err != nil || string(after) != string(before) {
				t.Errorf("the report is another than before: %v", err)
			}
		})
	}
}

// stampLayout makes the warehouse one of another layout.
func stampLayout(ctx context.Context, state, layout string) error {
	run, err := warehouse.Begin(ctx, state, warehouse.Limits{}, 0, "test")
	if err != nil {
		return err
	}
	if err := run.Exec(ctx, "UPDATE meta SET value = ? WHERE key = 'schema'", layout); err != nil {
		return err
	}
	return run.Commit(ctx)
}
