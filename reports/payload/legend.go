package payload

import (
	"cmp"
	"fmt"

	"paystats/reports/chart"
)

// Key is one line of a legend.
type Key struct {
	Name, Text, Why string
	Sign            string // written in the key of a class
	Strong          bool   // the sign has the page's colour
	Role            chart.Role
	Hatched         bool   // what is open, or not covered
	Color           string // #rrggbb of a light page; "" for a class that has none
}

// Legend lists the keys of a chart whose payload could be made: its classes, then its series.
func Legend(s chart.Spec) ([]Key, error) {
	var keys []Key
	for _, c := range s.Classes {
		if c.Color != "" && !hexColor.MatchString(c.Color) {
			return nil, fmt.Errorf("chart %q: class %q: colour %q is not #rrggbb", s.ID, c.Name, c.Color)
		}
		keys = append(keys, Key{Name: c.Name, Sign: c.Sign, Strong: c.Strong, Color: c.Color})
	}
	if s.Kind == chart.Matrix || s.Kind == chart.Timeline { // their classes are all there is
		return keys, nil
	}
	for _, in := range named(s) {
		k := Key{Name: in.Name, Role: in.Role, Color: in.Color, Hatched: in.Role == chart.Open || in.ID == chart.NotCoveredID}
		if s.Kind == chart.Donut {
			p := in.Points[0]
			k.Color, k.Text, k.Why = cmp.Or(p.Color, in.Color), p.Text, p.Why
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// named lists the series that a legend names: one of those that stand in several panels, one
// tile of each group.
func named(s chart.Spec) []chart.Series {
	var out []chart.Series
	seen := map[string]bool{}
	for _, in := range s.Series {
		id := in.ID
		if s.Kind == chart.Treemap {
			id, in.Name = in.Group, in.Group
		}
		if in.Role == chart.Printed || id == "" || seen[id] {
			continue
		}
		seen[id] = len(s.Panels) > 0 || s.Kind == chart.Treemap
		out = append(out, in)
	}
	return out
}
