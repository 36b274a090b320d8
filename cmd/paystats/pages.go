package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/page"
)

// pageNames returns the names of the workspace's pages; a template has one.
func pageNames(w *workspace.Workspace) ([]string, error) {
	places, err := w.Pages()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.Name()
	}
	return names, nil
}

// pickPages returns the files of the pages of the given names, all if there are none.
func pickPages(w *workspace.Workspace, names []string) ([]workspace.Place, error) {
	places, err := w.Pages()
	if err != nil {
		return nil, err
	}
	if len(places) == 0 {
		return nil, &usageError{msg: "the workspace has no pages", hint: "write reports/pages/NAME.md, or name a built-in page under include in paystats.yaml"}
	}
	if len(names) == 0 {
		return places, nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(places, func(p workspace.Place) bool { return mayHold(p.Name(), name) }) {
			return nil, unknownPage(w, name)
		}
	}
	return slices.DeleteFunc(places, func(p workspace.Place) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return mayHold(p.Name(), name) })
	}), nil
}

// mayHold reports whether a file may hold the page that is asked for. The name of a page for a
// member starts with that of its template and a hyphen; a start that is nearly so will do,
// so that the names of its pages can be proposed.
func mayHold(file, asked string) bool {
	if file == asked || strings.HasPrefix(asked, file+"-") {
		return true
	}
	for i, c := range asked {
		if c == '-' && len(diag.Nearest(asked[:i], []string{file}, 1)) > 0 {
			return true
		}
	}
	return false
}

// unknownPage is the usage error for a name that no page has.
func unknownPage(w *workspace.Workspace, name string) error {
	known, err := pageNames(w)
	if err != nil {
		return err
	}
	return unknown("page", name, known, "paystats list pages")
}

// readPages reads pages. Their own problems go to the list.
func readPages(w *workspace.Workspace, places []workspace.Place, problems *diag.List) ([]*page.Page, error) {
	reader := page.Reader{Layers: w.Layers()}
	for _, p := range w.Config.Parameters {
		reader.Settings = append(reader.Settings, page.Setting(p))
	}
	pages, mistakes, unread := make([]*page.Page, len(places)), make([]error, len(places)), make([]error, len(places))
	inParallel(runtime.GOMAXPROCS(0), len(places), func(_, i int) {
		text, err := fs.ReadFile(places[i].FS, places[i].Path)
		if err != nil {
			unread[i] = fmt.Errorf("read page: %w", err)
			return
		}
		pages[i], mistakes[i] = reader.Parse(places[i].Path, text)
	})
	for _, err := range mistakes {
		problems.Merge(err)
	}
	return pages, errors.Join(unread...)
}

// checkNames takes out the pages that only look as if they held one that was asked for.
func (j *reportJob) checkNames() error {
	j.pages = slices.DeleteFunc(j.pages, func(p *page.Page) bool {
		return len(j.names) > 0 && !p.IsTemplate() && !slices.Contains(j.names, p.Name)
	})
	for _, name := range j.names {
		if !slices.ContainsFunc(j.pages, func(p *page.Page) bool {
			return p.Name == name || p.IsTemplate() && mayHold(p.Name, name)
		}) {
			return unknownPage(j.workspace, name)
		}
	}
	return nil
}

// checkParameters reports parameters of paystats.yaml that no page of the workspace
// declares.
func (j *reportJob) checkParameters() error {
	if len(j.names) > 0 {
		return nil // other pages may
	}
	var declared []string
	for _, p := range j.pages {
		declared = append(declared, p.Parameters()...)
	}
	problems := new(diag.List)
	for _, given := range j.workspace.Config.Parameters {
		if !slices.Contains(declared, given.Name) {
			problems.Add(&diag.Problem{Pos: given.Pos, Code: "parameter-unknown", Msg: fmt.Sprintf("no page declares a parameter %q", given.Name), Hint: diag.DidYouMean(given.Name, declared, "")})
		}
	}
	return problems.Err()
}

// expand returns the pages that are to be built, with templates replaced by their pages.
func (j *reportJob) expand(ctx context.Context, db page.Source) ([]*page.Page, error) {
	pages, err := page.Expand(ctx, db, j.pages)
	if err != nil || len(j.names) == 0 {
		return pages, err
	}
	known, err := pageNames(j.workspace)
	if err != nil {
		return nil, err
	}
	made := namesMade(pages)
	isAsked := func(p *page.Page) bool {
		return p.IsTemplate() || slices.Contains(j.names, p.Name) || slices.Contains(j.names, p.Template)
	}
	pages = slices.DeleteFunc(pages, func(p *page.Page) bool { return !isAsked(p) })
	for _, name := range j.names {
		if !slices.ContainsFunc(pages, func(p *page.Page) bool { return p.IsTemplate() || p.Name == name || p.Template == name }) {
			return nil, unknown("page", name, append(made, known...), "paystats list pages")
		}
	}
	return pages, nil
}

// pageNamed returns a page of the workspace by its public name; an unknown one is a usage
// error. The page may hold mistakes: Build reports them.
func pageNamed(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, name string) (*page.Page, error) {
	places, err := pickPages(w, []string{name})
	if err != nil {
		return nil, err
	}
	pages, err := readPages(w, places, new(diag.List))
	if err != nil {
		return nil, err
	}
	if pages, err = page.Expand(ctx, db, pages); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(pages, func(p *page.Page) bool { return p.Name == name })
	if i < 0 {
		known, err := pageNames(w)
		if err != nil {
			return nil, err
		}
		return nil, unknown("page", name, append(namesMade(pages), known...), "paystats list pages")
	}
	return pages[i], nil
}

// namesMade returns the names of pages that are no templates.
func namesMade(pages []*page.Page) []string {
	var names []string
	for _, p := range pages {
		if !p.IsTemplate() {
			names = append(names, p.Name)
		}
	}
	return names
}
