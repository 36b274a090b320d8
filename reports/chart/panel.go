package chart

import (
	"fmt"
	"slices"
	"strings"
)

// panelMark stands between a panel and a series in it, in ids of a grid.
const panelMark = "\x1f"

// panelSeries is the id of a series in a panel: of its own where it is the panel's only one.
func panelSeries(panel, series string) string {
	if panel == series {
		return series
	}
	return panel + panelMark + series
}

// seriesIn returns the series of an id, without its panel.
func seriesIn(id string) string {
	if _, series, ok := strings.Cut(id, panelMark); ok {
		return series
	}
	return id
}

// panels lists the panels in the order of their first series and puts each series into its.
func (b builder) panels(series []Series) []Panel {
	var out []Panel
	for i := range series {
		id, ok := b.grid.panels[b.grid.series[i]]
		if !ok {
			return nil
		}
		at := slices.IndexFunc(out, func(p Panel) bool { return p.ID == id })
		if at < 0 {
			at = len(out)
			out = append(out, Panel{ID: id, Name: b.name(id)})
		}
		series[i].Panel = at
	}
	return out
}

// nameInPanels is the name of a series with that of its panel, where they differ.
func (b builder) nameInPanels(s Spec, one Series) string {
	if len(s.Panels) == 0 || s.Panels[one.Panel].Name == one.Name {
		return one.Name
	}
	return s.Panels[one.Panel].Name + " · " + one.Name
}

// topPanels keeps the first n panels, all for 0.
func (b builder) topPanels(n int) cut {
	g := b.grid
	var kept, dropped, series []string
	for _, id := range g.series {
		panel := g.panels[id]
		switch {
		case slices.Contains(kept, panel):
			series = append(series, id)
		case len(kept) < n || n == 0:
			kept, series = append(kept, panel), append(series, id)
		case !slices.Contains(dropped, panel):
			dropped = append(dropped, panel)
		}
	}
	g.series = series
	return cut{series: dropped}
}

// panelHoles counts the holes by their reason; where each is, the table says.
func (b builder) panelHoles() []string {
	count, all := map[string]int{}, 0
	var order []string
	for _, id := range b.grid.series {
		for _, c := range b.grid.categories {
			all++
			if x := b.grid.at(id, c); x.value == nil && x.low == nil {
				if count[x.reason] == 0 {
					order = append(order, x.reason)
				}
				count[x.reason]++
			}
		}
	}
	var out []string
	for _, reason := range order {
		why := Reason(reason, b.Lang)
		out = append(out, pick(b.Lang, fmt.Sprintf("No value at %d of %d points: %s.", count[reason], all, why), fmt.Sprintf("%d个点中有%d个无数值：%s。", all, count[reason], why)))
	}
	return out
}

// panelBreaks marks the periods in which a series breaks, in the panel that has it.
func (b builder) panelBreaks(panels []Panel) []Mark {
	var out []Mark
	for at, panel := range panels {
		for _, c := range b.grid.categories {
			if slices.ContainsFunc(b.grid.series, func(id string) bool {
				return b.grid.panels[id] == panel.ID && b.grid.at(id, c).breaks
			}) {
				out = append(out, Mark{Category: b.name(c), Kind: "break", Text: panel.Name + pick(b.Lang, ": ", "：") + Reason("series_break", b.Lang), Panel: at + 1})
			}
		}
	}
	return out
}

// Split returns the charts of the panels, each on its own, named after its panel; of a
// chart without panels itself.
func (s Spec) Split() []Spec {
	if len(s.Panels) == 0 {
		return []Spec{s}
	}
	out := make([]Spec, len(s.Panels))
	for i, panel := range s.Panels {
		one := s
		one.Title, one.Panels, one.Series, one.Marks = panel.Name, nil, nil, nil
		for _, in := range s.Series {
			if in.Panel == i {
				one.Series = append(one.Series, in)
			}
		}
		for _, m := range s.Marks {
			if m.Panel == 0 || m.Panel == i+1 {
				one.Marks = append(one.Marks, m)
			}
		}
		out[i] = one
	}
	return out
}
