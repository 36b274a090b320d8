package paper

import (
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/font"
	"paystats/reports/picture"
)

// grid is a table that is to be set.
type grid struct {
	columns []column
	rows    [][]cell
}

type column struct {
	head  []run
	right bool // aligned there
}

type cell struct {
	runs  []run
	spark *chart.Spark // drawn instead of runs; nil for none
}

// table sets a table with everything around it.
func (s *setter) table(t document.Table) []piece {
	var g grid
	for _, c := range t.Table.Columns {
		g.columns = append(g.columns, column{[]run{{text: c.Name}}, c.Numeric})
	}
	for _, row := range t.Table.Rows {
		cells := make([]cell, len(row))
		for i, c := range row {
			cells[i] = cell{[]run{{text: c.Text}}, c.Spark}
		}
		g.rows = append(g.rows, cells)
	}
	out := append(s.caption(t.ID, t.Title, t.Subtitle), s.grid(g, 6)...)
	foot := s.foot(t.Source, t.Coverage, t.Notes)
	if n := len(out); len(foot) > 0 {
		out[n-1].stays = true
	}
	return append(out, foot...)
}

// tableOf reads a table of narrative.
func tableOf(n *html.Node) grid {
	var g grid
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom != atom.Tr {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
			return
		}
		var row []cell
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Th:
				isRight := attr(c, "align") == "right" || strings.Contains(attr(c, "style"), "right")
				g.columns = append(g.columns, column{inline(c, run{}), isRight})
			case atom.Td:
				row = append(row, cell{runs: inline(c, run{})})
			}
		}
		if row != nil {
			g.rows = append(g.rows, row)
		}
	}
	walk(n)
	return g
}

// Sizes of what stands in cells.
const (
	cellGap     = 14.0 // between columns
	sparkWidth  = 110.0
	sparkHeight = 24.0
)

// grid sets a table: its letters get smaller where its columns have no room; where even
// that does not help, columns follow in a table of their own below, behind the first one.
func (s *setter) grid(g grid, before float64) []piece {
	if len(g.columns) == 0 {
		return nil
	}
	for _, size := range []float64{12, 11, 10} {
		if widths, ok := g.widths(size); ok {
			return s.lines(g, widths, size, before)
		}
	}
	const smallest = 10
	n := len(g.columns)
	for ; n > 2; n-- {
		if _, ok := g.cut(1, n).widths(smallest); ok {
			break
		}
	}
	if n <= 2 { // one column alone is too wide: its words are broken
		w := make([]float64, len(g.columns))
		for i := range w {
			w[i] = (width - cellGap*float64(len(w)-1)) / float64(len(w))
		}
		return s.lines(g, w, smallest, before)
	}
	out := s.grid(g.cut(1, n), before)
	return append(out, s.grid(g.cut(n, len(g.columns)), 16)...)
}

// cut returns the first column with those from one to another.
func (g grid) cut(from, to int) grid {
	out := grid{columns: append([]column{g.columns[0]}, g.columns[from:to]...)}
	for _, row := range g.rows {
		out.rows = append(out.rows, append([]cell{row[0]}, row[min(from, len(row)):min(to, len(row))]...))
	}
	return out
}

// widths shares the width among columns: what each needs, less for those of words where
// that is too much. Numbers and words are not broken; ok is false if they would be.
func (g grid) widths(size float64) (widths []float64, ok bool) {
	room := width - cellGap*float64(len(g.columns)-1)
	want, need := make([]float64, len(g.columns)), make([]float64, len(g.columns))
	for i, c := range g.columns {
		head := lineWidth(c.head, true, size)
		need[i] = max(longest(c.head, true, size), head/3+size) // three lines at most
		want[i] = max(need[i], head/2+size)
		if !c.right || head < 90 {
			want[i] = max(want[i], head)
		}
		for _, row := range g.rows {
			if i >= len(row) {
				continue
			}
			w := lineWidth(row[i].runs, false, size)
			word := longest(row[i].runs, false, size)
			switch {
			case row[i].spark != nil:
				w, word = sparkWidth, sparkWidth
			case c.right && w < width/4:
				word = w
			}
			want[i], need[i] = max(want[i], w), max(need[i], word)
		}
		need[i] = max(need[i], min(want[i], 60))
	}
	all, least := total(want), total(need)
	if least > room {
		return nil, false
	}
	if all <= room { // what is left goes to the first column
		if len(want) > 1 {
			want[0] += min(room-all, width/3)
		}
		return want, true
	}
	for i := range want {
		want[i] = need[i] + (want[i]-need[i])*(room-least)/(all-least)
	}
	return want, true
}

func total(of []float64) float64 {
	sum := 0.0
	for _, v := range of {
		sum += v
	}
	return sum
}

// lineWidth is the width of runs on one line.
func lineWidth(runs []run, bold bool, size float64) float64 {
	return math.Ceil((&breaker{bold: bold, size: size}).measure(runs)) + 1
}

// longest is the width of the longest word of runs.
func longest(runs []run, bold bool, size float64) float64 {
	most := 0.0
	for _, w := range font.Words(plain(runs)) {
		most = max(most, font.Of(bold).Width(strings.TrimSpace(w), size))
	}
	return math.Ceil(most) + 1
}

// lines sets the head and rows of a table.
func (s *setter) lines(g grid, widths []float64, size, before float64) []piece {
	head := make([]cell, len(g.columns))
	for i, c := range g.columns {
		head[i] = cell{runs: c.head}
	}
	first := s.row(g, head, widths, form{size: size, line: s.leading(size, 1.35), bold: true, color: s.ink.text}, s.ink.axis)
	first.before, first.stays = before, true
	out := []piece{first}
	again := first
	again.before = 0
	for i, cells := range g.rows {
		p := s.row(g, cells, widths, form{size: size, line: s.leading(size, 1.4), color: s.ink.text}, s.ink.rule)
		p.head = []piece{again}
		p.stays = i == 0 && len(g.rows) > 1 || i == len(g.rows)-2 // neither the first nor the last row stands alone
		out = append(out, p)
	}
	return out
}

// row sets one row above a line.
func (s *setter) row(g grid, cells []cell, widths []float64, f form, line picture.Color) piece {
	const pad = 3.0
	var p piece
	x := 0.0
	var texts []piece
	for i, c := range cells {
		if i >= len(widths) {
			break
		}
		h := 0.0
		if c.spark != nil {
			p.items = append(p.items, &picture.Group{Matrix: picture.Move(x, pad), Items: s.spark(c.spark)})
			h = sparkHeight
		}
		for _, l := range breakLines(c.runs, f.bold, f.size, widths[i]) {
			one := s.line(l, f)
			at := x
			if g.columns[i].right {
				at += widths[i] - (&breaker{bold: f.bold, size: f.size}).measure(l)
			}
			p.items = append(p.items, &picture.Group{Matrix: picture.Move(at, pad+h), Items: one.items})
			for _, link := range one.links {
				link.X, link.Y = link.X+at, link.Y+pad+h
				p.links = append(p.links, link)
			}
			if c.spark == nil {
				h += f.line
			}
		}
		texts = append(texts, piece{height: h})
		x += widths[i] + cellGap
	}
	for _, t := range texts {
		p.height = max(p.height, t.height+2*pad)
	}
	p.items = append(p.items, rule(0, p.height-1, min(x-cellGap, width), 1, line))
	return p
}

// spark draws a small line: a gap parts it, a value between gaps is a dot, and the newest
// value has a larger one.
func (s *setter) spark(of *chart.Spark) []picture.Item {
	const edge = 3
	low, high, last := math.Inf(1), math.Inf(-1), -1
	for i, v := range of.Values {
		if v != nil {
			low, high, last = min(low, *v), max(high, *v), i
		}
	}
	if last < 0 {
		return nil
	}
	at := func(i int) picture.Point {
		p := picture.Point{X: edge + (sparkWidth-2*edge)*float64(i)/float64(max(len(of.Values)-1, 1)), Y: sparkHeight / 2}
		if high > low {
			p.Y = sparkHeight - edge - (sparkHeight-2*edge)*(*of.Values[i]-low)/(high-low)
		}
		return p
	}
	known := func(i int) bool { return i >= 0 && i < len(of.Values) && of.Values[i] != nil }
	var line picture.Path
	var out []picture.Item
	dot := func(i int, r float64) {
		out = append(out, &picture.Shape{Path: picture.Circle(at(i).X, at(i).Y, r), Fill: s.ink.accent})
	}
	for i := range of.Values {
		switch {
		case !known(i):
		case known(i - 1):
			line = append(line, picture.Segment{Verb: 'L', P: [3]picture.Point{at(i)}})
		case known(i + 1):
			line = append(line, picture.Segment{Verb: 'M', P: [3]picture.Point{at(i)}})
		case i != last:
			dot(i, 1.2)
		}
	}
	if line != nil {
		stroke := &picture.Stroke{Color: s.ink.accent, Width: 1.3, Cap: picture.RoundCap, Join: picture.RoundJoin, Miter: 4}
		out = append(out, &picture.Shape{Path: line, Stroke: stroke})
	}
	dot(last, 2.3)
	return out
}
