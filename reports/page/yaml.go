package page

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"paystats/data/diag"
)

// maxDepth bounds the nesting of a head or block: a page needs three levels.
const maxDepth = 8

// yamlText is a piece of YAML inside a page. first is the page's line on which it starts.
type yamlText struct {
	*source
	first int
}

// entry is one key of a mapping.
type entry struct {
	key  word
	node ast.Node // nil for a key without a value
}

// parse reads the YAML; ok is false, and a problem recorded, if it is not well-formed.
func (y yamlText) parse(text string) (body ast.Node, ok bool) {
	if deep(text) {
		y.fail(y.at(y.first, 1), codeYAML, "", "nested more than %d deep", maxDepth)
		return nil, false
	}
	file, err := safeParse(text)
	if err != nil {
		y.syntax(err)
		return nil, false
	}
	if len(file.Docs) > 1 {
		y.fail(y.at(y.first, 1), codeYAML, "", "more than one YAML document")
		return nil, false
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, true
	}
	return file.Docs[0].Body, true
}

// deep reports flow nesting beyond maxDepth, before the parser recurses into it.
func deep(text string) bool {
	depth := 0
	for _, r := range text {
		switch r {
		case '[', '{':
			if depth++; depth > maxDepth*4 {
				return true
			}
		case ']', '}':
			depth--
		}
	}
	return false
}

// safeParse turns a panic of the YAML library into an error: pages come from others.
func safeParse(text string) (f *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("not readable: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0)
}

// syntax records a YAML error at its place.
func (y yamlText) syntax(err error) {
	pos, msg := y.at(y.first, 1), err.Error()
	var e yaml.Error
	if errors.As(err, &e) {
		msg = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			pos = y.place(t)
		}
	}
	msg, _, _ = strings.Cut(msg, "\n")
	y.fail(pos, codeYAML, `quote texts that hold ": ", " #", or start with { or [`, "%s", msg)
}

// place returns a token's place in the page.
func (y yamlText) place(t *token.Token) diag.Pos {
	line := y.first + t.Position.Line - 1
	return y.at(line, y.runeCol(line, t.Position.Column))
}

// mapping returns the entries of a mapping in order; nil, and a problem, for anything
// else. An absent node is an empty mapping.
func (y yamlText) mapping(n ast.Node, what string) []entry {
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		y.fail(y.place(n.GetToken()), codeValueType, "write key: value, a line each", "%s is not a mapping", what)
		return nil
	}
	out := make([]entry, 0, len(values))
	for _, v := range values {
		key := v.Key.GetToken()
		out = append(out, entry{key: word{key.Value, y.place(key)}, node: v.Value})
	}
	return out
}

// scalar returns a text, number or bool as text; a problem for anything else.
func (y yamlText) scalar(e entry) (word, bool) {
	switch n := e.node.(type) {
	case *ast.StringNode:
		return word{n.Value, y.place(n.GetToken())}, true
	case *ast.LiteralNode:
		return word{n.Value.Value, y.place(n.GetToken())}, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return word{e.node.GetToken().Value, y.place(e.node.GetToken())}, true
	case nil, *ast.NullNode:
		y.fail(e.key.pos, codeValueType, "", "%q has no value", e.key.text)
	default:
		y.fail(y.place(n.GetToken()), codeValueType, "", "%q is not a single value", e.key.text)
	}
	return word{}, false
}

// list returns a sequence of texts; a single text is a list of one.
func (y yamlText) list(e entry) []word {
	seq, ok := e.node.(*ast.SequenceNode)
	if !ok {
		if w, ok := y.scalar(e); ok {
			return []word{w}
		}
		return nil
	}
	var out []word
	for _, v := range seq.Values {
		if w, ok := y.scalar(entry{key: e.key, node: v}); ok {
			out = append(out, w)
		}
	}
	return out
}

// text returns a text in one or both languages: a string, or {en: …, zh: …}.
func (y yamlText) text(e entry) text {
	switch e.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		w, ok := y.scalar(e)
		if !ok {
			return text{bad: true}
		}
		return text{En: y.template(w)}
	}
	var t text
	for _, sub := range y.mapping(e.node, e.key.text) {
		w, ok := y.scalar(sub)
		switch {
		case !ok:
			t.bad = true
		case sub.key.text == "en":
			t.En = y.template(w)
		case sub.key.text == "zh":
			t.Zh = y.template(w)
		default:
			t.bad = true
			y.fail(sub.key.pos, codeKeyUnknown, "texts have the languages en and zh", "unknown language %q", sub.key.text)
		}
	}
	return t
}

// unknownKey records a key that a place does not know.
func (y yamlText) unknownKey(key word, known []string) {
	y.fail(key.pos, codeKeyUnknown, diag.DidYouMean(key.text, known, ""), "unknown key %q", key.text)
}
