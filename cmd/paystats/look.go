package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paystats/data/workspace"
)

// snapshot is what files were like: their size and time, by path from the workspace's
// root.
type snapshot map[string]fileState

type fileState struct {
	size, time int64 // bytes; nanoseconds since 1970
}

// look looks at the files that a report is made from. What cannot be looked at counts as
// absent: the build says what is wrong with it.
func look(root string) snapshot {
	s := snapshot{}
	for _, name := range []string{workspace.ConfigName, "data", "transform", "reports"} {
		_ = filepath.WalkDir(filepath.Join(root, name), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				if err == nil && strings.HasPrefix(entry.Name(), ".") {
					return filepath.SkipDir
				}
				return nil
			}
			info, err := os.Stat(path) // of what a link leads to
			if rel, relErr := filepath.Rel(root, path); err == nil && relErr == nil {
				s[rel] = fileState{info.Size(), info.ModTime().UnixNano()}
			}
			return nil
		})
	}
	return s
}

// since returns the paths that are new, gone or different, sorted.
func (s snapshot) since(before snapshot) []string {
	var changed []string
	for path, state := range s {
		if was, ok := before[path]; !ok || was != state {
			changed = append(changed, path)
		}
	}
	for path := range before {
		if _, ok := s[path]; !ok {
			changed = append(changed, path)
		}
	}
	slices.Sort(changed)
	return changed
}
