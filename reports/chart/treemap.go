package chart

import (
	"cmp"
	"slices"

	"paystats/data/frame"
)

// buildTreemap makes tiles of a long frame of members in one period, or of the columns
// category and value and, if there, group. Tiles of one group stand together; groups and
// the tiles in them are ordered by size. What is not above zero has no tile.
func buildTreemap(f *frame.Frame, r Request) Spec {
	b := builder{Request: r}
	group, groupName := map[string]string{}, map[string]string{}
	if f.Column("series") != nil {
		b.grid = readGrid(f, cmp.Or(r.Missing, "missing"))
	} else {
		b.grid = b.readMembers(f, group, groupName)
	}
	g := b.grid
	if b.Whole {
		g.fillWhole()
	}
	g.sortSeries(nil)
	rest := b.top(b.Top)
	s := b.head()
	s.Subtitle = b.subtitle(ends(g.categories))
	s.Category = Axis{IDs: g.categories, Labels: []string{b.name(g.categories[0])}}
	s.Notes = append(s.Notes, b.notes(rest)...)
	at := g.categories[0]
	whole := 0.0
	var without []string
	tiles := slices.DeleteFunc(slices.Clone(g.series), func(id string) bool {
		v := g.at(id, at).value
		if v != nil && *v <= 0 {
			without = append(without, id)
		}
		return v == nil || *v <= 0
	})
	for _, id := range tiles {
		whole += *g.at(id, at).value
	}
	tiles = byGroup(tiles, group, func(id string) float64 { return *g.at(id, at).value })
	colors := b.tileColors(tiles, group)
	b.tileTable(&s)
	var parts []string
	for i, id := range tiles {
		p := b.point(g.at(id, at))
		share := Format(In("percent", b.Lang), *p.Value/whole)
		p.Label = b.short(p)
		if Base(b.Format) != "percent" {
			p.Text += b.aside(share)
		}
		s.Series = append(s.Series, Series{ID: id, Name: b.name(id), Color: colors[i], Group: groupName[group[id]], Points: []Point{p}})
		b.tileRow(&s, i, share)
		if i < maxAlt {
			parts = append(parts, b.name(id)+" "+p.Text)
		}
	}
	if n := len(tiles) - maxAlt; n > 0 {
		parts = append(parts, b.more(n))
	}
	s.Alt = b.altOf(s, parts)
	b.addUntiled(&s, without)
	return s
}

// addUntiled adds what is not above zero to table and notes: it has no tile.
func (b builder) addUntiled(s *Spec, ids []string) {
	if len(ids) == 0 {
		return
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = b.name(id)
		row := []Cell{{Text: names[i]}, {Text: b.print(*b.grid.at(id, b.grid.categories[0]).value)}}
		for len(row) < len(s.Table.Columns) {
			row = append(row, Cell{Text: "–"})
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	s.Notes = append(s.Notes, pick(b.Lang, "No tile, because not above zero: "+b.list(names)+".", "不大于零，未绘出："+b.list(names)+"。"))
}

// aside prints a text in brackets behind another.
func (b builder) aside(text string) string {
	return pick(b.Lang, " ("+text+")", "（"+text+"）")
}

// readMembers reads members from the column category, each with one value; group gets the
// group of each, groupName what a group is called.
func (b *builder) readMembers(f *frame.Frame, group, groupName map[string]string) *grid {
	g := &grid{categories: []string{""}, cells: map[[2]string]cell{}, missing: "missing"}
	b.FixedSubtitle, b.Names = true, map[string]string{}
	for i := range f.Rows() {
		id := f.Text("category", i)
		b.Names[id] = b.rowName(f, "category", i)
		if of := f.Text("group", i); of != "" {
			group[id], groupName[of] = of, b.rowName(f, "group", i)
		}
		g.series = append(g.series, id)
		g.set(id, "", cell{value: number(f, "value", i), reason: f.Text("reason", i), inputs: f.List("inputs", i)})
	}
	return g
}

// byGroup puts tiles of one group together, the group with the largest sum first; what is
// not named stays behind all groups.
func byGroup(tiles []string, group map[string]string, value func(string) float64) []string {
	sum := map[string]float64{}
	for _, id := range tiles {
		sum[group[id]] += value(id)
	}
	slices.SortStableFunc(tiles, func(a, b string) int {
		return cmp.Or(cmp.Compare(restRank(a), restRank(b)), cmp.Compare(sum[group[b]], sum[group[a]]), cmp.Compare(group[a], group[b]))
	})
	return tiles
}

// tileColors colours tiles by their group, or each by itself.
func (b builder) tileColors(tiles []string, group map[string]string) []string {
	keys := slices.Clone(tiles)
	for i, id := range tiles {
		switch {
		case group[id] != "":
			keys[i] = group[id]
		case b.OneColor && restRank(id) == 0:
			keys[i] = "total"
		}
	}
	if b.Colors == nil {
		return make([]string, len(tiles))
	}
	return b.Colors(keys)
}

func (b builder) tileTable(s *Spec) {
	s.Table.Columns = []Column{{Name: b.ColumnName}, {Name: cmp.Or(s.Category.Labels[0], b.What), Numeric: true}}
	if Base(b.Format) != "percent" {
		s.Table.Columns = append(s.Table.Columns, Column{Name: pick(b.Lang, "Part of the whole", "占总体"), Numeric: true})
	}
}

func (b builder) tileRow(s *Spec, i int, share string) {
	tile := s.Series[i]
	name := tile.Name
	if tile.Group != "" {
		name = tile.Group + pick(b.Lang, ": ", "：") + name
	}
	row := []Cell{{Text: name}, {Text: b.print(*tile.Points[0].Value), Title: tile.Points[0].Why}}
	if Base(b.Format) != "percent" {
		row = append(row, Cell{Text: share})
	}
	s.Table.Rows = append(s.Table.Rows, row)
}
