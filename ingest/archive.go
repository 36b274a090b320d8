package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"paystats/data/diag"
)

// Limits on what compressed files may become.
const (
	maxMembers  = 100_000
	maxRatio    = 300     // bytes out for one byte in, beyond freeUnpacked
	maxUnpacked = 8 << 30 // bytes of one file

	freeUnpacked = 16 << 20 // bytes; below, no ratio is looked at
)

// archive is an open zip archive.
type archive struct {
	io.Closer
	members map[string]*zip.File
	names   []string // sorted; of files, hidden ones left out
}

// openArchive reads an archive's directory. Nothing is ever written to disk by the
// members' names, but they become places: a name that leads out of the archive is refused.
func openArchive(fsys fs.FS, full string) (*archive, error) {
	f, err := fsys.Open(full)
	if err != nil {
		return nil, unreadable(full, err)
	}
	a, err := readArchive(f, full)
	if err != nil {
		f.Close()
		return nil, err
	}
	return a, nil
}

func readArchive(f fs.File, full string) (*archive, error) {
	refuse := func(code, msg, hint string) (*archive, error) {
		return nil, &diag.Problem{Pos: diag.Pos{File: full}, Code: code, Msg: msg, Hint: hint}
	}
	src, size, err := randomAccess(f, full)
	if err != nil {
		return nil, err
	}
	read, err := zip.NewReader(src, size)
	if err != nil {
		return refuse("archive-syntax", fmt.Sprintf("the file is no zip archive, or is cut off: %v", err), "fetch the file again")
	}
	if len(read.File) > maxMembers {
		return refuse("archive-limit", fmt.Sprintf("the archive has %d files, more than %d", len(read.File), maxMembers), "unpack it into the dataset's folder")
	}
	a := &archive{Closer: f, members: map[string]*zip.File{}}
	for _, member := range read.File {
		name := strings.TrimSuffix(member.Name, "/")
		switch {
		case !utf8.ValidString(name):
			return refuse("text-encoding", fmt.Sprintf("the archive holds a name that is not UTF-8: %q", name), "unpack it, and pack it anew with names in UTF-8")
		case !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00"):
			return refuse("path-outside", fmt.Sprintf("the archive holds a name that leads out of it: %q", name), "do not trust this file; pack it anew from files that you know")
		case a.members[name] != nil:
			return refuse("archive-syntax", fmt.Sprintf("the archive holds %q twice", name), "pack it anew")
		case member.FileInfo().IsDir():
			continue
		}
		a.members[name] = member
		if !strings.HasPrefix(path.Base(name), ".") && !strings.HasPrefix(name, "__MACOSX/") {
			a.names = append(a.names, name)
		}
	}
	slices.Sort(a.names)
	return a, nil
}

// randomAccess returns a file for reading anywhere in it, in memory if need be.
func randomAccess(f fs.File, full string) (io.ReaderAt, int64, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, unreadable(full, err)
	}
	if src, ok := f.(io.ReaderAt); ok {
		return src, info.Size(), nil
	}
	text, err := readAll(f)
	if err != nil {
		return nil, 0, unreadable(full, err)
	}
	return bytes.NewReader(text), int64(len(text)), nil
}

// find returns the members that innerpath names: files or globs, or the only file if
// there is no innerpath.
func (a *archive) find(full string, inner []string) ([]string, *diag.Problem) {
	example := "*.csv"
	if len(a.names) > 0 {
		example = "*" + path.Ext(a.names[0])
	}
	if len(inner) == 0 {
		if len(a.names) != 1 {
			return nil, &diag.Problem{Code: "key-missing", Msg: fmt.Sprintf("%s holds %d files, and no innerpath says which are meant", full, len(a.names)),
				Hint: fmt.Sprintf("add innerpath: %q, or the name of one", "**/"+example)}
		}
		return a.names, nil
	}
	var found []string
	for _, wanted := range inner {
		if _, err := path.Match(wanted, ""); err != nil {
			return nil, &diag.Problem{Code: "path-empty", Msg: fmt.Sprintf("innerpath %q is no pattern", wanted), Hint: "close its brackets"}
		}
		before := len(found)
		for _, name := range a.names {
			if name == wanted || matches(strings.Split(wanted, "/"), strings.Split(name, "/")) {
				found = append(found, name)
			}
		}
		if len(found) == before {
			return nil, &diag.Problem{Code: "path-empty", Msg: fmt.Sprintf("innerpath %q matches no file of %s", wanted, full), Hint: diag.DidYouMean(wanted, a.names, "")}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// open returns the text of a member.
func (a *archive) open(full, name string) (io.ReadCloser, error) {
	place := full + "/" + name
	member := a.members[name]
	if member == nil {
		return nil, &fs.PathError{Op: "open", Path: place, Err: fs.ErrNotExist}
	}
	const encrypted = 1
	if member.Flags&encrypted != 0 {
		return nil, &diag.Problem{Pos: diag.Pos{File: place}, Code: "archive-syntax", Msg: "the file is encrypted", Hint: "unpack it with its password"}
	}
	src, err := member.Open()
	if err != nil {
		return nil, broken(place, err)
	}
	size := int64(member.CompressedSize64)
	return &unpacked{src: src, file: place, in: func() int64 { return size }}, nil
}

// gunzip unpacks a file; closing the result closes it.
func gunzip(src io.ReadCloser, full string) (io.ReadCloser, error) {
	counted := &counter{src: src}
	text, err := gzip.NewReader(counted)
	if err != nil {
		src.Close()
		return nil, broken(full, err)
	}
	return readCloser{&unpacked{src: text, file: full, in: func() int64 { return counted.n }}, src}, nil
}

// counter counts what is read.
type counter struct {
	src io.Reader
	n   int64 // bytes
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}

// unpacked stops a file that swells beyond all measure.
type unpacked struct {
	src  io.ReadCloser
	file string
	in   func() int64 // bytes that went in
	out  int64        // bytes that came out
}

// Close closes what is unpacked.
func (u *unpacked) Close() error { return u.src.Close() }

// Read unpacks, and gives problems for errors.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.src.Read(p)
	u.out += int64(n)
	switch {
	case u.out > freeUnpacked && u.out > maxRatio*u.in():
		return n, u.tooMuch(fmt.Sprintf("more than %d times", maxRatio))
	case u.out > maxUnpacked:
		return n, u.tooMuch(fmt.Sprintf("to more than %d GiB", maxUnpacked>>30))
	case err != nil && !errors.Is(err, io.EOF):
		return n, broken(u.file, err)
	}
	return n, err
}

func (u *unpacked) tooMuch(how string) error {
	return &diag.Problem{Pos: diag.Pos{File: u.file}, Code: "archive-limit", Msg: "the file swells " + how + " when it is unpacked",
		Hint: "if it is no trap, unpack it into the dataset's folder"}
}

// broken is the problem of compressed data that cannot be unpacked, or not be read at all.
func broken(file string, err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return unreadable(file, err)
	}
	return &diag.Problem{Pos: diag.Pos{File: file}, Code: "archive-syntax", Msg: fmt.Sprintf("the compressed file is cut off or broken: %v", err),
		Hint: "fetch the file again", Err: err}
}
