package pptx

import (
	"strconv"

	x "paystats/reports/ooxml"
)

// Places on a page of notes, in points: the picture of the slide, and the text.
var (
	notesImage = place{name: "Slide Image", ph: "sldImg", idx: 2, frame: frame{54, 54, 432, 243}}
	notesText  = place{name: "Notes", ph: "body", idx: 3, frame: frame{54, 330, 432, 330}, size: 12, color: "tx1", anchor: "t"}
)

// addNotesMaster writes the master of notes.
func (d *deck) addNotesMaster() {
	const look = "ppt/theme/notesTheme.xml"
	d.notes = notesMasterPart
	d.pack.Add(look, officeType+"theme+xml", themePart(d.opt.Theme))
	d.pack.Relate(notesMasterPart, "theme", look)
	d.pack.Add(notesMasterPart, showType+"notesMaster+xml", x.E("p:notesMaster", namespaces(),
		x.E("p:cSld", background(), x.E("p:spTree", emptyGroup(), imageShape(2, true), layoutShape(3, notesText))), colorMap()).Bytes())
}

// imageShape is the place of the slide's picture.
func imageShape(id int, placed bool) x.Node {
	properties := x.E("p:spPr")
	if placed {
		properties = x.E("p:spPr", notesImage.frame.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst")), x.E("a:noFill"), x.E("a:ln", x.A("w", 9525), x.E("a:solidFill", colorNode("rule"))))
	}
	return x.E("p:sp", x.E("p:nvSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", notesImage.name)), x.E("p:cNvSpPr", x.E("a:spLocks", x.A("noGrp", 1), x.A("noRot", 1), x.A("noChangeAspect", 1))), x.E("p:nvPr", holderNode(notesImage))), properties)
}

// addNotes writes the notes of a slide.
func (d *deck) addNotes(slide string, n int, text string) {
	part := "ppt/notesSlides/notesSlide" + strconv.Itoa(n) + ".xml"
	d.pack.Relate(slide, "notesSlide", part)
	d.pack.Relate(part, "notesMaster", d.notes)
	d.pack.Relate(part, "slide", slide)
	d.pack.Add(part, showType+"notesSlide+xml", x.E("p:notes", namespaces(),
		x.E("p:cSld", x.E("p:spTree", emptyGroup(), imageShape(2, false), d.holderShape(3, notesText, text, 0))),
		x.E("p:clrMapOvr", x.E("a:masterClrMapping"))).Bytes())
}
