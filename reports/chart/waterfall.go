package chart

import (
	"cmp"

	"paystats/data/frame"
	"paystats/data/obs"
)

// fall is one step of a waterfall.
type fall struct {
	id, name string
	cell     cell
	total    bool // stands on zero; the next step starts at its end
}

// buildWaterfall makes a waterfall of the columns category and value and, if there, total
// (this row stands on zero), in the order given; or of a long frame of members in one
// period, largest first, with their sum behind them.
func buildWaterfall(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: readGrid(f, cmp.Or(r.Missing, "missing"))}
	s := b.head()
	var falls []fall
	if f.Column("series") != nil {
		b.grid.sortSeries(b.Order)
		rest := b.top(b.Top)
		b.grid.dropNothing()
		falls = b.memberFalls()
		s.Subtitle = b.subtitle(ends(b.grid.categories))
		s.Notes = append(s.Notes, b.notes(rest)...)
	} else {
		falls = b.rowFalls(f)
	}
	one := Series{ID: obs.Total, Name: b.What, Color: b.color(obs.Total)}
	at := 0.0
	for _, step := range falls {
		s.Category.IDs, s.Category.Labels = append(s.Category.IDs, step.id), append(s.Category.Labels, step.name)
		p := b.point(step.cell)
		if v := step.cell.value; v != nil {
			if step.total {
				at = 0
			}
			low, high := min(at, at+*v), max(at, at+*v)
			at += *v
			p.Low, p.High, p.Color = &low, &high, b.fallColor(step)
			p.Text = b.fallText(step)
			signed := b
			signed.Signed = !step.total
			p.Label = signed.short(p)
		}
		one.Points = append(one.Points, p)
	}
	s.Series = []Series{one}
	b.MemberAxis = true
	s.Table = b.table(s)
	s.Alt = b.altOf(s, b.altMembers(s))
	return s
}

// memberFalls are the members of the frame's one period, and their sum.
func (b builder) memberFalls() []fall {
	g := b.grid
	var out []fall
	for _, id := range g.series {
		if c := g.at(id, g.categories[0]); c.value != nil {
			out = append(out, fall{id: id, name: b.name(id), cell: c})
		}
	}
	sum := g.sum(g.series, g.categories[0])
	return append(out, fall{id: obs.Total, name: pick(b.Lang, "Total", "合计"), cell: sum, total: true})
}

func (b builder) rowFalls(f *frame.Frame) []fall {
	var out []fall
	for i := range f.Rows() {
		c := cell{value: number(f, "value", i), reason: f.Text("reason", i), inputs: f.List("inputs", i)}
		out = append(out, fall{f.Text("category", i), b.rowName(f, "category", i), c, f.Bool("total", i)})
	}
	return out
}

func (b builder) fallColor(step fall) string {
	switch {
	case step.total:
		return b.color(obs.Total)
	case restRank(step.id) > 0:
		return b.color(step.id)
	case *step.cell.value < 0:
		return b.color("decrease")
	}
	return b.color("increase")
}

// fallText prints a step with its sign, a total without; of parts in pp the total is a
// growth in percent.
func (b builder) fallText(step fall) string {
	if !step.total {
		return Signed(b.Format, *step.cell.value)
	}
	if Base(b.Format) == "pp" {
		return Signed(In("percent", b.Lang), *step.cell.value)
	}
	return Format(b.Format, *step.cell.value)
}
