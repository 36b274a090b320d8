package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"bytes"

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

var (
	consoleLine = regexp.MustCompile(`(?m)^\$ paystats(.*)$`)
	shellWord   = regexp.MustCompile(`"([^"]*)"|(\S+)`)
	makeTarget  = regexp.MustCompile(`(?m)^make ([a-z-]+)`)
)

// TestReadmeCommands runs every command of the README's console blocks in order, in one
// empty folder.
func TestReadmeCommands(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	lines := consoleLine.FindAllStringSubmatch(mustReadme(t), -1)
	if len(lines) < 5 {
		t.Fatalf("the README has %d commands", len(lines))
	}
	for _, line := range lines {
		var args []string
		for _, w := range shellWord.FindAllStringSubmatch(line[1], -1) {
			args = append(args, w[1]+w[2])
		}
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), environment{
			args: args, dir: dir, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": cache}[name] },
		})
		if code != exitOK || stdout.Len() == 0 {
			t.Errorf("$ paystats%s: exit code %d, %d bytes of output\n%s", line[1], code, stdout.Len(), stderr.String())
		}
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
