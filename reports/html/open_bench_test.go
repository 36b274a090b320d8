package html_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

// BenchmarkOpen times a page of 20 charts in Chromium, by the clock of the page: view-ms is
// when the charts in view are drawn and the page answers, all-ms when every chart is.
func BenchmarkOpen(b *testing.B) {
	doc := example(b)
	var charts []document.Block
	for n := 0; len(charts) < 20; n++ {
		for _, block := range example(b).Blocks {
			if c, ok := block.(document.Chart); ok && len(charts) < 20 {
				c.Spec.ID = fmt.Sprintf("%s-%d", c.Spec.ID, n)
				charts = append(charts, c)
			}
		}
	}
	doc.Blocks = charts
	var page bytes.Buffer
	if err := html.Render(&page, []document.Document{doc}, html.Options{}); err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "page.html")
	if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	browser := browsertest.Start(b)
	var view, all float64
	for b.Loop() {
		p := browser.Open(file, browsertest.View{Width: 1280, Height: 900})
		var ready, drawn float64
		p.Eval(`performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`, &ready)
		p.Eval(`new Promise(function (done) {
			(function look() { document.querySelector('figure.chart:not([data-drawn])') ? setTimeout(look, 1) : done(performance.now()); })();
		})`, &drawn)
		view, all = view+ready, all+drawn
		p.Close()
	}
	b.ReportMetric(view/float64(b.N), "view-ms")
	b.ReportMetric(all/float64(b.N), "all-ms")
}
