package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"paystats/data/journal"
)

// gauge is one figure of a run, with its labels as pairs of name and value.
type gauge struct {
	value  float64
	labels []string
}

// writeMetrics writes the run's figures for Prometheus, in place of those of the run before:
// beside and renamed, since the collector may read at any moment. Times are of runs, in
// seconds since 1970.
func (a *app) writeMetrics(path string) error {
	var out strings.Builder
	r := &a.rec.Run
	of := []string{"command", r.Command, "workspace", r.Workspace}
	family := func(name, help string, all ...gauge) {
		if len(all) == 0 {
			return
		}
		fmt.Fprintf(&out, "# HELP paystats_%s %s\n# TYPE paystats_%[1]s gauge\n", name, help)
		for _, g := range all {
			fmt.Fprintf(&out, "paystats_%s{%s} %s\n", name, labels(append(of[:len(of):len(of)], g.labels...)), strconv.FormatFloat(g.value, 'f', -1, 64))
		}
	}
	family("run_end_timestamp_seconds", "When the last run ended.", gauge{value: float64(r.Started.Unix()) + r.Seconds})
	family("run_exit_code", "How the last run ended; 0 is well.", gauge{value: float64(r.Exit)})
	family("run_duration_seconds", "How long the last run took.", gauge{value: r.Seconds})
	family("run_peak_memory_bytes", "The most memory that the last run held.", gauge{value: float64(r.PeakMemory)})
	family("run_changed", "Whether the last run changed anything.", gauge{value: zeroOne(r.Changed)})
	family("success_timestamp_seconds", "When a run last ended well.", a.lastRun(func(j journal.Run) bool { return j.Exit == exitOK })...)
	family("change_timestamp_seconds", "When a run last changed anything.", a.lastRun(func(j journal.Run) bool { return j.Changed })...)
	var loaded, rejected []gauge
	for _, l := range r.Loads {
		if l.Changed {
			loaded = append(loaded, gauge{float64(l.Loaded), []string{"dataset", l.Dataset}})
			rejected = append(rejected, gauge{float64(l.Rejected), []string{"dataset", l.Dataset}})
		}
	}
	family("loaded_observations", "Observations of the datasets that the last run loaded.", loaded...)
	family("rejected_cells", "Cells refused of the datasets that the last run loaded.", rejected...)
	family("checks", "Data checks by result.",
		gauge{float64(len(r.Checks.Failed)), []string{"result", "failed"}}, gauge{float64(len(r.Checks.Warned)), []string{"result", "warned"}})
	family("problems", "Errors and warnings of the last run.", gauge{value: float64(len(r.Problems))})
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part") // the collector takes what ends in .prom
	if err := os.WriteFile(part, []byte(out.String()), 0o644); err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	return nil
}

// lastRun returns the end of the last run of this command that was so.
func (a *app) lastRun(was func(journal.Run) bool) []gauge {
	if a.rec.space == nil {
		return nil
	}
	runs, err := journal.Read(a.rec.space.State)
	if err != nil {
		return nil // the record could not be written either, which was said
	}
	for _, j := range runs {
		if j.Command == a.rec.Command && was(j) {
			return []gauge{{value: float64(j.Started.Unix()) + j.Seconds}}
		}
	}
	return nil
}

// labels writes pairs of name and value.
func labels(pairs []string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		value := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(pairs[i+1])
		out = append(out, pairs[i]+`="`+value+`"`)
	}
	return strings.Join(out, ",")
}

func zeroOne(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
