package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/workspace"
	"paystats/ingest"
	"paystats/ingest/profile"
)

// addOptions are the flags of add.
type addOptions struct {
	name, publisher, area, period string
	dryRun, yes                   bool
}

func (a *app) addCommand() *cobra.Command {
	var o addOptions
	c := &cobra.Command{
		Use:   "add FILE...",
		Short: "Look at new files, propose a datapackage.yaml, show the first observations",
		Long: `Looks at files that no dataset describes: what each column, header row and unit
is, and why. Copies them into data/sets/NAME of the workspace, with a datapackage.yaml
whose lines say "# unsure: ..." where the files leave something open, and reads the
first observations from there.

FILE is a file, several files of one shape, a folder, a pattern, or - for stdin.
On a terminal it asks for what it cannot know; nothing is ever guessed silently.`,
		Example: `  paystats add neft-2016.xls               look, ask, write data/sets/neft-2016
  paystats add --dry-run quarters.csv      print the datapackage.yaml, write nothing
  paystats add --yes --name pulse data/    take all proposals for a tree of files
  curl -s ... | paystats add --name upi -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.add(ctx, args, o) })
		},
	}
	c.Flags().StringVar(&o.name, "name", "", "the dataset's name (default: made of the first file's)")
	c.Flags().StringVar(&o.publisher, "publisher", "", "who printed the numbers, a code or name of the code list")
	c.Flags().StringVar(&o.area, "area", "", "which country or region the numbers are about")
	c.Flags().StringVar(&o.period, "period", "", "the period of tables that name none, e.g. 2016-09")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "print the datapackage.yaml and write nothing")
	c.Flags().BoolVarP(&o.yes, "yes", "y", false, "take all proposals, new rows of code lists among them; ask nothing")
	return c
}

// datasetName is what the name of a dataset looks like.
var datasetName = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

func (a *app) add(ctx context.Context, args []string, o addOptions) error {
	w, err := a.workspace()
	if err != nil {
		return err
	}
	if w.Root == "" && !o.dryRun {
		return &usageError{msg: "there is no workspace here, and the built-in one cannot be written to",
			hint: "start one with `paystats init DIR`, or look only, with --dry-run"}
	}
	if o.name != "" {
		if err := checkNewName(w, o); err != nil {
			return err
		}
	}
	files, err := a.gather(ctx, args)
	if err != nil {
		return err
	}
	defer files.Close()
	asker := a.asker(args, o)
	if o.name == "" {
		o.name = asker.ask("name of the dataset", files.name)
	}
	if err := checkNewName(w, o); err != nil {
		return err
	}
	lists, err := codelist.Read(w.Layers()...)
	if err != nil {
		return err
	}
	if err := o.resolve(lists); err != nil {
		return err
	}
	job := &addJob{app: a, workspace: w, files: files, lists: lists, addOptions: o, asker: asker}
	return job.run(ctx)
}

// checkNewName refuses names that are none, and names of datasets that are there already.
func checkNewName(w *workspace.Workspace, o addOptions) error {
	if !datasetName.MatchString(o.name) {
		return &usageError{msg: fmt.Sprintf("%q is no name for a dataset", o.name), hint: "names are lower-case words with hyphens: --name rbi-neft"}
	}
	if o.dryRun {
		return nil
	}
	_, err := os.Stat(filepath.Join(w.Root, "data", "sets", o.name))
	switch {
	case err == nil:
		return &usageError{msg: fmt.Sprintf("there is a dataset %s already", o.name), hint: "choose another --name, or put the files into its folder and edit its datapackage.yaml"}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look for dataset %s: %w", o.name, err)
	}
	return nil
}

// resolve turns the flags' names into codes.
func (o *addOptions) resolve(lists *codelist.Set) error {
	if _, _, err := obs.ParsePeriod(o.period); err != nil && o.period != "" {
		return &usageError{msg: fmt.Sprintf("--period %q is no period", o.period), hint: "periods are written 2015, 2015-Q3, 2015-09"}
	}
	for _, f := range []struct {
		flag string
		text *string
	}{{"publisher", &o.publisher}, {"area", &o.area}} {
		if *f.text == "" {
			continue
		}
		id, ok := lists.Resolve(f.flag, "", *f.text)
		if !ok {
			hint := fmt.Sprintf("rows are added to %s/%s.csv", codelist.Folder, f.flag)
			for _, e := range lists.Propose(f.flag, "", *f.text) {
				hint = fmt.Sprintf("to accept the name, add to %s: %s", e.File(), e.Line())
			}
			if near := lists.Suggest(f.flag, "", *f.text); len(near) > 0 {
				hint = "did you mean " + strings.Join(near, " or ") + "? " + hint
			}
			return &usageError{msg: fmt.Sprintf("no %s is called %q", f.flag, *f.text), hint: hint}
		}
		*f.text = id
	}
	return nil
}

// addJob is one run of add.
type addJob struct {
	*app
	addOptions
	workspace *workspace.Workspace
	files     *gathered
	lists     *codelist.Set
	asker     *asker
	looked    []profile.File
}

func (j *addJob) run(ctx context.Context) error {
	if err := j.look(ctx); err != nil {
		return err
	}
	p := j.propose()
	if len(p.Resources) == 0 {
		hint := "write a datapackage.yaml by hand, see data/sets/README.md"
		if slices.ContainsFunc(j.looked, func(f profile.File) bool { return f.Format == "html" }) {
			hint = "if the page only links to the documents with the figures, save those and add them"
		}
		return nothing("no figures were found: "+strings.Join(p.Skipped, "; "), hint)
	}
	if !j.dryRun {
		if p = j.questions(p); j.asker.stopped {
			return &usageError{msg: "stopped at a question; nothing was written", hint: "answer the questions, or take the proposals with --yes"}
		}
	}
	if err := j.incomplete(p); err != nil && !j.dryRun {
		return err
	}
	trial, err := j.try(ctx, p)
	if err != nil {
		return err
	}
	j.beside().show(p, trial)
	switch {
	case j.dryRun:
		j.printDescriptor(p)
	case trial.summary.Loaded == 0:
		return nothing("no value could be read, so nothing was written", "--dry-run prints the datapackage.yaml to start from")
	default:
		return j.write(p, trial)
	}
	return nil
}

// incomplete is the problem that the files do not say their period or country, and that
// nobody else does.
func (j *addJob) incomplete(p *profile.Proposal) error {
	for _, r := range p.Resources {
		switch {
		case slices.Contains(r.Unsure, profile.NoPeriod):
			return nothing(fmt.Sprintf("%s: no column, title, sheet name or path holds a period", r.What), "say which it is: --period 2016-09")
		case slices.Contains(r.Unsure, profile.NoCountry):
			return nothing(fmt.Sprintf("%s: nothing names a country", r.What), "say which it is: --area IN")
		}
	}
	return nil
}

// beside returns the job with what it says of a proposal on stderr, if stdout is the descriptor.
func (j *addJob) beside() *addJob {
	if !j.dryRun || j.json {
		return j
	}
	other, a := *j, *j.app
	a.stdout, other.app = a.stderr, &a
	return &other
}

// nothing is the problem that nothing could be made of the files.
func nothing(msg, hint string) error {
	problems := new(diag.List)
	problems.Add(&diag.Problem{Msg: msg, Hint: hint})
	return problems.Err()
}

// maxLooked is how many files of a tree are looked into; the others are read in the trial.
const maxLooked = 96

// look looks at the files, or at an even choice of a large tree.
func (j *addJob) look(ctx context.Context) error {
	stage := j.files.stage(j.name, nil)
	var failed []error
	chosen := evenly(j.files.names, maxLooked)
	for _, name := range j.files.names {
		if !chosen[name] {
			j.looked = append(j.looked, profile.File{Path: name})
			continue
		}
		looks, err := ingest.LookAt(ctx, stage, path.Join(setFolder(j.name), name))
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = append(failed, err)
			continue
		}
		for _, l := range looks {
			j.looked = append(j.looked, profile.File{Path: name, Look: l})
		}
	}
	if len(failed) == len(chosen) || len(failed) > 0 && !j.files.tree {
		return failed[0]
	}
	for _, err := range failed {
		j.note(map[string]any{"skipped": err.Error()}, "left out: %v", err)
	}
	return nil
}

// evenly chooses so many of some names, evenly spread.
func evenly(names []string, most int) map[string]bool {
	chosen := map[string]bool{}
	for i := range min(len(names), most) {
		chosen[names[i*len(names)/min(len(names), most)]] = true
	}
	return chosen
}

func (j *addJob) propose() *profile.Proposal {
	return profile.Propose(j.looked, j.lists, profile.Options{Name: j.name, Title: cmp.Or(j.files.title, j.name), Publisher: j.publisher, Area: j.area, Volume: j.asker.volume, Period: j.period})
}

func setFolder(name string) string { return path.Join("data/sets", name) }
