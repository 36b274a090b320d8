package pptx

import (
	"regexp"
	"strconv"
	"strings"

	"paystats/reports/document"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// Points is a list that stands right under its heading in the narrative, such as a summary
// of findings, or method and limits.
type Points struct {
	Heading string
	Items   []string // plain text; a false claim says so
}

var (
	headedList = regexp.MustCompile(`(?s)<h[1-6][^>]*>([^<]*)</h[1-6]>\s*<ul>(.*?)</ul>`)
	listItem   = regexp.MustCompile(`(?s)<li>(.*?)</li>`)
)

// PointsOf returns the lists under headings of a page, each of which has a slide.
func PointsOf(doc document.Document) []Points {
	var out []Points
	for _, b := range doc.Blocks {
		if prose, ok := b.(document.Prose); ok {
			out = append(out, pointsIn(narrative(prose.HTML, doc.Lang))...)
		}
	}
	return out
}

func pointsIn(prose string) []Points {
	var out []Points
	for _, m := range headedList.FindAllStringSubmatch(prose, -1) {
		p := Points{Heading: plainText(m[1])}
		for _, item := range listItem.FindAllStringSubmatch(m[2], -1) {
			p.Items = append(p.Items, plainText(item[1]))
		}
		out = append(out, p)
	}
	return out
}

// pointsSlide is a list as a slide; n is its number on the page, from 1.
func (d *deck) pointsSlide(p Points, n int) slide {
	const indent, between = 18.0, 8.0 // points
	sizes := []int{20, 18, 16, 14, 12}
	size := sizes[len(sizes)-1]
	for _, s := range sizes {
		high := 0.0
		for _, item := range p.Items {
			high += float64(native.Lines(item, float64(s)*1.04, d.body.w-indent))*float64(s)*native.LineHeight(item) + between
		}
		if high <= d.body.h+40 {
			size = s
			break
		}
	}
	out := d.plainSlide(plain, p.Heading, "", "")
	at := frame{d.body.x, d.body.y - 40, d.body.w, d.body.h + 60}
	out.shapes = append(out.shapes, d.textBox(prefix+d.doc.Name+" points "+strconv.Itoa(n), at, func() []x.Node {
		var list []x.Node
		for _, item := range p.Items {
			look := x.E("a:pPr", x.A("marL", emu(indent)), x.A("indent", -emu(indent)), x.E("a:spcAft", x.E("a:spcPts", x.A("val", int(between*100)))),
				x.E("a:buFont", x.A("typeface", "Arial")), x.E("a:buChar", x.A("char", "•")))
			list = append(list, x.E("a:p", look, d.claiming(item, runLook{size: size, color: "tx1"})))
		}
		return list
	}))
	return out
}

// claiming writes a text as runs; what stands behind its false claims is in the colour of failures.
func (d *deck) claiming(text string, look runLook) []x.Node {
	for _, c := range d.doc.Untrue {
		note := notBorneOut(c.Found.In(d.doc.Lang), d.doc.Lang)
		if before, after, ok := strings.Cut(text, note); ok {
			failing := look
			failing.bold, failing.color = true, d.opt.Theme.Color("status-no")
			runs := append(d.claiming(before, look), d.run(note, failing))
			if after != "" {
				runs = append(runs, d.claiming(after, look)...)
			}
			return runs
		}
	}
	return []x.Node{d.run(text, look)}
}
