package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asProgram has the test's own executable act as the program, which starts itself for SQL.
const asProgram = "BENCH_TEST_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	m.Run()
}

// Hand-written SQL and paystats make the same rows and roll-ups of the same files, malformed rows among them: bench
// compares them, and fails where they differ.
func TestSQLMakesTheSameRows(t *testing.T) {
	programs := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", programs+"/", "../paystats", "../sample").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Setenv(asProgram, "1")
	var out, messages bytes.Buffer
	if code := run(t.Context(), []string{"--rows", "30000", "--runs", "1", "--programs", programs, "--folder", t.TempDir()}, &out, &messages); code != 0 {
		t.Fatalf("exit %d: %s", code, messages.String())
	}
	for _, want := range []string{"| csv: the table, paystats ingest |", "| parquet: roll-ups and metrics, paystats |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table has no line %q:\n%s", want, out.String())
		}
	}
}

// A difference is found: rows that were taken out of one of two files.
func TestSameFindsADifference(t *testing.T) {
	ours, theirs := t.TempDir(), t.TempDir()
	for folder, rows := range map[string]string{ours: "('a'), ('b')", theirs: "('a'), ('c')"} {
		script := folder + "/rows.sql"
		if err := os.WriteFile(script, []byte("INSERT INTO transaction (id) VALUES "+rows), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := runScript(t.Context(), script, folder); err != nil {
			t.Fatal(err)
		}
	}
	if err := same(t.Context(), ours, theirs, "rollup_hour"); err != nil {
		t.Errorf("same of empty tables = %v", err)
	}
	if err := same(t.Context(), ours, theirs, "transaction"); err == nil {
		t.Error("same of different rows finds nothing")
	}
}
