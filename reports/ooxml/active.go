package ooxml

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// activeParts are the parts, by a word of their content type, that a program runs when it
// opens a file.
var activeParts = map[string]string{"macroEnabled": "macros", "vbaProject": "macros", "activeX": "a control", "oleObject": "an embedded object"}

// linkSchemes are those of links that do nothing until a reader follows them.
var linkSchemes = []string{"http", "https", "mailto"}

// Active lists what a package would run, fetch or open by itself where somebody opens it,
// sorted: macros, controls and embedded objects; links to pictures and data outside of it;
// XML that declares types of its own, which Office files never do.
func (p *Package) Active() []string {
	var found []string
	for _, name := range append([]string{""}, slices.Sorted(maps.Keys(p.parts))...) {
		for _, word := range slices.Sorted(maps.Keys(activeParts)) {
			if strings.Contains(p.types[name], word) {
				found = append(found, activeParts[word]+" in "+name)
			}
		}
		if isXML(name) {
			switch content := p.parts[name]; {
			case !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0:
				found = append(found, name+" that is not UTF-8")
			case bytes.Contains(content, []byte("<!DOCTYPE")):
				found = append(found, "a document type declaration in "+name)
			}
		}
		for _, r := range p.rels[name] {
			if r.external && !r.isLink() {
				found = append(found, fmt.Sprintf("%s from outside, %q, in %s", path.Base(r.kind), r.target, cmp.Or(name, "the package")))
			}
		}
	}
	return found
}

func isXML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".xml" || ext == ".rels" || ext == ".vml"
}

// isLink reports whether a relationship is a link for readers to follow.
func (r relationship) isLink() bool {
	to, err := url.Parse(r.target)
	return err == nil && path.Base(r.kind) == "hyperlink" && slices.Contains(linkSchemes, strings.ToLower(to.Scheme))
}
