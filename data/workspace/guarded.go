package workspace

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	if err := g.check(name); err != nil {
		return nil, err
	}
	return g.root.FS().Open(name)
}

// maxText is the size in bytes up to which a file is read as a whole: code lists, models,
// pages and all else that people write. Files of data are read as they come.
const maxText = 64 << 20

// ReadFile reads a file as a whole; one of more than maxText bytes is an error.
func (g guarded) ReadFile(name string) ([]byte, error) {
	in, err := g.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxText+1))
	if err == nil && len(text) > maxText {
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than %d MB", maxText>>20)}
	}
	return text, err
}

// check returns an error unless name is a regular file or a folder of the tree.
func (g guarded) check(name string) error {
	info, err := g.Stat(name)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%w: neither a file nor a folder", fs.ErrInvalid)}
	}
	return err
}

// Stat describes a file, following links inside the tree.
func (g guarded) Stat(name string) (fs.FileInfo, error) { return fs.Stat(g.root.FS(), name) }

// Locate returns the path on disk of a regular file or a folder, for programs that open
// files themselves. Like Open, it refuses what a link leads out of the tree to.
func (g guarded) Locate(name string) (string, error) {
	if err := g.check(name); err != nil {
		return "", err
	}
	return filepath.Join(g.root.Name(), filepath.FromSlash(name)), nil
}

// ReadDir lists a folder.
func (g guarded) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(g.root.FS(), name) }
