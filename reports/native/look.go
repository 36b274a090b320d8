package native

import (
	"fmt"
	"slices"
	"strings"

	x "paystats/reports/ooxml"
)

// page is the colour of the slide or sheet behind a chart.
const page = "bg1"

// colorNode writes a colour: #rrggbb, or one of the deck's theme by its name; "rule" and
// "axis" are greys made of the page's.
func colorNode(color string, alpha int) x.Node {
	var kids []any
	if alpha > 0 {
		kids = append(kids, x.Val("a:alpha", (100-alpha)*1000))
	}
	if hex, ok := strings.CutPrefix(color, "#"); ok {
		return x.E("a:srgbClr", append([]any{x.A("val", strings.ToUpper(hex))}, kids...)...)
	}
	switch color {
	case "rule":
		return x.E("a:schemeClr", x.A("val", page), x.Val("a:lumMod", 85000))
	case "axis":
		return x.E("a:schemeClr", x.A("val", page), x.Val("a:lumMod", 65000))
	}
	return x.E("a:schemeClr", append([]any{x.A("val", color)}, kids...)...)
}

func fillNode(p paint) x.Node {
	switch {
	case p.color == "":
		return x.E("a:noFill")
	case p.pattern != "":
		return x.E("a:pattFill", x.A("prst", p.pattern), x.E("a:fgClr", colorNode(p.color, 0)), x.E("a:bgClr", colorNode(page, 0)))
	}
	return x.E("a:solidFill", colorNode(p.color, p.alpha))
}

func lineNode(s stroke) x.Node {
	if s.color == "" || s.width == 0 {
		return x.E("a:ln", x.E("a:noFill"))
	}
	return x.E("a:ln", x.A("w", int(s.width*12700)), x.A("cap", "rnd"), x.E("a:solidFill", colorNode(s.color, 0)),
		x.When(s.dash != "", func() x.Node { return x.Val("a:prstDash", s.dash) }), x.E("a:round"))
}

// look is how a series is drawn.
func look(f form, s series) x.Node {
	switch f {
	case lines:
		return x.E("c:spPr", lineNode(s.line))
	case dots: // no line between
		return x.E("c:spPr", x.E("a:ln", x.E("a:noFill")))
	}
	return x.E("c:spPr", fillNode(s.paint), seam(f, s))
}

// seam is the line around an area: of the page's colour between parts that touch.
func seam(f form, s series) x.Node {
	switch {
	case s.line.width > 0:
		return lineNode(s.line)
	case s.paint.color != "" && (f == ring || f == areas):
		return lineNode(stroke{color: page, width: 1})
	}
	return x.E("a:ln", x.E("a:noFill"))
}

func markerColor(f form, s series) string {
	if f == dots {
		return s.paint.color
	}
	return s.line.color
}

// markerPoints is the size of markers, in points.
func markerPoints(f form) int {
	if f == dots {
		return 11
	}
	return 6
}

func markerNode(there, hollow bool, color string, size int) x.Node {
	if !there {
		return x.E("c:marker", x.Val("c:symbol", "none"))
	}
	inside := color
	if hollow {
		inside = page
	}
	return x.E("c:marker", x.Val("c:symbol", "circle"), x.Val("c:size", size),
		x.E("c:spPr", fillNode(paint{color: inside}), lineNode(stroke{color: color, width: 1.25})))
}

// pointNode writes a point that differs from its series.
func pointNode(f form, s series, p point, at int) x.Node {
	if f == lines {
		return x.E("c:dPt", x.Val("c:idx", at), markerNode(p.marker, p.hollow, p.line.color, 6), x.Val("c:bubble3D", 0), x.E("c:spPr", lineNode(p.line)))
	}
	one := s
	one.paint = p.paint
	return x.E("c:dPt", x.Val("c:idx", at), x.When(f == bars, func() x.Node { return x.Val("c:invertIfNegative", 0) }), x.Val("c:bubble3D", 0),
		x.E("c:spPr", fillNode(p.paint), seam(f, one)))
}

// labelsNode writes the labels of a series: all of them, or those that have one.
func (c *Chart) labelsNode(l labels) x.Node {
	if len(l.at) == 0 {
		return x.Node{}
	}
	var kids []any
	every := len(l.at) == l.all && l.end == nil && l.cells == nil
	if !every {
		for _, i := range slices.Sorted(slices.Values(l.at)) {
			kids = append(kids, c.labelNode(l, i))
		}
	}
	return x.E("c:dLbls", append(kids, c.shown(l, every)...)...)
}

// shown writes what labels show, or nothing.
func (c *Chart) shown(l labels, on bool) []any {
	color := "tx1"
	switch {
	case l.light:
		color = page
	case l.color != "" && l.name:
		color = l.color
	}
	kids := []any{
		x.When(l.code != "", func() x.Node { return x.E("c:numFmt", x.A("formatCode", l.code), x.A("sourceLinked", 0)) }),
		x.E("c:spPr", x.E("a:noFill"), x.E("a:ln", x.E("a:noFill"))), c.labelFont(color, l.light || l.name),
		x.When(l.where != "" && on, func() x.Node { return x.Val("c:dLblPos", l.where) }),
		x.Val("c:showLegendKey", 0), x.Val("c:showVal", on && l.value), x.Val("c:showCatName", 0), x.Val("c:showSerName", on && l.name),
		x.Val("c:showPercent", 0), x.Val("c:showBubbleSize", 0),
	}
	return kids
}

// labelNode writes the label of one point.
func (c *Chart) labelNode(l labels, at int) x.Node {
	kids := []any{x.Val("c:idx", at)}
	if l.end != nil && *l.end == at { // the name of the series, and its last value
		l.name, l.where = true, "r"
		if l.shift > 0.002 || l.shift < -0.002 {
			kids = append(kids, x.E("c:layout", x.E("c:manualLayout", x.Val("c:x", 0), x.Val("c:y", part(l.shift)))))
		}
	}
	if l.cells != nil {
		kids = append(kids, x.E("c:tx", x.E("c:rich", labelBody(), x.E("a:p", x.E("a:fld", x.A("id", fieldID(at)), x.A("type", "CELLRANGE"),
			c.run("a:rPr", c.size, "tx1", false), x.E("a:t", "[CELLRANGE]"))))))
	}
	shown := c.shown(l, true)
	if l.cells != nil {
		shown = append(shown, x.E("c:extLst", x.E("c:ext", x.A("uri", "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"), x.A("xmlns:c15", newerSpace),
			x.Val("c15:showDataLabelsRange", 1))))
	}
	if l.name && l.value {
		shown = append(shown, x.E("c:separator", "  "))
	}
	return x.E("c:dLbl", append(kids, shown...)...)
}

// fieldID is the name that the field of a label must have.
func fieldID(at int) string { return fmt.Sprintf("{7E5D0F1A-0000-4000-8000-%012X}", at+1) }

// labelBody is the box of a label, in which no line is broken.
func labelBody() x.Node { return x.E("a:bodyPr", x.A("wrap", "none"), x.A("anchor", "ctr")) }

// labelFont writes the looks of labels.
func (c *Chart) labelFont(color string, bold bool) x.Node {
	return c.texts(labelBody(), c.size, color, bold)
}

// font writes the looks of texts.
func (c *Chart) font(size float64, color string, bold bool) x.Node {
	return c.texts(x.E("a:bodyPr"), size, color, bold)
}

func (c *Chart) texts(body x.Node, size float64, color string, bold bool) x.Node {
	return x.E("c:txPr", body, x.E("a:lstStyle"),
		x.E("a:p", x.E("a:pPr", c.run("a:defRPr", size, color, bold)), x.E("a:endParaRPr", x.A("lang", c.word("en-US", "zh-CN")))))
}

// run writes the properties of a run of text.
func (c *Chart) run(name string, size float64, color string, bold bool) x.Node {
	kids := []any{}
	if name == "a:rPr" {
		kids = append(kids, x.A("lang", c.word("en-US", "zh-CN")))
	}
	return x.E(name, append(kids, x.A("sz", int(size*100)), x.A("b", bold), x.E("a:solidFill", colorNode(color, 0)),
		x.E("a:latin", x.A("typeface", "+mn-lt")), x.E("a:ea", x.A("typeface", "+mn-ea")))...)
}
