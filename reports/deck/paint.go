package deck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// drawing is the address of the language that looks are written in.
const drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"

// fills are the elements that fill an area or a line; there is one of them at most.
var fills = []string{"noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"}

// colorOf is the colour of a series or point as somebody has set it: "#rrggbb", the name of
// one of the theme, or "" where Office chooses.
func colorOf(e *etree.Element) string {
	spPr := down(e, "spPr")
	for _, home := range []*etree.Element{spPr, down(spPr, "ln"), down(e, "marker", "spPr")} {
		fill := down(home, "solidFill")
		if rgb := down(fill, "srgbClr"); rgb != nil {
			return "#" + strings.ToLower(attr(rgb, "val"))
		}
		if scheme := down(fill, "schemeClr"); scheme != nil {
			return attr(scheme, "val")
		}
	}
	return ""
}

// paint gives a series or point a colour wherever it has one that was set: "#rrggbb", or with
// "" the next accent of the theme that none has.
func (f *figure) paint(e *etree.Element, color string) {
	if color == "" {
		color = f.nextAccent()
	}
	for _, home := range []*etree.Element{down(e, "spPr"), down(e, "spPr", "ln"), down(e, "marker", "spPr"), down(e, "marker", "spPr", "ln")} {
		if home == nil || home.Tag == "ln" && isSeam(home) {
			continue
		}
		for _, kid := range home.ChildElements() {
			if slices.Contains(fills, kid.Tag) && kid.Tag != "noFill" {
				at := kid.Index()
				home.RemoveChildAt(at)
				home.InsertChildAt(at, solid(kid, color))
			}
		}
	}
}

// isSeam reports whether a line has the colour of the page or of texts: it parts areas, and
// is no colour of a member.
func isSeam(ln *etree.Element) bool {
	return slices.Contains([]string{"bg1", "bg2", "tx1", "tx2", "lt1", "dk1"}, attr(down(ln, "solidFill", "schemeClr"), "val"))
}

func solid(like *etree.Element, color string) *etree.Element {
	fill, name := fresh(like, "solidFill"), "schemeClr"
	if hex, ok := strings.CutPrefix(color, "#"); ok {
		name, color = "srgbClr", strings.ToUpper(hex)
	}
	one := fresh(like, name)
	one.CreateAttr("val", color)
	fill.AddChild(one)
	return fill
}

// nextAccent is the first accent of the theme that no series or point has.
func (f *figure) nextAccent() string {
	used := map[string]bool{}
	for _, e := range all(f.root, "schemeClr") {
		used[attr(e, "val")] = true
	}
	for n := 1; n <= 6; n++ {
		if name := "accent" + strconv.Itoa(n); !used[name] {
			return name
		}
	}
	return fmt.Sprintf("accent%d", len(f.series)%6+1)
}

// setLook gives a series that has no looks of its own a colour.
func (f *figure) setLook(s *series, color string) {
	spPr := fresh(s.node, "spPr")
	space := f.prefixOf(drawingSpace)
	like := etree.NewElement("solidFill")
	like.Space = space
	fill := solid(like, color)
	if slices.Contains([]string{"lineChart", "line3DChart", "radarChart"}, s.plot.Tag) {
		ln := fresh(like, "ln")
		ln.AddChild(fill)
		spPr.AddChild(ln)
	} else {
		spPr.AddChild(fill)
	}
	for _, name := range []string{"tx", "order", "idx"} {
		if e := down(s.node, name); e != nil {
			after(e, spPr)
			return
		}
	}
}

// prefixOf is the prefix that the root of the part gives a language.
func (f *figure) prefixOf(space string) string {
	for _, a := range f.root.Attr {
		if a.Value == space && a.Space == "xmlns" {
			return a.Key
		}
	}
	return "a"
}

// rename gives what was copied ids that no other element of the chart has.
func (f *figure) rename(e *etree.Element) {
	most := uint64(0)
	for _, id := range all(f.root, "uniqueId") {
		most = max(most, idNumber(attr(id, "val")))
	}
	for _, id := range all(e, "uniqueId") {
		most++
		if text := attr(id, "val"); len(text) > 9 {
			id.CreateAttr("val", fmt.Sprintf("{%08X", uint32(most))+text[9:])
		}
	}
	fields := uint64(0)
	for _, fld := range all(f.root, "fld") {
		fields = max(fields, fieldNumber(attr(fld, "id")))
	}
	for _, fld := range all(e, "fld") {
		fields++
		if text := attr(fld, "id"); len(text) == 38 {
			fld.CreateAttr("id", text[:25]+fmt.Sprintf("%012X}", fields&0xffffffffffff))
		}
	}
}

// idNumber is the first number of {00000003-…}.
func idNumber(id string) uint64 {
	if len(id) < 9 {
		return 0
	}
	n, err := strconv.ParseUint(id[1:9], 16, 32)
	if err != nil {
		return 0
	}
	return n
}

// fieldNumber is the last number of {…-00000000000A}.
func fieldNumber(id string) uint64 {
	if len(id) != 38 {
		return 0
	}
	n, err := strconv.ParseUint(id[25:37], 16, 64)
	if err != nil {
		return 0
	}
	return n
}
