// Package ooxml writes and reads the packages that Office files are: parts in a zip, their content
// types and the relationships between them.
//
// XML parts are trees of Node. They are written, not bound to types: a part of
// ours uses few of the thousands of elements, always in the order of its schema, and a
// tree says both in the fewest words.
//
// Invariants: equal packages give equal bytes (parts in the order of their names, one
// fixed time); a text can be nothing but text; every relationship leads to a part.
package ooxml

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Package is an Office file under construction.
type Package struct {
	parts map[string][]byte
	types map[string]string
	rels  map[string][]relationship
}

type relationship struct {
	id, kind, target string
	external         bool
}

// New returns an empty package.
func New() *Package {
	return &Package{parts: map[string][]byte{}, types: map[string]string{}, rels: map[string][]relationship{}}
}

// Add puts a part at a path ("ppt/slides/slide1.xml"), replacing one that is there.
func (p *Package) Add(name, contentType string, content []byte) {
	p.parts[name], p.types[name] = content, contentType
}

// Relate makes a relationship of a kind (the last word of its address: "slide", "image")
// from a part, "" for the package itself, to another and returns its id.
func (p *Package) Relate(from, kind, to string) string {
	return p.relate(from, relationship{kind: Relationships + kind, target: relative(from, to)})
}

// RelateOutside makes a relationship to an address outside of the package.
func (p *Package) RelateOutside(from, kind, address string) string {
	return p.relate(from, relationship{kind: Relationships + kind, target: address, external: true})
}

// RelateAs makes a relationship whose kind has an address of its own.
func (p *Package) RelateAs(from, kind, to string) string {
	return p.relate(from, relationship{kind: kind, target: relative(from, to)})
}

func (p *Package) relate(from string, r relationship) string {
	has := func(id string) bool {
		return slices.ContainsFunc(p.rels[from], func(other relationship) bool { return other.id == id })
	}
	n := len(p.rels[from]) + 1
	for has("rId" + strconv.Itoa(n)) {
		n++
	}
	r.id = "rId" + strconv.Itoa(n)
	p.rels[from] = append(p.rels[from], r)
	return r.id
}

// The addresses that name what parts and relationships are.
const (
	Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relsSpace     = "http://schemas.openxmlformats.org/package/2006/relationships"
	typesSpace    = "http://schemas.openxmlformats.org/package/2006/content-types"
	relsType      = "application/vnd.openxmlformats-package.relationships+xml"
	xmlType       = "application/xml"
)

// relative returns the address of a part as seen from another.
func relative(from, to string) string {
	if from == "" {
		return to
	}
	here, there := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	for len(here) > 0 && len(there) > 1 && here[0] == there[0] {
		here, there = here[1:], there[1:]
	}
	return strings.Repeat("../", len(here)) + strings.Join(there, "/")
}

// relsName returns the path of the part that holds the relationships of a part.
func relsName(of string) string {
	dir, file := path.Split(of)
	return dir + "_rels/" + file + ".rels"
}

// epoch is the time that every part of a package bears: the first that a zip can hold.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the package.
func (p *Package) Write(w io.Writer) error {
	parts := maps.Clone(p.parts)
	for _, from := range slices.Sorted(maps.Keys(p.rels)) {
		root := E("Relationships", A("xmlns", relsSpace))
		for _, r := range p.rels[from] {
			one := E("Relationship", A("Id", r.id), A("Type", r.kind), A("Target", r.target))
			if r.external {
				one.attrs = append(one.attrs, A("TargetMode", "External"))
			}
			root.kids = append(root.kids, one)
		}
		parts[relsName(from)] = root.Bytes()
	}
	z := zip.NewWriter(w)
	write := func(name string, content []byte) error {
		// A part that is a zip itself gains nothing from being pressed again.
		method := zip.Deflate
		if ext := path.Ext(name); ext == ".xlsx" || ext == ".png" {
			method = zip.Store
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: epoch})
		if err != nil {
			return fmt.Errorf("write part %s: %w", name, err)
		}
		if _, err := out.Write(content); err != nil {
			return fmt.Errorf("write part %s: %w", name, err)
		}
		return nil
	}
	// Readers look at the content types and the package's relationships first.
	first := func(name string) int {
		if name == "_rels/.rels" {
			return 0
		}
		return 1
	}
	if err := write(typesPart, p.contentTypes()); err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(parts), func(a, b string) int { return cmp.Or(first(a)-first(b), strings.Compare(a, b)) })
	for _, name := range names {
		if err := write(name, parts[name]); err != nil {
			return err
		}
	}
	return z.Close()
}

// contentTypes makes the part that says what every other is.
func (p *Package) contentTypes() []byte {
	root := E("Types", A("xmlns", typesSpace),
		E("Default", A("Extension", "rels"), A("ContentType", relsType)),
		E("Default", A("Extension", "xml"), A("ContentType", xmlType)))
	for _, name := range slices.Sorted(maps.Keys(p.types)) {
		root.kids = append(root.kids, E("Override", A("PartName", "/"+name), A("ContentType", p.types[name])))
	}
	return root.Bytes()
}
