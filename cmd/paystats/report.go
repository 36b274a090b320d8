package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

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
		RunE: func(c *cobra.Command, pages []string) error {
			return a.within(c.Context(), func(ctx context.Context) error {
				if o.watch {
					return a.watch(ctx, pages, o)
				}
				return a.report(ctx, pages, o)
			})
		},
		ValidArgsFunction: a.completePages,
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", "folder of the report (default: output in paystats.yaml, or paystats-out)")
	c.Flags().StringSliceVarP(&o.formats, "format", "f", []string{"html"}, "besides the pages: each chart as a picture (svg, png), each page as a file for print (pdf), a deck (pptx) or a workbook (xlsx)")
	c.Flags().StringSliceVar(&o.langs, "lang", nil, "languages of the pages, the first shown first: en, zh (default: languages in paystats.yaml, or en,zh)")
	c.Flags().StringVar(&o.template, "template", "", "a deck of yours (.pptx) whose layouts and theme the decks take")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	c.Flags().BoolVar(&o.strict, "strict", false, "take warnings of data checks, and claims that the data do not bear out, for failures")
	c.Flags().BoolVar(&o.keepGoing, "keep-going", false, "write the report although data checks failed, with the failures marked on it")
	c.Flags().BoolVar(&o.watch, "watch", false, "write the pages anew whenever a file of the workspace changes, and reload them in the browser, until Ctrl-C")
	c.Flags().BoolVar(&o.open, "open", false, "open the report, or the one page that is named, in the browser")
	return c
}

// report is the main job, end to end.
func (a *app) report(ctx context.Context, names []string, o reportOptions) error {
	started := time.Now()
	job, err := a.prepare(ctx, names, o)
	if err != nil {
		return err
	}
	if last, done := job.isDone(); done {
		a.warn(last.warnings())
		a.say(map[string]any{"changed": false, "output": job.output}, "nothing changed, %s is up to date", filepath.Join(job.output, "index.html"))
		if o.open {
			a.open(job.entry())
		}
		return nil
	}
	if err := output.Check(job.output); err != nil {
		return err
	}
	loads, result, err := a.update(ctx, job)
	if err != nil {
		return err
	}
	a.sayFindings(result, transform.Fail)
	report, err := a.build(ctx, job, result)
	if err != nil {
		return err
	}
	a.warn(report.warnings)
	verdict := report.judge(result, o.strict)
	if verdict != nil && !o.keepGoing {
		return verdict
	}
	isDrawn := slices.ContainsFunc(job.formats, func(f outputFormat) bool { return f.picture != nil })
	if text := otherFont(job.theme); text != "" && isDrawn {
		a.note(map[string]any{"theme": job.theme.Name, "font": font.Family}, "%s", text)
	}
	if err := report.write(ctx, job); err != nil {
		return err
	}
	seconds := time.Since(started).Seconds()
	drawn, pictures := a.describePictures(report, job)
	a.say(map[string]any{
		"changed": true, "output": job.output, "pages": len(report.made), "charts": report.charts, "drawn": drawn, "seconds": seconds,
	}, "%s\n%s%s\nreport    %s, %s in %s (%.1f s)", describeLoads(job.in.datasets, loads), describeRun(result), pictures,
		counted(len(report.made), "page"), counted(report.charts, "chart"), filepath.Join(job.output, "index.html"), seconds)
	if o.open {
		a.open(job.entry())
	}
	if verdict != nil {
		return verdict // and no record: the next run is to say so again
	}
	return job.record(report, started)
}

// record keeps what the report that is in place was made from.
func (j *reportJob) record(report *built, started time.Time) error {
	r := readRecord(j.workspace)
	r.Report = reportRun{
		Request: j.request, Output: j.output, Stamp: output.Stamp(j.output, j.request), Strict: j.strict, Warnings: keep(report.warnings), Finished: started, Seconds: time.Since(started).Seconds(),
	}
	return writeRecord(j.workspace, r.Warehouse, r)
}

// counted is a number with its noun: "1 page", "2 pages".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// update loads the datasets and runs the models in one run of the warehouse.
func (a *app) update(ctx context.Context, job *reportJob) (loads []loaded, result transform.Result, err error) {
	err = a.inRun(ctx, job.workspace, "report", func(db *warehouse.DB, r *record) error {
		if loads, err = a.load(ctx, db, job.workspace, job.in, false, r); err != nil {
			return err
		}
		job.stampRequest()
		result, err = a.runModels(ctx, db, job.in, nil, job.asOf, r)
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
