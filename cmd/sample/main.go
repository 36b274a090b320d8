// Command sample writes synthetic payment attempts, to try paystats on and to measure it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the markets' zones, also where the system has none

	"github.com/spf13/pflag"

	"paystats/data/sample"
)

// The exit codes are those of paystats.
const (
	exitUsage       = 2
	exitEnvironment = 5
	exitInterrupted = 130
	exitTerminated  = 143
)

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		sig := <-signals
		signal.Stop(signals) // a second signal ends the process at once
		cancel(stopped{sig})
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// stopped is why the context ended: a signal.
type stopped struct{ os.Signal }

func (s stopped) Error() string { return "stopped by " + s.String() }

// run is the whole program but for the process around it; it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var options sample.Options
	flags := pflag.NewFlagSet("sample", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	folder := flags.StringP("output", "o", "synthetic-attempts", "the folder to write; a sample in it is replaced")
	flags.Int64Var(&options.Rows, "rows", 1_000_000, "how many rows")
	flags.Uint64Var(&options.Seed, "seed", 1, "another seed gives other rows, with other ids")
	flags.StringVar(&options.Format, "format", sample.CSV, "csv or parquet")
	flags.IntVar(&options.Files, "files", 0, "how many files (0: one for each five million rows)")
	flags.IntVar(&options.Threads, "threads", 0, "how many cores to use (0: all); changes no byte")
	flags.BoolVar(&options.Mess, "mess", false, "make one row in a thousand malformed (csv only)")
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return 0
	case err != nil:
		return usage(stderr, err)
	case flags.NArg() > 0:
		return usage(stderr, fmt.Errorf("unexpected argument %q", flags.Arg(0)))
	}
	switch err := sample.Write(ctx, *folder, options); {
	case err == nil:
		fmt.Fprintf(stdout, "%s: %d synthetic rows, seed %d\n", *folder, options.Rows, options.Seed)
		return 0
	case ctx.Err() != nil:
		fmt.Fprintf(stderr, "sample: %v; nothing was written\n", context.Cause(ctx))
		if errors.Is(context.Cause(ctx), stopped{syscall.SIGTERM}) {
			return exitTerminated
		}
		return exitInterrupted
	case errors.Is(err, sample.ErrOptions), errors.Is(err, sample.ErrForeign):
		return usage(stderr, err)
	default:
		fmt.Fprintln(stderr, "sample:", err)
		return exitEnvironment
	}
}

func usage(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "sample: %v\nhint: run with --help\n", err)
	return exitUsage
}
