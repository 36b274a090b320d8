package native

import x "paystats/reports/ooxml"

// axes writes the axes of all plots.
func (c *Chart) axes() []x.Node {
	if c.plots[0].form == ring {
		return nil
	}
	lying := c.plots[0].lying
	below, beside := bottom, left
	if lying {
		below, beside = left, bottom
	}
	out := []x.Node{c.category(catAxis, valAxis, c.cat, below), c.values(valAxis, catAxis, c.val, beside, lying && c.cat.reversed)}
	if c.second != nil {
		hidden := axis{away: true}
		out = append(out, c.category(secondCatAxis, secondValAxis, hidden, below), c.values(secondValAxis, secondCatAxis, *c.second, right, true))
	}
	return out
}

// category writes the axis of the categories, of days or, for dots, of the values across.
func (c *Chart) category(id, crossed int, a axis, at side) x.Node {
	if a.numbers {
		return c.values(id, crossed, a, at, false)
	}
	name := "c:catAx"
	if a.dates {
		name = "c:dateAx"
	}
	crosses, names, line := "autoZero", "low", stroke{color: "axis", width: 0.75}
	if c.val.reversed { // below, where the values end
		crosses, names, line = "max", "high", stroke{}
	}
	code := "General"
	if a.dates { // LibreOffice knows an axis of dates by it
		code = "m/d/yyyy"
	}
	kids := []any{
		x.Val("c:axId", id), scaling(a), x.Val("c:delete", a.away), x.Val("c:axPos", string(at)),
		x.E("c:numFmt", x.A("formatCode", code), x.A("sourceLinked", 0)), x.Val("c:majorTickMark", "none"), x.Val("c:minorTickMark", "none"),
		x.Val("c:tickLblPos", names), x.E("c:spPr", x.E("a:noFill"), lineNode(line)), c.font(c.size, "tx1", false),
		x.Val("c:crossAx", crossed), x.Val("c:crosses", crosses), x.Val("c:auto", 0),
	}
	if a.dates {
		kids = append(kids, x.Val("c:lblOffset", 100), x.Val("c:baseTimeUnit", "days"))
		return x.E(name, kids...)
	}
	kids = append(kids, x.Val("c:lblAlgn", "ctr"), x.Val("c:lblOffset", 100))
	if c.thinned { // every cell of the axis is a label, if an empty one
		kids = append(kids, x.Val("c:tickLblSkip", 1))
	}
	return x.E(name, append(kids, x.Val("c:noMultiLvlLbl", 0))...)
}

// values writes an axis of values; far puts it at the far end of the axis that it crosses.
func (c *Chart) values(id, crossed int, a axis, at side, far bool) x.Node {
	crosses, between := "autoZero", "between"
	if far {
		crosses = "max"
	}
	if c.cat.numbers {
		crosses = "min"
	}
	if c.cat.edge || c.cat.numbers {
		between = "midCat"
	}
	grid := x.When(a.grid && !a.away, func() x.Node {
		return x.E("c:majorGridlines", x.E("c:spPr", lineNode(stroke{color: "rule", width: 0.75})))
	})
	title := x.When(a.title != "" && !a.away, func() x.Node { return c.title(a.title, at == left || at == right) })
	code := a.code
	if code == "" {
		code = "General"
	}
	return x.E("c:valAx", x.Val("c:axId", id), scaling(a), x.Val("c:delete", a.away), x.Val("c:axPos", string(at)), grid, title,
		x.E("c:numFmt", x.A("formatCode", code), x.A("sourceLinked", 0)), x.Val("c:majorTickMark", "none"), x.Val("c:minorTickMark", "none"),
		x.Val("c:tickLblPos", tickPlace(c.cat.numbers)), x.E("c:spPr", x.E("a:noFill"), x.E("a:ln", x.E("a:noFill"))), c.font(c.size, "tx2", false),
		x.Val("c:crossAx", crossed), x.Val("c:crosses", crosses), x.Val("c:crossBetween", between),
		x.When(a.step > 0, func() x.Node { return x.Val("c:majorUnit", a.step) }))
}

// tickPlace is where the numbers of an axis stand: of dots at the edge, though the axes
// cross in the middle.
func tickPlace(numbers bool) string {
	if numbers {
		return "low"
	}
	return "nextTo"
}

func scaling(a axis) x.Node {
	orientation := "minMax"
	if a.reversed {
		orientation = "maxMin"
	}
	return x.E("c:scaling", x.Val("c:orientation", orientation),
		x.When(a.max != nil, func() x.Node { return x.Val("c:max", *a.max) }),
		x.When(a.min != nil, func() x.Node { return x.Val("c:min", *a.min) }))
}

// title writes the title of an axis, turned where it stands beside the plot.
func (c *Chart) title(text string, beside bool) x.Node {
	body := x.E("a:bodyPr")
	if beside {
		body = x.E("a:bodyPr", x.A("rot", -5400000), x.A("vert", "horz"))
	}
	return x.E("c:title", x.E("c:tx", x.E("c:rich", body, x.E("a:lstStyle"),
		x.E("a:p", x.E("a:pPr", c.run("a:defRPr", c.size, "tx2", false)),
			x.E("a:r", c.run("a:rPr", c.size, "tx2", false), x.E("a:t", text))))),
		x.Val("c:overlay", 0))
}
