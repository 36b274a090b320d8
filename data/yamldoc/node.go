package yamldoc

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"paystats/data/diag"
)

// Node is a value of a document. Its methods report a value of the wrong form, and
// return ok = false.
type Node struct {
	Name string   // what it is called in messages: resources[0].path
	Pos  diag.Pos // where it starts; of an absent value, where its mapping starts

	doc  *Doc
	path string // Name, but "" for the root
	node ast.Node
}

// IsList reports whether the value is a list.
func (n Node) IsList() bool { _, ok := n.node.(*ast.SequenceNode); return ok }

// IsScalar reports whether the value is a text, number or bool.
func (n Node) IsScalar() bool { _, ok := scalar(n.node); return ok }

// IsMapping reports whether the value is a mapping.
func (n Node) IsMapping() bool {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// IsEmpty reports whether there is no value.
func (n Node) IsEmpty() bool {
	_, null := n.node.(*ast.NullNode)
	return null || n.node == nil
}

// TextPos returns where the text starts: for one behind | or >, the start of the next line.
func (n Node) TextPos() diag.Pos {
	pos := n.Pos
	if _, ok := n.node.(*ast.LiteralNode); ok {
		pos.Line, pos.Col = pos.Line+1, 1
	}
	return pos
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

// Report adds a problem at the value's place.
func (n Node) Report(code, msg, hint string) *diag.Problem {
	return n.doc.Report(n.Pos, code, msg, hint)
}

// WrongType reports that the value is not what its place wants: "a text".
func (n Node) WrongType(want string) *diag.Problem {
	got := "a value of another kind"
	text, ok := scalar(n.node)
	switch {
	case isRefused(n.node):
		return new(diag.Problem) // Parse has reported it
	case ok:
		got = strconv.Quote(text)
	case n.IsMapping():
		got = "a mapping"
	case n.IsList():
		got = "a list"
	case n.IsEmpty():
		got = "empty"
	}
	return n.Report(CodeKeyType, fmt.Sprintf("%s is %s, not %s", n.Name, got, want), "")
}

// unknown reports that the value is none of some words.
func (n Node) unknown(words []string) {
	text, _ := scalar(n.node)
	hint := diag.DidYouMean(text, words, "")
	if hint == "" {
		hint = "write " + strings.Join(words, ", ")
	}
	n.Report(CodeValueUnknown, fmt.Sprintf("%s %q is unknown", n.Name, text), hint)
}

// Text returns a text, number or bool as it is written.
func (n Node) Text() (text string, ok bool) {
	if text, ok = scalar(n.node); !ok {
		n.WrongType("a text")
	}
	return text, ok
}

// Int returns a whole number from low to high, which may be math.MaxInt.
func (n Node) Int(low, high int) (i int, ok bool) {
	text, ok := scalar(n.node)
	i, err := strconv.Atoi(text)
	if ok && err == nil && i >= low && i <= high {
		return i, true
	}
	if high == math.MaxInt {
		n.WrongType(fmt.Sprintf("a whole number of at least %d", low))
	} else {
		n.WrongType(fmt.Sprintf("a whole number from %d to %d", low, high))
	}
	return 0, false
}

// Float returns a number from low to high.
func (n Node) Float(low, high float64) (f float64, ok bool) {
	text, ok := scalar(n.node)
	f, err := strconv.ParseFloat(text, 64)
	if ok && err == nil && f >= low && f <= high {
		return f, true
	}
	n.WrongType(fmt.Sprintf("a number from %g to %g", low, high))
	return 0, false
}

// Bool returns true or false.
func (n Node) Bool() (b, ok bool) {
	switch text, _ := scalar(n.node); strings.ToLower(text) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	n.WrongType("true or false")
	return false, false
}

// OneOf returns a text that is one of words.
func (n Node) OneOf(words ...string) (text string, ok bool) {
	if text, ok = n.Text(); ok && !slices.Contains(words, text) {
		n.unknown(words)
		return "", false
	}
	return text, ok
}

// OneOfEach returns a word for each key: one word that stands for all, or a mapping.
func (n Node) OneOfEach(keys []string, words ...string) map[string]string {
	out := map[string]string{}
	if !n.IsMapping() {
		if word, ok := n.OneOf(words...); ok {
			for _, key := range keys {
				out[key] = word
			}
		}
		return out
	}
	for _, e := range n.Mapping(keys...).Entries {
		if word, ok := e.Value.OneOf(words...); ok {
			out[e.Key] = word
		}
	}
	return out
}

// List returns the entries of a list; any other value is a list of one.
func (n Node) List() []Node {
	list, ok := n.node.(*ast.SequenceNode)
	if !ok {
		return []Node{n}
	}
	nodes := make([]Node, len(list.Values))
	for i, value := range list.Values {
		name := fmt.Sprintf("%s[%d]", n.Name, i)
		nodes[i] = Node{Name: name, Pos: n.doc.at(value), doc: n.doc, path: name, node: value}
	}
	return nodes
}
