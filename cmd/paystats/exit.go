package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/reports/output"
)

// The exit codes are a contract: cron jobs branch on them.
const (
	exitOK          = 0
	exitInput       = 1 // a dataset, model or page is wrong
	exitUsage       = 2 // a request that makes no sense
	exitChecks      = 3 // data checks of severity fail
	exitLocked      = 4 // another process holds the lock
	exitEnvironment = 5 // disk, permission, memory, time, unreadable or newer warehouse
)

// errChecks is returned when data checks of severity fail have failed.
var errChecks = errors.New("data checks failed")

// usageError is a request that makes no sense.
type usageError struct {
	msg, hint string
}

func (e *usageError) Error() string { return e.msg }

// exitCode classifies what a command returned.
func exitCode(ctx context.Context, err error) int {
	if err == nil {
		return exitOK
	}
	if code := stopCode(ctx); code != 0 {
		return code
	}
	var usage *usageError
	var problems *diag.List
	var problem *diag.Problem
	switch {
	case errors.As(err, &usage), errors.Is(err, output.ErrForeign):
		return exitUsage
	case errors.Is(err, errChecks):
		return exitChecks
	case errors.Is(err, warehouse.ErrLocked):
		return exitLocked
	case isEnvironment(err):
		return exitEnvironment
	case errors.As(err, &problems), errors.As(err, &problem):
		return exitInput
	}
	return exitEnvironment
}

// isEnvironment reports whether err is the machine's fault rather than the request's.
func isEnvironment(err error) bool {
	for _, target := range []error{
		warehouse.ErrNewer, warehouse.ErrOlder, warehouse.ErrDamaged, warehouse.ErrAbsent, warehouse.ErrMemory, context.DeadlineExceeded,
		fs.ErrPermission, os.ErrDeadlineExceeded, syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT, syscall.EFBIG,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// nextStep returns what the user can do about an error that carries no hint itself.
func nextStep(err error) string {
	var usage *usageError
	switch {
	case errors.As(err, &usage):
		return usage.hint
	case errors.Is(err, warehouse.ErrAbsent):
		return "run `paystats report` or `paystats ingest` first"
	case errors.Is(err, warehouse.ErrDamaged), errors.Is(err, warehouse.ErrOlder):
		return "run `paystats report`: it sets the file aside and rebuilds the warehouse from its inputs"
	case errors.Is(err, warehouse.ErrNewer):
		return "use the newer paystats that wrote it; it was left untouched"
	case errors.Is(err, warehouse.ErrLocked):
		return "wait for the other run, or use --wait 1m"
	case errors.Is(err, output.ErrForeign):
		return "choose another folder with -o, or empty this one"
	case errors.Is(err, errOnChange):
		return "the report is in place; the next run with --on-change runs the command again"
	case errors.Is(err, fs.ErrPermission):
		return "check the permissions of the folder"
	case errors.Is(err, syscall.EROFS):
		return "the file system is mounted read-only: mount it for writing, or write elsewhere with -o"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some disk space; the last good output is untouched"
	case errors.Is(err, syscall.EFBIG):
		return "let files be larger (ulimit -f), or use another file system; the last good output is untouched"
	case errors.Is(err, warehouse.ErrMemory):
		return "raise --memory, or limits in paystats.yaml; the last good output is untouched"
	case errors.Is(err, context.DeadlineExceeded):
		return "raise --timeout; the last good output is untouched"
	}
	return ""
}
