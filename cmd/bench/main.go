// Command bench measures paystats beside the same engine on the same work, and prints a table.
//
// Each thing is measured in a process of its own: time, seconds of CPU, peak resident memory, bytes on
// disk. Runs alternate, and the best of each counts. The rows are synthetic and made for the run, in a
// folder that is removed. What paystats is held against is in testdata, as an expert would write it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program but for the process around it; it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var b bench
	flags := pflag.NewFlagSet("bench", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Int64Var(&b.rows, "rows", 10_000_000, "how many rows")
	flags.IntVar(&b.runs, "runs", 3, "how often each thing is done; the best counts")
	flags.StringVar(&b.programs, "programs", "bin", "folder of the programs paystats and sample")
	flags.StringVar(&b.folder, "folder", "", "where the rows are made (default: the folder for temporary files)")
	large := flags.Bool("large", false, "load --rows under --memory 2GB, then a late file, instead")
	script := flags.String("script", "", "only run this file of SQL on the transactions in --folder: what bench starts itself for")
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	b.log = stderr
	do := b.compare
	switch {
	case *script != "":
		do = func(ctx context.Context, _ io.Writer) error { return runScript(ctx, *script, b.folder) }
	case *large:
		do = b.large
	}
	if err := do(ctx, stdout); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}
