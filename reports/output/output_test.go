package output_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"paystats/reports/output"
)

func files(text string) map[string][]byte {
	return map[string][]byte{"index.html": []byte(text), "china/index.html": []byte(text + text)}
}

func mustWrite(t *testing.T, dir, text string) {
	t.Helper()
	if err := output.Write(dir, files(text), output.Manifest{Request: text}); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestWriteReplacesOurOwnReport(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "out")
	mustWrite(t, dir, "old")
	mustWrite(t, dir, "new")
	if got := mustRead(t, filepath.Join(dir, "china", "index.html")); got != "newnew" {
		t.Errorf("after the second Write the page holds %q, want %q", got, "newnew")
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) != 1 {
		t.Errorf("beside the report: %v (%v), want nothing", left, err)
	}
}

func TestWriteRefusesForeignFolder(t *testing.T) {
	dir := t.TempDir()
	thesis := filepath.Join(dir, "thesis.docx")
	if err := os.WriteFile(thesis, []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := output.Write(dir, files("x"), output.Manifest{}); !errors.Is(err, output.ErrForeign) {
		t.Errorf("Write into a foreign folder = %v, want ErrForeign", err)
	}
	if got := mustRead(t, thesis); got != "years of work" {
		t.Errorf("the foreign file holds %q after a refused Write", got)
	}
}

func TestWriteRefusesPathsThatLeaveTheReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	err := output.Write(dir, map[string][]byte{"../escape": nil}, output.Manifest{})
	if err == nil {
		t.Error("Write accepted ../escape")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a refused Write left a report behind")
	}
}

func TestWriteFollowsALinkedFolder(t *testing.T) {
	parent := t.TempDir()
	target, link := filepath.Join(parent, "www"), filepath.Join(parent, "out")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, link, "new")
	if got := mustRead(t, filepath.Join(target, "index.html")); got != "new" {
		t.Errorf("the folder behind the link holds %q, want %q", got, "new")
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
}

func TestIsCurrent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if output.IsCurrent(dir, "a") {
		t.Error("an absent report is current")
	}
	mustWrite(t, dir, "a")
	if !output.IsCurrent(dir, "a") {
		t.Error("the report just written is not current")
	}
	if output.IsCurrent(dir, "b") {
		t.Error("the report of another request is current")
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("edited"), 0o644); err != nil {
		t.Fatal(err)
	}
	if output.IsCurrent(dir, "a") {
		t.Error("an altered report is current")
	}
}

// A stamp tells that a file is another one without reading it; it stays as long as the files do.
func TestStamp(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if got := output.Stamp(dir, "a"); got != "" {
		t.Errorf("Stamp of an absent report = %q, want nothing", got)
	}
	mustWrite(t, dir, "a")
	before := output.Stamp(dir, "a")
	if before == "" || before != output.Stamp(dir, "a") {
		t.Errorf("Stamp = %q, then %q, want one text twice", before, output.Stamp(dir, "a"))
	}
	if got := output.Stamp(dir, "b"); got != "" {
		t.Errorf("Stamp of another request = %q, want nothing", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("edited"), 0o644); err != nil {
		t.Fatal(err)
	}
	if after := output.Stamp(dir, "a"); after == "" || after == before {
		t.Errorf("Stamp of an altered report = %q, was %q", after, before)
	}
	if err := os.Remove(filepath.Join(dir, "index.html")); err != nil {
		t.Fatal(err)
	}
	if got := output.Stamp(dir, "a"); got != "" {
		t.Errorf("Stamp of a report that lacks a file = %q, want nothing", got)
	}
}
