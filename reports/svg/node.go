package svg

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// node is one element of the SVG that ECharts wrote.
type node struct {
	name     string
	attrs    map[string]string // those not yet read
	children []*node
	text     string
}

// parse reads SVG into its root and its elements by id.
func parse(text string) (root *node, ids map[string]*node, err error) {
	d := xml.NewDecoder(strings.NewReader(printable(text)))
	d.Entity = map[string]string{}
	ids = map[string]*node{}
	var open []*node
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if root == nil {
				return nil, nil, errors.New("an empty drawing")
			}
			return root, ids, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read drawing: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				if a.Name.Local == "id" {
					ids[a.Value] = n
					continue
				}
				n.attrs[a.Name.Local] = a.Value
			}
			if len(open) > 0 {
				last := open[len(open)-1]
				last.children = append(last.children, n)
			} else {
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(token)
			}
		}
	}
}

// ignored are attributes that say nothing about how a thing looks.
var ignored = map[string]bool{
	"class": true, "pointer-events": true, "version": true, "baseProfile": true, "viewBox": true, "xmlns": true, "xlink": true, "space": true, "cursor": true,
}

// take returns an attribute and marks it as read.
func (n *node) take(name, otherwise string) string {
	v, ok := n.attrs[name]
	if !ok {
		return otherwise
	}
	delete(n.attrs, name)
	return v
}

// number returns an attribute as a number.
func (n *node) number(name string, otherwise float64) (float64, error) {
	text := n.take(name, "")
	if text == "" {
		return otherwise, nil
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, "px"), 64)
	if err != nil {
		return 0, fmt.Errorf("<%s %s=%q> is no number", n.name, name, text)
	}
	return v, nil
}

// done returns an error that names an attribute that nobody has read.
func (n *node) done() error {
	least := ""
	for name := range n.attrs {
		if !ignored[name] && !strings.HasPrefix(name, "ecmeta_") && (least == "" || name < least) {
			least = name
		}
	}
	if least != "" {
		return fmt.Errorf("<%s %s=%q> cannot be drawn", n.name, least, n.attrs[least])
	}
	return nil
}
