// Package yamldoc reads YAML that people write, with places: a document, or a piece of a
// file that is one. What is wrong with it is a diag.Problem with line and byte column.
//
//	text ─► Parse ─► Doc ─► Root ─► Mapping ─► At, Text, Int, … ─► values, and problems in a list
//
// It is the only reader of YAML. A room asks for the keys that it knows and says what a
// document is called in messages ("the descriptor"); this package finds unknown and
// missing keys and values of the wrong form. What a value means is the room's business.
//
// Invariants:
//  1. Parse ends in bounded time, whatever the text: size and nesting are held against
//     limits first, and a panic of the YAML library is a problem like any other.
//  2. There is one meaning: anchors, aliases, tags, merge keys, directives, further
//     documents and keys that stand twice are refused wherever they stand.
//  3. Reading goes on after a problem, so that one run names all of them. A value that is
//     refused reads as absent, and nothing is reported twice.
//
// data/README.md lists the codes.
package yamldoc

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"paystats/data/diag"
)

// The codes of problems. A room uses those of keys for its own checks too.
const (
	CodeSyntax       = "yaml-syntax"
	CodeEncoding     = "text-encoding"
	CodeKeyDuplicate = "key-duplicate"
	CodeKeyMissing   = "key-missing"
	CodeKeyType      = "key-type"
	CodeKeyUnknown   = "key-unknown"
	CodeValueUnknown = "value-unknown"
)

// Limits of a document. The library's time grows with the square of both; at the limits
// it is a few seconds. The largest descriptor of ours has 5 KB.
const (
	maxSize    = 128 << 10 // bytes
	maxNesting = 100       // open brackets, or marks of lists at the start of one line
)

// Source is a document to parse.
type Source struct {
	File  string // for places
	Text  string
	First int    // line of the file on which Text starts, 1 or more
	Name  string // what the document is called in messages: "the descriptor"

	// EmptyIsAbsent lets a key without a value count as absent; otherwise it is a mistake.
	EmptyIsAbsent bool
}

// Doc is a parsed document. A copy with another list reports there.
type Doc struct {
	Problems *diag.List // what is found to be wrong

	source Source
	lines  []string
	body   ast.Node // nil if the document is empty
}

// Parse reads a document. Problems go to the list; nil after one that leaves nothing to read.
func Parse(source Source, problems *diag.List) *Doc {
	text := strings.TrimPrefix(source.Text, "\ufeff")
	d := &Doc{Problems: problems, source: source, lines: strings.Split(text, "\n")}
	start := diag.Pos{File: source.File, Line: source.First, Col: 1}
	if len(text) > maxSize {
		d.Report(start, CodeSyntax, fmt.Sprintf("%s has more than %d bytes", source.Name, maxSize), "keep data in files of their own")
		return nil
	}
	if d.garbled() {
		return nil
	}
	if line := deep(d.lines); line > 0 {
		start.Line += line - 1
		d.Report(start, CodeSyntax, fmt.Sprintf("nested more than %d deep", maxNesting), "")
		return nil
	}
	file, err := parse(text)
	if err != nil {
		d.syntax(start, err)
		return nil
	}
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case d.body != nil:
			d.Report(d.at(doc.Body), CodeSyntax, "a second document starts here", "write one document")
		case doc.Body.Type() == ast.DirectiveType:
			d.refuse(doc.Body)
		default:
			d.body = doc.Body
		}
	}
	d.check(d.body)
	return d
}

// garbled reports the first byte that is no text, or ends a line for YAML but for nobody else.
func (d *Doc) garbled() bool {
	for i, line := range d.lines {
		for col, r := range strings.TrimSuffix(line, "\r") {
			pos := diag.Pos{File: d.source.File, Line: d.source.First + i, Col: col + 1}
			if r == '\r' {
				d.Report(pos, CodeSyntax, "a carriage return without a line feed", "end lines with line feeds")
				return true
			}
			if _, size := utf8.DecodeRuneInString(line[col:]); r == utf8.RuneError && size == 1 {
				d.Report(pos, CodeEncoding, d.source.Name+" is not UTF-8", "save it as UTF-8")
				return true
			}
		}
	}
	return false
}

// deep returns the first line that is nested too deep; 0 for none. Brackets in quotes
// count too: the limit is far above what people write.
func deep(lines []string) int {
	open := 0
	for i, line := range lines {
		marks := 0
		for text := line; ; marks++ {
			text = strings.TrimLeft(text, " \t")
			rest := strings.TrimLeft(text, "-?")
			if len(text)-len(rest) != 1 {
				break
			}
			text = rest
			if marks > maxNesting {
				return i + 1
			}
		}
		for _, c := range []byte(line) {
			switch c {
			case '[', '{':
				if open++; open > maxNesting {
					return i + 1
				}
			case ']', '}':
				open = max(0, open-1)
			}
		}
	}
	return 0
}

// parse turns a panic of the library into an error: documents come from others.
func parse(text string) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("not readable: %v", r)
		}
	}()
	// Note: the library's own check of duplicate keys stops at the first, and names lines of the piece.
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

// syntax reports the library's error at its place.
func (d *Doc) syntax(pos diag.Pos, err error) {
	msg := err.Error()
	if y, ok := errors.AsType[yaml.Error](err); ok {
		msg = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			pos = d.pos(t.Position.Line, t.Position.Column)
		}
	}
	msg, _, _ = strings.Cut(msg, "\n")
	d.Report(pos, CodeSyntax, msg, `check indentation and brackets; quote texts that hold ": " or " #", or start with a mark`)
}

// check refuses, anywhere in a document, what has more than one meaning.
func (d *Doc) check(n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		first := map[string]int{}
		for _, entry := range n.Values {
			d.checkKey(entry.Key, first)
			d.check(entry.Value)
		}
	case *ast.MappingValueNode:
		d.checkKey(n.Key, map[string]int{})
		d.check(n.Value)
	case *ast.SequenceNode:
		for _, value := range n.Values {
			d.check(value)
		}
	default:
		if isRefused(n) {
			d.refuse(n)
		}
	}
}

// checkKey checks one key; first holds the lines of those before it.
func (d *Doc) checkKey(n ast.Node, first map[string]int) {
	key, ok := scalar(n)
	pos := d.at(n)
	switch line, twice := first[key]; {
	case isRefused(n):
		d.refuse(n)
	case !ok:
		d.Report(pos, CodeKeyType, "the key is no plain text", "write key: value")
	case twice:
		d.Report(pos, CodeKeyDuplicate, fmt.Sprintf("key %q is already in line %d", key, line), "delete one of the two")
	default:
		first[key] = pos.Line
	}
}

// isRefused reports whether a node is one that no document may have.
func isRefused(n ast.Node) bool {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode:
		return true
	}
	return false
}

func (d *Doc) refuse(n ast.Node) {
	what := map[ast.NodeType]string{ast.AnchorType: "an anchor", ast.AliasType: "an alias", ast.TagType: "a tag",
		ast.MergeKeyType: "a merge key", ast.DirectiveType: "a directive"}[n.Type()]
	d.Report(d.at(n), CodeSyntax, fmt.Sprintf("%s is not allowed in %s", what, d.source.Name), "write the value out")
}

// pos turns the library's line and column, which counts characters, into a place.
func (d *Doc) pos(line, column int) diag.Pos {
	line = min(max(line, 1), len(d.lines))
	pos := diag.Pos{File: d.source.File, Line: d.source.First + line - 1, Col: 1}
	for text := d.lines[line-1]; column > 1 && text != ""; column-- {
		_, size := utf8.DecodeRuneInString(text)
		pos.Col += size
		text = text[size:]
	}
	return pos
}

// at returns the place where a node starts.
func (d *Doc) at(n ast.Node) diag.Pos {
	switch m := n.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			n = m.Values[0].Key
		}
	case *ast.MappingValueNode:
		n = m.Key
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return d.pos(1, 1)
	}
	p := n.GetToken().Position
	return d.pos(p.Line, p.Column)
}

// Report adds a problem at a place of the document and returns it, so that the caller
// can make it a warning or add a cause.
func (d *Doc) Report(pos diag.Pos, code, msg, hint string) *diag.Problem {
	p := &diag.Problem{Pos: pos, Code: code, Msg: msg, Hint: hint}
	if i := pos.Line - d.source.First; pos.File == d.source.File && i >= 0 && i < len(d.lines) {
		p.Line = strings.TrimSuffix(d.lines[i], "\r")
	}
	d.Problems.Add(p)
	return p
}

// Root returns the document's value. An empty document is a mapping without keys.
func (d *Doc) Root() Node {
	return Node{Name: d.source.Name, Pos: d.at(d.body), doc: d, node: d.body}
}
