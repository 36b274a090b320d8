package chart

// A Band is built like a Line. Each point has the ends of its interval in Low and High and
// what was observed in Value; where the frame has no column low there is an interval alone,
// from value to high, and Value is empty.

// bandPoint is the point of a cell in a Band.
func (b builder) bandPoint(c cell) Point {
	p := Point{Value: c.value, Low: c.low, High: c.high, Inputs: c.inputs, Status: c.status}
	if !b.grid.hasLow {
		p.Value, p.Low = nil, c.value
	}
	known := p.Low != nil && p.High != nil
	if !known {
		p.Low, p.High = nil, nil
	}
	switch {
	case p.Value == nil && !known:
		p.Text, p.Why = "–", Reason(c.reason, b.Lang)
		return p
	case p.Value == nil:
		p.Text = IntervalText(b.Format, *p.Low, *p.High)
	case !known:
		p.Text = b.print(*p.Value)
	default:
		p.Text = b.print(*p.Value) + b.aside(IntervalText(b.Format, *p.Low, *p.High))
	}
	if t, ok := statuses[c.status]; ok {
		p.Why = t.In(b.Lang)
	}
	return p
}

// labelBand labels the last point of a line, or of an interval that has none.
func (b builder) labelBand(points []Point) {
	for i := len(points) - 1; i >= 0; i-- {
		switch p := &points[i]; {
		case p.Value != nil:
			bare := *p
			bare.High, bare.Text = nil, b.print(*p.Value)
			p.Label = b.short(bare)
			return
		case p.Low != nil:
			bare := *p
			bare.Value = p.Low
			p.Label = b.short(bare)
			return
		}
	}
}
