package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"paystats/data/diag"
)

// Limits of a descriptor. The parser's time grows with the square of the nesting.
const (
	maxDescriptor = 1 << 20 // bytes
	maxNesting    = 100     // open brackets
)

// source is a YAML file and what is wrong with it.
type source struct {
	file     string
	lines    []string
	problems diag.List
}

// parse returns the root of the file's only document; nil after a problem.
func (s *source) parse(text []byte) ast.Node {
	if !utf8.Valid(text) {
		s.report(diag.Pos{File: s.file}, "text-encoding", "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if len(text) > maxDescriptor || nesting(text) > maxNesting {
		s.report(diag.Pos{File: s.file}, "yaml-syntax", fmt.Sprintf("more than %d bytes or %d open brackets", maxDescriptor, maxNesting),
			"keep data in files of their own")
		return nil
	}
	s.lines = strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	file, err := parser.ParseBytes([]byte(strings.Join(s.lines, "\n")), 0)
	if err != nil {
		pos, msg := diag.Pos{File: s.file}, err.Error()
		if y, ok := errors.AsType[yaml.Error](err); ok && y.GetToken() != nil {
			p := y.GetToken().Position
			pos, msg = s.pos(p.Line, p.Column), y.GetMessage()
		}
		s.report(pos, "yaml-syntax", msg, "check indentation, quotes and brackets")
		return nil
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		s.report(diag.Pos{File: s.file}, "yaml-syntax", fmt.Sprintf("%d documents in the file", documents(file)), "write one")
		return nil
	}
	return file.Docs[0].Body
}

// nesting returns how many brackets stay open at most. Brackets in quotes count too:
// the limit is far above what a descriptor needs.
func nesting(text []byte) int {
	open, most := 0, 0
	for _, b := range text {
		switch b {
		case '[', '{':
			open++
			most = max(most, open)
		case ']', '}':
			open = max(0, open-1)
		}
	}
	return most
}

func documents(file *ast.File) int {
	n := 0
	for _, d := range file.Docs {
		if d.Body != nil {
			n++
		}
	}
	return n
}

// pos turns the parser's line and column, which counts characters, into a place.
func (s *source) pos(line, column int) diag.Pos {
	pos := diag.Pos{File: s.file, Line: line, Col: column}
	if line < 1 || line > len(s.lines) {
		return pos
	}
	chars := 0
	for i := range s.lines[line-1] {
		if chars++; chars == column {
			pos.Col = i + 1
			break
		}
	}
	return pos
}

// at returns the place where a node starts.
func (s *source) at(n ast.Node) diag.Pos {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if n == nil || n.GetToken() == nil {
		return diag.Pos{File: s.file}
	}
	p := n.GetToken().Position
	return s.pos(p.Line, p.Column)
}

func (s *source) report(pos diag.Pos, code, msg, hint string) *diag.Problem {
	p := &diag.Problem{Pos: pos, Code: code, Msg: msg, Hint: hint}
	if pos.File == s.file && pos.Line > 0 && pos.Line <= len(s.lines) {
		p.Line = strings.TrimSuffix(s.lines[pos.Line-1], "\r")
	}
	s.problems.Add(p)
	return p
}

// mapping is a YAML mapping whose keys are known to be allowed.
type mapping struct {
	*source
	name   string // as it is called in messages; "" for the root
	pos    diag.Pos
	broken bool                // a key was refused
	keys   map[string]ast.Node // keys' nodes, for their places
	values map[string]ast.Node
	order  []string
}

// mapping reads a node as a mapping. known lists the keys it may have; with none, any
// key is allowed. nil after a problem.
func (s *source) mapping(n ast.Node, name string, known ...string) *mapping {
	m := &mapping{source: s, name: name, pos: s.at(n), keys: map[string]ast.Node{}, values: map[string]ast.Node{}}
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	default:
		s.wrongType(n, m.title(), "a mapping")
		return nil
	}
	for _, entry := range entries {
		key, ok := scalar(entry.Key)
		if !ok {
			s.report(s.at(entry.Key), "key-type", fmt.Sprintf("a key of %s is no plain text", m.title()), "")
			m.broken = true
			continue
		}
		if len(known) > 0 && !slices.Contains(known, key) {
			s.report(s.at(entry.Key), "key-unknown", fmt.Sprintf("%s has no key %q", m.title(), key), diag.DidYouMean(key, known, ""))
			m.broken = true
			continue
		}
		m.keys[key], m.values[key] = entry.Key, entry.Value
		m.order = append(m.order, key)
	}
	return m
}

// wrongType reports a node that is not what its place wants.
func (s *source) wrongType(n ast.Node, name, want string) {
	hint := ""
	got := "a value of another kind"
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		got = "a mapping"
	case *ast.SequenceNode:
		got = "a list"
	case *ast.NullNode, nil:
		got = "empty"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		got, hint = "an anchor, alias or tag", "write the value out: descriptors have no anchors, aliases or tags"
	default:
		if text, ok := scalar(n); ok {
			got = strconv.Quote(text)
		}
	}
	s.report(s.at(n), "key-type", fmt.Sprintf("%s is %s, not %s", name, got, want), hint)
}

// scalar returns a scalar's text as it is written.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (m *mapping) has(key string) bool { return m != nil && m.values[key] != nil }

// label is how a key is called in messages: resources[0].path.
func (m *mapping) label(key string) string {
	if m.name == "" {
		return key
	}
	return m.name + "." + key
}

// text returns a key's text; "" if the key is absent or after a problem.
func (m *mapping) text(key string) string {
	if !m.has(key) {
		return ""
	}
	text, ok := scalar(m.values[key])
	if !ok {
		m.wrongType(m.values[key], m.label(key), "a text")
	}
	return text
}

// need returns a required key's text.
func (m *mapping) need(key string) string {
	if !m.has(key) {
		m.missing(key)
		return ""
	}
	text := m.text(key)
	if _, ok := scalar(m.values[key]); ok && strings.TrimSpace(text) == "" {
		m.report(m.at(m.values[key]), "key-missing", fmt.Sprintf("%s is empty", m.label(key)), "")
	}
	return text
}

func (m *mapping) missing(key string) {
	m.report(m.pos, "key-missing", fmt.Sprintf("%s has no %s", m.title(), key), "")
}

// title is how the mapping itself is called in messages.
func (m *mapping) title() string {
	if m.name == "" {
		return "the descriptor"
	}
	return m.name
}

// whole returns a key's whole number between low and high, fallback if it is absent.
func (m *mapping) whole(key string, low, high, fallback int) int {
	if !m.has(key) {
		return fallback
	}
	text := m.text(key)
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		m.wrongType(m.values[key], m.label(key), fmt.Sprintf("a whole number from %d to %d", low, high))
		return fallback
	}
	return n
}

// flag returns a key's yes or no, false if it is absent.
func (m *mapping) flag(key string) bool {
	if !m.has(key) {
		return false
	}
	b, ok := m.values[key].(*ast.BoolNode)
	if !ok {
		m.wrongType(m.values[key], m.label(key), "true or false")
		return false
	}
	return b.Value
}

// list returns a key's entries: those of a list, or a single value as a list of one.
func (m *mapping) list(key string) []ast.Node {
	if !m.has(key) {
		return nil
	}
	if seq, ok := m.values[key].(*ast.SequenceNode); ok {
		return seq.Values
	}
	return []ast.Node{m.values[key]}
}

// texts returns a key's list of texts; nil if it is absent.
func (m *mapping) texts(key string) []string {
	var texts []string
	for _, n := range m.list(key) {
		text, ok := scalar(n)
		if !ok {
			m.wrongType(n, m.label(key), "a text or a list of texts")
			continue
		}
		texts = append(texts, text)
	}
	return texts
}

// oneOf returns a key's text if it is one of words, fallback if the key is absent.
func (m *mapping) oneOf(key, fallback string, words ...string) string {
	if !m.has(key) {
		return fallback
	}
	text := m.text(key)
	if !slices.Contains(words, text) {
		m.unknown(key, text, words)
		return fallback
	}
	return text
}

func (m *mapping) unknown(key, text string, words []string) {
	hint := diag.DidYouMean(text, words, "")
	if hint == "" {
		hint = "write " + strings.Join(words, ", ")
	}
	m.report(m.at(m.values[key]), "value-unknown", fmt.Sprintf("%s %q is unknown", m.label(key), text), hint)
}
