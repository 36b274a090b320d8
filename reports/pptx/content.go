package pptx

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// slides lays the blocks of the document out: what stands before a chart or table is its
// narrative, and goes to its notes; a list under a heading has a slide besides.
func (d *deck) slides() ([]slide, error) {
	out := []slide{d.opening()}
	var told []string // the narrative since the last slide
	heading, lists := "", 0
	take := func() string {
		text := strings.Join(told, "\n")
		told = nil
		return text
	}
	for _, b := range d.doc.Blocks {
		var made []slide
		var err error
		switch b := b.(type) {
		case document.Prose:
			text := narrative(b.HTML, d.doc.Lang)
			told = append(told, plainText(text))
			for _, p := range pointsIn(text) {
				lists++
				out = append(out, d.pointsSlide(p, lists))
			}
			if h := lastHeading(b.HTML); h != "" {
				heading = h
			}
			continue
		case document.Chart:
			made, err = d.chartSlides(b.Spec)
		case document.Table:
			made = d.tableSlides(b.Title, b.Subtitle, d.sourceLine(b.Source, b.Coverage, b.Notes), b.ID, b.Table)
			made[0].notes = joinLines(b.Notes...)
		case document.KPIs:
			made = d.figureSlides(b)
		case document.Gap:
			told = append(told, b.Title+": "+b.Text)
			continue
		}
		if err != nil {
			return nil, err
		}
		made[0].notes = joinLines(take(), made[0].notes)
		for i := range made {
			made[i].texts[section] = heading
		}
		out = append(out, made...)
	}
	out = append(out, d.sourceSlides()...)
	last := &out[len(out)-1]
	last.notes = joinLines(append([]string{last.notes, take()}, d.doc.Notes...)...)
	for i := range out[1:] {
		out[i+1].texts[footer] = d.doc.Title
	}
	return out, nil
}

// joinLines joins paragraphs, those that are empty left out.
func joinLines(paragraphs ...string) string {
	var out []string
	for _, p := range paragraphs {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}

func (d *deck) opening() slide {
	s := slide{layout: opening, address: prefix + d.doc.Name, texts: map[holder]string{title: d.doc.Title, lead: d.doc.Lead, period: d.doc.Period}, sizes: map[holder]int{}}
	s.sizes[title] = sizeFor(d.doc.Title, []int{38, 32, 28}, 820, 3)
	s.sizes[lead] = sizeFor(d.doc.Lead, []int{18, 16, 14}, 760, 6)
	if len(d.doc.Alerts) > 0 {
		at := frame{64, 404, 760, 40}
		s.shapes = append(s.shapes, d.textBox("Alerts", at, func() []x.Node {
			return d.paragraphs(d.word("Data checks failed: ", "数据检查未通过：")+strings.Join(d.doc.Alerts, "; "), runLook{size: 12, bold: true, color: d.opt.Theme.Color("status-no")})
		}))
	}
	return s
}

// sizeFor returns the first of the sizes, in points, at which a text takes no more lines
// than it may; the last where none does. 0 stands for the first: that of the placeholder.
func sizeFor(text string, sizes []int, width float64, lines int) int {
	for i, size := range sizes {
		if native.Lines(text, float64(size)*1.04, width) <= lines || i == len(sizes)-1 {
			if i == 0 {
				return 0
			}
			return size
		}
	}
	return 0
}

// plainSlide is a slide of a layout with a title, and a line below.
func (d *deck) plainSlide(l layout, heading, under, sources string) slide {
	return slide{
		layout: l, texts: map[holder]string{title: heading, subtitle: under, source: sources},
		sizes: map[holder]int{title: sizeFor(heading, []int{24, 20, 18}, d.body.w, 2), subtitle: sizeFor(under, []int{14, 12}, d.body.w, 1), source: 0},
	}
}

// sourceLine is the text below a slide.
func (d *deck) sourceLine(from, coverage string, notes []string) string {
	return SourceLine(d.doc.Lang, d.body.w, from, coverage, notes)
}

// SourceLine is the text below a chart or table: source and coverage, and as many notes as
// have room in a width, in points.
func SourceLine(lang string, width float64, from, coverage string, notes []string) string {
	word := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(lang) }
	text := ""
	if from != "" {
		text = word("Source: ", "来源：") + from
	}
	if coverage != "" {
		text = strings.TrimSpace(text + word(". Coverage: ", "。覆盖范围：") + coverage)
	}
	var kept []string
	for _, note := range notes {
		if native.Lines(noteLine(lang, append(kept, note))+"\n"+text, 10.4, width) > 3 {
			break
		}
		kept = append(kept, note)
	}
	return joinLines(noteLine(lang, kept), text)
}

func noteLine(lang string, notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	word := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(lang) }
	return word("Note: ", "注：") + strings.Join(notes, word("  ", ""))
}

// chartSlides are the slides of one chart: one, or more where a table has to stand for it.
func (d *deck) chartSlides(s chart.Spec) ([]slide, error) {
	if len(s.Panels) > 0 {
		return d.panelSlides(s)
	}
	at := d.body
	if s.Kind == chart.Donut {
		at.w = min(at.h*1.3, d.body.w*0.52)
	}
	c, ok, err := native.New(s, d.doc.Lang, native.Frame{Width: at.w, Height: at.h})
	if err != nil {
		return nil, err
	}
	if !ok {
		return d.otherSlides(s)
	}
	out := d.plainSlide(charted, s.Title, s.Subtitle, d.sourceLine(s.Source, s.Coverage, Notes(s, c)))
	out.address = d.address(s.ID)
	shape, err := d.chartShape(c, d.address(s.ID), s.Alt, at, d.chartHolder())
	if err != nil {
		return nil, err
	}
	out.shapes = append(out.shapes, shape)
	if s.Kind == chart.Donut {
		out.shapes = append(out.shapes, d.sliceList(s, frame{at.x + at.w + 30, at.y, d.body.w - at.w - 30, at.h}))
	}
	out.notes = d.chartNotes(s)
	return []slide{out}, nil
}

// chartShape adds a native chart and places it on a slide.
func (d *deck) chartShape(c *native.Chart, name, alt string, at frame, holder x.Node) (shape, error) {
	part, err := d.addChart(c)
	return func(id int, slide string) x.Node {
		rel := d.pack.Relate(slide, "chart", part)
		data := x.E("a:graphicData", x.A("uri", chartSpace), x.E("c:chart", x.A("xmlns:c", chartSpace), x.A("r:id", rel)))
		return graphicFrame(id, name, alt, at, holder, data)
	}, err
}

// address is the name of a shape that is bound to a chart or table of a page.
func (d *deck) address(id string) string { return prefix + d.doc.Name + "/" + id }

// prefix begins the names of shapes that show something of a page.
const prefix = "paystats: "

// Notes are the notes of a chart as its native form leaves them: events and breaks that it
// has no room for come first.
func Notes(s chart.Spec, c *native.Chart) []string {
	if c == nil || c.Marked || len(s.Marks) == 0 {
		return s.Notes
	}
	return append([]string{marksLine(s.Marks)}, s.Notes...)
}

func marksLine(marks []chart.Mark) string {
	var texts []string
	for _, m := range marks {
		texts = append(texts, m.Category+": "+m.Text)
	}
	return strings.Join(texts, "; ")
}

// chartNotes are what the notes of a chart's slide say of it.
func (d *deck) chartNotes(s chart.Spec) string {
	lines := append([]string{}, s.Notes...)
	if len(s.Marks) > 0 {
		lines = append(lines, marksLine(s.Marks))
	}
	return joinLines(append(lines, d.sourceLine(s.Source, s.Coverage, nil))...)
}

// sliceList is the legend of a ring with its values: the small slices have no room for theirs.
func (d *deck) sliceList(s chart.Spec, at frame) shape {
	g := grid{name: d.address(s.ID) + " list", at: at, size: 14, side: cellSide, widths: []float64{26, at.w - 106, 80}}
	if len(s.Series) > 11 {
		g.size = 12
	}
	for _, in := range s.Series {
		p := in.Points[0]
		color := in.Color
		if p.Color != "" {
			color = p.Color
		}
		text := p.Text
		if p.Value == nil {
			text = p.Why
		}
		g.rows = append(g.rows, []tile{{text: "■", color: color, align: "l"}, {text: in.Name, align: "l"}, {text: text, align: "r", bold: true}})
	}
	total := 0.0
	for _, row := range g.rows {
		total += g.height(row)
	}
	g.at.y += max(0, (at.h-total)/2)
	return g.shape(d)
}

// maxTableSlides is how many slides one table may take.
const maxTableSlides = 6

// tableSlides are a table on as many slides as it takes, or may.
func (d *deck) tableSlides(heading, under, sources, id string, t chart.Table) []slide {
	size := 12
	switch {
	case len(t.Columns) > 8, longest(t) > 150:
		size = 10
	case len(t.Columns) <= 5 && len(t.Rows) <= 10:
		size = 14
	}
	parts := newGrid(t, d.body, size).split(d.body.h)
	if len(parts) > maxTableSlides {
		parts = parts[:maxTableSlides]
		sources = joinLines(d.word("Note: the rows beyond these are in the workbook and the CSV file of the page.", "注：其余各行见本页的工作簿和 CSV 文件。"), sources)
	}
	var out []slide
	row := 1
	for i, g := range parts {
		g.name, g.alt = d.address(id), heading
		text := heading
		if len(parts) > 1 {
			last := "" // the last part takes what comes
			if i < len(parts)-1 {
				last = strconv.Itoa(row + len(g.rows) - 2)
			}
			g.name += " rows " + strconv.Itoa(row) + "-" + last
			row += len(g.rows) - 1
			text += " (" + strconv.Itoa(i+1) + "/" + strconv.Itoa(len(parts)) + ")"
		}
		s := d.plainSlide(plain, text, under, sources)
		if len(parts) == 1 {
			s.address = d.address(id)
		}
		s.shapes = append(s.shapes, g.shape(d))
		out = append(out, s)
	}
	return out
}

// longest is the length of a table's longest text, in characters.
func longest(t chart.Table) int {
	most := 0
	for _, row := range t.Rows {
		for _, cell := range row {
			most = max(most, utf8.RuneCountInString(cell.Text))
		}
	}
	return most
}
