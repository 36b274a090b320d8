package html_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

// No page breaks a rule of axe-core of weight serious or critical, light or dark, with
// everything that can be opened open.
func TestAccessibility(t *testing.T) {
	b := browsertest.Start(t)
	files := map[string]string{"page": mustWrite(t, example(t)), "index": mustWriteIndex(t, exampleIndex())}
	for name, file := range files {
		for _, v := range []browsertest.View{{Width: 1280, Height: 900}, {Width: 390, Height: 844, Dark: true}} {
			p := b.Open(file, v)
			p.Eval(`document.querySelectorAll('details').forEach(function (d) { d.open = true; })`, nil)
			p.Audit()
			p.Shot(name + "-open-" + map[bool]string{false: "1280", true: "390-dark"}[v.Dark])
			p.Close()
		}
	}
}

func mustWriteIndex(t *testing.T, index document.Index) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(mustRenderIndex(t, index)), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

var _ = html.Passages
var _ = strings.Cut
