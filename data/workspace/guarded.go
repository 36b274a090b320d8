package workspace

import (
	"fmt"
	"io/fs"
	"os"
)

// guarded is the file tree of a user's workspace. Links that lead out of it are not
// followed, and what is neither a file nor a folder (a pipe, a device) is not opened:
// reading one may never end.
type guarded struct{ root *os.Root }

// openGuarded opens a folder as a guarded tree. It stays open as long as the process.
func openGuarded(folder string) (fs.FS, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	return guarded{root}, nil
}

// Open opens a regular file or a folder.
func (g guarded) Open(name string) (fs.File, error) {
	info, err := g.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%w: neither a file nor a folder", fs.ErrInvalid)}
	}
	return g.root.FS().Open(name)
}

// Stat describes a file, following links inside the tree.
func (g guarded) Stat(name string) (fs.FileInfo, error) { return fs.Stat(g.root.FS(), name) }

// ReadDir lists a folder.
func (g guarded) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(g.root.FS(), name) }
