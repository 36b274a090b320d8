package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// figuresDescriptor describes what writeFigures writes.
const figuresDescriptor = `name: figures
licenses: [{name: CC0-1.0}]
resources:
  - name: figures
    path: figures.csv
    paystats:
      kind: observations
      publisher: iresearch
      vintage: {column: published}
      observation: {period: {column: quarter}, area: {column: area}, segment: third-party-mobile, measure: tx_value, dimension: provider,
                    member: {column: provider}, value: {column: value, unit: CNY mn}}
`

// writeFigures makes a workspace whose only dataset is a CSV file of so many invented
// observations, and returns the size of the file in bytes.
func writeFigures(tb testing.TB, workspace string, rows int) int64 {
	tb.Helper()
	folder := filepath.Join(workspace, "data", "sets", "figures")
	for file, text := range map[string]string{filepath.Join(workspace, "paystats.yaml"): "title: Figures\n", filepath.Join(folder, "datapackage.yaml"): figuresDescriptor} {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	file, err := os.Create(filepath.Join(folder, "figures.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(out, "quarter,provider,area,value,published")
	providers, areas := []string{"alipay", "财付通", "unionpay", "lakala", "yeepay"}, []string{"CN", "IN", "IN-MH", "IN-KA", "IN-DL", "IN-GJ", "IN-TN"}
	for i := range rows {
		fmt.Fprintf(out, "%d-Q%d,%s,%s,%d.%02d,20%02d-0%d-1%d\n", 2010+i%11, 1+i%4, providers[i%5], areas[i%7], i*7919%1_000_000, i%100, 10+i%13, 1+i%9, i%10)
	}
	if err := out.Flush(); err != nil {
		tb.Fatal(err)
	}
	stat, err := file.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	return stat.Size()
}

// BenchmarkIngest times `paystats ingest` of a million observations in one CSV file, from
// start to end of the command: reading, mapping, storing. Beside it, the engine's own
// reader puts the same file into a table in memory: text as it stands, no codes, units,
// places or rejects.
func BenchmarkIngest(b *testing.B) {
	const rows = 1_000_000
	workspace := b.TempDir()
	writeFigures(b, workspace, rows)
	b.Run("paystats", func(b *testing.B) {
		for b.Loop() {
			if err := os.RemoveAll(filepath.Join(workspace, ".paystats")); err != nil {
				b.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			code := run(context.Background(), environment{args: []string{"-C", workspace, "ingest"}, dir: workspace, stdin: strings.NewReader(""),
				stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }})
			if code != exitOK || !strings.Contains(stdout.String(), "1000000 observations loaded") {
				b.Fatalf("%s%s", stdout.String(), stderr.String())
			}
		}
		b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("engine", func(b *testing.B) {
		db, err := warehouse.OpenMemory(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		for b.Loop() {
			if err := db.Exec(b.Context(), "CREATE OR REPLACE TABLE figures AS FROM read_csv(?, all_varchar = true)", filepath.Join(workspace, "data", "sets", "figures", "figures.csv")); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
