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
	"paystats/reports/svg"
	"paystats/reports/theme"
)

// reportJob is one report that was asked for: its inputs, all read, and where it goes.
type reportJob struct {
	workspace *workspace.Workspace
	in        *inputs
	pages     []*page.Page
	names     []string       // of the pages that were asked for; none means all
	formats   []outputFormat // beside HTML, in the order of outputFormats
	langs     []string       // languages of the pages, the first is shown first
	fixed     bool           // the languages were asked for: the reader's browser does not choose
	asOf      string         // day of the as-of cut, "" for none
	publisher string         // of the markets that list it, "" for the markets' own order
	strict    bool
	output    string // absolute path
	request   string // hash of everything that the report is made from

	style
	shelf   shelf        // pages made before, nil to make all
	memory  *page.Memory // of the warehouse, nil to ask anew
	watched bool         // pages reload themselves when they are made anew
}

// stampRequest computes the request; a load that adds to a dataset's history changes it.
func (j *reportJob) stampRequest() {
	stamps := append([]string{j.common(), strings.Join(namesOf(j.pictureFormats()), ","), strconv.FormatBool(j.watched)}, j.names...)
	for _, p := range j.pages {
		stamps = append(stamps, p.Stamp())
	}
	j.request = digest(stamps...)
}

// common returns a hash of everything that every page is made from.
func (j *reportJob) common() string {
	title := j.workspace.Config.Title
	stamps := []string{programVersion(), strings.Join(j.langs, ","), strings.Join(namesOf(j.pageFormats()), ","), digest(string(j.template)), strconv.FormatBool(j.fixed), j.asOf, j.publisher, title.En, title.Zh, fmt.Sprint(j.workspace.Config.Numbers), j.themeStamp, j.in.codesStamp, j.in.modelsStamp}
	for _, d := range j.in.datasets {
		stamps = append(stamps, d.Name, d.fingerprint)
	}
	return digest(stamps...)
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
	template, err := a.readTemplate(o.template)
	if err != nil {
		return nil, err
	}
	if err := checkDay(o.asOf); err != nil {
		return nil, err
	}
	formats, err := pickFormats(o.formats)
	if err != nil {
		return nil, err
	}
	w, err := a.workspace()
	if err != nil {
		return nil, err
	}
	job := &reportJob{workspace: w, names: names, formats: formats, style: style{template: template, cache: newPictureCache(w.State), missing: &missingLetters{}, drawer: new(svg.Drawer)}, langs: langs, fixed: len(langs) > 0, asOf: o.asOf, publisher: o.publisher, strict: o.strict}
	if !job.fixed {
		job.langs = w.Config.Languages
	}
	problems := new(diag.List)
	if err := job.readPages(problems); err != nil {
		return nil, err
	}
	if job.in, err = readInputs(ctx, w); err != nil {
		problems.Merge(err)
		return nil, problems
	}
	if err := knownPublisher(job.in.codes, o.publisher); err != nil {
		return nil, err
	}
	// Problems of pages alone wait: Build finds those that only the data show, and
	// repeats these.
	if job.theme, job.themeStamp, err = readTheme(w, w.Config.Theme); err != nil {
		return nil, err
	}
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

// readPages reads the pages; their own problems go to the list.
func (j *reportJob) readPages(problems *diag.List) error {
	places, err := pickPages(j.workspace, j.names)
	if err != nil {
		return err
	}
	if j.pages, err = readPages(j.workspace, places, problems); err != nil {
		return err
	}
	return j.checkNames()
}

// readTheme reads a theme by name, of the topmost layer that has it, and its stamp.
func readTheme(w *workspace.Workspace, name string) (t *theme.Theme, stamp string, err error) {
	for _, layer := range w.Layers() {
		file := path.Join(theme.Folder, name+".yaml")
		text, err := fs.ReadFile(layer, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("read theme: %w", err)
		}
		folder, err := fs.Sub(layer, theme.Folder)
		if err != nil {
			return nil, "", fmt.Errorf("read theme: %w", err)
		}
		if t, err = theme.Parse(file, text, folder); err != nil {
			return nil, "", err
		}
		stamp = digest(string(text), fmt.Sprint(t.Logo, t.Files))
	}
	if t == nil {
		return nil, "", &usageError{msg: fmt.Sprintf("there is no theme %q", name), hint: "write " + path.Join(theme.Folder, name+".yaml") + ", or leave theme out of paystats.yaml"}
	}
	return t, stamp, nil
}

// isDone reports whether the report that is asked for is the one that is there already,
// made by the last run. Files are read only where size or time is not what it left.
func (j *reportJob) isDone() (last reportRun, done bool) {
	last = readMemo(j.workspace).Report
	if last.Request != j.request || last.Output != j.output || j.strict && !last.Strict {
		return last, false
	}
	stamp := output.Stamp(j.output, j.request)
	return last, stamp != "" && (stamp == last.Stamp || output.IsCurrent(j.output, j.request))
}
