package pptx

import (
	"strconv"

	x "paystats/reports/ooxml"
)

const (
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	relSpace     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	showSpace    = "http://schemas.openxmlformats.org/presentationml/2006/main"
	chartSpace   = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	tableSpace   = "http://schemas.openxmlformats.org/drawingml/2006/table"
)

// namespaces are those of every part of a deck.
func namespaces() []x.Attr {
	return []x.Attr{x.A("xmlns:a", drawingSpace), x.A("xmlns:r", relSpace), x.A("xmlns:p", showSpace)}
}

// colorMap says which colours of the theme texts and backgrounds take.
func colorMap() x.Node {
	attrs := []x.Attr{x.A("bg1", "lt1"), x.A("tx1", "dk1"), x.A("bg2", "lt2"), x.A("tx2", "dk2")}
	for i := 1; i <= 6; i++ {
		accent := "accent" + strconv.Itoa(i)
		attrs = append(attrs, x.A(accent, accent))
	}
	return x.E("p:clrMap", append(attrs, x.A("hlink", "hlink"), x.A("folHlink", "folHlink")))
}

func background() x.Node {
	return x.E("p:bg", x.E("p:bgPr", x.E("a:solidFill", colorNode("bg1")), x.E("a:effectLst")))
}

// frame writes what slides are built on: theme, master, layouts, the master of notes.
func (d *deck) frame() {
	d.pack.Add("ppt/theme/theme1.xml", officeType+"theme+xml", themePart(d.opt.Theme))
	var list []x.Node
	for i := range layouts {
		part := layoutPart(layout(i))
		d.addLayout(layout(i))
		list = append(list, x.E("p:sldLayoutId", x.A("id", strconv.Itoa(2147483649+i)), x.A("r:id", d.pack.Relate(masterPart, "slideLayout", part))))
	}
	d.pack.Relate(masterPart, "theme", "ppt/theme/theme1.xml")
	kids := []any{emptyGroup(), rule(2, frame{margin, 515, inside, 0})}
	at := []place{head[0], {kind: body, name: "Body", ph: "body", idx: 1, frame: bodyFrame, size: 14, color: "tx1", anchor: "t"}, foot[0], foot[1]}
	for i, p := range at {
		kids = append(kids, layoutShape(i+3, p))
	}
	d.pack.Add(masterPart, showType+"slideMaster+xml", x.E("p:sldMaster", namespaces(),
		x.E("p:cSld", background(), x.E("p:spTree", kids...)), colorMap(), x.E("p:sldLayoutIdLst", list), textStyles()).Bytes())
	d.addNotesMaster()
}

// rule is a thin line across.
func rule(id int, at frame) x.Node {
	return x.E("p:cxnSp", x.E("p:nvCxnSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", "Rule")), x.E("p:cNvCxnSpPr"), x.E("p:nvPr")),
		x.E("p:spPr", at.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "line"), x.E("a:avLst")),
			x.E("a:ln", x.A("w", 9525), x.E("a:solidFill", colorNode("rule")))))
}

// addLayout writes one layout.
func (d *deck) addLayout(l layout) {
	kids := []any{emptyGroup()}
	attrs := namespaces()
	if kind := layouts[l].kind; kind != "" {
		attrs = append(attrs, x.A("type", kind))
	}
	attrs = append(attrs, x.A("preserve", 1))
	if l == opening {
		attrs = append(attrs, x.A("showMasterSp", 0))
		kids = append(kids, block(2, "Accent", frame{0, 0, 14, slideHeight}, "accent1"))
	}
	for i, p := range layouts[l].places {
		kids = append(kids, layoutShape(i+3, p))
	}
	part := layoutPart(l)
	d.pack.Add(part, showType+"slideLayout+xml", x.E("p:sldLayout", attrs,
		x.E("p:cSld", x.A("name", layouts[l].name), x.E("p:spTree", kids...)), x.E("p:clrMapOvr", x.E("a:masterClrMapping"))).Bytes())
	d.pack.Relate(part, "slideMaster", masterPart)
}

// block is a filled rectangle without text.
func block(id int, name string, at frame, color string) x.Node {
	return x.E("p:sp", x.E("p:nvSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", name)), x.E("p:cNvSpPr"), x.E("p:nvPr")),
		x.E("p:spPr", at.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst")), x.E("a:solidFill", colorNode(color)), x.E("a:ln", x.E("a:noFill"))),
		x.E("p:txBody", x.E("a:bodyPr"), x.E("a:lstStyle"), x.E("a:p", x.E("a:endParaRPr", x.A("lang", "en-US")))))
}

// textStyles are the master's styles of titles, texts and all else.
func textStyles() x.Node {
	style := func(name, font string, size int, bold bool, levels int) x.Node {
		var kids []x.Node
		for level := range levels {
			kids = append(kids, x.E("a:lvl"+strconv.Itoa(level+1)+"pPr", x.A("marL", level*228600), x.A("indent", 0), x.A("algn", "l"), x.A("defTabSz", 914400), x.A("rtl", 0), x.A("eaLnBrk", 1), x.A("latinLnBrk", 0), x.A("hangingPunct", 1),
				x.E("a:lnSpc", x.E("a:spcPct", x.A("val", 100000))), x.E("a:spcBef", x.E("a:spcPts", x.A("val", 0))), x.E("a:buNone"),
				x.E("a:defRPr", x.A("sz", size*100), x.A("b", bold), x.A("kern", 1200), x.E("a:solidFill", colorNode("tx1")),
					x.E("a:latin", x.A("typeface", "+"+font+"-lt")), x.E("a:ea", x.A("typeface", "+"+font+"-ea")), x.E("a:cs", x.A("typeface", "+"+font+"-cs")))))
		}
		return x.E(name, kids)
	}
	return x.E("p:txStyles", style("p:titleStyle", "mj", 24, true, 1), style("p:bodyStyle", "mn", 14, false, 5), style("p:otherStyle", "mn", 14, false, 1))
}

// presentation writes the part that names all slides, and what goes with it.
func (d *deck) presentation() {
	relate := func(kind, part string) x.Attr { return x.A("r:id", d.pack.Relate(presentationPart, kind, part)) }
	masters := x.E("p:sldMasterIdLst", x.E("p:sldMasterId", x.A("id", "2147483648"), relate("slideMaster", masterPart)))
	notes := x.E("p:notesMasterIdLst", x.E("p:notesMasterId", relate("notesMaster", notesMasterPart)))
	var slides []x.Node
	for i, part := range d.slide {
		slides = append(slides, x.E("p:sldId", x.A("id", 256+i), relate("slide", part)))
	}
	size := x.E("p:sldSz", x.A("cx", emu(slideWidth)), x.A("cy", emu(slideHeight)))
	d.pack.Add(presentationPart, showType+"presentation.main+xml", x.E("p:presentation", namespaces(), x.A("saveSubsetFonts", 1),
		masters, notes, x.E("p:sldIdLst", slides), size, x.E("p:notesSz", x.A("cx", 6858000), x.A("cy", 9144000)),
		x.E("p:defaultTextStyle", x.E("a:defPPr", x.E("a:defRPr", x.A("lang", d.lang()))))).Bytes())
	for _, p := range []struct{ kind, part, root string }{{"presProps", "ppt/presProps.xml", "p:presentationPr"}, {"viewProps", "ppt/viewProps.xml", "p:viewPr"}} {
		d.pack.Add(p.part, showType+p.kind+"+xml", x.E(p.root, namespaces()).Bytes())
		d.pack.Relate(presentationPart, p.kind, p.part)
	}
	d.pack.Add("ppt/tableStyles.xml", showType+"tableStyles+xml", x.E("a:tblStyleLst", x.A("xmlns:a", drawingSpace), x.A("def", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}")).Bytes())
	d.pack.Relate(presentationPart, "tableStyles", "ppt/tableStyles.xml")
	d.pack.Relate(presentationPart, "theme", "ppt/theme/theme1.xml")
	d.pack.Relate("", "officeDocument", presentationPart)
	d.properties()
}

// properties writes title and language of the deck; it holds no time and no name.
func (d *deck) properties() {
	const core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
	d.pack.Add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
		x.E("cp:coreProperties", x.A("xmlns:cp", core), x.A("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
			x.E("dc:title", d.doc.Title), x.E("dc:language", d.lang())).Bytes())
	d.pack.RelateAs("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
	d.pack.Add("docProps/app.xml", officeType+"extended-properties+xml",
		x.E("Properties", x.A("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"), x.E("Application", "paystats")).Bytes())
	d.pack.Relate("", "extended-properties", "docProps/app.xml")
}
