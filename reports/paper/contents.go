package paper

import (
	"fmt"

	"paystats/reports/font"
	"paystats/reports/pdf"
	"paystats/reports/picture"
)

// contents is the list of what stands where. The numbers of pages come into it when all is
// set.
type contents struct {
	pieces  []piece
	numbers map[*picture.Text]string // what each number is of
}

// contents lists the marked pieces, a line each, on the page they begin on.
func (s *setter) contents(body []piece) contents {
	c := contents{numbers: map[*picture.Text]string{}}
	for _, p := range s.text(s.word("Contents", "目录"), form{size: 13, line: 22, bold: true, color: s.ink.text, before: 26}) {
		p.stays = true
		c.pieces = append(c.pieces, p)
	}
	level := -1
	for _, p := range body {
		if p.mark == nil {
			continue
		}
		level = min(p.mark.level, level+1)
		c.pieces = append(c.pieces, s.entry(p, level, &c))
	}
	if n := len(c.pieces); n > 2 {
		c.pieces[1].stays, c.pieces[n-2].stays = true, true
	}
	return c
}

// entry sets a line of the contents: title, dots, number.
func (s *setter) entry(p piece, level int, c *contents) piece {
	const size, line, numbers = 12.0, 19.0, 34.0
	indent, isBold := float64(level)*16, level == 0
	title := font.Of(isBold).Clip(p.mark.title, size, width-numbers-indent)
	y := line/2 + font.Middle*size
	number := s.label("", width, y, size, isBold, s.ink.text, picture.End)
	c.numbers[number] = p.id
	from := indent + font.Of(isBold).Width(title, size) + 6
	dots := &picture.Shape{Path: picture.Line(from, y-1, width-numbers+8, y-1), Stroke: &picture.Stroke{
		Color: s.ink.axis, Width: 1, Dash: []float64{1, 4}, Cap: picture.Butt, Join: picture.MiterJoin, Miter: 4,
	}}
	out := piece{height: line, links: []pdf.Link{{X: 0, Width: width, Height: line, Href: "#" + p.id}}}
	out.items = append(out.items, s.label(title, indent, y, size, isBold, s.ink.text, picture.Start), number)
	if from < width-numbers {
		out.items = append(out.items, dots)
	}
	if isBold {
		out.before = 4
	}
	return out
}

// number writes the numbers of pages.
func (c contents) number(places map[string]pdf.Place) {
	for text, id := range c.numbers {
		text.String = fmt.Sprint(places[id].Page + 1)
	}
}
