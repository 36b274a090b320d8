package chart

import (
	"slices"

	"paystats/data/frame"
)

// buildPareto makes a Pareto chart of the columns category, value and cumulative (what
// all up to this one explain, 0 to 1) and, if there, low and high. The order of rows is
// kept, others stand last; beyond the top the rest is added up into others.
func buildPareto(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: &grid{}}
	bars := Series{ID: "total", Name: b.What, Color: b.color("total")}
	line := Series{ID: "cumulative", Name: pick(b.Lang, "Cumulative share", "累计占比"), Color: b.color("cumulative"), Role: Cumulated}
	s := b.head()
	s.Second = Axis{Format: In("percent", b.Lang)}
	rows := ordered(f)
	for place, i := range rows {
		id, value := f.Text("category", i), number(f, "value", i)
		p := b.point(cell{value: value, reason: f.Text("reason", i), inputs: f.List("inputs", i)})
		p.Low, p.High, p.Label, p.Color = number(f, "low", i), number(f, "high", i), p.Text, bars.Color
		if restRank(id) > 0 {
			p.Color = b.color(id)
		}
		if b.Top > 0 && place > b.Top && value != nil && bars.Points[b.Top].Value != nil {
			sum := *bars.Points[b.Top].Value + *value
			lump := b.point(cell{value: &sum, inputs: append(bars.Points[b.Top].Inputs, p.Inputs...)})
			lump.Label, lump.Color = lump.Text, b.color(OthersID)
			bars.Points[b.Top], line.Points[b.Top] = lump, b.cumulated(f, i)
			s.Category.IDs[b.Top], s.Category.Labels[b.Top] = OthersID, b.name(OthersID)
			continue
		}
		s.Category.IDs, s.Category.Labels = append(s.Category.IDs, id), append(s.Category.Labels, b.rowName(f, "category", i))
		bars.Points, line.Points = append(bars.Points, p), append(line.Points, b.cumulated(f, i))
	}
	s.Series = []Series{bars, line}
	s.Value.Max = whole(bars.Points, line.Points)
	if n := len(s.Category.IDs); len(rows) > n {
		s.Notes = append(s.Notes, b.cutNote(cut{series: named(f, rows[n-1:]), lumped: true}))
	}
	if slices.ContainsFunc(bars.Points, func(p Point) bool { return p.Low != nil }) {
		s.Notes = append(s.Notes, pick(b.Lang, "Whiskers: 95 % Wilson interval.", "误差线：95%威尔逊置信区间。"))
	}
	s.Table = b.paretoTable(s)
	s.Alt = b.altOf(s, paretoParts(s, b.Lang))
	return s
}

// whole is what all values would come to: both axes end there, so that the line starts
// at the end of the first bar. nil where the last share is not known.
func whole(bars, line []Point) *float64 {
	sum, last := 0.0, line[len(line)-1].Value
	for _, p := range bars {
		if p.Value != nil {
			sum += *p.Value
		}
	}
	if last == nil || *last <= 0 || sum <= 0 {
		return nil
	}
	sum /= *last
	return &sum
}

func (b builder) cumulated(f *frame.Frame, row int) Point {
	v := number(f, "cumulative", row)
	if v == nil {
		return Point{Text: "–", Why: Reason(f.Text("reason", row), b.Lang)}
	}
	return Point{Value: v, Text: Format(In("percent", b.Lang), *v)}
}

func (b builder) paretoTable(s Spec) Table {
	t := Table{Columns: []Column{{Name: b.ColumnName}, {Name: s.Series[0].Name, Numeric: true}}}
	whiskers := slices.ContainsFunc(s.Series[0].Points, func(p Point) bool { return p.Low != nil })
	if whiskers {
		t.Columns = append(t.Columns, Column{Name: pick(b.Lang, "95 % interval", "95% 区间"), Numeric: true})
	}
	t.Columns = append(t.Columns, Column{Name: s.Series[1].Name, Numeric: true})
	for i, label := range s.Category.Labels {
		p := s.Series[0].Points[i]
		row := []Cell{{Text: label}, {Text: p.Text, Title: p.Why}}
		if whiskers {
			text := "–"
			if p.Low != nil && p.High != nil {
				text = IntervalText(b.Format, *p.Low, *p.High)
			}
			row = append(row, Cell{Text: text})
		}
		t.Rows = append(t.Rows, append(row, Cell{Text: s.Series[1].Points[i].Text}))
	}
	return t
}

func paretoParts(s Spec, lang string) []string {
	var out []string
	for i, label := range s.Category.Labels {
		if i == maxAlt {
			break
		}
		out = append(out, label+" "+s.Series[0].Points[i].Text+pick(lang, " (together ", "（累计")+s.Series[1].Points[i].Text+pick(lang, ")", "）"))
	}
	return out
}

// ordered returns the rows of a frame in their order, what is not named behind the names.
func ordered(f *frame.Frame) []int {
	var named, rest []int
	for i := range f.Rows() {
		if restRank(f.Text("category", i)) > 0 {
			rest = append(rest, i)
		} else {
			named = append(named, i)
		}
	}
	return append(named, rest...)
}

// named returns the ids of rows that are not others or not covered.
func named(f *frame.Frame, rows []int) []string {
	var out []string
	for _, i := range rows {
		if id := f.Text("category", i); restRank(id) == 0 {
			out = append(out, id)
		}
	}
	return out
}

// head is what every spec takes from its request as it is.
func (b builder) head() Spec {
	return Spec{
		ID: b.ID, Kind: b.Kind, Title: b.Title, Subtitle: b.Subtitle, Source: b.Source, Coverage: b.Coverage,
		Value: Axis{Format: b.Format}, Origin: b.Origin, Notes: slices.Clone(b.Notes),
	}
}

// color returns the colour of one id.
func (b builder) color(id string) string {
	if b.Colors == nil {
		return ""
	}
	return b.Colors([]string{id})[0]
}

// rowName returns the shown name of an id in a column: that of the column beside it, or
// of the request, or a period in words.
func (b builder) rowName(f *frame.Frame, column string, row int) string {
	if name := f.Text(column+"_name", row); name != "" {
		return name
	}
	return b.name(f.Text(column, row))
}
