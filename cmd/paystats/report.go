package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"paystats/data/journal"
	"paystats/data/warehouse"
	"paystats/reports/font"
	"paystats/reports/output"
	"paystats/transform"
)

// reportOptions are the flags of paystats report.
type reportOptions struct {
	output    string
	formats   []string
	langs     []string
	template  string
	asOf      string
	publisher string
	strict    bool
	keepGoing bool
	watch     bool
	open      bool
	onChange  string
}

func (a *app) reportCommand() *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report [PAGE...]",
		Short: "Bring the warehouse up to date and write the report",
		Long: `Loads the datasets that changed, runs the models, and writes the report: index.html and
one self-contained page each, which open by double-click. If nothing changed since the
last time, nothing is done. If anything is wrong, the last good report stays in place.
With PAGE, the report is these pages alone: others leave the folder.`,
		Example: `  paystats report                    all pages, to paystats-out/
  paystats report china-2015q3       one page
  paystats report -o /srv/board      somewhere else
  paystats report --lang zh          in Chinese alone
  paystats report --lang zh,en       in both languages, Chinese first
  paystats report -f html,svg,png    with each chart as SVG and PNG beside the pages
  paystats report -f pdf,pptx,xlsx   with a PDF, a deck and a workbook a page
  paystats report --watch --open     while writing a page: see it change
  paystats report --as-of 2016-01-31   as the data were known on that day
  paystats report --publisher analysys   its figures, in the markets that it publishes`,
		ValidArgsFunction: a.completePages,
	}
	a.recorded(c, func(ctx context.Context, pages []string) error {
		if o.watch {
			a.rec.writes = false // somebody looks on
			return a.watch(ctx, pages, o)
		}
		return a.report(ctx, pages, o)
	})
	c.Flags().StringVarP(&o.output, "output", "o", "", "folder of the report (default: output in paystats.yaml, or paystats-out)")
	c.Flags().StringSliceVarP(&o.formats, "format", "f", []string{"html"}, "besides the pages: each chart as a picture (svg, png), each page as a file for print (pdf), a deck (pptx) or a workbook (xlsx)")
	c.Flags().StringSliceVar(&o.langs, "lang", nil, "languages of the pages, the first shown first: en, zh (default: languages in paystats.yaml, or en,zh)")
	c.Flags().StringVar(&o.template, "template", "", "a deck of yours (.pptx) whose layouts and theme the decks take")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	c.Flags().BoolVar(&o.strict, "strict", false, "take warnings of data checks, claims that the data do not bear out and sources that have stopped for failures")
	c.Flags().BoolVar(&o.keepGoing, "keep-going", false, "write the report although data checks failed, with the failures marked on it")
	c.Flags().BoolVar(&o.watch, "watch", false, "write the pages anew whenever a file of the workspace changes, and reload them in the browser, until Ctrl-C")
	c.Flags().StringVar(&o.onChange, "on-change", "", "run this command, by sh, when the report has changed: the digest is its input, and in the files that PAYSTATS_DIGEST names")
	c.Flags().BoolVar(&o.open, "open", false, "open the report, or the one page that is named, in the browser")
	return c
}

// report is the main job, end to end.
func (a *app) report(ctx context.Context, names []string, o reportOptions) error {
	job, done, err := a.ready(ctx, names, o)
	if err != nil || done {
		return err
	}
	return a.alone(ctx, job.workspace, "report", func(lock *warehouse.Lock) error {
		if lock.Waited { // the other run may have changed what this one has read
			if job, done, err = a.ready(ctx, names, o); err != nil || done {
				return err
			}
		}
		return a.reportAlone(ctx, lock, job, o)
	})
}

// ready reads what a report is made from; if it is there already, that is said, and all is done.
func (a *app) ready(ctx context.Context, names []string, o reportOptions) (job *reportJob, done bool, err error) {
	end := a.step("read", "reading the workspace")
	job, err = a.prepare(ctx, names, o)
	end()
	if err != nil {
		return nil, false, err
	}
	a.rec.Output = job.output
	a.noteInputs(job.in)
	for _, p := range job.pages {
		a.rec.Inputs = append(a.rec.Inputs, journal.Input{Kind: "page", Name: p.Name, Hash: digest(p.Stamp())})
	}
	last, done := job.isDone()
	if !done {
		return job, false, output.Check(job.output)
	}
	a.noteLoads(job.in.datasets, unchanged(job.in.datasets))
	a.noteModels(readMemo(job.workspace).Models.Result)
	a.warn(last.warnings())
	stale := a.stale(job.workspace, job.in, readMemo(job.workspace).Newest)
	a.warn(stale)
	if o.strict && stale.Len() > 0 {
		return job, true, fmt.Errorf("%w: strict, and %s", errChecks, staleText(stale))
	}
	if last.Untold && o.onChange != "" {
		return job, true, a.tellLater(ctx, job, last, o.onChange)
	}
	a.tell("nothing changed, %s is up to date", filepath.Join(job.output, "index.html"))
	if o.open {
		a.open(job.entry())
	}
	return job, true, nil
}

// reportAlone makes a report that is not there yet, while no other run does anything.
func (a *app) reportAlone(ctx context.Context, lock *warehouse.Lock, job *reportJob, o reportOptions) error {
	loads, result, err := a.update(ctx, lock, job)
	if err != nil {
		return err
	}
	a.sayFindings(result, transform.Fail)
	end := a.step("build", "building the pages")
	report, err := a.build(ctx, job, result)
	end()
	if err != nil {
		return err
	}
	a.warn(report.warnings)
	news, err := a.compare(ctx, job, report)
	if err != nil {
		return err
	}
	stale := a.stale(job.workspace, job.in, readMemo(job.workspace).Newest)
	a.warn(stale)
	verdict := report.judge(result, stale, o.strict)
	if verdict != nil && !o.keepGoing {
		news.Held = verdict.Error()
		return errors.Join(verdict, a.writeDigest(job.workspace, news))
	}
	isDrawn := slices.ContainsFunc(job.formats, func(f outputFormat) bool { return f.picture != nil })
	if text := otherFont(job.theme); text != "" && isDrawn {
		a.note(map[string]any{"theme": job.theme.Name, "font": font.Family}, "%s", text)
	}
	end = a.step("write", "writing the report")
	replaced, err := report.write(ctx, job)
	end()
	if err != nil {
		return err
	}
	files, err := job.changes(replaced)
	if err != nil {
		return err
	}
	a.sayReport(job, report, loads, result)
	if o.open {
		a.open(job.entry())
	}
	news.Pages = changedPages(files)
	a.rec.Changed = len(files) > 0 || !news.First && !news.IsEmpty()
	return a.publish(ctx, job, report, news, verdict, o.onChange)
}

// sayReport says what was done for a report that is in place.
func (a *app) sayReport(job *reportJob, report *built, loads []loaded, result transform.Result) {
	drawn, pictures := a.describePictures(report, job)
	a.rec.Charts, a.rec.Drawn = report.charts, drawn
	for _, p := range report.asked {
		a.rec.Pages = append(a.rec.Pages, p.Name)
	}
	a.tell("%s\n%s%s\nreport    %s, %s in %s (%.1f s)", describeLoads(job.in.datasets, loads), describeRun(result), pictures,
		counted(len(report.made), "page"), counted(report.charts, "chart"), filepath.Join(job.output, "index.html"), time.Since(a.rec.Started).Seconds())
}

// remember keeps what the report that is in place was made from, and whether that it changed
// is still to be told.
func (j *reportJob) remember(report *built, untold bool) error {
	m := readMemo(j.workspace)
	m.Report = reportRun{Request: j.request, Output: j.output, Stamp: output.Stamp(j.output, j.request), Strict: j.strict, Warnings: keep(report.warnings), Claims: falseClaims(report.made), Untold: untold}
	return writeMemo(j.workspace, m.Warehouse, m)
}

// counted is a number with its noun: "1 page", "2 pages".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// update loads the datasets and runs the models in one run of the warehouse.
func (a *app) update(ctx context.Context, lock *warehouse.Lock, job *reportJob) (loads []loaded, result transform.Result, err error) {
	err = a.inRun(ctx, lock, job.workspace, func(db *warehouse.DB, m *memo) error {
		if loads, err = a.load(ctx, db, job.workspace, job.in, false, m); err != nil {
			return err
		}
		job.stampRequest()
		result, err = a.runModels(ctx, db, job.in, nil, job.asOf, m)
		return err
	})
	return loads, result, err
}

// describeLoads says in one line what was loaded.
func describeLoads(sets []dataset, loads []loaded) string {
	var changed, loaded, rejected int
	for _, l := range loads {
		if !l.Unchanged {
			changed++
			loaded += l.Loaded
			rejected += l.Rejected
		}
	}
	if changed == 0 {
		return "data      nothing changed in " + counted(len(sets), "dataset")
	}
	return fmt.Sprintf("data      %d of %d datasets loaded: %d cells in, %d observations, %d rejected",
		changed, len(sets), loaded+rejected, loaded, rejected)
}

func (a *app) completePages(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	w, err := a.workspace()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names, err := pageNames(w)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
