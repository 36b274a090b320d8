package chart

// table prints the data under the chart: the same texts as on it.
func (b builder) table(s Spec) Table {
	t := Table{Columns: []Column{{Name: b.ColumnName}}}
	if s.Kind == Donut {
		t.Columns = append(t.Columns, Column{Name: s.Category.Labels[0], Numeric: true})
		for _, one := range s.Series {
			t.Rows = append(t.Rows, []Cell{{Text: one.Name}, {Text: one.Points[0].Text, Title: one.Points[0].Why}})
		}
		return t
	}
	for _, one := range s.Series {
		t.Columns = append(t.Columns, Column{Name: b.nameInPanels(s, one), Numeric: true})
	}
	compared := s.Kind == Ranking && b.Against != ""
	if compared {
		t.Columns = append(t.Columns, Column{Name: b.Against.in(b.Lang), Numeric: true})
	}
	for i, label := range s.Category.Labels {
		row := []Cell{{Text: label}}
		for _, one := range s.Series {
			p := one.Points[i]
			row = append(row, Cell{Text: p.Text, Title: p.Why})
		}
		if compared {
			row = append(row, b.changeCell(s.Category.IDs[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
