package yamldoc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"paystats/data/diag"
)

// Mapping is a mapping whose keys are known to be allowed. Its methods take a key's value
// and report what is wrong with it; an absent key is no problem, and a nil Mapping has none.
type Mapping struct {
	Node
	Entries []Entry // in the order of the document; a key stands once
	Broken  bool    // an entry was refused
}

// Entry is one key of a mapping.
type Entry struct {
	Key    string
	KeyPos diag.Pos
	Value  Node
}

// Mapping reads the value as a mapping. known lists the keys that it may have; with none,
// any key is allowed. nil after a problem.
func (n Node) Mapping(known ...string) *Mapping {
	m := &Mapping{Node: n}
	switch v := n.node.(type) {
	case *ast.MappingNode:
		m.read(v.Values, known)
	case *ast.MappingValueNode:
		m.read([]*ast.MappingValueNode{v}, known)
	default:
		if n.path != "" || !n.IsEmpty() {
			n.WrongType("a mapping")
			return nil
		}
	}
	return m
}

// read fills in the entries. What Parse has reported is only left out.
func (m *Mapping) read(entries []*ast.MappingValueNode, known []string) {
	seen := map[string]bool{}
	for _, entry := range entries {
		key, ok := scalar(entry.Key)
		e := Entry{key, m.doc.at(entry.Key), m.child(key, entry.Value)}
		switch {
		case !ok || seen[key]:
			m.Broken = true
		case len(known) > 0 && !slices.Contains(known, key):
			m.doc.Report(e.KeyPos, CodeKeyUnknown, fmt.Sprintf("%s has no key %q", m.Name, key), keyHint(key, known))
			m.Broken = true
		case m.doc.source.EmptyIsAbsent && e.Value.IsEmpty():
		default:
			m.Entries = append(m.Entries, e)
		}
		seen[key] = true
	}
}

// shownKeys is how many keys a hint lists in full.
const shownKeys = 8

// keyHint returns what to write for an unknown key: the nearest, or else all if they are few.
func keyHint(key string, known []string) string {
	hint := diag.DidYouMean(key, known, "")
	if hint == "" && len(known) <= shownKeys {
		hint = "the keys are " + strings.Join(known, ", ")
	}
	return hint
}

// child returns the value of a key.
func (m *Mapping) child(key string, value ast.Node) Node {
	path := key
	if m.path != "" {
		path = m.path + "." + key
	}
	return Node{Name: path, Pos: m.doc.at(value), doc: m.doc, path: path, node: value}
}

// Has reports whether a key is there.
func (m *Mapping) Has(key string) bool {
	return m != nil && slices.ContainsFunc(m.Entries, func(e Entry) bool { return e.Key == key })
}

// At returns a key's value; if the key is absent, an empty one at the mapping's place.
func (m *Mapping) At(key string) Node {
	for _, e := range m.Entries {
		if e.Key == key {
			return e.Value
		}
	}
	absent := m.child(key, nil)
	absent.Pos = m.Pos
	return absent
}

// Missing reports that a key is absent.
func (m *Mapping) Missing(key, hint string) {
	m.Report(CodeKeyMissing, fmt.Sprintf("%s has no %s", m.Name, key), hint)
}

// Text returns a key's text; "" if it is absent.
func (m *Mapping) Text(key string) string {
	if !m.Has(key) {
		return ""
	}
	text, _ := m.At(key).Text()
	return text
}

// Need returns the text of a key that must be there and not be blank.
func (m *Mapping) Need(key string) string {
	if !m.Has(key) {
		m.Missing(key, "")
		return ""
	}
	value := m.At(key)
	text, ok := value.Text()
	if ok && strings.TrimSpace(text) == "" {
		value.Report(CodeKeyMissing, value.Name+" is empty", "")
	}
	return text
}

// Int returns a key's whole number from low to high; fallback if it is absent.
func (m *Mapping) Int(key string, low, high, fallback int) int {
	if m.Has(key) {
		if i, ok := m.At(key).Int(low, high); ok {
			return i
		}
	}
	return fallback
}

// Float returns a key's number from low to high; fallback if it is absent.
func (m *Mapping) Float(key string, low, high, fallback float64) float64 {
	if m.Has(key) {
		if f, ok := m.At(key).Float(low, high); ok {
			return f
		}
	}
	return fallback
}

// Bool returns a key's true or false; false if it is absent.
func (m *Mapping) Bool(key string) bool {
	if !m.Has(key) {
		return false
	}
	b, _ := m.At(key).Bool()
	return b
}

// OneOf returns a key's text, one of words; fallback if it is absent.
func (m *Mapping) OneOf(key, fallback string, words ...string) string {
	if m.Has(key) {
		if text, ok := m.At(key).OneOf(words...); ok {
			return text
		}
	}
	return fallback
}

// List returns the entries of a key's list, a single value as a list of one; nil if it is absent.
func (m *Mapping) List(key string) []Node {
	if !m.Has(key) {
		return nil
	}
	return m.At(key).List()
}

// Texts returns a key's list of texts, a single text as a list of one; nil if it is absent.
func (m *Mapping) Texts(key string) []string {
	var texts []string
	for _, n := range m.List(key) {
		if text, ok := n.Text(); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// Mapping returns a key's mapping; nil if it is absent.
func (m *Mapping) Mapping(key string, known ...string) *Mapping {
	if !m.Has(key) {
		return nil
	}
	return m.At(key).Mapping(known...)
}
