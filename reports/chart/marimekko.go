package chart

import "paystats/data/frame"

// buildMarimekko makes columns of the long frame series, category and value (not negative),
// each as wide as its part of the whole and divided by its series' shares. A column has
// its part of the whole in Category.Widths; a point's value is its share of the column.
func buildMarimekko(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: readGrid(f, notObserved)}
	g := b.grid
	s := b.head()
	s.Value.Format = In("percent", b.Lang)
	names := map[string]string{}
	for i := range f.Rows() {
		names["s"+f.Text("series", i)], names["c"+f.Text("category", i)] = b.rowName(f, "series", i), b.rowName(f, "category", i)
	}
	sums := make([]float64, len(g.categories))
	whole := 0.0
	for i, c := range g.categories {
		if sum := g.sum(g.series, c); sum.value != nil {
			sums[i] = *sum.value
			whole += sums[i]
		}
	}
	s.Table.Columns = []Column{{Name: b.ColumnName}, {Name: pick(b.Lang, "Part of the whole", "占总体"), Numeric: true}}
	s.Table.Rows = make([][]Cell, len(g.categories))
	for i, c := range g.categories {
		width := 0.0
		if whole > 0 {
			width = sums[i] / whole
		}
		label := names["c"+c]
		s.Category.IDs, s.Category.Labels, s.Category.Widths = append(s.Category.IDs, c), append(s.Category.Labels, label), append(s.Category.Widths, width)
		s.Table.Rows[i] = []Cell{{Text: label}, {Text: Format(In("percent", b.Lang), width)}}
	}
	colors := b.colors(g.series)
	for k, id := range g.series {
		one := Series{ID: id, Name: names["s"+id], Color: colors[k]}
		s.Table.Columns = append(s.Table.Columns, Column{Name: one.Name, Numeric: true})
		for i, c := range g.categories {
			p := b.point(g.at(id, c))
			if p.Value != nil && sums[i] > 0 {
				share := *p.Value / sums[i]
				p.Value, p.Text = &share, Format(In("percent", b.Lang), share)+pick(b.Lang, " (", "（")+p.Text+pick(b.Lang, ")", "）")
				if share >= minSlice {
					p.Label = Format(In("percent", b.Lang), share)
				}
			}
			one.Points = append(one.Points, p)
			s.Table.Rows[i] = append(s.Table.Rows[i], Cell{Text: p.Text, Title: p.Why})
		}
		s.Series = append(s.Series, one)
	}
	s.Notes = append(s.Notes, pick(b.Lang, "A column is as wide as its part of the whole.", "柱宽表示占总体的比例。"))
	var parts []string
	for i, label := range s.Category.Labels {
		if i == maxAlt {
			parts = append(parts, b.more(len(s.Category.Labels)-i))
			break
		}
		parts = append(parts, label+" "+Format(In("percent", b.Lang), s.Category.Widths[i]))
	}
	s.Alt = b.altOf(s, parts)
	return s
}
