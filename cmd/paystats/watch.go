package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paystats/data/diag"
	"paystats/data/journal"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/output"
	"paystats/reports/page"
	"paystats/transform"
)

// watchPause is the least time between two looks at the files of a watch. Looking takes
// well under a millisecond for a hundred files, needs no library and sees every change on
// every file system, also those that editors make by renaming.
const watchPause = 100 * time.Millisecond

// settlePause is how long files must stay as they are before they are read: an editor may
// be in the middle of writing one.
const settlePause = 15 * time.Millisecond

// watcher keeps a report up to date while its files change.
type watcher struct {
	*app
	space   *workspace.Workspace
	names   []string
	options reportOptions

	db     *warehouse.DB // open between builds
	stamp  string        // of the warehouse that db reads
	result transform.Result
	shelf  shelf
	read   *reportJob // with the inputs that the warehouse was made from
	behind bool       // the data changed and could not be read since
	waits  bool       // files changed while another run was at work

	good   *reportJob // whose report is in place
	report *built     // that report
}

// watch writes the report whenever something changes that it is made from, until ctx
// ends; then it leaves the report as `paystats report` writes it. Mistakes are printed,
// and the pages stay as they were. It holds the workspace's lock only while it works. It is
// no run: it leaves no record, no digest and nothing in the memo of the report, so that the
// next run tells all that has changed since the last one.
func (a *app) watch(ctx context.Context, names []string, o reportOptions) error {
	space, err := a.workspace()
	if err != nil {
		return err
	}
	if space.Root == "" {
		return &usageError{msg: "the built-in workspace never changes", hint: "start one of your own: `paystats init DIR --example`"}
	}
	if formats, err := pickFormats(o.formats); err != nil || len(formats) > 0 {
		return cmp.Or(err, error(&usageError{msg: "--watch with --format " + strings.Join(namesOf(formats), ","), hint: "a watch writes pages only; leave out one of the two"}))
	}
	a.rec.Command = "report --watch"
	w := &watcher{app: a, space: space, names: names, options: o, shelf: shelf{}}
	defer w.close()
	seen := look(space.Root)
	if err := w.build(ctx, true); err != nil {
		if code := exitCode(ctx, err); code != exitInput && code != exitChecks {
			return err
		}
		a.complain(err)
	}
	a.say(map[string]any{"watching": space.Root}, "watching  reports/, data/, transform/ and paystats.yaml; Ctrl-C ends")
	w.show()
	pause := watchPause
	for wait(ctx, pause) {
		started := time.Now()
		now := look(space.Root)
		pause = max(watchPause, 10*time.Since(started)) // a tenth of one core at most
		if len(now.since(seen)) == 0 && !w.waits {
			continue
		}
		for wait(ctx, settlePause) {
			next := look(space.Root)
			if len(next.since(now)) == 0 {
				break
			}
			now = next
		}
		changed := now.since(seen)
		seen = now
		err := w.build(ctx, !onlyPages(changed))
		isLocked := errors.Is(err, warehouse.ErrLocked)
		switch {
		case ctx.Err() != nil || err == nil:
		case !isLocked:
			a.complain(err)
		case !w.waits:
			a.note(map[string]any{"waiting": err.Error()}, "the pages wait: %v", err)
		}
		w.waits = isLocked
		w.show()
	}
	if err := w.finish(); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// show opens the report in the browser, once there is one.
func (w *watcher) show() {
	if w.options.open && w.good != nil {
		w.open(w.good.entry())
		w.options.open = false
	}
}

// wait waits; it returns false as soon as ctx ends.
func wait(ctx context.Context, pause time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

// onlyPages reports whether the data stayed as they were.
func onlyPages(changed []string) bool {
	for _, name := range changed {
		if !strings.HasPrefix(filepath.ToSlash(name), "reports/") {
			return false
		}
	}
	return true
}

// build brings the report up to date while no other run does anything: pages and theme alone,
// or everything.
func (w *watcher) build(ctx context.Context, everything bool) error {
	w.behind = w.behind || everything
	w.rec.Run = journal.Run{Command: w.rec.Command} // what the warehouse is told of a run is of this time alone
	return w.alone(ctx, w.space, w.rec.Command, func(lock *warehouse.Lock) error { return w.buildAlone(ctx, lock) })
}

func (w *watcher) buildAlone(ctx context.Context, lock *warehouse.Lock) error {
	started := time.Now()
	job, err := w.prepare(ctx, lock)
	if err != nil {
		return err
	}
	report, err := w.buildFrom(ctx, w.db, job, w.result)
	if err != nil {
		return err
	}
	if w.good != nil && w.good.request == job.request {
		return nil
	}
	w.warn(report.warnings)
	verdict := report.judge(w.result, new(diag.List), w.options.strict)
	if verdict != nil && !w.options.keepGoing {
		return verdict
	}
	if _, err := report.write(ctx, job); err != nil {
		return err
	}
	seconds := time.Since(started).Seconds()
	w.say(map[string]any{"changed": true, "output": job.output, "pages": len(report.made), "rebuilt": report.remade, "seconds": seconds},
		"report    %s of %s rebuilt in %s (%.2f s)", rebuilt(report.remade), counted(len(report.made), "page"), job.entry(), seconds)
	w.good, w.report = job, report
	return verdict
}

// rebuilt names pages if they are few.
func rebuilt(names []string) string {
	if len(names) > 0 && len(names) <= 3 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprint(len(names))
}

// prepare reads what the report is made from, and the data too if they may have changed since.
func (w *watcher) prepare(ctx context.Context, lock *warehouse.Lock) (*reportJob, error) {
	if !w.behind && warehouse.Stamp(w.read.workspace.State) == w.stamp {
		job := *w.read
		if err := job.readPages(new(diag.List)); err != nil { // Build repeats what is wrong in them
			return nil, err
		}
		var err error
		if job.theme, job.themeStamp, err = readTheme(job.workspace, job.workspace.Config.Theme); err != nil {
			return nil, err
		}
		job.stampRequest()
		job.memory.NextBuild()
		return &job, nil
	}
	w.behind = true
	job, err := w.app.prepare(ctx, w.names, w.options)
	if err != nil {
		return nil, err
	}
	if err := output.Check(job.output); err != nil {
		return nil, err
	}
	job.watched = true
	_, result, err := w.update(ctx, lock, job)
	if err != nil {
		return nil, err
	}
	w.sayFindings(result, transform.Fail)
	w.close()
	w.stamp = warehouse.Stamp(job.workspace.State)
	if w.db, err = w.reader(ctx, job.workspace); err != nil {
		return nil, err
	}
	memory := page.Remember(w.db)
	job.shelf, job.memory = w.shelf, &memory
	w.read, w.result, w.behind = job, result, false
	return job, nil
}

// finish writes the last good report without what makes it reload, unless another run has put
// its own in place.
func (w *watcher) finish() error {
	if w.good == nil {
		return nil
	}
	w.wait = patience
	ctx := context.Background() // the watch's own has ended
	err := w.alone(ctx, w.space, w.rec.Command, func(*warehouse.Lock) error {
		if m, err := output.Read(w.good.output); err != nil || m.Request != w.good.request {
			return nil
		}
		job := *w.good
		job.watched, job.shelf = false, nil
		job.stampRequest()
		w.report.manifest.Request = job.request
		_, err := w.report.write(ctx, &job)
		return err
	})
	if errors.Is(err, warehouse.ErrLocked) {
		w.note(map[string]any{"unfinished": err.Error()}, "the pages go on reloading themselves until `paystats report` writes them: %v", err)
		return nil
	}
	return err
}

// close closes the warehouse, which was only read: nothing is lost.
func (w *watcher) close() {
	if w.db != nil {
		w.db.Close()
		w.db = nil
	}
}

// entry is the file to open: the one page that was asked for, or the index.
func (j *reportJob) entry() string {
	isTemplate := slices.ContainsFunc(j.pages, (*page.Page).IsTemplate)
	if len(j.names) == 1 && !isTemplate {
		return filepath.Join(j.output, j.names[0], "index.html")
	}
	return filepath.Join(j.output, "index.html")
}
