package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// maxSize is how large the parts of a package may be together when they are unpacked, in
// bytes: a file that grows beyond is no deck that somebody made.
const maxSize = 256 << 20

// typesPart says what every other part is.
const typesPart = "[Content_Types].xml"

// Read reads a package.
func Read(content []byte) (*Package, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("read package: %w", err)
	}
	p := New()
	left := int64(maxSize)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		part, err := readPart(f, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(part))
		p.parts[f.Name] = part
	}
	if err := p.readTypes(); err != nil {
		return nil, err
	}
	return p, p.readRelationships()
}

func readPart(f *zip.File, left int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("read part %s: %w", f.Name, err)
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, fmt.Errorf("read part %s: %w", f.Name, err)
	}
	if int64(len(content)) > left {
		return nil, fmt.Errorf("read part %s: the package unpacks to more than %d MB", f.Name, maxSize>>20)
	}
	return content, nil
}

// readTypes takes over what the parts are.
func (p *Package) readTypes() error {
	const name = typesPart
	var raw struct {
		Default []struct {
			Extension   string `xml:"Extension,attr"`
			ContentType string `xml:"ContentType,attr"`
		}
		Override []struct {
			PartName    string `xml:"PartName,attr"`
			ContentType string `xml:"ContentType,attr"`
		}
	}
	if err := xml.Unmarshal(p.parts[name], &raw); err != nil {
		return fmt.Errorf("read part %s: %w", name, err)
	}
	delete(p.parts, name)
	for part := range p.parts {
		for _, d := range raw.Default {
			if strings.EqualFold(strings.TrimPrefix(path.Ext(part), "."), d.Extension) {
				p.types[part] = d.ContentType
			}
		}
	}
	for _, o := range raw.Override {
		if part := strings.TrimPrefix(o.PartName, "/"); p.parts[part] != nil {
			p.types[part] = o.ContentType
		}
	}
	return nil
}

// readRelationships takes over where the parts lead to.
func (p *Package) readRelationships() error {
	for name, content := range p.parts {
		if path.Ext(name) != ".rels" {
			continue
		}
		rels, err := parseRelationships(name, content)
		if err != nil {
			return err
		}
		dir, file := path.Split(name)
		of := path.Join(path.Dir(path.Clean(dir)), strings.TrimSuffix(file, ".rels"))
		if name == "_rels/.rels" {
			of = ""
		}
		p.rels[of] = append(p.rels[of], rels...)
		delete(p.parts, name)
		delete(p.types, name)
	}
	return nil
}

// parseRelationships reads a part that holds relationships.
func parseRelationships(name string, content []byte) ([]relationship, error) {
	var raw struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		}
	}
	if err := xml.Unmarshal(content, &raw); err != nil {
		return nil, fmt.Errorf("read part %s: %w", name, err)
	}
	var out []relationship
	for _, r := range raw.Relationship {
		out = append(out, relationship{id: r.ID, kind: r.Type, target: r.Target, external: r.Mode == "External"})
	}
	return out, nil
}

// Part returns the content of a part, nil for none.
func (p *Package) Part(name string) []byte { return p.parts[name] }

// Replace gives a part another content.
func (p *Package) Replace(name string, content []byte) { p.parts[name] = content }

// Related returns the parts that a part leads to by relationships of a kind, in their order.
func (p *Package) Related(from, kind string) []string {
	var out []string
	for _, r := range p.rels[from] {
		if !r.external && strings.HasSuffix(r.kind, "/"+kind) {
			out = append(out, resolve(from, r.target))
		}
	}
	return out
}

// Unrelate takes away the relationships of a kind from a part.
func (p *Package) Unrelate(from, kind string) {
	p.rels[from] = slices.DeleteFunc(p.rels[from], func(r relationship) bool { return strings.HasSuffix(r.kind, "/"+kind) })
}

// resolve returns the part that an address leads to.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/")
	}
	return path.Join(path.Dir(from), target)
}

// Prune drops the parts that nothing leads to.
func (p *Package) Prune() {
	kept := map[string]bool{}
	var visit func(string)
	visit = func(part string) {
		for _, r := range p.rels[part] {
			if to := resolve(part, r.target); !r.external && !kept[to] {
				kept[to] = true
				visit(to)
			}
		}
	}
	visit("")
	for part := range p.parts {
		if !kept[part] {
			delete(p.parts, part)
			delete(p.types, part)
			delete(p.rels, part)
		}
	}
	for part := range p.rels {
		if part != "" && !kept[part] {
			delete(p.rels, part)
		}
	}
}
