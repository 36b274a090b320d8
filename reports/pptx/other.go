package pptx

import (
	"bytes"
	"fmt"
	"image/png"
	"slices"
	"strconv"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// otherSlides are charts that PowerPoint has no form for: a heat map is a native table with
// coloured cells; of others there is a picture or, without one, a table of the data.
func (d *deck) otherSlides(s chart.Spec) ([]slide, error) {
	const columns, rows = 31, 18 // more do not fit on a slide
	if s.Kind == chart.Matrix && len(s.Category.Labels) <= columns && len(s.Series) <= rows {
		return []slide{d.heatSlide(s)}, nil
	}
	if d.opt.Picture != nil {
		bare := s // the slide says the rest
		bare.Title, bare.Subtitle, bare.Source, bare.Coverage, bare.Notes = "", "", "", "", nil
		drawn, err := d.opt.Picture(bare, d.body.w, d.body.h)
		if err != nil {
			return nil, err
		}
		size, err := png.DecodeConfig(bytes.NewReader(drawn))
		if err != nil {
			return nil, fmt.Errorf("chart %q: %w", s.ID, err)
		}
		out := d.plainSlide(plain, s.Title, s.Subtitle, d.sourceLine(s.Source, s.Coverage, s.Notes))
		out.address = d.address(s.ID)
		out.shapes = append(out.shapes, d.picture(s, drawn, d.body.fit(float64(size.Width)/float64(size.Height))))
		out.notes = d.chartNotes(s)
		return []slide{out}, nil
	}
	why := d.word("PowerPoint has no chart of this kind; these are its data.", "PowerPoint 没有此类图表，此处列出其数据。")
	out := d.tableSlides(s.Title, s.Subtitle, d.sourceLine(s.Source, s.Coverage, append([]string{why}, s.Notes...)), s.ID, s.Table)
	out[0].notes = d.chartNotes(s)
	return out, nil
}

// picture places a PNG of a chart.
func (d *deck) picture(s chart.Spec, png []byte, at frame) shape {
	image := d.addImage(png)
	return func(id int, slide string) x.Node {
		return x.E("p:pic", x.E("p:nvPicPr", x.E("p:cNvPr", x.A("id", id), x.A("name", d.address(s.ID)+" drawing"), x.A("descr", s.Alt)), x.E("p:cNvPicPr", x.E("a:picLocks", x.A("noChangeAspect", 1))), x.E("p:nvPr")),
			x.E("p:blipFill", x.E("a:blip", x.A("r:embed", d.pack.Relate(slide, "image", image))), x.E("a:stretch", x.E("a:fillRect"))),
			x.E("p:spPr", at.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst"))))
	}
}

// heatSlide is a heat map as a table: a cell has the colour of its value or class.
func (d *deck) heatSlide(s chart.Spec) slide {
	out := d.plainSlide(plain, s.Title, s.Subtitle, d.sourceLine(s.Source, s.Coverage, s.Notes))
	out.address = d.address(s.ID)
	at := d.body
	if len(s.Classes) > 0 {
		at.y, at.h = at.y+24, at.h-24
		out.shapes = append(out.shapes, d.classLegend(s.Classes))
	}
	g := grid{name: d.address(s.ID), alt: s.Alt, at: at, head: true, size: 12, side: 1}
	if len(s.Series) > 12 || len(s.Category.Labels) > 11 {
		g.size = 10
	}
	head := []tile{{}}
	for _, label := range s.Category.Labels {
		head = append(head, tile{text: label, align: "ctr", bold: true, color: "tx2"})
	}
	g.rows = append(g.rows, head)
	for _, in := range s.Series {
		row := []tile{{text: in.Name, align: "l"}}
		for _, p := range in.Points {
			t := tile{text: p.Label, align: "ctr", fill: p.Color}
			if p.Strong {
				t.color = "bg1"
			}
			if t.text == "" {
				t.text = p.Sign
			}
			row = append(row, t)
		}
		g.rows = append(g.rows, row)
	}
	g.fit()
	first := min(g.widths[0], d.body.w*0.2) // names take what they need, the cells share the rest
	for i := range g.widths {
		g.widths[i] = (d.body.w - first) / float64(len(g.widths)-1)
	}
	for _, row := range g.rows[1:] {
		for i := range row[1:] { // the colour says it where the text has no room
			if native.Width(row[i+1].text, float64(g.size)) > g.widths[1]-2 {
				row[i+1].text = ""
			}
		}
	}
	g.widths[0], g.at.w = first, d.body.w
	out.shapes = append(out.shapes, g.shape(d))
	out.notes = d.chartNotes(s)
	return out
}

// classLegend says what the colours of cells mean.
func (d *deck) classLegend(classes []chart.Class) shape {
	return d.textBox("Legend", frame{d.body.x, d.body.y - 2, d.body.w, 18}, func() []x.Node {
		var runs []any
		for _, c := range classes {
			if c.Color != "" {
				runs = append(runs, d.run("■ ", runLook{size: 12, color: c.Color}))
			}
			runs = append(runs, d.run(strings.TrimSpace(c.Name+" "+c.Sign)+"     ", runLook{size: 12, color: "tx1"}))
		}
		return []x.Node{x.E("a:p", runs...)}
	})
}

// figureSlides are key figures as cards, four beside each other.
func (d *deck) figureSlides(k document.KPIs) []slide {
	const across = 4
	out := d.plainSlide(plain, d.word("Key figures", "主要数字"), "", "")
	rows := (len(k.Figures) + across - 1) / across
	columns := min(len(k.Figures), across)
	const gap = 16.0
	w := (d.body.w - gap*float64(columns-1)) / float64(max(columns, 1))
	h := min(210, (d.body.h-gap*float64(rows-1))/float64(max(rows, 1)))
	size := 40 // at which every figure stands on one line
	for _, f := range k.Figures {
		size = min(size, largest(f.Value, w-2*cardSide))
	}
	for i, f := range k.Figures {
		at := frame{d.body.x + float64(i%across)*(w+gap), d.body.y - 18 + float64(i/across)*(h+gap), w, h}
		name := "Figure"
		if k.ID != "" {
			name = d.address(k.ID) + " figure " + strconv.Itoa(i+1)
		}
		out.shapes = append(out.shapes, d.card(name, f, at, size)...)
	}
	return []slide{out}
}

// cardSide is the room beside the text of a card, in points.
const cardSide = 14.0

// card is one key figure, its number at a size.
func (d *deck) card(name string, f chart.Figure, at frame, size int) []shape {
	box := func(name string, b frame, color string) shape {
		return func(id int, _ string) x.Node { return block(id, name, b, color) }
	}
	text := frame{at.x + cardSide, at.y + 16, at.w - 2*cardSide, at.h - 24}
	return []shape{
		box("Card", at, "bg2"), box("Accent", frame{at.x, at.y, at.w, 4}, "accent1"),
		d.textBox(name, text, func() []x.Node {
			out := d.paragraphs(f.Label, runLook{size: 16, color: "tx2"})
			out = append(out, d.paragraphs(f.Value, runLook{size: size, color: "tx1", bold: true})...)
			if f.Detail != "" {
				out = append(out, d.paragraphs(f.Detail, runLook{size: 14, color: "tx1"})...)
			}
			if f.Source != "" {
				out = append(out, d.paragraphs(f.Source, runLook{size: 10, color: "tx2"})...)
			}
			return out
		}),
	}
}

// largest is the size at which a figure stands on one line.
func largest(text string, width float64) int {
	sizes := []int{40, 36, 32, 28, 24, 20}
	if size := sizeFor(text, sizes, width, 1); size > 0 {
		return size
	}
	return sizes[0]
}

// sourceSlides say where the numbers come from.
func (d *deck) sourceSlides() []slide {
	t, ok := Sources(d.doc)
	if !ok {
		return nil
	}
	return d.tableSlides(t.Title, "", d.sourceLine("", "", t.Notes), t.ID, t.Table)
}

// Sources is the table of what the numbers of a page come from, with an id that no block of a
// page can have; ok is false where nothing is known of it.
func Sources(doc document.Document) (out document.Table, ok bool) {
	word := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(doc.Lang) }
	t := chart.Table{Columns: []chart.Column{{Name: word("Data set", "数据集")}, {Name: word("Publisher", "发布机构")}, {Name: word("Documents", "文献")}, {Name: word("Licence", "许可")}}}
	for _, set := range doc.Sets {
		var licences []string
		for _, l := range set.Licences {
			licences = append(licences, l.Text)
		}
		name, licence := set.Title, strings.Join(licences, ", ")
		for _, p := range byPublisher(set.Sources) {
			documents := strings.Join(p.documents, word("; ", "；"))
			if p.more > 0 {
				documents += word("; and "+strconv.Itoa(p.more)+" more", "；另有"+strconv.Itoa(p.more)+"份")
			}
			t.Rows = append(t.Rows, []chart.Cell{{Text: name}, {Text: p.name}, {Text: documents}, {Text: licence}})
			name, licence = "", ""
		}
		if len(set.Sources) == 0 {
			t.Rows = append(t.Rows, []chart.Cell{{Text: name}, {}, {}, {Text: licence}})
		}
	}
	return document.Table{ID: "_sources", Title: word("Sources", "来源"), Table: t, Notes: doc.Notes}, len(t.Rows) > 0
}

// publications are the documents of one publisher.
type publications struct {
	name      string
	documents []string // title and, where known, date
	more      int      // documents beyond
}

// byPublisher gathers documents by their publisher, in the order of the first. Of one with
// many the first are named and the others counted: the page lists all.
func byPublisher(sources []document.Source) []publications {
	const many = 240 // bytes
	var out []publications
	for _, s := range sources {
		text := s.Title
		if s.Vintage != "" {
			text += " (" + s.Vintage + ")"
		}
		i := slices.IndexFunc(out, func(p publications) bool { return p.name == s.Publisher })
		if i < 0 {
			i, out = len(out), append(out, publications{name: s.Publisher})
		}
		if p := &out[i]; p.more > 0 || len(p.documents) > 0 && len(strings.Join(p.documents, ""))+len(text) > many {
			p.more++
		} else {
			p.documents = append(p.documents, text)
		}
	}
	return out
}
