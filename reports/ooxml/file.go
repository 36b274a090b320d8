package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// ErrNoPackage is wrapped by errors on a file that is no Office package, or none that may be
// worked on.
var ErrNoPackage = errors.New("no Office package")

// File is an Office file of the user's that is changed in place: a part that is not set is
// written as it was read, byte for byte, in its place in the zip. Parts are unpacked when
// they are asked for, never all of them.
type File struct {
	zip   *zip.Reader
	left  int64             // bytes that may still be unpacked
	read  map[string][]byte // unpacked
	set   map[string][]byte // changed or added
	added []string          // parts that were not there, in their order
	gone  map[string]bool
}

// Relation is a relationship of a part.
type Relation struct {
	ID, Kind string // Kind is the last word of its type: "slide", "image"
	Part     string // where it leads; "" if outside of the package
	External string // address outside of the package
}

// Open reads the directory of a package.
func Open(content []byte) (*File, error) {
	if bytes.HasPrefix(content, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return nil, fmt.Errorf("%w: it is in the format before 2007, or locked with a password", ErrNoPackage)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPackage, err)
	}
	f := &File{zip: z, left: maxSize, read: map[string][]byte{}, set: map[string][]byte{}, gone: map[string]bool{}}
	seen := map[string]bool{}
	for _, entry := range z.File {
		name := strings.ToLower(entry.Name) // names of parts differ in more than case
		if seen[name] {
			return nil, fmt.Errorf("%w: it has two parts %s", ErrNoPackage, entry.Name)
		}
		if strings.ContainsRune(entry.Name, '\\') || path.IsAbs(entry.Name) || slices.Contains(strings.Split(entry.Name, "/"), "..") {
			return nil, fmt.Errorf("%w: %q is no name of a part", ErrNoPackage, entry.Name)
		}
		seen[name] = true
	}
	return f, nil
}

// Has reports whether there is a part.
func (f *File) Has(name string) bool {
	if _, ok := f.set[name]; ok {
		return true
	}
	return f.entry(name) != nil
}

// Names returns the names of the parts, in the order of the zip.
func (f *File) Names() []string {
	var out []string
	for _, entry := range f.zip.File {
		if !f.gone[entry.Name] && !strings.HasSuffix(entry.Name, "/") {
			out = append(out, entry.Name)
		}
	}
	return append(out, f.added...)
}

func (f *File) entry(name string) *zip.File {
	i := slices.IndexFunc(f.zip.File, func(e *zip.File) bool { return e.Name == name })
	if i < 0 || f.gone[name] {
		return nil
	}
	return f.zip.File[i]
}

// Part returns the content of a part.
func (f *File) Part(name string) ([]byte, error) {
	if content, ok := f.set[name]; ok {
		return content, nil
	}
	if content, ok := f.read[name]; ok {
		return content, nil
	}
	entry := f.entry(name)
	if entry == nil {
		return nil, fmt.Errorf("there is no part %s", name)
	}
	content, err := readPart(entry, f.left)
	if err != nil {
		return nil, err
	}
	f.left -= int64(len(content))
	f.read[name] = content
	return content, nil
}

// Set gives a part another content; the content that it has already changes nothing.
func (f *File) Set(name string, content []byte) error {
	old, err := f.Part(name)
	if err == nil && !bytes.Equal(old, content) {
		f.set[name] = content
	}
	return err
}

// Changed returns the names of the parts that differ from what was read, in the order of
// the zip.
func (f *File) Changed() []string {
	var out []string
	for _, name := range f.Names() {
		if _, ok := f.set[name]; ok {
			out = append(out, name)
		}
	}
	return out
}

// Add puts a new part beside those that are there: at stem1.ext, or the next number that is
// free. It returns its name.
func (f *File) Add(stem, ext, contentType string, content []byte) (string, error) {
	name := ""
	for n := 1; name == "" || f.Has(name) || f.gone[name]; n++ {
		name = fmt.Sprintf("%s%d.%s", stem, n, ext)
	}
	types, err := f.Part(typesPart)
	if err != nil {
		return "", err
	}
	override := E("Override", A("PartName", "/"+name), A("ContentType", contentType))
	if types, err = insert(types, "Types", override); err != nil {
		return "", fmt.Errorf("part %s: %w", typesPart, err)
	}
	f.set[typesPart], f.set[name] = types, content
	f.added = append(f.added, name)
	return name, nil
}

// Remove takes a part away, with what is said of its type.
func (f *File) Remove(name string) error {
	types, err := f.Part(typesPart)
	if err != nil {
		return err
	}
	f.set[typesPart] = cut(types, "Override", "PartName", "/"+name)
	delete(f.set, name)
	f.added = slices.DeleteFunc(f.added, func(n string) bool { return n == name })
	f.gone[name] = true
	return nil
}

// Relations returns the relationships of a part, "" for the package, in their order; none if
// it has none.
func (f *File) Relations(of string) ([]Relation, error) {
	name := relsName(of)
	if !f.Has(name) {
		return nil, nil
	}
	content, err := f.Part(name)
	if err != nil {
		return nil, err
	}
	rels, err := parseRelationships(name, content)
	var out []Relation
	for _, r := range rels {
		one := Relation{ID: r.id, Kind: path.Base(r.kind)}
		if r.external {
			one.External = r.target
		} else {
			one.Part = resolve(of, r.target)
		}
		out = append(out, one)
	}
	return out, err
}

// Related returns the relationship of a part by its id; ok is false if there is none.
func (f *File) Related(of, id string) (r Relation, ok bool, err error) {
	all, err := f.Relations(of)
	i := slices.IndexFunc(all, func(r Relation) bool { return r.ID == id })
	if i < 0 {
		return Relation{}, false, err
	}
	return all[i], true, err
}

// Relate makes a relationship of a kind from a part that has some to another and returns its
// id.
func (f *File) Relate(from, kind, to string) (string, error) {
	all, err := f.Relations(from)
	if err != nil {
		return "", err
	}
	id := ""
	for n := len(all) + 1; id == "" || slices.ContainsFunc(all, func(r Relation) bool { return r.ID == id }); n++ {
		id = fmt.Sprintf("rId%d", n)
	}
	name := relsName(from)
	content, err := f.Part(name)
	if err != nil {
		return "", err
	}
	one := E("Relationship", A("Id", id), A("Type", Relationships+kind), A("Target", relative(from, to)))
	if f.set[name], err = insert(content, "Relationships", one); err != nil {
		return "", fmt.Errorf("part %s: %w", name, err)
	}
	return id, nil
}

// Unrelate takes a relationship away from a part.
func (f *File) Unrelate(from, id string) error {
	name := relsName(from)
	content, err := f.Part(name)
	if err == nil {
		f.set[name] = cut(content, "Relationship", "Id", id)
	}
	return err
}

// insert puts an element at the end of the root of a part that is written without prefixes.
func insert(part []byte, root string, one Node) ([]byte, error) {
	at := bytes.LastIndex(part, []byte("</"+root))
	if at < 0 {
		return nil, fmt.Errorf("it does not end with </%s>", root)
	}
	var text bytes.Buffer
	one.write(&text)
	return slices.Concat(part[:at], text.Bytes(), part[at:]), nil
}

// cut takes out the elements of a name whose attribute has a value; they have no children.
func cut(part []byte, name, attr, value string) []byte {
	dec := xml.NewDecoder(bytes.NewReader(part))
	from, isCut := int64(0), false
	for {
		before := dec.InputOffset()
		token, err := dec.RawToken()
		if err != nil {
			return part
		}
		switch t := token.(type) {
		case xml.StartElement:
			if isCut = t.Name.Local == name && slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == attr && a.Value == value }); isCut {
				from = before
			}
		case xml.EndElement:
			if isCut {
				return slices.Concat(part[:from], cut(part[dec.InputOffset():], name, attr, value))
			}
		}
	}
}

// Write writes the package: what did not change as it was.
func (f *File) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	if err := z.SetComment(f.zip.Comment); err != nil {
		return fmt.Errorf("write package: %w", err)
	}
	for _, entry := range f.zip.File {
		content, isSet := f.set[entry.Name]
		var err error
		switch {
		case f.gone[entry.Name]:
		case isSet:
			err = writePart(z, entry, content)
		default:
			err = z.Copy(entry)
		}
		if err != nil {
			return fmt.Errorf("write part %s: %w", entry.Name, err)
		}
	}
	for _, name := range f.added {
		if err := writePart(z, &zip.File{FileHeader: zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch}}, f.set[name]); err != nil {
			return fmt.Errorf("write part %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write package: %w", err)
	}
	return nil
}

// writePart writes a content with time and method of an entry.
func writePart(z *zip.Writer, like *zip.File, content []byte) error {
	at := like.Modified
	if at.Year() < epoch.Year() { // no time at all
		at = epoch
	}
	out, err := z.CreateHeader(&zip.FileHeader{Name: like.Name, Method: like.Method, Modified: at.In(time.UTC), ExternalAttrs: like.ExternalAttrs})
	if err == nil {
		_, err = out.Write(content)
	}
	return err
}
