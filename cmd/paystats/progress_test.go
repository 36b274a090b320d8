package main

import (
	"bytes"
	"strings"
	"testing"
)

// Progress is for people who look on: on a terminal, and gone when the run ends.
func TestProgress(t *testing.T) {
	dir := mustInit(t)
	for _, tt := range []struct {
		name     string
		terminal bool
		args     []string
		want     string
	}{
		{"terminal", true, nil, "\r\x1b[Kreading the workspace\r\x1b[K"},
		{"no terminal", false, nil, ""},
		{"quiet", true, []string{"--quiet"}, ""},
		{"json", true, []string{"--json"}, ""},
	} {
		var out, errs bytes.Buffer
		code := run(t.Context(), environment{
			args: append([]string{"-C", dir, "report"}, tt.args...), dir: dir, stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
			getenv: func(string) string { return "" }, terminal: tt.terminal,
		})
		if code != exitOK || errs.String() != tt.want {
			t.Errorf("%s: exit code %d, stderr %q, want %q", tt.name, code, errs.String(), tt.want)
		}
	}
}
