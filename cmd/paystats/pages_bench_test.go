package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// states are the members whose charts writePages varies from page to page.
var states = []string{"IN-AP", "IN-AS", "IN-BR", "IN-CG", "IN-DL", "IN-GJ", "IN-HR", "IN-JH", "IN-KA", "IN-KL", "IN-MH", "IN-MP", "IN-OD", "IN-PB", "IN-RJ", "IN-TS", "IN-TN", "IN-UP", "IN-WB"}

// pageCharts are the ten charts of a page of writePages, without titles; %[3]s to %[5]s are states, %[6]d is a year.
var pageCharts = []string{
	"metric: tx_value\nmarket: in-phonepe-state\nmembers: [%[3]s, %[4]s, %[5]s]\nkind: line",
	"metric: tx_count\nmarket: in-phonepe-state\nmembers: [%[3]s]\nkind: bar",
	"metric: share\nmeasure: tx_value\nmarket: in-phonepe-state\nperiod: %[6]d-Q4\nkind: ranking\ntop: 10",
	"metric: share\nmeasure: tx_count\nmarket: in-phonepe-state\nmembers: [%[3]s, %[4]s]\nkind: line",
	"metric: average_ticket\nmarket: in-phonepe-category\nmembers: [total, merchant, p2p]\nperiod: %[6]d-Q1..2024-Q4\nkind: line",
	"metric: contribution\nmeasure: tx_value\nmarket: in-phonepe-category\nperiod: %[6]d-Q1..2024-Q4\nkind: stacked",
	"metric: share\nmeasure: tx_count\nmarket: in-phonepe-category\nperiod: %[6]d-Q1..2024-Q4\nkind: stacked100",
	"metric: yoy\nmeasure: tx_count\nmarket: in-phonepe-state\nmembers: [%[4]s, %[5]s]\nkind: line",
	"metric: cr3\nmeasure: tx_value\nmarket: in-phonepe-state\nperiod: %[6]d-Q1..2024-Q4\nkind: line",
	"metric: tx_value\nmarket: in-phonepe-category\nperiod: %[6]d-Q1..2024-Q4\nkind: bar",
}

// writePages makes a workspace of so many pages, each with ten charts of PhonePe's figures,
// whose titles hold a value.
func writePages(tb testing.TB, workspace string, pages int) {
	tb.Helper()
	folder := filepath.Join(workspace, "reports", "pages")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		tb.Fatal(err)
	}
	write := func(file, text string) {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	write(filepath.Join(workspace, "paystats.yaml"), "title: Pages\ninclude: {datasets: [phonepe-pulse]}\n")
	for i := range pages {
		a, b, c, year := states[i%len(states)], states[(i+1+i/19)%len(states)], states[(i+9+i/19)%len(states)], 2019+i%5
		var text strings.Builder
		fmt.Fprintf(&text, "---\ntitle: {en: Page %[1]d, zh: 第%[1]d页}\nperiod: 2018-Q1..2024-Q4\n---\n", i)
		for j, chart := range pageCharts {
			fmt.Fprintf(&text, "\nPayments came to {{ value tx_value market=in-phonepe-category period=%d-Q4 }}.\n\n```chart c%d\n"+chart+
				"\ntitle: {en: \"{{ value tx_count market=in-phonepe-state member=%[3]s period=%[6]d-Q4 }} payments\", zh: \"{{ value tx_count market=in-phonepe-state member=%[3]s period=%[6]d-Q4 }}笔\"}\n```\n",
				year, j, a, b, c, year)
		}
		write(filepath.Join(folder, fmt.Sprintf("page-%03d.md", i)), text.String())
	}
}

// BenchmarkPages times a report of 100 pages of ten charts: from nothing, from loaded data, after
// the text of one page was changed, and with nothing changed.
func BenchmarkPages(b *testing.B) {
	workspace := b.TempDir()
	writePages(b, workspace, 100)
	state, out := filepath.Join(workspace, ".paystats"), filepath.Join(workspace, "paystats-out")
	report := func(b *testing.B) {
		b.Helper()
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), environment{args: []string{"report"}, dir: workspace, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			getenv: func(string) string { return "" }})
		if code != exitOK {
			b.Fatal(stderr.String())
		}
	}
	remove := func(b *testing.B, folders ...string) {
		b.Helper()
		for _, folder := range folders {
			if err := os.RemoveAll(folder); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			remove(b, state, out)
			report(b)
		}
	})
	b.Run("pages", func(b *testing.B) {
		for b.Loop() {
			remove(b, out)
			report(b)
		}
	})
	b.Run("one", func(b *testing.B) {
		page := filepath.Join(workspace, "reports", "pages", "page-007.md")
		for b.Loop() {
			text, err := os.ReadFile(page)
			if err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(page, append(text, "\nMore.\n"...), 0o644); err != nil {
				b.Fatal(err)
			}
			report(b)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			report(b)
		}
	})
}
