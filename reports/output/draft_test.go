package output_test

import (
	"os"
	"path/filepath"
	"testing"

	"paystats/reports/output"
)

// A file that comes out the same is taken over as it lies there; one that somebody changed is written anew.
func TestWriteTakesOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write := func(files map[string][]byte) {
		t.Helper()
		if err := output.Write(dir, files, output.Manifest{}); err != nil {
			t.Fatal(err)
		}
	}
	look := func(name string) os.FileInfo {
		t.Helper()
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	write(map[string][]byte{"a/same.html": []byte("a"), "a/new.html": []byte("b"), "damaged.html": []byte("c"), "gone.html": nil})
	if err := os.WriteFile(filepath.Join(dir, "damaged.html"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	same, fresh, damaged := look("a/same.html"), look("a/new.html"), look("damaged.html")
	write(map[string][]byte{"a/same.html": []byte("a"), "a/new.html": []byte("B"), "damaged.html": []byte("c")})
	if !os.SameFile(same, look("a/same.html")) {
		t.Error("a file that did not change was written again")
	}
	if os.SameFile(fresh, look("a/new.html")) || os.SameFile(damaged, look("damaged.html")) {
		t.Error("a file whose content changed was taken over")
	}
	if _, err := os.Stat(filepath.Join(dir, "gone.html")); !os.IsNotExist(err) {
		t.Errorf("gone.html: %v, want it gone", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "damaged.html")); string(text) != "c" {
		t.Errorf("damaged.html = %q, %v, want c", text, err)
	}
}
