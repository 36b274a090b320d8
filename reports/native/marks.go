package native

import (
	"cmp"
	"slices"

	"paystats/reports/chart"
)

// markSize is the size of the texts of events, in points; maxMarkRows is how many rows of
// them stand above a plot at most.
const (
	markSize    = 11.0
	maxMarkRows = 3
)

// mark draws the events and breaks of a spec: a dashed line in their category, their text
// above it. Where the texts have no room nothing is drawn, and Marked is false.
func (c *Chart) mark(s chart.Spec) {
	if len(s.Marks) == 0 {
		return
	}
	behind := 0.0
	if c.inner != nil {
		behind = c.frame.Width * (1 - c.inner.x - c.inner.w)
	} else if c.legend == right {
		for _, in := range s.Series {
			behind = max(behind, Width(in.Name, c.size)+36)
		}
	}
	head := 0.0
	if c.legend == top {
		head = 28
	}
	b := c.plotBox(0, behind)
	n := float64(len(s.Category.Labels))
	at := func(m chart.Mark) float64 {
		i := float64(slices.Index(s.Category.Labels, m.Category))
		if c.cat.edge {
			return b.x + b.w*i/max(n-1, 1)
		}
		return b.x + b.w*(i+0.5)/n
	}
	rows, places := markRows(s.Marks, at, c.frame.Width)
	if c.Marked = rows <= maxMarkRows && c.size == textSize; !c.Marked {
		return
	}
	line := markSize * 1.4
	above := head + float64(rows)*line + 6
	b = c.plotBox(above, behind)
	if s.Kind == chart.Slope && c.inner != nil {
		b.x, b.w = c.inner.x, c.inner.w
	}
	c.inner = b
	for i, m := range s.Marks {
		x, row := at(m), places[i]
		y := (above - 6 - float64(row.row+1)*line) / c.frame.Height
		c.drawn = append(c.drawn, annotation{at: box{x, y, 0, b.y + b.h - y}, dash: true})
		width := (Width(m.Text, markSize) + 14) / c.frame.Width
		text := annotation{at: box{x, y, width, line / c.frame.Height}, text: m.Text, align: "l"}
		if row.before {
			text.at.x, text.align = x-width, "r"
		}
		c.drawn = append(c.drawn, text)
	}
}

// markPlace is where the text of a mark stands: its row, 0 lowest, and whether it stands
// before its line.
type markPlace struct {
	row    int
	before bool
}

// markRows gives each text a row in which it touches none. They are placed from the right,
// so that no line of a later one goes through the text of an earlier.
func markRows(marks []chart.Mark, at func(chart.Mark) float64, width float64) (rows int, places []markPlace) {
	type run struct{ from, to float64 }
	var taken [][]run
	places = make([]markPlace, len(marks))
	order := make([]int, len(marks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at(marks[b]), at(marks[a])) })
	for k, i := range order {
		m := marks[i]
		x, w := at(m)*width, Width(m.Text, markSize)+14
		p := markPlace{before: x+w > width}
		r := run{x, x + w}
		if p.before {
			r = run{x - w, x}
		}
		if r.from < 0 { // on neither side
			return maxMarkRows + 1, places
		}
		isCrossed := func(row int) bool { // by the line of a text that stands higher
			return slices.ContainsFunc(order[:k], func(j int) bool {
				other := at(marks[j]) * width
				return places[j].row > row && r.from < other && other < r.to
			})
		}
		isFree := func(row int) bool {
			return !isCrossed(row) && !slices.ContainsFunc(taken[row], func(t run) bool { return r.from < t.to+6 && t.from < r.to+6 })
		}
		for p.row < len(taken) && !isFree(p.row) {
			p.row++
		}
		for p.row >= len(taken) {
			taken = append(taken, nil)
		}
		taken[p.row] = append(taken[p.row], r)
		places[i] = p
	}
	return len(taken), places
}
