package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAddAsks answers the questions of add as somebody at a terminal does: it asks for little,
// a second time where no code fits, and writes what was answered.
func TestAddAsks(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	say := func(input string, args ...string) (stderr string, code int) {
		t.Helper()
		var stdout, errors bytes.Buffer
		code = run(t.Context(), environment{args: args, dir: dir, stdin: strings.NewReader(input), stdout: &stdout, stderr: &errors, terminal: true,
			getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": cache}[name] }})
		return errors.String(), code
	}
	if _, code := say("", "init", "."); code != exitOK {
		t.Fatalf("init: exit code %d", code)
	}
	file := filepath.Join(dir, "v.csv")
	if err := os.WriteFile(file, []byte("quarter,provider,volume\n2015Q1,Alipay,1\n2015Q2,Bolt Pay,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	asked, code := say("wallets-2015\nnobody\niresearch\nIndia\namount\ny\n", "add", "v.csv")
	if code != exitOK {
		t.Fatalf("add: exit code %d\n%s", code, asked)
	}
	for _, want := range []string{"name of the dataset [v]: ", `no publisher is called "nobody"`, "which country", "is volume the number or the amount", "add 1 new names to the code lists? yes or no [yes]: "} {
		if !strings.Contains(asked, want) {
			t.Errorf("it did not ask %q:\n%s", want, asked)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "data/sets/wallets-2015/datapackage.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"publisher: iresearch\n", "area: IN\n", "measure: tx_value\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the descriptor lacks %q:\n%s", want, text)
		}
	}
	if asked, code := say("another\n", "add", "v.csv"); code != exitUsage || !strings.Contains(asked, "nothing was written") {
		t.Errorf("an input that ends at a question: exit code %d\n%s", code, asked)
	}
}
