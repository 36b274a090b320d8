package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"paystats/data/disk"
)

// Draft is a report that is being written, beside the folder that it is for. The report
// that was there before stays in place until Commit.
type Draft struct {
	dir    string            // with links followed
	fresh  string            // the folder that takes its place
	before map[string]string // files of the report in place, path -> SHA-256, hex

	held *os.File // keeps fresh from being taken for what a killed run left

	mu    sync.Mutex
	files map[string]string
}

// Begin starts the draft of a report for dir, which Check must accept. A draft must be closed.
func Begin(dir string) (*Draft, error) {
	if err := Check(dir); err != nil {
		return nil, err
	}
	dir, err := behindLinks(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("create output folder: %w", err)
	}
	sweep(dir)
	if err := disk.Need(filepath.Dir(dir), leastFree); err != nil {
		return nil, fmt.Errorf("write report: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), draftPrefix(dir))
	if err != nil {
		return nil, fmt.Errorf("create output folder: %w", err)
	}
	d := &Draft{dir: dir, fresh: fresh, held: hold(fresh), files: map[string]string{}}
	if last, err := Read(dir); err == nil {
		d.before = last.Files
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		d.Close()
		return nil, fmt.Errorf("create output folder: %w", err)
	}
	return d, nil
}

// Add adds a file by its slash-separated path. One that is in place already, with the same
// content, is not written again but taken over. Add may be called by several at a time.
func (d *Draft) Add(name string, content []byte) error {
	if !filepath.IsLocal(name) || strings.Contains(name, `\`) {
		return fmt.Errorf("write report: %q is no path inside the report", name)
	}
	hash := hashOf(content)
	d.mu.Lock()
	d.files[name] = hash
	d.mu.Unlock()
	path := filepath.Join(d.fresh, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if d.before[name] == hash {
		old := filepath.Join(d.dir, filepath.FromSlash(name))
		if held, err := os.ReadFile(old); err == nil && bytes.Equal(held, content) && os.Link(old, path) == nil {
			return nil
		}
	}
	return writeFile(path, content)
}

// Before returns the files of the report that was in place when the draft began, with their
// hashes, by path; nil if there was none.
func (d *Draft) Before() map[string]string { return d.before }

// Commit puts the report in place, with the manifest, whose Generator and Files it fills in.
func (d *Draft) Commit(m Manifest) error {
	m.Generator, m.Files = generator, d.files
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := writeFile(filepath.Join(d.fresh, ManifestName), append(manifest, '\n')); err != nil {
		return err
	}
	return swap(d.fresh, d.dir)
}

// Close removes what is left beside the report: the old one after Commit, else the draft.
func (d *Draft) Close() error {
	d.held.Close() // only locked: nothing is lost
	return os.RemoveAll(d.fresh)
}

// leastFree is how many bytes a report needs.
const leastFree = 16 << 20

// draftPrefix begins the names of drafts for a folder.
func draftPrefix(dir string) string { return "." + filepath.Base(dir) + ".new-" }

// sweep removes the drafts that killed runs have left. What cannot be removed is in nobody's way.
func sweep(dir string) {
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), draftPrefix(dir)) {
			continue
		}
		path := filepath.Join(filepath.Dir(dir), e.Name())
		if held := hold(path); held != nil {
			os.RemoveAll(path)
			held.Close()
		}
	}
}
