package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paystats/transform"
)

func mustReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(root + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var makeTarget = regexp.MustCompile(`(?m)^make ([a-z-]+)`)

// TestReadmeCommands runs every command of the README's console blocks in order, in one
// empty folder.
func TestReadmeCommands(t *testing.T) {
	if n := newWalk(t).follow(mustReadme(t)); n < 5 {
		t.Fatalf("the README has %d commands", n)
	}
}

// TestBringYourOwnData walks through the page as a newcomer would, from the root of the
// repository: every command, every file that it says to write, every output that it shows.
func TestBringYourOwnData(t *testing.T) {
	const page = "data/bring-your-own-data"
	text, err := os.ReadFile(root + "/" + page + ".md")
	if err != nil {
		t.Fatal(err)
	}
	w := newWalk(t)
	if err := os.CopyFS(filepath.Join(w.dir, page), os.DirFS(root+"/"+page)); err != nil {
		t.Fatal(err)
	}
	if n := w.follow(string(text)); n < 15 {
		t.Fatalf("the page has %d commands", n)
	}
}

// TestWriteAPage walks through the tutorial as an analyst would.
func TestWriteAPage(t *testing.T) {
	text, err := os.ReadFile(root + "/reports/write-a-page.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := newWalk(t).follow(string(text)); n < 8 {
		t.Fatalf("the page has %d commands", n)
	}
}

// TestUnattended walks through the page as somebody would who sets paystats up for good.
func TestUnattended(t *testing.T) {
	text, err := os.ReadFile("unattended/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := newWalk(t).follow(string(text)); n < 6 {
		t.Fatalf("the page has %d commands", n)
	}
}

func TestReadmeMakeTargets(t *testing.T) {
	makefile, err := os.ReadFile(root + "/Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range makeTarget.FindAllStringSubmatch(mustReadme(t), -1) {
		if !strings.Contains(string(makefile), "\n"+m[1]+":") {
			t.Errorf("the README says make %s, which the Makefile does not know", m[1])
		}
	}
}

// TestReadmeMetrics holds the README's table of metrics against the models' headers.
func TestReadmeMetrics(t *testing.T) {
	models, err := transform.ReadModels(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	table := "| metric | question |\n|---|---|\n"
	for _, m := range models {
		if name, ok := strings.CutPrefix(m.Name, "metric_"); ok {
			table += fmt.Sprintf("| `%s` | %s |\n", name, m.Question)
		}
	}
	if !strings.Contains(mustReadme(t), table) {
		t.Errorf("the README's table of metrics is not that of the models:\n%s", table)
	}
}
