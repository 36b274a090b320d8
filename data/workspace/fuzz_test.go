package workspace_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/data/workspace"
)

// Whatever paystats.yaml holds, it is refused with places, or what it says stays within
// bounds: an output inside the folder, limits that the engine takes.
func FuzzOpen(f *testing.F) {
	f.Add("title: {en: T, zh: 题}\nlanguages: [zh]\nnumbers: {en: indian}\noutput: out\ninclude: {datasets: [a]}\nlimits: {memory: 2GB, threads: 2}\nparameters: {m: x}\n")
	f.Add("output: ../x\nlimits: {memory: lots, threads: -1}\n")
	f.Add("a: &a [x]\ntitle: *a\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(filepath.Join(dir, workspace.ConfigName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := workspace.Open(fstest.MapFS{}, dir, "")
		if err != nil {
			if _, ok := errors.AsType[*diag.List](err); !ok {
				t.Errorf("error %v is no list", err)
			}
			return
		}
		if c := w.Config; !filepath.IsLocal(c.Output) || !workspace.IsMemory(c.Limits.Memory) || c.Limits.Threads < 0 || c.Limits.Threads > workspace.MaxThreads || len(c.Languages) == 0 {
			t.Errorf("%q says %+v", text, c)
		}
	})
}
