package pptx

import (
	"cmp"
	"strconv"

	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// layout is a layout of slides, by its place in the master.
type layout int

const (
	opening layout = iota // title slide
	charted               // a chart and what it says
	plain                 // the same without a chart: tables, key figures
)

// holder is a kind of placeholder.
type holder string

const (
	title    holder = "title"
	lead     holder = "lead"    // of the opening slide
	period   holder = "period"  // of the opening slide
	section  holder = "section" // heading of the narrative that a slide belongs to
	subtitle holder = "subtitle"
	body     holder = "chart"
	source   holder = "source"
	footer   holder = "footer"
	number   holder = "number"
)

// noType is the kind of a placeholder that takes anything.
const noType = "obj"

// place is a placeholder of a layout: its name, which a template is searched for, its kind
// and number in PresentationML, and where and how its text stands.
type place struct {
	kind   holder
	name   string
	ph     string
	idx    int
	frame  frame
	size   int
	color  string
	bold   bool
	anchor string
	align  string
}

// The slide, in points: 16:9, 13.33 by 7.5 inches.
const (
	slideWidth  = 960.0
	slideHeight = 540.0
	margin      = 40.0
	inside      = slideWidth - 2*margin
)

// bodyFrame is where charts and tables stand.
var bodyFrame = frame{margin, 130, inside, 344}

// foot are the placeholders below every slide but the opening one.
var foot = []place{
	{kind: footer, name: "Footer", ph: "ftr", idx: 11, frame: frame{margin, 518, 700, 14}, size: 10, color: "tx2", anchor: "ctr"},
	{kind: number, name: "Slide Number", ph: "sldNum", idx: 12, frame: frame{slideWidth - margin - 60, 518, 60, 14}, size: 10, color: "tx2", anchor: "ctr", align: "r"},
}

// head are the placeholders above, and the source line.
var head = []place{
	{kind: title, name: "Title", ph: "title", frame: frame{margin, 38, inside, 62}, size: 24, color: "tx1", bold: true, anchor: "t"},
	{kind: section, name: "Section", ph: "body", idx: 13, frame: frame{margin, 18, inside, 18}, size: 12, color: "accent1", bold: true, anchor: "t"},
	{kind: subtitle, name: "Subtitle", ph: "body", idx: 14, frame: frame{margin, 102, inside, 22}, size: 14, color: "tx2", anchor: "t"},
	{kind: source, name: "Source", ph: "body", idx: 16, frame: frame{margin, 476, inside, 37}, size: 10, color: "tx2", anchor: "b"},
}

var layouts = []struct {
	name   string
	kind   string // of PresentationML
	places []place
}{
	opening: {"Title Slide", "title", []place{
		{kind: title, name: "Title", ph: "ctrTitle", frame: frame{64, 130, 820, 130}, size: 38, color: "tx1", bold: true, anchor: "b"},
		{kind: lead, name: "Lead", ph: "subTitle", idx: 1, frame: frame{64, 278, 760, 120}, size: 18, color: "tx2", anchor: "t"},
		{kind: period, name: "Period", ph: "body", idx: 13, frame: frame{64, 440, 760, 50}, size: 14, color: "tx2", anchor: "b"},
	}},
	charted: {"Chart", "", append(append([]place(nil), head...), append([]place{{kind: body, name: "Chart", ph: "chart", idx: 15, frame: bodyFrame, size: 12, color: "tx2", anchor: "t"}}, foot...)...)},
	plain:   {"Title Only", "titleOnly", append(append([]place(nil), head...), foot...)},
}

// holders are the placeholders of a layout that take texts.
func (d *deck) holders(l layout) []place {
	var out []place
	for _, p := range d.forms[l].places {
		if p.kind != body {
			out = append(out, p)
		}
	}
	return out
}

// chartHolder says which placeholder a chart stands in, or nothing.
func (d *deck) chartHolder() x.Node {
	for _, p := range d.forms[charted].places {
		if p.kind == body && p.ph != "" {
			return holderNode(p)
		}
	}
	return x.Node{}
}

func layoutPart(l layout) string {
	return "ppt/slideLayouts/slideLayout" + strconv.Itoa(int(l)+1) + ".xml"
}

// holderNode says which placeholder a shape stands in.
func holderNode(p place) x.Node {
	var attrs []x.Attr
	if p.ph != noType {
		attrs = append(attrs, x.A("type", p.ph))
	}
	if p.ph == "sldNum" || p.ph == "ftr" {
		attrs = append(attrs, x.A("sz", "quarter"))
	}
	if p.idx > 0 {
		attrs = append(attrs, x.A("idx", p.idx))
	}
	return x.E("p:ph", attrs)
}

// holderShape fills a placeholder of a slide.
func (d *deck) holderShape(id int, p place, text string, size int) x.Node {
	if p.ph == "" { // the template has none for it
		look := runLook{size: cmp.Or(size, p.size), color: p.color, bold: p.bold, align: p.align}
		return d.textBox(p.name, p.frame, func() []x.Node { return d.paragraphs(text, look) })(id, "")
	}
	paragraphs := d.paragraphs(text, runLook{size: size})
	if p.kind == number {
		paragraphs = []x.Node{numberParagraph(d.lang())}
	}
	return x.E("p:sp", x.E("p:nvSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", p.name)), x.E("p:cNvSpPr", x.E("a:spLocks", x.A("noGrp", 1))), x.E("p:nvPr", holderNode(p))),
		x.E("p:spPr"), x.E("p:txBody", x.E("a:bodyPr"), x.E("a:lstStyle"), paragraphs))
}

// numberParagraph is the field that prints a slide's number.
func numberParagraph(lang string) x.Node {
	return x.E("a:p", x.E("a:fld", x.A("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"), x.A("type", "slidenum"), x.E("a:rPr", x.A("lang", lang)), x.E("a:t", "‹#›")))
}

// layoutShape is a placeholder of a layout or, without a prompt, of the master.
func layoutShape(id int, p place) x.Node {
	font := "+mn"
	if p.kind == title {
		font = "+mj"
	}
	look := []any{x.A("sz", p.size*100), x.A("b", p.bold), x.E("a:solidFill", colorNode(p.color)), x.E("a:latin", x.A("typeface", font+"-lt")), x.E("a:ea", x.A("typeface", font+"-ea"))}
	level := []any{x.A("marL", 0), x.A("indent", 0)}
	if p.align != "" {
		level = append(level, x.A("algn", p.align))
	}
	level = append(level, x.E("a:spcBef", x.E("a:spcPts", x.A("val", 0))), x.E("a:buNone"), x.E("a:defRPr", look...))
	text := x.E("a:p", x.E("a:r", x.E("a:rPr", x.A("lang", "en-US")), x.E("a:t", p.name)))
	if p.kind == number {
		text = numberParagraph("en-US")
	}
	return x.E("p:sp", x.E("p:nvSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", p.name)), x.E("p:cNvSpPr", x.E("a:spLocks", x.A("noGrp", 1))), x.E("p:nvPr", holderNode(p))),
		x.E("p:spPr", p.frame.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst"))),
		x.E("p:txBody", x.E("a:bodyPr", x.A("vert", "horz"), x.A("lIns", 0), x.A("tIns", 0), x.A("rIns", 0), x.A("bIns", 0), x.A("anchor", p.anchor), x.E("a:normAutofit")),
			x.E("a:lstStyle", x.E("a:lvl1pPr", level...)), text))
}

// ChartFrame is the room that a chart has on a slide of ours.
var ChartFrame = native.Frame{Width: bodyFrame.w, Height: bodyFrame.h}
