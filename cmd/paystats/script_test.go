package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script/*.txtar: the user's view, files included. The
// program runs in this process, so that coverage counts.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"paystats": paystatsCommand,
			"exit":     exitCommand,
			"same":     sameCommand,
			"replace":  replaceCommand,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("PAYSTATS_CACHE", filepath.Join(e.WorkDir, ".cache"))
			e.Values["exit"] = new(int)
			for name, file := range map[string]string{"RBI": "testdata/rbi", "GALLERY": "../../reports/page/testdata/gallery.md", "DECKS": "../../reports/deck/testdata"} {
				full, err := filepath.Abs(file)
				if err != nil {
					return err
				}
				e.Setenv(name, full)
			}
			return nil
		},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "",
	})
}

// paystatsCommand runs the program as if started in the script's current folder. A last
// argument <FILE is its stdin.
func paystatsCommand(ts *testscript.TestScript, neg bool, args []string) {
	var stdout, stderr bytes.Buffer
	stdin := ""
	if n := len(args); n > 0 && strings.HasPrefix(args[n-1], "<") {
		stdin, args = ts.ReadFile(args[n-1][1:]), args[:n-1]
	}
	code := run(context.Background(), environment{
		args:   args,
		dir:    ts.MkAbs("."),
		getenv: ts.Getenv,
		stdin:  strings.NewReader(stdin),
		stdout: &stdout,
		stderr: &stderr,
	})
	ts.Stdout().Write(stdout.Bytes())
	ts.Stderr().Write(stderr.Bytes())
	*ts.Value("exit").(*int) = code
	if (code != 0) != neg {
		ts.Fatalf("paystats %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
}

// exitCommand checks the exit code of the last paystats command.
func exitCommand(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := *ts.Value("exit").(*int); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// replaceCommand replaces a text everywhere in a file, as a hand would: replace FILE OLD NEW.
func replaceCommand(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o644))
}

// sameCommand checks that two folders hold the same files, byte for byte.
func sameCommand(ts *testscript.TestScript, neg bool, args []string) {
	a, b := tree(ts, args[0]), tree(ts, args[1])
	equal := len(a) == len(b)
	for name := range a {
		equal = equal && a[name] == b[name]
	}
	if len(a) == 0 || equal == neg {
		ts.Fatalf("%s (%d files) and %s (%d files): equal is %v", args[0], len(a), args[1], len(b), equal)
	}
}

func tree(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	ts.Check(walkFiles(os.DirFS(ts.MkAbs(dir)), func(name string, content []byte) { files[name] = string(content) }))
	return files
}
