package svg

import (
	"math"

	"paystats/reports/chart"
	"paystats/reports/font"
	"paystats/reports/payload"
	"paystats/reports/picture"
)

// The measures of legends, in pixels.
const (
	keySize   = 11.0
	signSize  = 17.0 // of a key with a sign in it
	keyGap    = 6.0
	keyText   = 13.0
	keyLine   = 21.0
	keyApart  = 16.0
	donutSize = 280.0
	ringList  = 180.0 // least width of the list beside a ring
	ringApart = 36.0  // between both
	ringBelow = 14.0  // between a ring and a list below it
)

// ring is how wide a donut is drawn, with rest the height of what is around it and its list:
// as it is on a page, or what is left in a picture of a given height.
func (c *composer) ring(rest float64) float64 {
	if c.opt.Height == 0 {
		return math.Min(donutSize, c.width)
	}
	room := c.opt.Height - rest
	high := func() float64 { return c.measure(func(c *composer) { c.slices(margin, c.width/2) }) }
	for c.slicePad > 1 && high() > room {
		c.slicePad--
	}
	names := 0.0 // width of the list with each name on one line
	for _, k := range c.legend {
		names = math.Max(names, keySize+10+font.Of(false).Width(k.Name, keyText)+12+font.Of(true).Width(k.Text, keyText))
	}
	beside := math.Min(room, math.Min(c.width*0.45, math.Max(c.width-ringApart-names-1, c.width*0.3)))
	beside = math.Max(ringLeast, math.Min(beside, 420))
	if c.width-beside-ringApart >= ringList {
		return beside
	}
	list := func() float64 { return c.measure(func(c *composer) { c.slices(margin, c.width) }) }
	for c.slicePad > 1 && list()+ringBelow+ringLeast > room {
		c.slicePad--
	}
	return math.Max(ringLeast, math.Min(c.width, room-list()-ringBelow))
}

// ringLeast is how wide a ring is at least.
const ringLeast = 130.0

// side is how wide a key is drawn.
func side(k payload.Key) float64 {
	if k.Sign != "" {
		return signSize
	}
	return keySize
}

// unnamed returns the keys whose names the drawing does not hold.
func unnamed(keys []payload.Key, named []bool) []payload.Key {
	var out []payload.Key
	for i, k := range keys {
		if i >= len(named) || !named[i] {
			out = append(out, k)
		}
	}
	return out
}

// keys adds the legend as lines of keys, broken where they are full.
func (c *composer) keys() {
	x := float64(margin)
	for i, k := range c.legend {
		name := font.Of(false).Clip(k.Name, keyText, c.width-side(k)-keyGap)
		w := side(k) + keyGap + font.Of(false).Width(name, keyText)
		if i > 0 && x+w > margin+c.width {
			x = margin
			c.y += keyLine
		}
		c.key(k, x, c.y+keyLine/2)
		c.text(x+side(k)+keyGap, c.y+keyLine/2, name, keyText, false, c.style.Text, picture.Start)
		x += w + keyApart
	}
	c.y += keyLine + 8
}

// key adds the mark of one key with its middle at y.
func (c *composer) key(k payload.Key, x, y float64) {
	n := side(k)
	box := picture.RoundRect(x, y-n/2, n, n, 2)
	s := &picture.Shape{Path: box}
	if k.Color != "" {
		s.Fill = c.color(k.Color)
	}
	switch {
	case k.Role == chart.Cumulated:
		s.Path = picture.Rect(x, y-1.5, n, 3)
	case k.Hatched:
		color := c.color(k.Color)
		color.A = 0.55
		s.Fill = &picture.Pattern{Matrix: picture.Rotate(math.Pi / 4), Width: 4, Height: 4, Alpha: 1, Items: []picture.Item{
			&picture.Shape{Path: picture.Rect(0, 0, 4, 2), Fill: color},
		}}
	case n == signSize && !k.Strong:
		s.Path = picture.RoundRect(x+0.5, y-n/2+0.5, n-1, n-1, 2)
		s.Stroke = &picture.Stroke{Color: c.color(c.style.Rule), Width: 1, Cap: picture.Butt, Join: picture.MiterJoin, Miter: 4}
	}
	c.items = append(c.items, s)
	if k.Sign == "" {
		return
	}
	color := c.style.Text
	if k.Strong {
		color = c.style.Background
	}
	c.text(x+n/2, y, k.Sign, 12, true, color, picture.Middle)
}

// beside adds a donut and the list of its slices with their values: to the right of it
// where there is room, else below.
func (c *composer) beside(plot *picture.Group, d drawing) {
	x, y, width := margin+d.width+ringApart, c.y, math.Min(c.width-d.width-ringApart, 420)
	list := func(c *composer) { c.slices(x, width) }
	below := width < ringList
	if below {
		x, width = margin, c.width
		plot.Matrix = picture.Move(margin+(c.width-d.width)/2, c.y)
		c.items = append(c.items, plot)
		c.y += d.height + ringBelow
		list(c)
		return
	}
	high := c.measure(list)
	plot.Matrix = picture.Move(margin, y+math.Max(0, (high-d.height)/2))
	c.items = append(c.items, plot)
	c.y += math.Max(0, (d.height-high)/2)
	list(c)
	c.y = y + math.Max(d.height, high)
}

// slices adds a line for each slice of a donut: key, name, value.
func (c *composer) slices(x, width float64) {
	const line = 19.0
	for i, k := range c.legend {
		if i > 0 {
			c.items = append(c.items, &picture.Shape{
				Path: picture.Line(x, c.y, x+width, c.y), Stroke: &picture.Stroke{Color: c.color(c.style.Rule), Width: 1, Cap: picture.Butt, Join: picture.MiterJoin, Miter: 4},
			})
		}
		c.y += c.slicePad
		value := font.Of(true).Width(k.Text, keyText)
		c.key(k, x, c.y+line/2)
		c.text(x+width, c.y+line/2, k.Text, keyText, true, c.style.Text, picture.End)
		for _, name := range font.Of(false).Wrap(k.Name, keyText, math.Max(60, width-keySize-10-value-12)) {
			c.text(x+keySize+10, c.y+line/2, name, keyText, false, c.style.Text, picture.Start)
			c.y += line
		}
		c.y += c.slicePad
	}
}
