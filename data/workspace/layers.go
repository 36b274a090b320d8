package workspace

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Join presents file trees as the top-level folders of one: Join({"data": f}) holds
// f's file "sets/x" as "data/sets/x".
func Join(folders map[string]fs.FS) fs.FS { return joined(folders) }

type joined map[string]fs.FS

// Open opens a file of the folder that its path names.
func (j joined) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	folder, rest, _ := strings.Cut(name, "/")
	tree, ok := j[folder]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if rest == "" {
		rest = "."
	}
	return tree.Open(rest)
}

// ReadDir lists a folder; the root lists the joined folders.
func (j joined) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "." {
		return j.root(), nil
	}
	folder, rest, _ := strings.Cut(name, "/")
	tree, ok := j[folder]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	if rest == "" {
		rest = "."
	}
	return fs.ReadDir(tree, rest)
}

func (j joined) root() []fs.DirEntry {
	var entries []fs.DirEntry
	for folder := range j {
		entries = append(entries, fs.FileInfoToDirEntry(folderInfo(folder)))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
}

// folderInfo describes a joined folder.
type folderInfo string

func (f folderInfo) Name() string     { return path.Base(string(f)) }
func (folderInfo) Size() int64        { return 0 }
func (folderInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o555 }
func (folderInfo) ModTime() time.Time { return time.Time{} }
func (folderInfo) IsDir() bool        { return true }
func (folderInfo) Sys() any           { return nil }
