package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// folder is the list of a dataset's files, walked once and only if a glob asks for it.
type folder struct {
	fsys   fs.FS
	dir    string
	files  []string // inside dir
	walked bool
	err    error
}

// all returns the files of the folder, hidden ones left out.
func (f *folder) all() ([]string, error) {
	if f.walked {
		return f.files, f.err
	}
	f.walked = true
	f.err = fs.WalkDir(f.fsys, f.dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != f.dir && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			f.files = append(f.files, strings.TrimPrefix(name, f.dir+"/"))
		}
		return nil
	})
	return f.files, f.err
}

// isGlob reports whether a path is a pattern.
func isGlob(p string) bool { return strings.ContainsAny(p, "*?[") }

// matches reports whether a file fits a pattern, segment by segment; ** stands for any
// number of segments.
func matches(pattern, file []string) bool {
	for i, segment := range pattern {
		if segment == "**" {
			for skip := 0; skip <= len(file)-i; skip++ {
				if matches(pattern[i+1:], file[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(file) {
			return false
		}
		if ok, _ := path.Match(segment, file[i]); !ok {
			return false
		}
	}
	return len(pattern) == len(file)
}

// paths reads a resource's `path`: a file, a glob, or a list of them.
func (r *resource) paths(m *yamldoc.Mapping, folder *folder) {
	if !m.Has("path") {
		m.Missing("path", "")
		return
	}
	for _, n := range m.List("path") {
		text, ok := n.Text()
		if !ok || !r.inside(n, text) {
			continue
		}
		if !isGlob(text) {
			r.file(n, text)
			continue
		}
		files, err := folder.all()
		if err != nil {
			n.Report("file-unreadable", fmt.Sprintf("%s cannot be searched: %v", folder.dir, err), "")
			return
		}
		if _, err := path.Match(text, ""); err != nil {
			n.Report("path-empty", fmt.Sprintf("path %q is no pattern", text), "close its brackets")
			continue
		}
		pattern, found := strings.Split(text, "/"), 0
		for _, file := range files {
			if matches(pattern, strings.Split(file, "/")) {
				r.files = append(r.files, file)
				found++
			}
		}
		if found == 0 {
			n.Report("path-empty", fmt.Sprintf("path %q matches no file of %s", text, folder.dir), r.nearFile(folder, text))
		}
	}
	slices.Sort(r.files)
	r.files = slices.Compact(r.files)
}

// file adds one file that must exist.
func (r *resource) file(n yamldoc.Node, name string) {
	full := path.Join(r.dataset.dir, name)
	info, err := fs.Stat(r.dataset.fsys, full)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		n.Report("file-unreadable", fmt.Sprintf("%s cannot be read: %v", full, diag.Cause(err)), "")
	case err != nil:
		f := &folder{fsys: r.dataset.fsys, dir: r.dataset.dir}
		n.Report("path-empty", fmt.Sprintf("there is no file %s", full), r.nearFile(f, name))
	case info.IsDir():
		n.Report("path-empty", fmt.Sprintf("%s is a folder", full), fmt.Sprintf("write %s/**/*.%s", strings.TrimSuffix(name, "/"), "csv"))
	default:
		r.files = append(r.files, path.Clean(name))
	}
}

func (r *resource) nearFile(f *folder, name string) string {
	files, _ := f.all()
	if len(files) > 1000 {
		return ""
	}
	return diag.DidYouMean(name, files, "")
}

// inside reports whether a path stays inside the dataset's folder, and says so if not.
func (r *resource) inside(n yamldoc.Node, name string) bool {
	if fs.ValidPath(strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")) && !strings.ContainsAny(name, `\`) && !strings.Contains(name, "://") {
		return true
	}
	n.Report("path-outside", fmt.Sprintf("path %q does not stay inside the dataset's folder", name),
		"copy the file beside the descriptor and write its name, with / between folders")
	return false
}
