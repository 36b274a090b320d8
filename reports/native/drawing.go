package native

import (
	"strconv"
	"strings"

	x "paystats/reports/ooxml"
)

// Shapes writes what is drawn over the chart: lines and texts that move with it; nil for
// nothing.
func (c *Chart) Shapes() []byte {
	if len(c.drawn) == 0 {
		return nil
	}
	kids := []any{x.A("xmlns:c", chartSpace), x.A("xmlns:a", drawingSpace), x.A("xmlns:cdr", shapesSpace)}
	for i, a := range c.drawn {
		shape := c.textShape(i+1, a)
		if a.text == "" {
			shape = c.lineShape(i+1, a)
		}
		corner := func(name string, dx, dy float64) x.Node {
			return x.E(name, x.E("cdr:x", x.Number(part(inChart(dx)))), x.E("cdr:y", x.Number(part(inChart(dy)))))
		}
		kids = append(kids, x.E("cdr:relSizeAnchor", corner("cdr:from", a.at.x, a.at.y), corner("cdr:to", a.at.x+a.at.w, a.at.y+a.at.h), shape))
	}
	return x.E("c:userShapes", kids...).Bytes()
}

// transform is the place of a shape in English Metric Units, beside its place in parts of
// the chart.
func (c *Chart) transform(b box) x.Node {
	unit := func(part, whole float64) int { return int(inChart(part) * whole * 12700) }
	return x.E("a:xfrm",
		x.E("a:off", x.A("x", unit(b.x, c.frame.Width)), x.A("y", unit(b.y, c.frame.Height))),
		x.E("a:ext", x.A("cx", unit(b.w, c.frame.Width)), x.A("cy", unit(b.h, c.frame.Height))))
}

func (c *Chart) lineShape(id int, a annotation) x.Node {
	line := stroke{color: "tx2", width: 1}
	if a.dash {
		line.dash = "sysDash"
	}
	if a.light {
		line.color = page
	}
	return x.E("cdr:cxnSp", x.A("macro", ""),
		x.E("cdr:nvCxnSpPr", x.E("cdr:cNvPr", x.A("id", id+1), x.A("name", "Line "+strconv.Itoa(id))), x.E("cdr:cNvCxnSpPr")),
		x.E("cdr:spPr", c.transform(a.at), x.E("a:prstGeom", x.A("prst", "line"), x.E("a:avLst")), lineNode(line)))
}

func (c *Chart) textShape(id int, a annotation) x.Node {
	color, size := "tx2", markSize
	if a.light {
		color, size = page, c.size
	}
	var paragraphs []x.Node
	for i, line := range strings.Split(a.text, "\n") {
		run := c.run("a:rPr", size, color, i == 0 && a.bold)
		paragraphs = append(paragraphs, x.E("a:p", x.E("a:pPr", x.A("algn", a.align)), x.E("a:r", run, x.E("a:t", line))))
	}
	inset := 0
	if a.align != "ctr" {
		inset = 45720
	}
	return x.E("cdr:sp", x.A("macro", ""), x.A("textlink", ""),
		x.E("cdr:nvSpPr", x.E("cdr:cNvPr", x.A("id", id+1), x.A("name", "Text "+strconv.Itoa(id))), x.E("cdr:cNvSpPr", x.A("txBox", 1))),
		x.E("cdr:spPr", c.transform(a.at), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst")), x.E("a:noFill")),
		x.E("cdr:txBody", x.E("a:bodyPr", x.A("vertOverflow", "overflow"), x.A("wrap", "square"), x.A("lIns", inset), x.A("tIns", 0), x.A("rIns", inset), x.A("bIns", 0), x.A("anchor", "t")),
			x.E("a:lstStyle"), paragraphs))
}

// inChart keeps a place inside of the chart.
func inChart(part float64) float64 { return min(1, max(0, part)) }

// ShapesRelation is the part that relates a chart part to the shapes drawn over it, for
// packages that are not written by package ooxml.
func ShapesRelation(id, target string) []byte {
	return x.E("Relationships", x.A("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"),
		x.E("Relationship", x.A("Id", id), x.A("Type", x.Relationships+"chartUserShapes"), x.A("Target", target))).Bytes()
}
