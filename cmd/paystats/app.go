package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"paystats/data"
	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports"
	"paystats/transform"
)

// environment is what a process gives to run.
type environment struct {
	args           []string
	dir            string // the folder that relative paths start from
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // somebody can answer questions
}

// app is one invocation: the environment and the flags that every command has.
type app struct {
	environment
	folder  string // -C
	memory  string
	threads int
	wait    time.Duration
	timeout time.Duration
	json    bool
	quiet   bool
	rec     recording
}

// run is the whole program but for the process around it; it returns the exit code.
func run(ctx context.Context, env environment) int {
	a := &app{environment: env}
	root := a.command()
	root.SetArgs(env.args)
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		a.complain(err)
	}
	code := exitCode(ctx, err)
	a.conclude(code)
	return code
}

// within runs a command's work within --timeout. Work that was ended from outside says
// by what, and not how far down it noticed.
func (a *app) within(ctx context.Context, work func(context.Context) error) error {
	if a.threads < 0 || a.threads > workspace.MaxThreads {
		return &usageError{msg: fmt.Sprintf("--threads %d", a.threads), hint: fmt.Sprintf("0 is all cores, %d the most", workspace.MaxThreads)}
	}
	if !workspace.IsMemory(a.memory) {
		return &usageError{msg: fmt.Sprintf("--memory %q", a.memory), hint: workspace.MemoryHint}
	}
	bounded, cancel := ctx, func() {}
	if a.timeout > 0 {
		bounded, cancel = context.WithTimeout(ctx, a.timeout)
	}
	defer cancel()
	err := work(bounded)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, context.DeadlineExceeded): // says what it was at
		return fmt.Errorf("--timeout %s is over: %w", a.timeout, err)
	case bounded.Err() != nil:
		return fmt.Errorf("--timeout %s is over: %w", a.timeout, context.DeadlineExceeded)
	}
	return err
}

// command builds the command tree.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "paystats",
		Short: "Payments market analytics: from dataset files to metrics and chart reports",
		Long: `paystats turns the messy numbers of the payments world into share and growth
metrics that can be defended, and into chart reports.

It works on the workspace that the current folder lies in (a folder with
paystats.yaml), or else on the one built in: payments in China and India.`,
		Example: `  paystats report                       write the report of the workspace to paystats-out/
  paystats list metrics                 what can be computed
  paystats explain share                its formula, unit and SQL
  paystats explain china-2015q3/share#alipay@2015-Q3
                                        a number on a chart, down to its source cell
  paystats init my-market --example     start a workspace of your own
  paystats add figures.xls              look at a file and propose its description`,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.folder, "directory", "C", ".", "work as if started in this folder")
	flags.StringVar(&a.memory, "memory", a.getenv("PAYSTATS_MEMORY"), "memory limit of the engine, e.g. 2GB")
	flags.IntVar(&a.threads, "threads", 0, "threads of the engine (default: all cores, one for a small warehouse)")
	flags.DurationVar(&a.wait, "wait", 0, "how long to wait for another run to end, e.g. 1m")
	flags.DurationVar(&a.timeout, "timeout", 0, "give up after this time, e.g. 10m (default: never)")
	flags.BoolVar(&a.json, "json", false, "one JSON object a line on stdout, problems too")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print errors only")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{msg: err.Error(), hint: "see `" + c.CommandPath() + " --help`"}
	})
	for _, command := range []*cobra.Command{
		a.reportCommand(), a.ingestCommand(), a.transformCommand(), a.checkCommand(), a.chartCommand(), a.deckCommand(), a.explainCommand(),
		a.diffCommand(), a.queryCommand(), a.listCommand(), a.addCommand(), a.initCommand(),
		a.manCommand(), a.versionCommand(),
	} {
		command.Args = usage(command.Args)
		root.AddCommand(command)
	}
	root.Args = unknownCommand
	return root
}

// usage makes a check of arguments report a usage error.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(c, args); err != nil {
			return &usageError{msg: err.Error(), hint: "see `" + c.CommandPath() + " --help`"}
		}
		return nil
	}
}

// unknownCommand suggests the nearest commands for a word that is none.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return &usageError{
		msg:  fmt.Sprintf("unknown command %q", args[0]),
		hint: diag.DidYouMean(args[0], names, "paystats help"),
	}
}

// workspace opens the workspace that the command works on.
func (a *app) workspace() (*workspace.Workspace, error) {
	cache, err := a.cacheFolder()
	if err != nil {
		return nil, err
	}
	embedded := workspace.Join(map[string]fs.FS{"data": data.Files, "transform": transform.Files, "reports": reports.Files})
	w, err := workspace.Open(embedded, a.path("."), cache)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &usageError{msg: "there is no folder " + a.folder, hint: "check -C"}
	}
	a.rec.space = w
	return w, err
}

// path resolves a path that the user gave against the folder the command works in.
func (a *app) path(p string) string {
	for _, folder := range []string{a.folder, a.dir} {
		if !filepath.IsAbs(p) {
			p = filepath.Join(folder, p)
		}
	}
	return p
}

// cacheFolder is where the embedded workspace keeps its state.
func (a *app) cacheFolder() (string, error) {
	if dir := a.getenv("PAYSTATS_CACHE"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder (set PAYSTATS_CACHE to name one): %w", err)
	}
	return filepath.Join(dir, "paystats"), nil
}

// limits returns the engine's limits: flags before paystats.yaml.
func (a *app) limits(w *workspace.Workspace) warehouse.Limits {
	l := warehouse.Limits{
		Memory: w.Config.Limits.Memory, Threads: w.Config.Limits.Threads, Spill: w.Config.Limits.Temp,
		Temp: filepath.Join(w.State, fmt.Sprintf("tmp-%d", os.Getpid())),
	}
	if a.memory != "" {
		l.Memory = a.memory
	}
	if a.threads > 0 {
		l.Threads = a.threads
	}
	return l
}

// reader opens the warehouse for reading only.
func (a *app) reader(ctx context.Context, w *workspace.Workspace) (*warehouse.DB, error) {
	return warehouse.OpenReader(ctx, filepath.Join(w.State, warehouse.FileName), a.limits(w))
}

// tell prints a result that programs find in the run record.
func (a *app) tell(format string, args ...any) {
	if !a.json {
		a.say(nil, format, args...)
	}
}

// say prints a result: text, or with --json an object.
func (a *app) say(object any, format string, args ...any) {
	switch {
	case a.json:
		line, err := json.Marshal(object)
		if err != nil {
			line = []byte(fmt.Sprintf(`{"error":%q}`, err))
		}
		fmt.Fprintf(a.stdout, "%s\n", line)
	case !a.quiet:
		fmt.Fprintf(a.stdout, format+"\n", args...)
	}
}
