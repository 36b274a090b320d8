// Command paystats turns dataset files on payments into metrics and chart reports.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones of descriptors, also where the system has none
)

// grace is how long a run may take to clean up after a signal. The engine cannot be stopped while it
// writes its tables out; ending in the midst of that is what a run is made to bear, and the next
// one cleans up.
const grace = 1500 * time.Millisecond

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		sig := <-signals
		signal.Stop(signals) // a second signal ends the process at once
		cancel(stopped{sig})
		time.Sleep(grace)
		os.Exit(stopped{sig}.exitCode())
	}()
	os.Exit(run(ctx, environment{
		args:   os.Args[1:],
		dir:    ".",
		getenv: os.Getenv,
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,

		terminal: isTerminal(os.Stdin) && isTerminal(os.Stderr),
	}))
}

// isTerminal reports whether a file is a terminal.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// stopped is why a context ended: a signal.
type stopped struct{ sig os.Signal }

func (s stopped) Error() string {
	if s.sig == syscall.SIGTERM {
		return "stopped by SIGTERM"
	}
	return "stopped by SIGINT"
}

// exitCode returns 130 or 143, as shells report the two signals.
func (s stopped) exitCode() int {
	if s.sig == syscall.SIGTERM {
		return 143
	}
	return 130
}

// stopCode returns the exit code of the signal that ended ctx, 0 if none did.
func stopCode(ctx context.Context) int {
	var s stopped
	if errors.As(context.Cause(ctx), &s) {
		return s.exitCode()
	}
	return 0
}
