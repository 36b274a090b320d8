package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// source is what a resource reads: a file of the dataset's folder, or a member of an
// archive there.
type source struct {
	name   string // from the dataset's folder; a member's name stands behind its archive's: 2018.zip/q1.csv
	file   string // the file in the folder
	member string // of the zip archive; "" for none
}

// kind returns how a file is compressed: zip, gz or "".
func (r *resource) kind(file string) string {
	switch {
	case r.compression == "no":
		return ""
	case r.compression != "":
		return r.compression
	case strings.HasSuffix(file, ".zip"):
		return "zip"
	case strings.HasSuffix(file, ".gz"):
		return "gz"
	}
	return ""
}

// readSources reads `compression` and `innerpath`, and looks into the archives.
func (r *resource) readSources(m *yamldoc.Mapping) {
	r.compression = m.OneOf("compression", "", "gz", "zip", "no")
	inner := m.Texts("innerpath")
	for _, file := range r.files {
		if r.kind(file) != "zip" {
			r.sources = append(r.sources, source{name: file, file: file})
			continue
		}
		full := path.Join(r.dataset.dir, file)
		a, err := openArchive(r.dataset.fsys, full)
		if err != nil {
			r.dataset.doc.Problems.Merge(err)
			continue
		}
		members, p := a.find(full, inner)
		a.Close()
		switch {
		case p != nil && m.Has("innerpath"):
			m.At("innerpath").Report(p.Code, p.Msg, p.Hint)
		case p != nil:
			m.At("path").Report(p.Code, p.Msg, p.Hint)
		}
		for _, member := range members {
			r.sources = append(r.sources, source{name: file + "/" + member, file: file, member: member})
		}
	}
	if m.Has("innerpath") && !slices.ContainsFunc(r.files, func(file string) bool { return r.kind(file) == "zip" }) && len(r.files) > 0 {
		m.At("innerpath").Report("value-unknown", "innerpath belongs to zip archives, and no file is one", "leave it out, or add compression: zip")
	}
}

// extension returns what the name of the first source ends in, a compression apart.
func (r *resource) extension() string {
	if len(r.sources) == 0 {
		return ""
	}
	name := r.sources[0].name
	if r.kind(name) == "gz" {
		name = strings.TrimSuffix(name, ".gz")
	}
	_, extension, _ := cutLast(name, ".")
	return strings.ToLower(extension)
}

// opener opens sources; archives stay open until Close, so that their directories are read once.
type opener struct {
	*Dataset
	mu       sync.Mutex
	archives map[string]*archive
}

// Close closes the archives.
func (o *opener) Close() {
	for _, a := range o.archives {
		a.Close()
	}
}

// open returns a source's text: unpacked, and as UTF-8 if its resource declares another
// encoding. Errors, also of reading, are problems where more is known than the system says.
func (o *opener) open(r *resource, s source) (io.ReadCloser, error) {
	full, name := path.Join(o.dir, s.file), path.Join(o.dir, s.name)
	var src io.ReadCloser
	var err error
	switch {
	case s.member != "":
		src, err = o.member(full, s.member)
	default:
		if src, err = o.fsys.Open(full); err == nil && r.kind(s.file) == "gz" {
			src, err = gunzip(src, full)
		}
	}
	if err != nil {
		return nil, unreadable(name, err)
	}
	if r.encoding == "" {
		return src, nil
	}
	text, err := decodeText(src, r.encoding, name)
	if err != nil {
		src.Close()
		return nil, err
	}
	return readCloser{text, src}, nil
}

func (o *opener) member(full, member string) (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a := o.archives[full]
	if a == nil {
		var err error
		if a, err = openArchive(o.fsys, full); err != nil {
			return nil, err
		}
		if o.archives == nil {
			o.archives = map[string]*archive{}
		}
		o.archives[full] = a
	}
	return a.open(full, member)
}

type readCloser struct {
	io.Reader
	io.Closer
}

// openNamed opens a file as problems name it, to show its lines.
func (d *Dataset) openNamed(name string) (io.ReadCloser, error) {
	for _, r := range d.resources {
		for _, s := range r.sources {
			if path.Join(d.dir, s.name) == name && r.reads {
				o := &opener{Dataset: d}
				src, err := o.open(r, s)
				if err != nil {
					o.Close()
					return nil, err
				}
				return readCloser{src, closers{src, o}}, nil
			}
		}
	}
	return d.fsys.Open(name)
}

// closers closes a source and what it was opened by.
type closers struct {
	src io.Closer
	by  *opener
}

func (c closers) Close() error {
	err := c.src.Close()
	c.by.Close()
	return err
}

// unreadable is the problem of a file that cannot be read, or the problem that err is already.
func unreadable(file string, err error) error {
	if p, ok := errors.AsType[*diag.Problem](err); ok {
		return p
	}
	hint := ""
	if errors.Is(err, fs.ErrPermission) {
		hint = "allow reading it, e.g. chmod u+r " + path.Base(file)
	}
	return &diag.Problem{Pos: diag.Pos{File: file}, Code: "file-unreadable",
		Msg: fmt.Sprintf("the file cannot be read: %v", diag.Cause(err)), Hint: hint, Err: err}
}
