package svg

import (
	"fmt"
	"strconv"
	"strings"

	"paystats/reports/picture"
)

// fill reads what fills a shape; nil for nothing.
func (r *reader) fill(n *node, opacity float64) (picture.Paint, error) {
	text := n.take("fill", "#000")
	part, err := n.number("fill-opacity", 1)
	if err != nil || text == "none" {
		return nil, err
	}
	part *= opacity
	if strings.HasPrefix(text, "url(") {
		if g, err := r.refer(text, "linearGradient"); err == nil {
			return gradient(g.copy(), part)
		}
		return r.pattern(text, part)
	}
	c, err := picture.ParseColor(text)
	if err != nil {
		return nil, err
	}
	if c.A *= part; c.A == 0 {
		return nil, nil
	}
	return c, nil
}

func gradient(n *node, opacity float64) (picture.Paint, error) {
	g := &picture.Gradient{}
	for name, to := range map[string]*float64{"x1": &g.X1, "y1": &g.Y1, "x2": &g.X2, "y2": &g.Y2} {
		var err error
		if *to, err = n.number(name, 0); err != nil {
			return nil, err
		}
	}
	if units := n.take("gradientUnits", "objectBoundingBox"); units != "objectBoundingBox" {
		return nil, fmt.Errorf("a gradient in %s cannot be drawn", units)
	}
	if err := n.done(); err != nil {
		return nil, err
	}
	for _, child := range n.children {
		child = child.copy()
		at := child.take("offset", "0")
		percent, isPercent := strings.CutSuffix(at, "%")
		v, err := strconv.ParseFloat(percent, 64)
		if err != nil {
			return nil, fmt.Errorf("<stop offset=%q> is no number", at)
		}
		if isPercent {
			v /= 100
		}
		c, err := picture.ParseColor(child.take("stop-color", "#000"))
		if err != nil {
			return nil, err
		}
		part, err := child.number("stop-opacity", 1)
		if err != nil {
			return nil, err
		}
		if err := child.done(); err != nil {
			return nil, err
		}
		c.A *= part * opacity
		g.Stops = append(g.Stops, picture.Stop{At: v, Color: c})
	}
	return g, nil
}

// pattern reads a tile. What lies outside of it is never seen and left out; what reaches
// beyond it cannot be repeated.
func (r *reader) pattern(ref string, opacity float64) (picture.Paint, error) {
	n, err := r.refer(ref, "pattern")
	if err != nil {
		return nil, err
	}
	n = n.copy()
	p := &picture.Pattern{Alpha: opacity}
	if p.Width, err = n.number("width", 0); err != nil {
		return nil, err
	}
	if p.Height, err = n.number("height", 0); err != nil {
		return nil, err
	}
	if units := n.take("patternUnits", ""); units != "userSpaceOnUse" {
		return nil, fmt.Errorf("a pattern in units %q cannot be drawn", units)
	}
	if p.Matrix, err = parseTransform(n.take("patternTransform", "")); err != nil {
		return nil, err
	}
	if err := n.done(); err != nil {
		return nil, err
	}
	inner := n.children
	if len(inner) == 1 && inner[0].name == "g" && len(inner[0].attrs) == 0 {
		inner = inner[0].children
	}
	for _, child := range inner {
		it, err := r.shape(child.copy())
		if err != nil {
			return nil, err
		}
		s, ok := it.(*picture.Shape)
		if !ok {
			continue
		}
		min, max := s.Path.Map(s.Matrix).Bounds()
		if max.X <= 0 || max.Y <= 0 || min.X >= p.Width || min.Y >= p.Height {
			continue
		}
		if min.X < 0 || min.Y < 0 || max.X > p.Width || max.Y > p.Height {
			return nil, fmt.Errorf("a pattern whose shapes reach beyond its tile cannot be drawn")
		}
		p.Items = append(p.Items, s)
	}
	return p, nil
}

// stroke reads the line along a path; nil for none.
func stroke(n *node, opacity float64) (*picture.Stroke, error) {
	text := n.take("stroke", "none")
	s := &picture.Stroke{
		Cap: picture.Cap(n.take("stroke-linecap", string(picture.Butt))), Join: picture.Join(n.take("stroke-linejoin", string(picture.MiterJoin))),
	}
	dash, offset := n.take("stroke-dasharray", ""), n.take("stroke-dashoffset", "0")
	part, err := n.number("stroke-opacity", 1)
	if err != nil {
		return nil, err
	}
	if s.Width, err = n.number("stroke-width", 1); err != nil {
		return nil, err
	}
	if s.Miter, err = n.number("stroke-miterlimit", 4); err != nil {
		return nil, err
	}
	if text == "none" {
		return nil, nil
	}
	if s.Color, err = picture.ParseColor(text); err != nil {
		return nil, err
	}
	s.Color.A *= part * opacity
	if offset != "0" {
		return nil, fmt.Errorf("a dashed line that begins at %s cannot be drawn", offset)
	}
	if s.Cap != picture.Butt && s.Cap != picture.RoundCap && s.Cap != picture.Square {
		return nil, fmt.Errorf("line ends %q cannot be drawn", s.Cap)
	}
	if s.Join != picture.MiterJoin && s.Join != picture.RoundJoin && s.Join != picture.Bevel {
		return nil, fmt.Errorf("corners %q cannot be drawn", s.Join)
	}
	for _, d := range strings.FieldsFunc(dash, func(r rune) bool { return r == ',' || r == ' ' }) {
		v, err := strconv.ParseFloat(d, 64)
		if err != nil || v < 0 {
			return nil, fmt.Errorf("dashes %q cannot be drawn", dash)
		}
		s.Dash = append(s.Dash, v)
	}
	if s.Width == 0 || s.Color.A == 0 {
		return nil, nil
	}
	return s, nil
}
