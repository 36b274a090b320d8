package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/html/browsertest"
)

// desktop and phone are the two widths that pages are looked at in, px.
var (
	desktop = browsertest.View{Width: 1280, Height: 900}
	phone   = browsertest.View{Width: 390, Height: 844}
)

// mustReport writes a report with the given arguments into a new folder.
func mustReport(t *testing.T, args ...string) (out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "out")
	if code, stderr := mustRun(t, context.Background(), t.TempDir(), append([]string{"report", "-o", out}, args...)...); code != exitOK {
		t.Fatalf("paystats report: exit code %d\n%s", code, stderr)
	}
	return out
}

// TestReportInBrowser opens every page of the built-in report by its file, as a double
// click does: no console error, no request, every chart drawn, nothing cut off. The
// pictures are kept in $PAYSTATS_SHOTS.
func TestReportInBrowser(t *testing.T) {
	out := mustReport(t)
	browser := browsertest.Start(t)
	for _, name := range []string{"index.html", "china-2015q3/index.html", "india-upi/index.html", "failures/index.html", "monthly-pay/index.html"} {
		for width, view := range map[string]browsertest.View{"desktop": desktop, "phone": phone} {
			page := browser.Open(filepath.Join(out, filepath.FromSlash(name)), view)
			page.Check()
			page.Shot(strings.ReplaceAll(strings.TrimSuffix(name, "/index.html"), ".html", "") + "-" + width)
			if name != "index.html" && page.Charts() < 5 {
				t.Errorf("%s has %d charts, want five or more", name, page.Charts())
			}
			page.Close()
		}
	}
}

// TestReportIsAccessible holds the shipped pages, in both languages and modes and with
// everything open, to axe-core's serious and critical rules.
func TestReportIsAccessible(t *testing.T) {
	out := mustReport(t)
	browser := browsertest.Start(t)
	for _, name := range []string{"index.html", "china-2015q3/index.html", "india-upi/index.html", "failures/index.html", "monthly-pay/index.html"} {
		for _, view := range []browsertest.View{{Width: 1280, Height: 900, Address: "?lang=en"}, {Width: 390, Height: 844, Address: "?lang=zh", Dark: true}} {
			page := browser.Open(filepath.Join(out, filepath.FromSlash(name)), view)
			page.Eval("document.querySelectorAll('details').forEach(function (d) { d.open = true; })", nil)
			page.Audit()
			page.Close()
		}
	}
}

// TestHostileNamesInBrowser gives members of the starter's market names that want to
// run, and titles likewise; nothing does.
func TestHostileNamesInBrowser(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	if code, stderr := mustRun(t, context.Background(), t.TempDir(), "init", dir, "--example"); code != exitOK {
		t.Fatal(stderr)
	}
	members := "dimension,id,name_en,name_zh,name_zh_hant,parent,aliases,note\n" +
		`provider,acme,</script><script>window.hacked=1</script>,,,,Acme,` + "\n" +
		`provider,birch,<img src=x onerror=window.hacked=1>__f__window.hacked=1__f__,,,,Birch,` + "\n"
	if err := os.WriteFile(filepath.Join(dir, "data", "codelists", "member.csv"), []byte(members), 0o644); err != nil {
		t.Fatal(err)
	}
	out := mustReport(t, "-C", dir)
	page := browsertest.Start(t).Open(filepath.Join(out, "us-cards", "index.html"), desktop)
	defer page.Close()
	for i := range page.Charts() {
		page.HoverChart(i)
	}
	page.Check()
	var hacked bool
	page.Eval("typeof window.hacked !== 'undefined'", &hacked)
	if hacked {
		t.Error("a name from the data ran")
	}
}
