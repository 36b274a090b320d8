// Package output puts a finished report in place.
//
// Files go in, a folder with manifest.json comes out, swapped in as a whole: a reader,
// and a run that is killed at any moment, find the old report or the new one.
//
// Invariants: only an empty folder or one that holds our manifest is ever replaced;
// the manifest names every file with its hash and holds no clock, so that equal
// reports have equal manifests.
package output

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// ManifestName is the file that marks a folder as ours.
const ManifestName = "manifest.json"

// generator is the manifest's first key; its value tells our manifests from others'.
const generator = "paystats"

// ErrForeign is wrapped by errors on a folder that holds somebody else's files.
var ErrForeign = errors.New("the folder is not empty and holds no paystats report")

// Manifest describes a report.
type Manifest struct {
	Generator string            `json:"generator"`
	Version   string            `json:"version"`
	Request   string            `json:"request"`             // SHA-256 over everything the report was made from
	AsOf      string            `json:"as_of,omitempty"`     // day of the cut, 2016-01-31
	Publisher string            `json:"publisher,omitempty"` // preferred to the markets' order
	Files     map[string]string `json:"files"`               // path -> SHA-256, hex
	Datasets  []Dataset         `json:"datasets"`
	Checks    Checks            `json:"checks"`
}

// Dataset is an input of the report.
type Dataset struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	RowsIn      int64  `json:"rows_in"` // cells: loaded + rejected
	Loaded      int64  `json:"loaded"`
	Rejected    int64  `json:"rejected"`
}

// Checks counts the data checks of the run.
type Checks struct {
	Run    int      `json:"run"`
	Failed []string `json:"failed"`
	Warned []string `json:"warned"`
}

// Changes returns what files, by path with their hashes, are beside those of an earlier report:
// new, changed or gone.
func Changes(before, now map[string]string) map[string]string {
	changes := map[string]string{}
	for name, hash := range now {
		if earlier, ok := before[name]; !ok {
			changes[name] = "new"
		} else if earlier != hash {
			changes[name] = "changed"
		}
	}
	for name := range before {
		if now[name] == "" {
			changes[name] = "gone"
		}
	}
	return changes
}

// Check tells whether a report may be written to dir: nil for a folder that is absent,
// empty or ours, ErrForeign for any other.
func Check(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return fmt.Errorf("%s: %w", dir, ErrForeign)
		}
		return fmt.Errorf("look into output folder: %w", err)
	case len(entries) == 0:
		return nil
	}
	if _, err := Read(dir); err != nil {
		return fmt.Errorf("%s: %w", dir, ErrForeign)
	}
	return nil
}

// Read returns the manifest of the report in dir.
func Read(dir string) (Manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return Manifest{}, fmt.Errorf("read manifest: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("read manifest: %w", err)
	}
	if m.Generator != generator {
		return Manifest{}, fmt.Errorf("read manifest: written by %q", m.Generator)
	}
	return m, nil
}

// IsCurrent reports whether dir holds the whole, unaltered report of a request.
func IsCurrent(dir, request string) bool {
	m, err := Read(dir)
	if err != nil || m.Request != request {
		return false
	}
	for name, hash := range m.Files {
		if !filepath.IsLocal(name) {
			return false
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || hashOf(content) != hash {
			return false
		}
	}
	return true
}

// Stamp tells one state of the report in dir from another, by size and time of each of its
// files; "" if that is not the whole report of the request.
func Stamp(dir, request string) string {
	m, err := Read(dir)
	if err != nil || m.Request != request {
		return ""
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !info.Mode().IsRegular() {
			return ""
		}
		fmt.Fprintf(sum, "%q %s %d %d\n", name, m.Files[name], info.Size(), info.ModTime().UnixNano())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Write makes dir hold exactly the given files (slash-separated path -> content) and
// the manifest; see Draft.
func Write(dir string, files map[string][]byte, m Manifest) error {
	d, err := Begin(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	for name, content := range files {
		if err := d.Add(name, content); err != nil {
			return err
		}
	}
	return d.Commit(m)
}

// behindLinks returns the folder that dir names: where a link leads to, since it is the
// folder there that is to be exchanged, not the link.
func behindLinks(dir string) (string, error) {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return filepath.Clean(dir), nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("follow the link of the output folder: %w", err)
	}
	return real, nil
}

func writeFile(path string, content []byte) error {
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
