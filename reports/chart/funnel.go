package chart

import (
	"cmp"
	"fmt"
	"slices"

	"paystats/data/frame"
)

// buildFunnel makes a funnel of the columns category (a step a row, in order), value (how
// many reached it) and, if there, open (how many may still reach it), conversion (from the
// step before) and from_first (from the first step), both 0 to 1.
func buildFunnel(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: &grid{}}
	s := b.head()
	s.Series = []Series{
		{ID: "total", Name: cmp.Or(b.What, pick(b.Lang, "Reached", "到达")), Color: b.color("total")},
		{ID: "open", Name: pick(b.Lang, "Still open", "未决"), Color: b.color("total"), Role: Open},
		{ID: "conversion", Name: pick(b.Lang, "Of the step before", "占上一步"), Color: b.color("total"), Role: Printed},
		{ID: "from_first", Name: pick(b.Lang, "Of the first step", "占第一步"), Color: b.color("total"), Role: Printed},
	}
	columns := []string{"value", "open", "conversion", "from_first"}
	formats := []string{b.Format, b.Format, In("percent", b.Lang), In("percent", b.Lang)}
	for i := range f.Rows() {
		s.Category.IDs = append(s.Category.IDs, f.Text("category", i))
		s.Category.Labels = append(s.Category.Labels, b.rowName(f, "category", i))
		for k, column := range columns {
			p := Point{Value: number(f, column, i), Text: "–", Inputs: f.List("inputs", i)}
			if p.Value != nil {
				p.Text = Format(formats[k], *p.Value)
			} else if code := f.Text("reason", i); code != "" {
				p.Why = Reason(code, b.Lang)
			}
			s.Series[k].Points = append(s.Series[k].Points, p)
		}
		label := s.Series[0].Points[i].Text
		for _, one := range s.Series[2:] {
			if i > 0 && one.Points[i].Value != nil {
				label += " · " + one.Points[i].Text
			}
		}
		s.Series[0].Points[i].Label = label
	}
	s.Series = slices.DeleteFunc(s.Series, func(one Series) bool {
		return one.Role != Drawn && !slices.ContainsFunc(one.Points, func(p Point) bool { return p.Value != nil && (one.Role != Open || *p.Value != 0) })
	})
	s.Notes = append(s.Notes, b.funnelNotes(s)...)
	b.MemberAxis = true
	s.Table = b.table(s)
	var parts []string
	for i, label := range s.Category.Labels {
		parts = append(parts, fmt.Sprintf("%s %s", label, s.Series[0].Points[i].Label))
	}
	s.Alt = b.altOf(s, parts)
	return s
}

func (b builder) funnelNotes(s Spec) []string {
	var parts []string
	for _, one := range s.Series {
		if one.Role == Printed {
			parts = append(parts, map[string]string{
				"conversion": pick(b.Lang, "its part of the step before", "占上一步的比例"), "from_first": pick(b.Lang, "its part of the first step", "占第一步的比例"),
			}[one.ID])
		}
	}
	var out []string
	if len(parts) > 0 {
		out = append(out, pick(b.Lang, "Beside each number: "+JoinNames(parts, b.Lang)+".", "数字旁依次为："+JoinNames(parts, b.Lang)+"。"))
	}
	if slices.ContainsFunc(s.Series, func(one Series) bool { return one.Role == Open }) {
		out = append(out, pick(b.Lang, "Hatched: cases still open, which may yet get there; they are left out of both parts.", "斜线：尚未了结、仍可能到达的个案，未计入比例。"))
	}
	return out
}
