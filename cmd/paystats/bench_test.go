package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// runReport writes the built-in report once.
func runReport(b *testing.B, cache, out string) {
	b.Helper()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), environment{
		args: []string{"report", "-o", out}, dir: b.TempDir(), stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": cache}[name] },
	})
	if code != exitOK {
		b.Fatal(stderr.String())
	}
}

// BenchmarkReport times the built-in report from nothing, with the data loaded but no
// report, and with nothing changed.
func BenchmarkReport(b *testing.B) {
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			runReport(b, b.TempDir(), filepath.Join(b.TempDir(), "out"))
		}
	})
	b.Run("pages", func(b *testing.B) {
		cache := b.TempDir()
		runReport(b, cache, filepath.Join(b.TempDir(), "out"))
		for b.Loop() {
			runReport(b, cache, filepath.Join(b.TempDir(), "out"))
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		cache, out := b.TempDir(), filepath.Join(b.TempDir(), "out")
		runReport(b, cache, out)
		for b.Loop() {
			runReport(b, cache, out)
		}
	})
}
