package chart

import (
	"math"

	"paystats/data/frame"
)

// buildScatter places the rows of the columns category, x and value and, for bubbles, size
// (not negative), which is drawn as area.
func buildScatter(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: &grid{}}
	s := b.head()
	s.Value.Title, s.Second = b.What, Axis{Format: b.Across.Format, Title: b.Across.Title}
	s.Category = Axis{IDs: []string{""}, Labels: []string{""}}
	s.Table.Columns = []Column{{Name: b.ColumnName}, {Name: s.Second.Title, Numeric: true}, {Name: s.Value.Title, Numeric: true}}
	if b.Kind == Bubble {
		s.Table.Columns = append(s.Table.Columns, Column{Name: b.Size.Title, Numeric: true})
	}
	most := 0.0
	for i := range f.Rows() {
		if v := number(f, "size", i); v != nil {
			most = max(most, *v)
		}
	}
	ids := make([]string, f.Rows())
	for i := range ids {
		ids[i] = f.Text("category", i)
	}
	colors := make([]string, len(ids))
	if b.Colors != nil {
		colors = b.Colors(ids)
	}
	var parts []string
	for i, id := range ids {
		p := Point{Value: number(f, "value", i), X: number(f, "x", i), Inputs: f.List("inputs", i)}
		across, up, size := printOr(b.Across.Format, p.X), printOr(b.Format, p.Value), ""
		p.Text = s.Second.Title + " " + across + pick(b.Lang, "; ", "；") + s.Value.Title + " " + up
		row := []Cell{{Text: b.rowName(f, "category", i)}, {Text: across}, {Text: up}}
		if v := number(f, "size", i); b.Kind == Bubble {
			size = printOr(b.Size.Format, v)
			p.Text += pick(b.Lang, "; ", "；") + b.Size.Title + " " + size
			row = append(row, Cell{Text: size})
			if v != nil && most > 0 {
				radius := math.Sqrt(math.Max(*v, 0) / most)
				p.Radius = &radius
			}
		}
		if p.X == nil || p.Value == nil || b.Kind == Bubble && p.Radius == nil {
			p.Value, p.Why = nil, Reason(f.Text("reason", i), b.Lang)
			row[0].Title = p.Why
		}
		p.Label = row[0].Text
		s.Series = append(s.Series, Series{ID: id, Name: row[0].Text, Color: colors[i], Points: []Point{p}})
		s.Table.Rows = append(s.Table.Rows, row)
		if len(parts) < maxAlt {
			parts = append(parts, row[0].Text+pick(b.Lang, ": ", "：")+p.Text)
		}
	}
	s.Alt = b.altOf(s, parts)
	return s
}

func printOr(format string, v *float64) string {
	if v == nil {
		return "–"
	}
	return Format(format, *v)
}
