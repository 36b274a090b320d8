package pptx

import (
	"slices"
	"strconv"
	"strings"

	x "paystats/reports/ooxml"
)

// slide is one slide: the texts of its layout's placeholders and what stands beside them.
type slide struct {
	layout layout
	texts  map[holder]string // texts of placeholders, paragraphs parted by line feeds
	sizes  map[holder]int    // of texts that do not take their placeholder's size, points
	shapes []shape
	notes  string // paragraphs parted by line feeds

	address string // of what its title, subtitle and source are of: `paystats deck refresh` finds them by it; "" for none
}

// shape is what a slide holds beside texts in placeholders: node makes it with an id that
// no other shape of the slide has, and the relationships of the slide's part.
type shape func(id int, part string) x.Node

// frame is a place on a slide, in points from its top left.
type frame struct{ x, y, w, h float64 }

// fit returns the largest frame of a width by height in the middle of another.
func (f frame) fit(ratio float64) frame {
	w, h := min(f.w, f.h*ratio), min(f.h, f.w/ratio)
	return frame{f.x + (f.w-w)/2, f.y + (f.h-h)/2, w, h}
}

func emu(points float64) int { return int(points*12700 + 0.5) }

// transform writes a frame as the element of a name: a:xfrm, p:xfrm.
func (f frame) transform(name string) x.Node {
	return x.E(name, x.E("a:off", x.A("x", emu(f.x)), x.A("y", emu(f.y))), x.E("a:ext", x.A("cx", emu(f.w)), x.A("cy", emu(f.h))))
}

// add writes a slide, its notes and their relationships.
func (d *deck) add(s slide) error {
	n := len(d.slide) + 1
	part := "ppt/slides/slide" + strconv.Itoa(n) + ".xml"
	d.slide = append(d.slide, part)
	d.pack.Relate(part, "slideLayout", d.forms[s.layout].part)
	if s.notes != "" {
		d.addNotes(part, n, s.notes)
	}
	kids := []any{emptyGroup()}
	id := 2
	for _, h := range d.holders(s.layout) {
		text := s.texts[h.kind]
		if text == "" && (h.kind != number || h.ph == "") {
			continue // an empty placeholder asks to be filled
		}
		if s.address != "" && slices.Contains([]holder{title, lead, period, subtitle, source}, h.kind) {
			h.name = s.address + " " + string(h.kind)
		}
		kids = append(kids, d.holderShape(id, h, text, s.sizes[h.kind]))
		id++
	}
	for _, shape := range s.shapes {
		kids = append(kids, shape(id, part))
		id++
	}
	d.pack.Add(part, showType+"slide+xml", x.E("p:sld", namespaces(),
		x.E("p:cSld", x.E("p:spTree", kids...)), x.E("p:clrMapOvr", x.E("a:masterClrMapping"))).Bytes())
	return nil
}

// paragraphs writes a text, a paragraph a line.
func (d *deck) paragraphs(text string, run runLook) []x.Node {
	var out []x.Node
	for _, line := range strings.Split(text, "\n") {
		out = append(out, x.E("a:p", x.When(run.align != "", func() x.Node { return x.E("a:pPr", x.A("algn", run.align)) }), d.run(line, run)))
	}
	return out
}

// runLook is how a run of text looks; what is not set is the placeholder's.
type runLook struct {
	size  int    // points
	color string // of the theme: tx1, tx2, bg1, accent1; or #rrggbb
	bold  bool
	align string // l, ctr, r
}

// run writes one run, with its language.
func (d *deck) run(text string, look runLook) x.Node {
	props := []any{x.A("lang", d.lang())}
	if d.doc.Lang == "zh" {
		props = append(props, x.A("altLang", "en-US"))
	}
	if look.size > 0 {
		props = append(props, x.A("sz", look.size*100))
	}
	if look.bold {
		props = append(props, x.A("b", 1))
	}
	props = append(props, x.A("dirty", 0))
	if look.color != "" {
		props = append(props, x.E("a:solidFill", colorNode(look.color)))
	}
	return x.E("a:r", x.E("a:rPr", props...), x.E("a:t", text))
}

// colorNode writes #rrggbb, a colour of the theme by its name, or "rule", a light grey.
func colorNode(color string) x.Node {
	if hex, ok := strings.CutPrefix(color, "#"); ok {
		return x.E("a:srgbClr", x.A("val", strings.ToUpper(hex)))
	}
	if color == "rule" {
		return x.E("a:schemeClr", x.A("val", "bg1"), x.Val("a:lumMod", 85000))
	}
	return x.E("a:schemeClr", x.A("val", color))
}

// emptyGroup is the head of every tree of shapes.
func emptyGroup() []x.Node {
	zero := []any{x.E("a:off", x.A("x", 0), x.A("y", 0)), x.E("a:ext", x.A("cx", 0), x.A("cy", 0)), x.E("a:chOff", x.A("x", 0), x.A("y", 0)), x.E("a:chExt", x.A("cx", 0), x.A("cy", 0))}
	return []x.Node{
		x.E("p:nvGrpSpPr", x.E("p:cNvPr", x.A("id", 1), x.A("name", "")), x.E("p:cNvGrpSpPr"), x.E("p:nvPr")),
		x.E("p:grpSpPr", x.E("a:xfrm", zero...)),
	}
}
