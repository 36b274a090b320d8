package deck

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// Kind is what a shape is.
type Kind string

// The kinds. Only the first four can be bound.
const (
	Chart   Kind = "chart"
	Table   Kind = "table"
	Picture Kind = "picture"
	Text    Kind = "text"
	NewForm Kind = "chart of Office 2016" // waterfall, treemap, funnel and so on: a part that is no DrawingML chart
	Art     Kind = "SmartArt"
	Object  Kind = "embedded object"
	Other   Kind = "shape"
)

// Shape is one shape of a slide, also one in a group.
type Shape struct {
	Slide   int // number of the slide, from 1
	ID      int // unique on its slide
	Name    string
	Alt     string // alternative text
	Kind    Kind
	Address string // what it is bound to, "" for nothing
	ByName  bool   // its name says so, and its alternative text is ours

	slide *slide
	node  *etree.Element // of the slide
}

// collect gathers the shapes below a tree or group.
func (s *slide) collect(tree *etree.Element) {
	for _, e := range tree.ChildElements() {
		switch e.Tag {
		case "grpSp":
			s.collect(e)
		case "AlternateContent": // what newer programs show; the fallback is a picture of it
			if choice := down(e, "Choice"); choice != nil {
				s.collect(choice)
			}
		case "sp", "pic", "graphicFrame", "cxnSp":
			s.shapes = append(s.shapes, newShape(s, e))
		}
	}
}

func newShape(s *slide, e *etree.Element) *Shape {
	one := &Shape{Slide: s.number, Kind: kindOf(e), slide: s, node: e}
	if props := one.properties(); props != nil {
		one.ID, one.Name, one.Alt = number(props, "id"), attr(props, "name"), attr(props, "descr")
	}
	if one.Address, one.ByName = bound(one.Name); !one.ByName {
		one.Address, _ = bound(one.Alt)
	}
	return one
}

// properties is the element that holds name and alternative text.
func (s *Shape) properties() *etree.Element {
	for _, kid := range s.node.ChildElements() {
		if strings.HasPrefix(kid.Tag, "nv") {
			return down(kid, "cNvPr")
		}
	}
	return nil
}

func kindOf(e *etree.Element) Kind {
	switch e.Tag {
	case "pic":
		return Picture
	case "sp":
		if down(e, "txBody") != nil {
			return Text
		}
		return Other
	case "graphicFrame":
		uri := attr(down(e, "graphic", "graphicData"), "uri")
		switch {
		case strings.HasSuffix(uri, "/drawingml/2006/chart"), strings.HasSuffix(uri, "/drawingml/chart"): // the second of strict files
			return Chart
		case strings.HasSuffix(uri, "/table"):
			return Table
		case strings.HasSuffix(uri, "/chartex"):
			return NewForm
		case strings.HasSuffix(uri, "/diagram"):
			return Art
		}
		return Object
	}
	return Other
}

// Words returns what is written in a text, a line a paragraph.
func (s *Shape) Words() string {
	body := down(s.node, "txBody")
	if body == nil {
		return ""
	}
	return strings.Join(linesOf(body), "\n")
}

// About says in a few words what a shape shows: a text, the series of a chart, the size of a
// table.
func (d *Deck) About(s *Shape) string {
	switch s.Kind {
	case Text:
		return s.Words()
	case Chart:
		f, err := openFigure(d, s)
		if err != nil {
			return err.Error()
		}
		var names []string
		for _, one := range f.series {
			names = append(names, one.name)
		}
		return strings.TrimSuffix(f.series[0].plot.Tag, "Chart") + ": " + strings.Join(names, ", ")
	case Table:
		b := board{tbl: down(s.node, "graphic", "graphicData", "tbl")}
		if b.tbl == nil || len(b.rows()) == 0 {
			return ""
		}
		return fmt.Sprintf("%d × %d: %s", len(b.rows()), len(cellsOf(b.rows()[0])), strings.Join(texts(cellsOf(b.rows()[0])), ", "))
	}
	return ""
}

// size returns width and height of the shape, in points; 0 where its layout says them.
func (s *Shape) size() (width, height float64) {
	at := down(s.node, "spPr", "xfrm")
	if s.node.Tag == "graphicFrame" {
		at = down(s.node, "xfrm")
	}
	ext := down(at, "ext")
	return float64(number(ext, "cx")) / 12700, float64(number(ext, "cy")) / 12700
}

// Bind ties the shape to an address: a line of its alternative text, or its name where that
// says one already.
func (s *Shape) Bind(b Binding) error {
	switch s.Kind {
	case Chart, Table, Picture, Text:
	default:
		return fmt.Errorf("a %s cannot be refreshed", s.Kind)
	}
	line, props := prefix+" "+b.Text, s.properties()
	if s.ByName {
		props.CreateAttr("name", line)
		s.Name, s.Address = line, b.Text
		return nil
	}
	var lines []string
	for _, old := range strings.Split(s.Alt, "\n") {
		if _, is := bound(old); !is && old != "" {
			lines = append(lines, old)
		}
	}
	s.Alt, s.Address = strings.Join(append(lines, line), "\n"), b.Text
	props.CreateAttr("descr", s.Alt)
	return nil
}

// Place names the shape for readers.
func (s *Shape) Place() string { return fmt.Sprintf("slide %d, shape %q", s.Slide, s.Name) }
