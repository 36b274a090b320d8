package paper

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/font"
	"paystats/reports/picture"
)

// body sets the blocks of the document, then what it stands on. Key figures that it begins
// with are set before the contents.
func (s *setter) body() ([]piece, error) {
	var out []piece
	for i, b := range s.doc.Blocks {
		if i < len(s.first()) {
			continue
		}
		var part []piece
		var err error
		switch b := b.(type) {
		case document.Prose:
			part, err = s.prose(i, b)
		case document.KPIs:
			part = s.figures(b)
		case document.Chart:
			part, err = s.chart(b.Spec)
		case document.Table:
			part = s.table(b)
		case document.Gap:
			part = s.gap(b)
		default:
			err = fmt.Errorf("block %T cannot be set", b)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
	}
	return append(out, s.sources()...), nil
}

// first returns the key figures that the document begins with.
func (s *setter) first() []document.Block {
	n := slices.IndexFunc(s.doc.Blocks, func(b document.Block) bool { _, ok := b.(document.KPIs); return !ok })
	if n < 0 {
		n = len(s.doc.Blocks)
	}
	return s.doc.Blocks[:n]
}

// How charts are drawn, in pixels.
const (
	Edge       = 20  // left free around one
	ChartTitle = 16  // size of the title's letters
	Plot       = 205 // height of columns and lines, where that is free
)

// ErrSize says that a chart cannot be drawn as low as was asked for.
var ErrSize = errors.New("the chart has no room")

// chart sets a chart as one piece, smaller where it is higher than a page.
func (s *setter) chart(spec chart.Spec) ([]piece, error) {
	p, err := s.drawn(spec, 0)
	if err != nil {
		return nil, err
	}
	if p.height < bottom-top {
		p.lower = func(height float64) (piece, bool, error) {
			low, err := s.drawn(spec, height)
			if errors.Is(err, ErrSize) {
				return piece{}, false, nil
			}
			return low, err == nil, err
		}
	}
	return []piece{p}, nil
}

// drawn draws a chart below a thin rule; a height of 0 is what it needs.
func (s *setter) drawn(spec chart.Spec, height float64) (piece, error) {
	const head, foot = 4, 18 // of a picture's edges, what is left out
	if height > 0 {
		height += head + foot
	}
	p, err := s.opt.Chart(s.ctx, spec, width+2*Edge, height)
	if err != nil {
		return piece{}, err
	}
	out := piece{before: 24, height: p.Height - head - foot, id: spec.ID, mark: &mark{1, spec.Title}}
	m := picture.Move(-Edge, -head)
	if most := bottom - top - 1; out.height > most {
		zoom := most / out.height
		m = picture.Move((width-zoom*(width+2*Edge))/2, -head*zoom).Mul(picture.Scale(zoom, zoom))
		out.height = most
	}
	out.items = []picture.Item{rule(0, 0, width, 1, s.ink.text), &picture.Group{Matrix: m, Items: p.Items}}
	return out, nil
}

// figures sets key figures as cards in rows.
func (s *setter) figures(k document.KPIs) []piece {
	n := len(k.Figures)
	cols := min(n, 4)
	if n == 5 || n == 6 || n == 9 {
		cols = 3
	}
	var out []piece
	for from := 0; from < n; from += cols {
		p := s.cards(k.Figures[from:min(n, from+cols)], cols)
		p.before = 12
		if from == 0 {
			p.before, p.id = 20, k.ID
		}
		out = append(out, p)
	}
	return out
}

// cards sets one row of key figures. What they say stands on common lines.
func (s *setter) cards(figures []chart.Figure, cols int) piece {
	const gap, pad = 12, 12
	w := (width - gap*float64(cols-1)) / float64(cols)
	var p piece
	y := 11.0
	rows := []struct {
		text       func(chart.Figure) string
		size, line float64
		bold       bool
		color      picture.Color
	}{
		{func(f chart.Figure) string { return f.Label }, 11, 15, false, s.ink.muted},
		{func(f chart.Figure) string { return f.Value }, 21, 30, true, s.ink.text},
		{func(f chart.Figure) string { return f.Detail }, 11, 15, false, s.ink.text},
		{func(f chart.Figure) string { return f.Source }, 10, 14, false, s.ink.muted},
	}
	for _, r := range rows {
		most := 0.0
		for i, f := range figures {
			size := r.size
			for r.bold && size > 13 && font.Of(true).Width(r.text(f), size) > w-2*pad { // a long number is smaller
				size--
			}
			h := 0.0
			for _, line := range s.text(r.text(f), form{size: size, line: r.line, bold: r.bold, color: r.color, width: w - 2*pad}) {
				p.items = append(p.items, &picture.Group{Matrix: picture.Move(float64(i)*(w+gap)+pad, y+h), Items: line.items})
				if strings.TrimSpace(r.text(f)) != "" {
					h += line.height
				}
			}
			most = max(most, h)
		}
		y += most
	}
	p.height = y + 11
	var back []picture.Item
	for i := range figures {
		x := float64(i) * (w + gap)
		back = append(back, rule(x, 0, w, p.height, s.ink.panel), rule(x, 0, w, 2, s.ink.text))
	}
	p.items = append(back, p.items...)
	return p
}

// gap sets what stands in place of a chart that the data hold nothing for.
func (s *setter) gap(g document.Gap) []piece {
	out := s.caption(g.ID, g.Title, "")
	return append(out, s.text(g.Text, form{size: 13, line: s.leading(13, 1.5), color: s.ink.muted, before: 4})...)
}

// caption sets the title and subtitle of a table or gap, which stay with what follows.
func (s *setter) caption(id, title, subtitle string) []piece {
	out := []piece{{before: 24, height: 8, items: []picture.Item{rule(0, 0, width, 1, s.ink.text)}, id: id, mark: &mark{1, title}}}
	out = append(out, s.text(title, form{size: 15, line: s.leading(15, 1.35), bold: true, color: s.ink.text})...)
	if subtitle != "" {
		out = append(out, s.text(subtitle, form{size: 12, line: s.leading(12, 1.45), color: s.ink.muted, before: 2})...)
	}
	for i := range out {
		out[i].stays = true
	}
	return out
}

// foot sets the lines under a table, which stay together.
func (s *setter) foot(source, coverage string, notes []string) []piece {
	var out []piece
	for i, line := range chart.FootLines(source, coverage, notes, s.doc.Lang) {
		f := form{size: 10.5, line: s.leading(10.5, 1.45), color: s.ink.muted}
		if i == 0 {
			f.before = 6
		}
		out = append(out, s.text(line, f)...)
	}
	for i := range len(out) - 1 {
		out[i].stays = true
	}
	return out
}
