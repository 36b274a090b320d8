package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paystats/data/codelist"
	"paystats/ingest"
)

// gathered are the files that a dataset will be made of, under the names that they will have
// in its folder.
type gathered struct {
	names   []string          // slash paths, sorted
	sources map[string]string // name -> path in the file system
	name    string            // proposed for the dataset
	title   string
	tree    bool   // found in a folder, so that some may be no data
	spool   string // folder of what came from stdin; "" for none
}

// Close removes what was spooled.
func (g *gathered) Close() {
	if g.spool != "" {
		os.RemoveAll(g.spool)
	}
}

// gather finds the files that arguments stand for: files, folders, patterns, or stdin.
func (a *app) gather(ctx context.Context, args []string) (*gathered, error) {
	g := &gathered{sources: map[string]string{}}
	for _, arg := range args {
		if err := a.gatherOne(ctx, g, arg); err != nil {
			g.Close()
			return nil, err
		}
	}
	slices.Sort(g.names)
	if len(g.names) == 0 {
		return nil, &usageError{msg: "there are no files in " + strings.Join(args, ", "), hint: "name a file, a folder of files, or - for stdin"}
	}
	if g.name == "" {
		g.name = "dataset"
	}
	if len(g.names) > 1 && !g.tree {
		g.title = ""
	}
	return g, nil
}

func (a *app) gatherOne(ctx context.Context, g *gathered, arg string) error {
	if arg == "-" {
		return a.gatherStdin(ctx, g)
	}
	full := a.path(arg)
	info, err := os.Stat(full)
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[") {
		found, err := filepath.Glob(full)
		if err != nil || len(found) == 0 {
			return &usageError{msg: fmt.Sprintf("the pattern %s finds no file", arg), hint: "check it; ** is not understood here, name the folder instead"}
		}
		for _, file := range found {
			if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
				if err := g.add(filepath.Base(file), file); err != nil {
					return err
				}
			}
		}
		g.call(filepath.Base(filepath.Dir(full)))
		return nil
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &usageError{msg: "there is no file " + arg, hint: "check the path"}
	case err != nil:
		return fmt.Errorf("look at %s: %w", arg, err)
	case info.IsDir():
		g.tree = true
		g.call(filepath.Base(full))
		return g.walk(full)
	case !info.Mode().IsRegular():
		return &usageError{msg: arg + " is no regular file", hint: "pipe it: paystats add --name NAME - < " + arg}
	}
	g.call(filepath.Base(full))
	return g.add(filepath.Base(full), full)
}

// call proposes the dataset's name, if there is none yet.
func (g *gathered) call(base string) {
	if g.name != "" {
		return
	}
	g.title = base
	stem, _, _ := strings.Cut(base, ".")
	g.name = codelist.ID(stem)
}

// walk adds the files of a folder, hidden ones left out.
func (g *gathered) walk(root string) error {
	return filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("search %s: %w", root, err)
		case strings.HasPrefix(entry.Name(), ".") && file != root:
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		return g.add(filepath.ToSlash(name), file)
	})
}

func (g *gathered) add(name, file string) error {
	if name == ingest.DescriptorName {
		return &usageError{msg: "there is a " + ingest.DescriptorName + " already", hint: "copy the folder into data/sets/ and run `paystats ingest`"}
	}
	if other, ok := g.sources[name]; ok && other != file {
		return &usageError{msg: fmt.Sprintf("two files are called %s", name), hint: "name the folder that holds both"}
	}
	if strings.ContainsAny(name, "\\*?[") || !fs.ValidPath(name) {
		return &usageError{msg: fmt.Sprintf("the name %q cannot stand in a descriptor", name), hint: "rename the file"}
	}
	if _, ok := g.sources[name]; !ok {
		g.names = append(g.names, name)
	}
	g.sources[name] = file
	return nil
}

// gatherStdin keeps stdin in a file, whose extension says what it looks like.
func (a *app) gatherStdin(ctx context.Context, g *gathered) error {
	if g.spool != "" {
		return &usageError{msg: "stdin is named twice", hint: "name - once"}
	}
	var err error
	if g.spool, err = os.MkdirTemp("", "paystats-add-"); err != nil {
		return fmt.Errorf("keep stdin: %w", err)
	}
	f, err := os.Create(filepath.Join(g.spool, "stdin"))
	if err != nil {
		return fmt.Errorf("keep stdin: %w", err)
	}
	if _, err := io.Copy(f, a.stdin); err != nil {
		f.Close()
		return fmt.Errorf("read stdin: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("keep stdin: %w", err)
	}
	looks, err := ingest.LookAt(ctx, os.DirFS(g.spool), "stdin")
	if err != nil {
		return err
	}
	ext := looks[0].Format
	if looks[0].Compression != "" {
		ext = looks[0].Compression
	}
	g.title = "stdin"
	if g.name == "" {
		g.name = "stdin"
	}
	return g.add("stdin."+ext, filepath.Join(g.spool, "stdin"))
}

// staged is a dataset's folder before it is written: its files where they lie, and texts.
type staged struct {
	folder string // data/sets/NAME
	files  map[string]string
	texts  map[string][]byte
}

// stage returns the file tree that the dataset will be, with the descriptor's text.
func (g *gathered) stage(name string, descriptor []byte) staged {
	s := staged{folder: setFolder(name), files: g.sources, texts: map[string][]byte{}}
	if descriptor != nil {
		s.texts[ingest.DescriptorName] = descriptor
	}
	return s
}

// Open opens a file, or a folder.
func (s staged) Open(name string) (fs.File, error) {
	inner, ok := strings.CutPrefix(name, s.folder+"/")
	if text, is := s.texts[inner]; is && ok {
		return &stagedFile{Reader: bytes.NewReader(text), name: path.Base(name), size: int64(len(text))}, nil
	}
	if file, is := s.files[inner]; is && ok {
		return os.Open(file)
	}
	if entries := s.entries(name); len(entries) > 0 {
		return &stagedFile{Reader: bytes.NewReader(nil), name: path.Base(name), entries: entries}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists a folder.
func (s staged) ReadDir(name string) ([]fs.DirEntry, error) {
	if entries := s.entries(name); len(entries) > 0 {
		return entries, nil
	}
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
}

// entries returns what stands in a folder.
func (s staged) entries(folder string) []fs.DirEntry {
	seen := map[string]fs.DirEntry{}
	take := func(name string, size int64) {
		full := s.folder + "/" + name
		rest, ok := strings.CutPrefix(full, folder+"/")
		if folder == "." {
			rest, ok = full, true
		}
		if !ok {
			return
		}
		first, _, deeper := strings.Cut(rest, "/")
		seen[first] = fs.FileInfoToDirEntry(&stagedFile{name: first, size: size, folder: deeper})
	}
	for name := range s.files {
		take(name, 0)
	}
	for name, text := range s.texts {
		take(name, int64(len(text)))
	}
	var entries []fs.DirEntry
	for _, e := range seen {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
}

// stagedFile is an open text or folder, and what is known of it.
type stagedFile struct {
	*bytes.Reader
	name    string
	size    int64
	folder  bool
	entries []fs.DirEntry
}

func (f *stagedFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *stagedFile) Close() error               { return nil }
func (f *stagedFile) Name() string               { return f.name }
func (f *stagedFile) Size() int64                { return f.size }
func (f *stagedFile) ModTime() time.Time         { return time.Time{} }
func (f *stagedFile) IsDir() bool                { return f.folder || len(f.entries) > 0 }
func (f *stagedFile) Sys() any                   { return nil }
func (f *stagedFile) Mode() fs.FileMode {
	if f.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
