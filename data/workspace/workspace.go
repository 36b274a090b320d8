// Package workspace finds the folder that paystats works on and lays the user's files
// over those built into the program.
//
// A workspace is a folder with paystats.yaml (see Config). Outside any, the embedded
// workspace is used: this repository's own datasets, code lists, models and pages, with
// its state in the user's cache folder.
//
// Overlay: embedded code lists, models and themes are always there; a user's code list
// rows merge by key, models, pages and themes replace by name. Embedded datasets and
// pages take part in a user's workspace only when include names them.
package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"paystats/data/diag"
)

// ConfigName is the file that makes a folder a workspace.
const ConfigName = "paystats.yaml"

// CodeStateLink is the code of a link in the place of the warehouse or beside it.
const CodeStateLink = "state-link"

// The folders of a workspace.
const (
	setsDir   = "data/sets"
	pagesDir  = "reports/pages"
	pastDir   = "data/history"
	stateName = ".paystats"
)

// Workspace is what a command works on.
type Workspace struct {
	Root     string // folder of paystats.yaml; "" for the embedded workspace
	State    string // folder of the warehouse, the lock and the run record
	Config   Config
	embedded fs.FS
	user     fs.FS // nil for the embedded workspace
}

// Place is a file or folder of one layer of a workspace.
type Place struct {
	FS   fs.FS
	Path string
}

// Name returns the last element of the path without its extension.
func (p Place) Name() string {
	base := path.Base(p.Path)
	return strings.TrimSuffix(base, path.Ext(base))
}

// Open finds the workspace that dir lies in, or else the embedded one, whose state is
// kept in cache. Problems of paystats.yaml are a *diag.List.
func Open(embedded fs.FS, dir, cache string) (*Workspace, error) {
	root, err := find(dir)
	if err != nil {
		return nil, err
	}
	if root == "" {
		return &Workspace{State: cache, Config: defaultConfig(), embedded: embedded}, nil
	}
	w := &Workspace{Root: root, State: filepath.Join(root, stateName), embedded: embedded}
	if w.user, err = openGuarded(root); err != nil {
		return nil, err
	}
	if err := ownState(w.State); err != nil {
		return nil, err
	}
	w.Config, err = readConfig(w.user)
	return w, err
}

// ownState refuses a state folder that is a link, or holds one: what is written there would
// be written where the link leads.
func ownState(folder string) error {
	at := []string{folder}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look into state folder: %w", err)
	}
	for _, e := range entries {
		at = append(at, filepath.Join(folder, e.Name()))
	}
	var problems diag.List
	for _, file := range at {
		if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			name, _ := filepath.Rel(filepath.Dir(folder), file)
			problems.Add(&diag.Problem{Pos: diag.Pos{File: filepath.ToSlash(name)}, Code: CodeStateLink, Msg: "a link, which what is written there would follow", Hint: "remove it; paystats makes the folder anew"})
		}
	}
	return problems.Err()
}

// find returns the nearest folder at or above dir that holds paystats.yaml, "" if none.
func find(dir string) (string, error) {
	at, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find workspace: %w", err)
	}
	if _, err := os.Stat(at); err != nil {
		return "", fmt.Errorf("find workspace: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, ConfigName)); err == nil {
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", nil
		}
		at = up
	}
}

// Layers returns the file trees whose code lists, models and themes apply, the
// embedded one first; a later one replaces what an earlier one holds.
func (w *Workspace) Layers() []fs.FS {
	if w.user == nil {
		return []fs.FS{w.embedded}
	}
	return []fs.FS{w.embedded, w.user}
}

// Datasets returns the folders of the datasets that take part, sorted by name.
func (w *Workspace) Datasets() ([]Place, error) {
	isSet := func(info fs.FileInfo) bool { return info.IsDir() }
	return w.parts(setsDir, "", isSet, w.Config.Include.Datasets)
}

// Pages returns the pages that take part, sorted by name.
func (w *Workspace) Pages() ([]Place, error) {
	isPage := func(info fs.FileInfo) bool {
		return !info.IsDir() && path.Ext(info.Name()) == ".md" && info.Name() != "README.md"
	}
	return w.parts(pagesDir, ".md", isPage, w.Config.Include.Pages)
}

// parts lists what a folder of the user's layer holds, and what it includes of the
// embedded one.
func (w *Workspace) parts(dir, ext string, isPart func(fs.FileInfo) bool, include []string) ([]Place, error) {
	embedded, err := list(w.embedded, dir, isPart)
	if err != nil {
		return nil, err
	}
	if w.user == nil {
		return embedded, nil
	}
	own, err := list(w.user, dir, isPart)
	if err != nil {
		return nil, err
	}
	for _, p := range embedded {
		name := strings.TrimSuffix(path.Base(p.Path), ext)
		taken := slices.ContainsFunc(own, func(o Place) bool { return path.Base(o.Path) == path.Base(p.Path) })
		if slices.Contains(include, name) && !taken {
			own = append(own, p)
		}
	}
	slices.SortFunc(own, func(a, b Place) int { return strings.Compare(a.Path, b.Path) })
	return own, nil
}

func list(tree fs.FS, dir string, isPart func(fs.FileInfo) bool) ([]Place, error) {
	entries, err := fs.ReadDir(tree, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	var places []Place
	for _, e := range entries {
		at := path.Join(dir, e.Name())
		info, err := fs.Stat(tree, at) // of what a link leads to
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", dir, err)
		}
		if isPart(info) {
			places = append(places, Place{FS: tree, Path: at})
		}
	}
	return places, nil
}

// HistoryPath returns the path, from the root of the workspace, of the file that keeps
// what a dataset's files no longer hold.
func HistoryPath(dataset string) string { return path.Join(pastDir, dataset+".csv") }

// Histories returns the files of the history, sorted by name; none for the embedded
// workspace, which nothing is written to.
func (w *Workspace) Histories() ([]Place, error) {
	if w.user == nil {
		return nil, nil
	}
	return list(w.user, pastDir, func(info fs.FileInfo) bool { return !info.IsDir() && path.Ext(info.Name()) == ".csv" })
}
