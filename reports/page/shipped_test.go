package page_test

import (
	"os"
	"path/filepath"
	"testing"

	"paystats/reports/page"
)

// The pages that ship hold no mistake that can be seen without data.
func TestShippedPagesParse(t *testing.T) {
	files, err := filepath.Glob("../pages/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("pages = %v, %v", files, err)
	}
	files = append(files, "testdata/gallery.md")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := page.Parse(file, text); err != nil {
			t.Errorf("%v", err)
		}
	}
}
