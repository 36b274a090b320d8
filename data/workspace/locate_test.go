package workspace_test

import (
	"os"
	"path/filepath"
	"testing"

	"paystats/data/workspace"
)

// What the engine opens by its path is what the workspace would open itself.
func TestLocate(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	write := func(name string) string {
		t.Helper()
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write(filepath.Join(root, workspace.ConfigName))
	secret := write(filepath.Join(outside, "f.csv"))
	folder := filepath.Join(root, "data", "sets", "demo")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	file := write(filepath.Join(folder, "f.csv"))
	for name, to := range map[string]string{"out.csv": secret, "in.csv": "f.csv"} {
		if err := os.Symlink(to, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	w, err := workspace.Open(os.DirFS(outside), root, "")
	if err != nil {
		t.Fatal(err)
	}
	tree, ok := w.Layers()[1].(interface{ Locate(string) (string, error) })
	if !ok {
		t.Fatal("the user's layer has no Locate")
	}
	if got, err := tree.Locate("data/sets/demo/f.csv"); err != nil || got != file {
		t.Errorf("Locate(f.csv) = %q, %v, want %q", got, err, file)
	}
	if _, err := tree.Locate("data/sets/demo/in.csv"); err != nil {
		t.Errorf("Locate(in.csv) = %v", err)
	}
	for _, name := range []string{"data/sets/demo/out.csv", "data/sets/demo/none.csv", "../f.csv"} {
		if got, err := tree.Locate(name); err == nil {
			t.Errorf("Locate(%s) = %q, want an error", name, got)
		}
	}
}
