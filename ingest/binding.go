package ingest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
)

// binding says where a part's text comes from: a literal, a column or the file's path.
type binding struct {
	pos     diag.Pos
	literal string
	column  int // index into the resource's columns; -1 for none
	path    *regexp.Regexp
	pathPos diag.Pos

	hasDefault bool
	fallback   string
	fallPos    diag.Pos
	values     map[string]valueCode // text as printed -> code; nil for none
}

// valueCode is one entry of `values`.
type valueCode struct {
	code string
	pos  diag.Pos
}

// isLiteral reports whether the text is the same for every row.
func (b *binding) isLiteral() bool { return b.column < 0 && b.path == nil }

// pathGroups are the groups that a pattern may have for a part: the part's own name,
// and for periods their pieces.
func pathGroups(name string) []string {
	if name == partPeriod.String() {
		return []string{"period", "year", "half", "quarter", "month", "day"}
	}
	return []string{name}
}

// binding reads a key as a binding; nil if it is absent or after a problem. name is
// what a pattern's group is called.
func (r *resource) binding(m *mapping, key, name string) *binding {
	if !m.has(key) {
		return nil
	}
	n := m.values[key]
	if text, ok := scalar(n); ok {
		return &binding{pos: m.at(n), literal: text, column: -1}
	}
	known := []string{"column", "path", "default", "values"}
	bm := m.mapping(n, m.label(key), known...)
	if bm == nil {
		return nil
	}
	b := &binding{pos: bm.pos, column: -1}
	switch {
	case bm.broken:
		return nil
	case bm.has("column") == bm.has("path"):
		m.report(bm.pos, "key-missing", fmt.Sprintf("%s needs either column or path", m.label(key)), "")
		return nil
	case bm.has("column"):
		b.column = r.column(bm.need("column"), bm.at(bm.values["column"]))
	default:
		b.path, b.pathPos = bm.pattern("path", pathGroups(name)), bm.at(bm.values["path"])
		if b.path == nil {
			return nil
		}
	}
	if bm.has("default") {
		b.hasDefault, b.fallback, b.fallPos = true, bm.text("default"), bm.at(bm.values["default"])
	}
	if vm := bm.mappingAt("values"); vm != nil {
		b.values = map[string]valueCode{}
		for _, text := range vm.order {
			b.values[strings.TrimSpace(text)] = valueCode{vm.text(text), vm.at(vm.values[text])}
		}
	}
	return b
}

// mappingAt reads a key as a mapping with any keys; nil if it is absent.
func (m *mapping) mappingAt(key string, known ...string) *mapping {
	if !m.has(key) {
		return nil
	}
	return m.mapping(m.values[key], m.label(key), known...)
}

// pattern compiles a key's regular expression, whose named groups must be among groups.
func (m *mapping) pattern(key string, groups []string) *regexp.Regexp {
	text := m.text(key)
	re, err := regexp.Compile(text)
	if err != nil {
		msg := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		m.report(m.at(m.values[key]), "regex-syntax", fmt.Sprintf("%s: %s", m.label(key), msg), "patterns are RE2: no look-ahead, no back-references")
		return nil
	}
	found := 0
	for _, g := range re.SubexpNames() {
		switch {
		case g == "":
		case slices.Contains(groups, g):
			found++
		default:
			m.report(m.at(m.values[key]), "value-unknown", fmt.Sprintf("%s has no use for a group %q", m.label(key), g), diag.DidYouMean(g, groups, ""))
			return nil
		}
	}
	if found == 0 {
		m.report(m.at(m.values[key]), "key-missing", fmt.Sprintf("%s names no group", m.label(key)), fmt.Sprintf("write (?P<%s>…)", groups[0]))
		return nil
	}
	return re
}

// fromPath returns what a pattern finds in a path: the group of the part's name, or a
// period put together from its pieces. ok is false if the pattern does not match.
func fromPath(re *regexp.Regexp, file string) (text string, ok bool) {
	found := re.FindStringSubmatch(file)
	if found == nil {
		return "", false
	}
	pieces := map[string]string{}
	for i, g := range re.SubexpNames() {
		if g != "" && found[i] != "" {
			pieces[g] = found[i]
		}
	}
	if len(pieces) == 1 {
		for _, text := range pieces {
			return text, true
		}
	}
	text = pieces["year"]
	for _, piece := range []struct{ group, mark string }{{"half", "-S"}, {"quarter", "-Q"}, {"month", "-"}, {"day", "-"}} {
		if s, ok := pieces[piece.group]; ok {
			text += piece.mark + s
		}
	}
	return text, len(pieces) > 0
}

// sortedValues returns the texts of `values` in order.
func (b *binding) sortedValues() []string { return slices.Sorted(maps.Keys(b.values)) }
