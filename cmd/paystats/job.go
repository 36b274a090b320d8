package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
	"paystats/data/workspace"
	"paystats/reports/output"
	"paystats/reports/page"
	"paystats/reports/theme"
)

// reportJob is one report that was asked for: its inputs, all read, and where it goes.
type reportJob struct {
	workspace *workspace.Workspace
	in        *inputs
	pages     []*page.Page
	theme     *theme.Theme
	langs     []string // languages of the pages, the first is shown first
	fixed     bool     // the languages were asked for: the reader's browser does not choose
	asOf      string   // day of the as-of cut, "" for none
	publisher string   // of the markets that list it, "" for the markets' own order
	strict    bool
	output    string   // absolute path
	stamps    []string // of everything that the report is made from, but for the datasets
	request   string   // hash of everything that the report is made from
}

// stampRequest computes the request; a load that adds to a dataset's history changes it.
func (j *reportJob) stampRequest() {
	stamps := slices.Clone(j.stamps)
	for _, d := range j.in.datasets {
		stamps = append(stamps, d.Name, d.fingerprint)
	}
	j.request = digest(stamps...)
}

// prepare reads everything that a report is made from; the warehouse is not touched.
func (a *app) prepare(ctx context.Context, names []string, o reportOptions) (*reportJob, error) {
	var langs []string
	for _, lang := range o.langs {
		if !slices.Contains(page.Languages, lang) {
			return nil, unknown("language", lang, page.Languages, "")
		}
		if !slices.Contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	if err := checkDay(o.asOf); err != nil {
		return nil, err
	}
	w, err := a.workspace()
	if err != nil {
		return nil, err
	}
	job := &reportJob{workspace: w, langs: langs, fixed: len(langs) > 0, asOf: o.asOf, publisher: o.publisher, strict: o.strict}
	if !job.fixed {
		job.langs = w.Config.Languages
	}
	places, err := pickPages(w, names)
	if err != nil {
		return nil, err
	}
	problems := new(diag.List)
	job.in, err = readInputs(ctx, w)
	inputsErr := err
	problems.Merge(err)
	stamps := []string{programVersion(), strings.Join(job.langs, ","), strconv.FormatBool(job.fixed), o.asOf, o.publisher, w.Config.Title.En, w.Config.Title.Zh}
	for _, p := range places {
		text, err := fs.ReadFile(p.FS, p.Path)
		if err != nil {
			return nil, fmt.Errorf("read page: %w", err)
		}
		parsed, err := page.Parse(p.Path, text)
		problems.Merge(err)
		job.pages = append(job.pages, parsed)
		stamps = append(stamps, p.Name(), digest(string(text)))
	}
	if inputsErr != nil {
		return nil, problems
	}
	if err := knownPublisher(job.in.codes, o.publisher); err != nil {
		return nil, err
	}
	// Problems of pages alone wait: Build finds those that only the data show, and
	// repeats these.
	var themeStamp string
	if job.theme, themeStamp, err = readTheme(w); err != nil {
		return nil, err
	}
	job.stamps = append(stamps, themeStamp, job.in.codesStamp, job.in.modelsStamp)
	job.stampRequest()
	job.output, err = a.outputFolder(w, o.output)
	return job, err
}

// outputFolder returns the absolute path of the report's folder: the flag's, or the one
// of paystats.yaml in the workspace, or paystats-out where the command was started.
func (a *app) outputFolder(w *workspace.Workspace, flag string) (string, error) {
	folder := flag
	if folder == "" {
		folder = w.Config.Output
		if w.Root != "" && !filepath.IsAbs(folder) {
			folder = filepath.Join(w.Root, folder)
		}
	}
	absolute, err := filepath.Abs(a.path(folder))
	if err != nil {
		return "", fmt.Errorf("find output folder: %w", err)
	}
	return absolute, nil
}

// pickPages returns the pages of the given names, all if there are none.
func pickPages(w *workspace.Workspace, names []string) ([]workspace.Place, error) {
	places, err := w.Pages()
	if err != nil {
		return nil, err
	}
	known, err := pageNames(w)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, unknown("page", name, known, "paystats list pages")
		}
	}
	if len(places) == 0 {
		return nil, &usageError{msg: "the workspace has no pages", hint: "write reports/pages/NAME.md, or name a built-in page under include in paystats.yaml"}
	}
	if len(names) == 0 {
		return places, nil
	}
	return slices.DeleteFunc(places, func(p workspace.Place) bool { return !slices.Contains(names, p.Name()) }), nil
}

// readTheme reads the theme of a workspace, the topmost layer's default.yaml, and its stamp.
func readTheme(w *workspace.Workspace) (t *theme.Theme, stamp string, err error) {
	for _, layer := range w.Layers() {
		file := path.Join("reports/themes", "default.yaml")
		text, err := fs.ReadFile(layer, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("read theme: %w", err)
		}
		if t, err = theme.Parse(text); err != nil {
			return nil, "", err
		}
		stamp = digest(string(text))
	}
	return t, stamp, nil
}

// isDone reports whether the report that is asked for is the one that is there already,
// made by the last run.
func (j *reportJob) isDone() (last reportRun, done bool) {
	last = readRecord(j.workspace).Report
	return last, last.Request == j.request && last.Output == j.output && (last.Strict || !j.strict) && output.IsCurrent(j.output, j.request)
}
