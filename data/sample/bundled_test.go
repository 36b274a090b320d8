package sample_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"paystats/data/sample"
)

// The bundled set is what the program writes; make it anew with
// `make sample ROWS=40000 FORMAT=parquet OUT=data/sets/synthetic-attempts`.
func TestBundledSetIsTheSample(t *testing.T) {
	const bundled = "../sets/synthetic-attempts"
	made := filepath.Join(t.TempDir(), "synthetic-attempts")
	if err := sample.Write(context.Background(), made, sample.Options{Rows: 40_000, Seed: 1, Format: sample.Parquet}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(made)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		want, err := os.ReadFile(filepath.Join(made, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(bundled, f.Name()))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s of the bundled set is not what the program writes", f.Name())
		}
	}
}
