package pptx_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/native/nativetest"
	"paystats/reports/pptx"
)

// LibreOffice reads the deck and draws every slide, its charts with their labels.
func TestOfficeDrawsTheDeck(t *testing.T) {
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("no %s on this machine\nhint: make test-deps", program)
		}
	}
	dir := t.TempDir()
	deck := filepath.Join(dir, "deck.pptx")
	if err := os.WriteFile(deck, mustRender(t, nativetest.Page("zh"), pptx.Options{}), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir, deck)
	text := run(t, "pdftotext", "-layout", filepath.Join(dir, "deck.pdf"), "-")
	slides := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(slides) != 21 {
		t.Fatalf("LibreOffice draws %d slides, want 21", len(slides))
	}
	for number, want := range map[int][]string{
		4:  {"Finding of a <bar>", "3.3", "2013 年", "Red packets & fees"}, // labels, axis and shapes of a native chart
		10: {"Alipay 支付宝", "60.0%"},                                       // the list beside a ring
		16: {"+12.0%", "−80.0%"},                                          // labels of a waterfall, from cells
		20: {"22.0%"},                                                     // a heat map
	} {
		for _, text := range want {
			if !strings.Contains(slides[number-1], text) {
				t.Errorf("slide %d lacks %q:\n%s", number, text, slides[number-1])
			}
		}
	}
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}
