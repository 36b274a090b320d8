package ooxml

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Node is one element of an XML part, or text alone when it has no name.
type Node struct {
	name  string
	attrs []Attr
	kids  []Node
	text  string
}

// Attr is one attribute.
type Attr struct{ name, value string }

// E makes an element of its parts, in their order: Attr, []Attr, Node, []Node, and string
// for text. A Node without a name and text is left out, so that a part may be absent.
func E(name string, parts ...any) Node {
	n := Node{name: name}
	for _, part := range parts {
		switch p := part.(type) {
		case Attr:
			n.attrs = append(n.attrs, p)
		case []Attr:
			n.attrs = append(n.attrs, p...)
		case Node:
			n.add(p)
		case []Node:
			n.add(p...)
		case string:
			n.kids = append(n.kids, Node{text: p})
		default:
			panic(fmt.Sprintf("ooxml: %T is no part of an element", part))
		}
	}
	return n
}

// add appends children, but for those that are nothing.
func (n *Node) add(kids ...Node) {
	for _, kid := range kids {
		if kid.name != "" || kid.text != "" {
			n.kids = append(n.kids, kid)
		}
	}
}

// A makes an attribute of a string, an int, a float64 or a bool (1 or 0).
func A(name string, value any) Attr { return Attr{name, print(value)} }

// Val makes the element that most of Office's settings are: <name val="value"/>.
func Val(name string, value any) Node { return E(name, A("val", value)) }

// When returns the node if it is to be there, else none.
func When(there bool, node func() Node) Node {
	if there {
		return node()
	}
	return Node{}
}

// Number prints a number as Office reads it: the shortest text that gives the same float.
func Number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func print(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return Number(v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	panic(fmt.Sprintf("ooxml: %T is no value of an attribute", value))
}

// Bytes returns the node as the root of a part.
func (n Node) Bytes() []byte {
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	n.write(&out)
	return out.Bytes()
}

func (n Node) write(out *bytes.Buffer) {
	if n.name == "" {
		escape(out, n.text)
		return
	}
	out.WriteByte('<')
	out.WriteString(n.name)
	for _, a := range n.attrs {
		out.WriteByte(' ')
		out.WriteString(a.name)
		out.WriteString(`="`)
		escape(out, a.value)
		out.WriteByte('"')
	}
	if len(n.kids) == 0 {
		out.WriteString("/>")
		return
	}
	out.WriteByte('>')
	for _, kid := range n.kids {
		kid.write(out)
	}
	out.WriteString("</")
	out.WriteString(n.name)
	out.WriteByte('>')
}

// escape writes a text so that it can be nothing but text, without the characters that
// XML 1.0 has no form for.
func escape(out *bytes.Buffer, text string) {
	if !strings.ContainsFunc(text, isSpecial) {
		out.WriteString(text)
		return
	}
	for _, r := range text {
		switch {
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '&':
			out.WriteString("&amp;")
		case r == '"':
			out.WriteString("&quot;")
		case r == '\n', r == '\t', r == '\r':
			out.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case !isSpecial(r):
			out.WriteRune(r)
		}
	}
}

func isSpecial(r rune) bool {
	return r == '<' || r == '>' || r == '&' || r == '"' || r < 0x20 || r == 0xfffe || r == 0xffff || r == 0xfffd
}
