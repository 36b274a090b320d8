package deck

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// maxPart is how large a part that is read as XML may be, in bytes.
const maxPart = 16 << 20

// errPart is wrapped by errors on a part that is not to be worked on.
var errPart = errors.New("part cannot be read")

// part is one XML part under change. What is not changed is written as it was read.
type part struct {
	name   string
	root   *etree.Element
	doc    *etree.Document
	before []byte // how it is printed when nothing changed
}

// parsePart reads a part. Office writes no document types, and what they could declare is
// never wanted.
func parsePart(name string, content []byte) (*part, error) {
	if len(content) > maxPart {
		return nil, fmt.Errorf("%w: %s has more than %d MB", errPart, name, maxPart>>20)
	}
	if bytes.Contains(content, []byte("<!DOCTYPE")) || bytes.Contains(content, []byte("<!ENTITY")) {
		return nil, fmt.Errorf("%w: %s declares a document type", errPart, name)
	}
	doc := etree.NewDocument()
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}
	if err := doc.ReadFromBytes(content); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errPart, name, err)
	}
	if doc.Root() == nil {
		return nil, fmt.Errorf("%w: %s is empty", errPart, name)
	}
	p := &part{name: name, doc: doc, root: doc.Root()}
	p.before = p.print()
	return p, nil
}

func (p *part) print() []byte {
	out, err := p.doc.WriteToBytes()
	if err != nil { // a buffer takes everything
		panic(err)
	}
	return out
}

// changed returns the part as it now stands; ok is false where it is what was read.
func (p *part) changed() (content []byte, ok bool) {
	now := p.print()
	return now, !bytes.Equal(now, p.before)
}

// down returns the element that a path of local names leads to from an element, nil for none.
func down(e *etree.Element, names ...string) *etree.Element {
	for _, name := range names {
		if e == nil {
			return nil
		}
		e = e.SelectElement(name)
	}
	return e
}

// all returns the elements of a local name below an element, in their order.
func all(e *etree.Element, name string) []*etree.Element {
	var out []*etree.Element
	for _, kid := range e.ChildElements() {
		if kid.Tag == name {
			out = append(out, kid)
		}
		out = append(out, all(kid, name)...)
	}
	return out
}

// attr returns an attribute by its local name, "" for none.
func attr(e *etree.Element, name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Value
		}
	}
	return ""
}

// number returns an attribute as a whole number, 0 for none.
func number(e *etree.Element, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil {
		return 0
	}
	return n
}

// val returns the value of a setting of an element: <name val="…"/>.
func val(e *etree.Element, name string) string { return attr(down(e, name), "val") }

// setVal gives a setting that is there a value.
func setVal(e *etree.Element, name string, value int) {
	if one := down(e, name); one != nil {
		one.CreateAttr("val", strconv.Itoa(value))
	}
}

// fresh makes an element of a local name with the prefix of another.
func fresh(like *etree.Element, name string) *etree.Element {
	e := etree.NewElement(name)
	e.Space = like.Space
	return e
}

// after puts an element behind another.
func after(e, one *etree.Element) { e.Parent().InsertChildAt(e.Index()+1, one) }

// remove takes an element out of its parent, with the white space before it.
func remove(e *etree.Element) {
	parent, at := e.Parent(), e.Index()
	parent.RemoveChildAt(at)
	if at > 0 {
		if space, ok := parent.Child[at-1].(*etree.CharData); ok && space.IsWhitespace() {
			parent.RemoveChildAt(at - 1)
		}
	}
}
