package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"paystats/data/diag"
	"paystats/data/journal"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/transform"
)

// recording is what is written down of a run while it goes on.
type recording struct {
	journal.Run
	space   *workspace.Workspace // nil until it is known
	log     *slog.Logger         // nil for none
	metrics string               // file for a Prometheus collector, "" for none
	logFile string
	logEnds io.Closer // nil for none
	writes  bool      // the command leaves a run record
	shows   bool      // progress is on the terminal
}

// recorded makes a command leave a run record however it ends, and gives it the flags that say
// where else it is told.
func (a *app) recorded(c *cobra.Command, work func(ctx context.Context, names []string) error) {
	c.Flags().StringVar(&a.rec.logFile, "log", "", "append what happens to this file, a JSON object a line with its time (- is stderr)")
	c.Flags().StringVar(&a.rec.metrics, "metrics", "", "write the run's figures to this file, for the textfile collector of Prometheus' node_exporter")
	c.RunE = func(c *cobra.Command, names []string) error {
		a.rec.writes = true
		a.rec.Run = journal.Run{
			Command: c.Name(), Asked: names, Program: programVersion(), Go: runtime.Version(), Engine: moduleVersion("github.com/marcboeker/go-duckdb"),
			PID: os.Getpid(), Started: time.Now().UTC(),
		}
		if err := a.openLog(); err != nil {
			return err
		}
		return a.within(c.Context(), func(ctx context.Context) error { return work(ctx, names) })
	}
}

// moduleVersion returns the version of a library that the program holds.
func moduleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return ""
}

// step begins a part of the work, which the function that it returns ends: it is timed, told on
// a terminal while it lasts, and logged.
func (a *app) step(name, doing string) (end func()) {
	started := time.Now()
	a.progress(doing)
	return func() {
		a.progress("")
		s := journal.Step{Name: name, Seconds: time.Since(started).Seconds()}
		a.rec.Steps = append(a.rec.Steps, s)
		a.logged(slog.LevelInfo, "step", "step", s.Name, "seconds", s.Seconds)
	}
}

// progress shows on a terminal what goes on; "" takes it away again.
func (a *app) progress(doing string) {
	if a.terminal && !a.quiet && !a.json && (doing != "" || a.rec.shows) {
		fmt.Fprint(a.stderr, "\r\x1b[K", doing)
		a.rec.shows = doing != ""
	}
}

// noteProblems writes problems down.
func (a *app) noteProblems(problems []*diag.Problem) {
	for _, p := range problems {
		a.rec.Problems = append(a.rec.Problems, journal.ProblemOf(p))
		level := slog.LevelError
		if p.Warning {
			level = slog.LevelWarn
		}
		a.logged(level, p.Msg, "code", p.Code, "file", p.Pos.File, "line", p.Pos.Line)
	}
}

// noteInputs writes down what the run is made from.
func (a *app) noteInputs(in *inputs) {
	add := func(kind, name, hash string) {
		if hash != "" {
			a.rec.Inputs = append(a.rec.Inputs, journal.Input{Kind: kind, Name: name, Hash: hash})
		}
	}
	a.rec.Inputs = nil // a run that waited for another one reads them again
	add("codelists", "", in.codesStamp)
	add("models", "", in.modelsStamp)
	for _, d := range in.datasets {
		add("dataset", d.Name, d.fingerprint)
	}
}

// noteLoads writes down what became of the datasets.
func (a *app) noteLoads(sets []dataset, loads []loaded) {
	for i, l := range loads {
		load := journal.Load{Dataset: sets[i].Name, Changed: !l.Unchanged, RowsIn: l.RowsIn, Loaded: l.Loaded, Rejected: l.Rejected, New: l.New, Superseded: l.Superseded}
		a.rec.Loads = append(a.rec.Loads, load)
		a.logged(slog.LevelInfo, "load", "dataset", load.Dataset, "changed", load.Changed, "loaded", load.Loaded, "rejected", load.Rejected)
	}
}

// noteModels writes down what became of the models, and what their checks found.
func (a *app) noteModels(r transform.Result) {
	a.rec.Models = journal.Models{Ran: r.Ran, Unchanged: len(r.Unchanged)}
	a.rec.Checks = journal.Checks{Run: r.Checks}
	for _, f := range r.Findings {
		if name := f.Model + ": " + f.Check; f.Severity == transform.Fail {
			a.rec.Checks.Failed = append(a.rec.Checks.Failed, name)
		} else {
			a.rec.Checks.Warned = append(a.rec.Checks.Warned, name)
		}
	}
}

// done is what the warehouse keeps of the run.
func (a *app) done() warehouse.Done {
	d := warehouse.Done{
		Command: a.rec.Command, Program: programVersion(), Models: len(a.rec.Models.Ran),
		Checks: a.rec.Checks.Run, ChecksFailed: len(a.rec.Checks.Failed), ChecksWarned: len(a.rec.Checks.Warned),
	}
	for _, l := range a.rec.Loads {
		if l.Changed {
			d.Datasets, d.RowsIn, d.Loaded, d.Rejected = d.Datasets+1, d.RowsIn+l.RowsIn, d.Loaded+l.Loaded, d.Rejected+l.Rejected
		}
	}
	return d
}

// keptRuns is how many runs are kept.
func (a *app) keptRuns() int { return cmp.Or(a.rec.space.Config.Keep.Runs, workspace.KeptRuns) }

// conclude writes the record of a run that has ended, and prints it with --json. That it
// cannot be written is said, and changes nothing of how the run ended.
func (a *app) conclude(exit int) {
	if !a.rec.writes {
		return
	}
	r := &a.rec.Run
	r.Exit, r.Seconds, r.PeakMemory = exit, time.Since(r.Started).Seconds(), peakMemory()
	if a.rec.space != nil {
		r.Workspace = a.rec.space.Root
		if err := journal.Write(a.rec.space.State, *r, a.keptRuns()); err != nil {
			a.note(map[string]any{"unrecorded": err.Error()}, "%v", err)
		}
	}
	if a.rec.metrics != "" {
		if err := a.writeMetrics(a.path(a.rec.metrics)); err != nil {
			a.note(map[string]any{"unrecorded": err.Error()}, "%v", err)
		}
	}
	a.logged(slog.LevelInfo, "ended", "exit", exit, "changed", r.Changed, "seconds", r.Seconds, "peak_memory_bytes", r.PeakMemory)
	if a.rec.logEnds != nil {
		a.rec.logEnds.Close() // each line was written as it came
	}
	if a.json {
		a.say(*r, "")
	}
}

// openLog opens the log, if there is to be one.
func (a *app) openLog() error {
	var out io.Writer = a.stderr
	switch a.rec.logFile {
	case "":
		return nil
	case "-":
	default:
		file, err := os.OpenFile(a.path(a.rec.logFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("open log: %w", err)
		}
		out, a.rec.logEnds = file, file
	}
	a.rec.log = slog.New(slog.NewJSONHandler(out, nil)).With("pid", a.rec.PID)
	a.logged(slog.LevelInfo, "started", "command", a.rec.Command, "asked", a.rec.Asked, "program", a.rec.Program)
	return nil
}

// logged writes one line of the log.
func (a *app) logged(level slog.Level, msg string, args ...any) {
	if a.rec.log != nil {
		a.rec.log.Log(context.Background(), level, msg, args...)
	}
}

// problemsIn returns the problems that an error is made of: all of a list, or one with a hint.
func problemsIn(err error) []*diag.Problem {
	var list *diag.List
	if !errors.As(err, &list) || errors.Is(err, context.DeadlineExceeded) {
		return []*diag.Problem{{Msg: err.Error(), Hint: nextStep(err)}}
	}
	problems := list.Sorted()
	for i, p := range problems {
		if p.Hint == "" && p.Err != nil { // the machine's fault, met in a file
			hinted := *p
			hinted.Hint = nextStep(p.Err)
			problems[i] = &hinted
		}
	}
	return problems
}

// changedAny reports whether a dataset is another than before.
func changedAny(loads []loaded) bool {
	return slices.ContainsFunc(loads, func(l loaded) bool { return !l.Unchanged })
}
