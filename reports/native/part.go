package native

import (
	"slices"
	"strconv"

	x "paystats/reports/ooxml"
)

// Addresses of the languages that parts are written in.
const (
	chartSpace   = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	relSpace     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	shapesSpace  = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
	newerSpace   = "http://schemas.microsoft.com/office/drawing/2012/chart"
)

// Content types of the parts.
const (
	PartType   = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
	ShapesType = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
)

// Ids of the axes, in each chart of its own.
const (
	catAxis = 111111111 + iota
	valAxis
	secondCatAxis
	secondValAxis
)

// Part writes the chart part of a chart whose sheet lies at a place. workbook and shapes
// are the ids of the part's relationships to the embedded workbook and to the shapes drawn
// over it, "" for none.
func (c *Chart) Part(at Place, workbook, shapes string) []byte {
	parts := []any{c.layout()}
	order := 0
	for _, p := range c.plots {
		parts = append(parts, c.plot(at, p, order))
		order += len(p.series)
	}
	parts = append(parts, c.axes())
	return x.E("c:chartSpace", x.A("xmlns:c", chartSpace), x.A("xmlns:a", drawingSpace), x.A("xmlns:r", relSpace),
		x.Val("c:date1904", 0), x.Val("c:lang", c.word("en-US", "zh-CN")), x.Val("c:roundedCorners", 0),
		x.E("c:chart",
			x.Val("c:autoTitleDeleted", 1), x.E("c:plotArea", parts...), c.legendNode(),
			x.Val("c:plotVisOnly", 1), x.Val("c:dispBlanksAs", "gap")),
		x.E("c:spPr", x.E("a:noFill"), x.E("a:ln", x.E("a:noFill"))),
		c.font(c.size, "tx1", false),
		x.When(workbook != "", func() x.Node { return x.E("c:externalData", x.A("r:id", workbook), x.Val("c:autoUpdate", 0)) }),
		x.When(shapes != "", func() x.Node { return x.E("c:userShapes", x.A("r:id", shapes)) }),
	).Bytes()
}

func (c *Chart) layout() x.Node {
	if c.inner == nil {
		return x.E("c:layout")
	}
	b := c.inner
	return x.E("c:layout", x.E("c:manualLayout", x.Val("c:layoutTarget", "inner"), x.Val("c:xMode", "edge"), x.Val("c:yMode", "edge"),
		x.Val("c:x", part(b.x)), x.Val("c:y", part(b.y)), x.Val("c:w", part(b.w)), x.Val("c:h", part(b.h))))
}

// part rounds a part of a length to what Office keeps.
func part(v float64) float64 {
	out, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 5, 64), 64)
	return out
}

// plot writes the series of one form; order is the place of the first among all.
func (c *Chart) plot(at Place, p plot, order int) x.Node {
	var kids []any
	add := func(more ...any) { kids = append(kids, more...) }
	switch p.form {
	case bars:
		dir := "col"
		if p.lying {
			dir = "bar"
		}
		add(x.Val("c:barDir", dir), x.Val("c:grouping", p.grouping))
	case lines, areas:
		add(x.Val("c:grouping", p.grouping))
	case dots:
		add(x.Val("c:scatterStyle", "lineMarker"))
	}
	add(x.Val("c:varyColors", p.form == ring))
	for i, one := range p.series {
		add(c.seriesNode(at, p, one, order+i))
	}
	switch p.form {
	case bars:
		add(x.Val("c:gapWidth", p.gap), x.Val("c:overlap", p.overlap))
	case lines:
		add(x.Val("c:marker", 1))
	case ring:
		add(x.Val("c:firstSliceAng", 0), x.Val("c:holeSize", 55))
		return x.E(string(p.form), kids...)
	case bubbles:
		add(x.Val("c:bubbleScale", bubbleScale), x.Val("c:showNegBubbles", 0), x.Val("c:sizeRepresents", "area"))
	}
	one, other := catAxis, valAxis
	if p.second {
		one, other = secondCatAxis, secondValAxis
	}
	add(x.Val("c:axId", one), x.Val("c:axId", other))
	return x.E(string(p.form), kids...)
}

// seriesNode writes one series.
func (c *Chart) seriesNode(at Place, p plot, s series, order int) x.Node {
	kids := []any{x.Val("c:idx", order), x.Val("c:order", order), x.E("c:tx", c.Sheet.textRef(at, s.name)), look(p.form, s)}
	add := func(more ...any) { kids = append(kids, more...) }
	if p.form == bars || p.form == bubbles {
		add(x.Val("c:invertIfNegative", 0))
	}
	if p.form == lines || p.form == dots {
		add(markerNode(s.marker, false, markerColor(p.form, s), markerPoints(p.form)))
	}
	for _, i := range sortedKeys(s.points) {
		add(pointNode(p.form, s, s.points[i], i))
	}
	add(c.labelsNode(s.labels))
	if s.plus != nil {
		add(x.E("c:errBars", x.Val("c:errBarType", "both"), x.Val("c:errValType", "cust"), x.Val("c:noEndCap", 0),
			x.E("c:plus", c.Sheet.numberRef(at, *s.plus)), x.E("c:minus", c.Sheet.numberRef(at, *s.minus)),
			x.E("c:spPr", lineNode(stroke{color: "tx1", width: 1}))))
	}
	if p.form == dots || p.form == bubbles {
		add(x.E("c:xVal", c.Sheet.numberRef(at, s.across)), x.E("c:yVal", c.Sheet.numberRef(at, s.values)))
	} else {
		add(x.E("c:cat", c.Sheet.categoryRef(at, c.levels)), x.E("c:val", c.Sheet.numberRef(at, s.values)))
	}
	switch p.form {
	case bubbles:
		add(x.E("c:bubbleSize", c.Sheet.numberRef(at, s.size)), x.Val("c:bubble3D", 0))
	case lines, dots:
		add(x.Val("c:smooth", 0))
	}
	if s.labels.cells != nil {
		add(c.cellLabels(at, *s.labels.cells))
	}
	return x.E("c:ser", kids...)
}

// cellLabels says which cells the labels are taken from: an extension that Office reads
// since 2013.
func (c *Chart) cellLabels(at Place, cells span) x.Node {
	return x.E("c:extLst", x.E("c:ext", x.A("uri", "{02D57815-91ED-43cb-92C2-25804820EDAC}"), x.A("xmlns:c15", newerSpace),
		x.E("c15:datalabelsRange", x.E("c15:f", at.ref(cells, 1)),
			x.E("c15:dlblRangeCache", x.Val("c:ptCount", cells.last-cells.first+1), c.Sheet.texts(cells)))))
}

func sortedKeys(points map[int]point) []int {
	var out []int
	for i := range points {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// legendNode writes the legend, without the series that are only there to hold something.
func (c *Chart) legendNode() x.Node {
	if c.legend == nowhere {
		return x.Node{}
	}
	var without []x.Node
	order := 0
	for _, p := range c.plots {
		for i := range p.series {
			if slices.Contains(c.hidden, order+i) {
				without = append(without, x.E("c:legendEntry", x.Val("c:idx", order+i), x.Val("c:delete", 1)))
			}
		}
		order += len(p.series)
	}
	return x.E("c:legend", x.Val("c:legendPos", string(c.legend)), without, x.Val("c:overlay", 0), c.font(c.size, "tx1", false))
}
