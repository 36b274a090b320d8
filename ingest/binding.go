package ingest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
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

	hasOtherwise bool
	otherwise    valueCode // what a text becomes that values does not list
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
func (r *resource) binding(m *yamldoc.Mapping, key, name string) *binding {
	if !m.Has(key) {
		return nil
	}
	n := m.At(key)
	if n.IsScalar() {
		text, _ := n.Text()
		return &binding{pos: n.Pos, literal: text, column: -1}
	}
	bm := n.Mapping("column", "path", "default", "values", "otherwise")
	if bm == nil {
		return nil
	}
	b := &binding{pos: bm.Pos, column: -1}
	switch {
	case bm.Broken:
		return nil
	case bm.Has("column") == bm.Has("path"):
		bm.Report("key-missing", bm.Name+" needs either column or path", "")
		return nil
	case bm.Has("column"):
		b.column = r.column(bm.Need("column"), bm.At("column").Pos)
	default:
		b.path, b.pathPos = pattern(bm.At("path"), pathGroups(name)), bm.At("path").Pos
		if b.path == nil {
			return nil
		}
	}
	if bm.Has("default") {
		b.hasDefault, b.fallback, b.fallPos = true, bm.Text("default"), bm.At("default").Pos
	}
	b.readValues(bm)
	return b
}

// readValues reads `values` and `otherwise`.
func (b *binding) readValues(bm *yamldoc.Mapping) {
	if vm := bm.Mapping("values"); vm != nil {
		b.values = map[string]valueCode{}
		for _, e := range vm.Entries {
			code, _ := e.Value.Text()
			b.values[strings.TrimSpace(e.Key)] = valueCode{code, e.Value.Pos}
		}
	}
	if b.hasOtherwise = bm.Has("otherwise"); b.hasOtherwise {
		b.otherwise = valueCode{bm.Text("otherwise"), bm.At("otherwise").Pos}
		if len(b.values) == 0 {
			bm.Report("key-missing", bm.Name+" has otherwise, but no values", "list the texts that mean something else, or write the code alone")
		}
	}
}

// pattern compiles a regular expression, whose named groups must be among groups; nil after a problem.
func pattern(n yamldoc.Node, groups []string) *regexp.Regexp {
	text, ok := n.Text()
	if !ok {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		msg := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		n.Report("regex-syntax", fmt.Sprintf("%s: %s", n.Name, msg), "patterns are RE2: no look-ahead, no back-references")
		return nil
	}
	found := 0
	for _, g := range re.SubexpNames() {
		switch {
		case g == "":
		case slices.Contains(groups, g):
			found++
		default:
			n.Report("value-unknown", fmt.Sprintf("%s has no use for a group %q", n.Name, g), diag.DidYouMean(g, groups, ""))
			return nil
		}
	}
	if found == 0 {
		n.Report("key-missing", fmt.Sprintf("%s names no group", n.Name), fmt.Sprintf("write (?P<%s>…)", groups[0]))
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
