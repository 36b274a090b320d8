package chart

import "paystats/data/obs"

// marks places breaks and events on the axis of periods; those outside are left out.
func (b builder) marks(panels []Panel) []Mark {
	out := b.panelBreaks(panels)
	if len(panels) == 0 {
		out = b.breaks()
	}
	for _, e := range b.Events {
		day, _, err := obs.ParsePeriod(e.Date)
		if err != nil {
			continue
		}
		for _, c := range b.grid.categories {
			p, _, err := obs.ParsePeriod(c)
			if err == nil && !day.Start().Before(p.Start()) && !day.Start().After(p.End()) {
				out = append(out, Mark{Category: b.name(c), Kind: "event", Text: e.Text})
			}
		}
	}
	return out
}

// breaks marks the periods in which a series breaks, by name where not all of them do.
func (b builder) breaks() []Mark {
	var out []Mark
	if b.MemberAxis {
		return nil
	}
	for _, c := range b.grid.categories {
		var who []string
		drawn := 0
		for _, s := range b.grid.series {
			x := b.grid.at(s, c)
			if x.value == nil && !x.breaks || restRank(s) == 2 {
				continue // a break at a hole is one too: what follows cannot be compared with what was before
			}
			if drawn++; x.breaks {
				who = append(who, b.name(s))
			}
		}
		if len(who) == 0 {
			continue
		}
		text := Reason("series_break", b.Lang)
		if len(who) < drawn {
			text = b.list(who) + pick(b.Lang, ": ", "：") + text
		}
		out = append(out, Mark{Category: b.name(c), Kind: "break", Text: text})
	}
	return out
}
