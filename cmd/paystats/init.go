package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/codelist"
	"paystats/data/workspace"
	"paystats/reports"
)

// starter holds the files of a new workspace.
//
//go:embed starter
var starter embed.FS

// bareFiles are the starter's files that every new workspace gets, with the names they
// get there; the others are the example.
var bareFiles = map[string]string{"paystats.yaml": "paystats.yaml", "gitignore": ".gitignore"}

// workspaceFolders are the folders that a workspace has even when it is empty.
var workspaceFolders = []string{"data/sets", "data/codelists", "transform/models", "reports/pages"}

// startingExample is the example of --example without a name: an invented dataset with its
// market and page.
const startingExample = "us-cards"

// exampleSets are the pages of the built-in report that a workspace can start with, and the
// built-in datasets that each is made from.
var exampleSets = map[string][]string{
	"acceptance":      {"cn-wallets"},
	"china-2015q3":    {"cn-payments", "cn-wallets"},
	"china-quarterly": {"cn-payments"},
	"conflicts":       {"cn-payments"},
	"failures":        {"synthetic-attempts"},
	"india-upi":       {"phonepe-pulse"},
	"monthly-pay":     {"synthetic-attempts"},
}

func (a *app) initCommand() *cobra.Command {
	var example string
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "Start a workspace of your own",
		Long: `Makes DIR a workspace: paystats.yaml, empty code lists, and the folders for datasets,
models and pages. Nothing that is there already is overwritten. With --example it also
holds a small invented dataset with its market and page, to change into your own; with
--example=PAGE a page of the built-in report, whose datasets take part.`,
		Example: "  paystats init my-market --example\n  cd my-market && paystats report\n  paystats init china --example=china-2015q3",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.init(args[0], example) },
	}
	c.Flags().StringVar(&example, "example", "", "add a small dataset and page as a pattern, or =PAGE a page of the built-in report")
	c.Flags().Lookup("example").NoOptDefVal = startingExample
	return c
}

func (a *app) init(name, example string) error {
	sets, isPage := exampleSets[example]
	if !isPage && example != "" && example != startingExample {
		return unknown("example", example, slices.Sorted(maps.Keys(exampleSets)), "")
	}
	dir := a.path(name)
	if _, err := os.Stat(filepath.Join(dir, workspace.ConfigName)); err == nil {
		return &usageError{msg: name + " is a workspace already", hint: "see " + filepath.Join(name, workspace.ConfigName)}
	}
	for _, folder := range workspaceFolders {
		if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(folder)), 0o755); err != nil {
			return fmt.Errorf("start workspace: %w", err)
		}
	}
	files, err := fs.Sub(starter, "starter")
	if err != nil {
		return err
	}
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		target, bare := bareFiles[path]
		if !bare && example != startingExample {
			return nil
		}
		if !bare {
			target = path
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		if path == workspace.ConfigName && isPage {
			content = bytes.Replace(content, []byte("datasets: []"), []byte("datasets: ["+strings.Join(sets, ", ")+"]"), 1)
		}
		return createFile(filepath.Join(dir, filepath.FromSlash(target)), content)
	})
	if err == nil {
		err = createLists(dir)
	}
	if err == nil && isPage {
		err = createPage(dir, example)
	}
	if err != nil {
		return fmt.Errorf("start workspace: %w", err)
	}
	next := "run `paystats add FILE` there"
	if example != "" {
		next = "run `paystats report` there"
	}
	a.say(map[string]any{"workspace": name, "changed": true}, "%s is a workspace now; %s", name, next)
	return nil
}

// linkToPage is a link to another page of the report, which a workspace that starts with one has not.
var linkToPage = regexp.MustCompile(`\[([^\]]+)\]\(\.\./[^)]*\)`)

// createPage writes a page of the built-in report as the workspace's own, with what other pages are
// called in the place of links to them.
func createPage(dir, name string) error {
	file := "pages/" + name + ".md"
	content, err := fs.ReadFile(reports.Files, file)
	if err != nil {
		return err
	}
	return createFile(filepath.Join(dir, "reports", filepath.FromSlash(file)), linkToPage.ReplaceAll(content, []byte("$1")))
}

// createLists writes a file with its header for each code list, so that one line is enough to
// accept a name.
func createLists(dir string) error {
	for _, list := range codelist.Names() {
		file := filepath.Join(dir, filepath.FromSlash(codelist.Folder), list+".csv")
		if err := createFile(file, []byte(codelist.Header(list)+"\n")); err != nil {
			return err
		}
	}
	return nil
}

// createFile writes a file that does not exist yet; one that does stays as it is.
func createFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
