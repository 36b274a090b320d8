package native

// Series is one series as its numbers stand in the Sheet, for charts that are not drawn by
// Part: those of decks that exist. Slices have an entry a category, or are nil.
type Series struct {
	Form        string // element of DrawingML that draws it: "barChart"
	Name        string
	Values      []*float64 // nil is a hole
	Across      []*float64 // dots and bubbles: the place across
	Size        []*float64 // bubbles
	Plus, Minus []*float64 // lengths of whiskers
	Labels      []string   // texts that are printed instead of the values
	Code        string     // number format of Values
	Color       string     // #rrggbb; "" for one that is not seen
	Points      map[int]string
}

// Categories are the names of the categories. Full has one a category; Shown is as the axis
// has them, with "" for those without room; Numbers are those of an axis of numbers, which
// has no names.
type Categories struct {
	Full, Shown []string
	Numbers     []*float64
}

// Data returns the categories and series of the chart.
func (c *Chart) Data() (Categories, []Series) {
	var cats Categories
	switch first := c.Sheet.Columns[0]; {
	case first.Numbers != nil:
		cats.Numbers = first.Numbers
	case c.thinned:
		cats.Full, cats.Shown = c.Sheet.Columns[1].Texts, first.Texts
	case c.levels == 1:
		cats.Full, cats.Shown = first.Texts, first.Texts
	}
	var out []Series
	for _, p := range c.plots {
		for _, s := range p.series {
			out = append(out, c.data(p, s))
		}
	}
	return cats, out
}

func (c *Chart) data(p plot, s series) Series {
	out := Series{Form: string(p.form[len("c:"):]), Values: c.numbers(&s.values), Color: s.paint.color, Points: map[int]string{}}
	if column := c.Sheet.Columns[s.name.column]; s.name.first > 0 {
		out.Name = column.Texts[s.name.first-1]
	} else {
		out.Name = column.Name
	}
	out.Code = c.Sheet.Columns[s.values.column].Code
	if p.form == lines && s.line.color != "" {
		out.Color = s.line.color
	}
	if p.form == dots || p.form == bubbles {
		out.Across = c.numbers(&s.across)
	}
	if p.form == bubbles {
		out.Size = c.numbers(&s.size)
	}
	out.Plus, out.Minus = c.numbers(s.plus), c.numbers(s.minus)
	if s.labels.cells != nil {
		out.Labels = c.Sheet.Columns[s.labels.cells.column].Texts
	}
	for i, point := range s.points {
		out.Points[i] = point.paint.color
	}
	return out
}

// numbers returns the cells of a span, nil for none.
func (c *Chart) numbers(r *span) []*float64 {
	if r == nil {
		return nil
	}
	return c.Sheet.Columns[r.column].Numbers[r.first-1 : r.last]
}

// SplitYears parts the labels of periods into years, "" where one goes on, and what is left;
// ok is false where they are none.
func SplitYears(labels []string) (years, rests []string, ok bool) { return splitYears(labels) }
