package native

import "paystats/reports/chart"

// bubbleScale is how large bubbles are, % of what Office takes for the largest: a quarter
// of the plot's shorter side.
const bubbleScale = 60

// rectangle is a place in points.
type rectangle struct{ left, top, right, bottom float64 }

func (r rectangle) touches(o rectangle) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// nameDots fixes both axes, so that it is known where the dots lie, and gives each a name
// on the first side where it touches nothing; one that has no such side has none.
func (c *Chart) nameDots(s chart.Spec, dotted []series) {
	c.inner = &box{x: 0.075, y: 0.02, w: 0.9, h: 0.82}
	plot := rectangle{c.inner.x * c.frame.Width, c.inner.y * c.frame.Height, (c.inner.x + c.inner.w) * c.frame.Width, (c.inner.y + c.inner.h) * c.frame.Height}
	xs, ys := c.Sheet.Columns[1].Numbers, c.Sheet.Columns[2].Numbers
	across := fixed(&c.cat, xs, plot.left, plot.right)
	upward := fixed(&c.val, ys, plot.bottom, plot.top)
	const room, high = 3.0, 15.0
	largest := min(plot.right-plot.left, plot.bottom-plot.top) / 4 * bubbleScale / 100 / 2
	taken := make([]rectangle, len(dotted))
	for i, one := range dotted {
		row := one.values.first - 1
		radius := float64(markerPoints(dots)) / 2
		if p := s.Series[row].Points[0]; p.Radius != nil {
			radius = *p.Radius * largest
		}
		x, y := across(*xs[row]), upward(*ys[row])
		taken[i] = rectangle{x - radius, y - radius, x + radius, y + radius}
	}
	for i := range dotted {
		dot, text := taken[i], s.Series[dotted[i].values.first-1].Name
		w, x, y := Width(text, c.size), (taken[i].left+taken[i].right)/2, (taken[i].top+taken[i].bottom)/2
		sides := []struct {
			name string
			at   rectangle
		}{
			{"r", rectangle{dot.right + room, y - high/2, dot.right + room + w, y + high/2}},
			{"l", rectangle{dot.left - room - w, y - high/2, dot.left - room, y + high/2}},
			{"t", rectangle{x - w/2, dot.top - room - high, x + w/2, dot.top - room}},
			{"b", rectangle{x - w/2, dot.bottom + room, x + w/2, dot.bottom + room + high}},
		}
		dotted[i].labels.at = nil
		for _, side := range sides {
			if isFree(side.at, taken, i) && side.at.left > plot.left && side.at.right < c.frame.Width && side.at.top > 0 && side.at.bottom < plot.bottom {
				dotted[i].labels.at, dotted[i].labels.where = []int{0}, side.name
				taken = append(taken, side.at)
				break
			}
		}
	}
}

// isFree reports whether a place touches none of those taken, but for its own dot.
func isFree(r rectangle, taken []rectangle, own int) bool {
	for i, t := range taken {
		if i != own && r.touches(t) {
			return false
		}
	}
	return true
}

// fixed gives an axis round ends around numbers, and returns where a number lies on it.
func fixed(a *axis, numbers []*float64, from, to float64) func(float64) float64 {
	low, high, any := 0.0, 0.0, false
	for _, v := range numbers {
		if v == nil {
			continue
		}
		if !any || *v < low {
			low = *v
		}
		if !any || *v > high {
			high = *v
		}
		any = true
	}
	pad := (high - low) * 0.06
	low, high, step := ticks(low-pad, high+pad)
	a.min, a.max, a.step = &low, &high, step
	return func(v float64) float64 { return from + (to-from)*(v-low)/(high-low) }
}
