package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/changes"
)

// digestPath is the digest of a workspace as a file of some format.
func digestPath(w *workspace.Workspace, format string) string {
	return filepath.Join(w.State, "digest."+format)
}

// writeDigest writes the digest's forms.
func (a *app) writeDigest(w *workspace.Workspace, d *changes.Digest) error {
	for _, format := range slices.Sorted(maps.Keys(changes.Formats)) {
		text, err := changes.Formats[format](d)
		if err == nil {
			err = replaceFile(digestPath(w, format), text)
		}
		if err != nil {
			return fmt.Errorf("write digest: %w", err)
		}
	}
	a.rec.Digest = digestPath(w, "txt")
	return nil
}

// publish tells what changed in a report that is in place, and makes it what the next digest
// compares with; verdict is what is wrong with it. A report that is not good is told, and
// forgotten: the next run is to say so again.
func (a *app) publish(ctx context.Context, j *reportJob, report *built, d *changes.Digest, verdict error, command string) error {
	if a.rec.Changed {
		if err := a.writeDigest(j.workspace, d); err != nil {
			return err
		}
	}
	isToTell := a.rec.Changed && command != ""
	if verdict == nil {
		if err := j.remember(report, isToTell); err != nil {
			return err
		}
	}
	if isToTell {
		if err := a.runOnChange(ctx, j, command); err != nil {
			return err
		}
	}
	if verdict != nil {
		return verdict
	}
	return j.told(falseClaims(report.made))
}

// tellLater runs the command of --on-change for a report that is in place: it failed before, or
// the run was killed. Digests compare with the last report that was told, so nothing is lost.
func (a *app) tellLater(ctx context.Context, j *reportJob, last reportRun, command string) error {
	return a.alone(ctx, j.workspace, "report", func(*warehouse.Lock) error {
		if err := a.runOnChange(ctx, j, command); err != nil {
			return err
		}
		return j.told(last.Claims)
	})
}

// told makes the report that is in place what the next digest compares with.
func (j *reportJob) told(claims []falseClaim) error {
	if err := j.writeBaseline(claims); err != nil {
		return err
	}
	m := readMemo(j.workspace)
	if !m.Report.Untold {
		return nil
	}
	m.Report.Untold = false
	return writeMemo(j.workspace, m.Warehouse, m)
}

// patience is how long a command may go on after it was told to stop.
const patience = time.Second

// errOnChange is returned when the command of --on-change could not do its work.
var errOnChange = errors.New("the command of --on-change failed")

// runOnChange runs the user's command by sh. What it is to know comes by its input and
// environment only: the command is never put together from data.
func (a *app) runOnChange(ctx context.Context, j *reportJob, command string) error {
	defer a.step("on-change", "running the command of --on-change")()
	text, err := os.ReadFile(digestPath(j.workspace, "txt"))
	if err != nil {
		return fmt.Errorf("%w: %w", errOnChange, err)
	}
	headline, _, _ := strings.Cut(string(text), "\n")
	c := exec.CommandContext(ctx, "sh", "-c", command)
	c.Dir, c.Stdin, c.Stdout, c.Stderr = a.path("."), bytes.NewReader(text), a.stderr, a.stderr
	c.Env = append(withoutKey(os.Environ()), "PAYSTATS_DIGEST="+digestPath(j.workspace, "txt"), "PAYSTATS_HEADLINE="+headline, "PAYSTATS_OUTPUT="+j.output)
	c.SysProcAttr, c.WaitDelay = detached(), patience
	c.Cancel = func() error { return endGroup(c.Process) }
	if err := c.Run(); err != nil {
		return fmt.Errorf("%w: %w", errOnChange, err)
	}
	return nil
}

// withoutKey drops the key of pseudonyms, which is nobody else's.
func withoutKey(environ []string) []string {
	return slices.DeleteFunc(environ, func(v string) bool { return strings.HasPrefix(v, "PAYSTATS_USER_KEY=") })
}
