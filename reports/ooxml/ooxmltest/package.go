// Package ooxmltest reads Office packages back in the tests of what writes them.
package ooxmltest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
)

// Element is any element of a part.
type Element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []Element  `xml:",any"`
	Text    string     `xml:",chardata"`
}

// Unzip returns the parts of a package by their names.
func Unzip(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// Parse reads a part.
func Parse(t testing.TB, name string, part []byte) Element {
	t.Helper()
	var e Element
	if err := xml.Unmarshal(part, &e); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return e
}

// Attr returns an attribute by its local name.
func (e Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// All returns the elements of a local name, in their order.
func (e Element) All(name string) []Element {
	var out []Element
	for _, kid := range e.Kids {
		if kid.XMLName.Local == name {
			out = append(out, kid)
		}
		out = append(out, kid.All(name)...)
	}
	return out
}

// TextOf returns the texts of an element's runs, one a line.
func (e Element) TextOf() string {
	var texts []string
	for _, run := range e.All("t") {
		texts = append(texts, run.Text)
	}
	return strings.Join(texts, "\n")
}

// Check holds a package together: every part has a content type, is led to by a
// relationship and well formed; every relationship leads to a part; every id that a part
// refers to is one of its relationships; no two shapes of a part have one id.
func Check(t testing.TB, parts map[string][]byte) {
	t.Helper()
	typed, byEnding := map[string]bool{}, map[string]bool{}
	types := Parse(t, "[Content_Types].xml", parts["[Content_Types].xml"])
	for _, o := range types.All("Override") {
		typed[strings.TrimPrefix(o.Attr("PartName"), "/")] = true
	}
	for _, d := range types.All("Default") {
		byEnding[d.Attr("Extension")] = d.Attr("Extension") != "xml"
	}
	led := map[string]bool{}
	for name, content := range parts {
		switch ending := path.Ext(name); {
		case name == "[Content_Types].xml", ending == ".xlsx", ending == ".png":
		case ending == ".rels":
			checkRelationships(t, name, content, parts, led)
		default:
			checkPart(t, name, Parse(t, name, content), parts)
		}
	}
	for name := range parts {
		if path.Ext(name) == ".rels" || name == "[Content_Types].xml" {
			continue
		}
		if !typed[name] && !byEnding[strings.TrimPrefix(path.Ext(name), ".")] {
			t.Errorf("%s has no content type", name)
		}
		if !led[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

func checkRelationships(t testing.TB, name string, content []byte, parts map[string][]byte, led map[string]bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range Parse(t, name, content).Kids {
		to := path.Join(path.Dir(path.Dir(name)), r.Attr("Target"))
		if strings.HasPrefix(r.Attr("Target"), "/") {
			to = strings.TrimPrefix(r.Attr("Target"), "/")
		}
		if _, ok := parts[to]; !ok && r.Attr("TargetMode") != "External" {
			t.Errorf("%s leads to %s, which is not there", name, to)
		}
		if seen[r.Attr("Id")] {
			t.Errorf("%s has two relationships %s", name, r.Attr("Id"))
		}
		led[to], seen[r.Attr("Id")] = true, true
	}
}

func checkPart(t testing.TB, name string, root Element, parts map[string][]byte) {
	t.Helper()
	dir, file := path.Split(name)
	known, shapes := map[string]bool{}, map[string]bool{}
	if rels, ok := parts[dir+"_rels/"+file+".rels"]; ok {
		for _, r := range Parse(t, name, rels).Kids {
			known[r.Attr("Id")] = true
		}
	}
	var walk func(Element)
	walk = func(e Element) {
		for _, a := range e.Attrs {
			if strings.HasSuffix(a.Name.Space, "/relationships") && !known[a.Value] {
				t.Errorf("%s: %s refers to %s, which is no relationship", name, e.XMLName.Local, a.Value)
			}
		}
		if id := e.Attr("id"); e.XMLName.Local == "cNvPr" {
			if shapes[id] {
				t.Errorf("%s has two shapes %s", name, id)
			}
			shapes[id] = true
		}
		for _, kid := range e.Kids {
			walk(kid)
		}
	}
	walk(root)
}

// CheckCaches holds what the references of a chart part have cached against the cells that
// they refer to; it returns the number of references.
func CheckCaches(t testing.TB, name string, part []byte, cells func(address string) []string) int {
	t.Helper()
	n := 0
	root := Parse(t, name, part)
	for _, kind := range []string{"strRef", "numRef", "multiLvlStrRef", "datalabelsRange"} {
		for _, ref := range root.All(kind) {
			n++
			address := ref.All("f")[0].Text
			held, points := cells(address), ref.All("pt")
			if kind == "multiLvlStrRef" { // the first level of the cache is the last column
				points = ref.All("lvl")[0].All("pt")
			}
			cached := make([]string, len(held))
			for _, p := range points {
				var at int
				if _, err := fmt.Sscan(p.Attr("idx"), &at); err != nil || at >= len(held) {
					t.Fatalf("%s: %s has a point %q", name, address, p.Attr("idx"))
				}
				cached[at] = p.All("v")[0].Text
			}
			if !slices.Equal(cached, held) {
				t.Errorf("%s: %s is cached as %q, the workbook holds %q", name, address, cached, held)
			}
		}
	}
	return n
}
