package main

import (
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A file that may not grow as it must, be it the copy of the warehouse, the warehouse itself or a page,
// is the machine's fault: exit code 5, with the next step, the old report in place, and nothing
// left over. Where files may grow again, the next run makes what an undisturbed run makes.
func TestFilesMayNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program several times")
	}
	changed := newSite(t)
	changed.mustRun(t, "report")
	before, names := changed.files(t), changed.names(t)
	changed.change(t, "310.5", "311.5")
	whole := changed.another(t)
	whole.mustRun(t, "report")
	for _, tt := range []struct {
		name  string
		prior []string // what has been done before
		limit int      // blocks of 512 bytes
	}{
		{"copy of the warehouse", nil, 2_000},
		{"warehouse", nil, 60_000},
		{"page", []string{"transform"}, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := changed.another(t)
			if tt.prior != nil {
				s.mustRun(t, "ingest")
				s.mustRun(t, tt.prior...)
			}
			out, err := s.command(fmt.Sprint("ulimit -f ", tt.limit), "report").CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitEnvironment || !strings.Contains(string(out), "hint: let files be larger") {
				t.Errorf("%v, want exit code 5 and a hint:\n%s", err, out)
			}
			if !maps.Equal(s.files(t), before) {
				t.Error("the report is another than before")
			}
			now := slices.DeleteFunc(s.names(t), func(name string) bool { return strings.HasPrefix(name, "data/history") }) // what has come in is kept
			if !slices.Equal(now, names) {
				t.Errorf("afterwards there are\n%v\nbefore\n%v", now, names)
			}
			s.mustRun(t, "report")
			if !maps.Equal(s.made(t), whole.made(t)) {
				t.Error("the next report is not the one of an undisturbed run")
			}
		})
	}
}
