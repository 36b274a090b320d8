package ingest_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"paystats/data/codelist"
	"paystats/data/obs"
	"paystats/ingest"
)

func bundledLists(t testing.TB) *codelist.Set {
	t.Helper()
	set, err := codelist.Read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func benchmarkRead(b *testing.B, d *ingest.Dataset, set *codelist.Set) {
	b.Helper()
	rows := 0
	b.ReportAllocs()
	for b.Loop() {
		sum, err := d.Read(context.Background(), set, func(obs.Observation) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		rows += sum.RowsIn
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// 2 072 small JSON files, in the file system's cache.
func BenchmarkReadPhonePe(b *testing.B) {
	d, err := ingest.Open(os.DirFS(".."), "data/sets/phonepe-pulse")
	if err != nil {
		b.Fatal(err)
	}
	benchmarkRead(b, d, bundledLists(b))
}

// The same files: walking the tree, and hashing all content.
func BenchmarkOpenPhonePe(b *testing.B) {
	for b.Loop() {
		if _, err := ingest.Open(os.DirFS(".."), "data/sets/phonepe-pulse"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFingerprintPhonePe(b *testing.B) {
	d, err := ingest.Open(os.DirFS(".."), "data/sets/phonepe-pulse")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Fingerprint(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// One CSV file of 100 000 observations.
func BenchmarkReadCSV(b *testing.B) { benchmarkCSV(b, plain+"note: {column: note}") }

// The same file with a rule for each row, and sums that are held against totals.
func BenchmarkReadTotals(b *testing.B) {
	benchmarkCSV(b, plain+"note: {column: note}\nrows: {fill: [unit], skip: {provider: '^[0-9]+$'}, total: {provider: '^ALL$'}}")
}

func benchmarkCSV(b *testing.B, paystats string) {
	b.Helper()
	var text strings.Builder
	text.WriteString("period,provider,value,unit,note\n")
	providers := []string{"Acme", "桦木", "cedar", "ALL"}
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d-Q%d,%s,%d.%02d,万元,\n", 1900+i/4%200, i%4+1, providers[i%4], 1000+i, i%100)
	}
	d, err := ingest.Open(dataset(describe("path: figures.csv", paystats), map[string]string{"figures.csv": text.String()}), dir)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkRead(b, d, mustLists(b))
}
