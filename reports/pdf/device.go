package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// device draws pictures on the current page. Each drawing saves and restores the state of
// the page, so that none depends on what was drawn before.
type device struct {
	doc    *fpdf.Fpdf
	height float64       // of the page, in points
	paper  picture.Color // what a colour that fades away fades into
}

// put writes operators of a page's content.
func (d device) put(operators ...string) { d.doc.RawWriteStr(strings.Join(operators, " ")) }

// num prints a number of a page's content.
func num(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// point prints a place: PDF counts upwards from the bottom.
func (d device) point(p picture.Point) string { return num(p.X) + " " + num(d.height-p.Y) }

// path writes a path that is to be filled, stroked or clipped to.
func (d device) path(p picture.Path) {
	var b strings.Builder
	for _, s := range p {
		for _, q := range s.Points() {
			b.WriteString(d.point(q) + " ")
		}
		b.WriteString(map[byte]string{'M': "m\n", 'L': "l\n", 'C': "c\n", 'Z': "h\n"}[s.Verb])
	}
	d.put(b.String())
}

// rgb prints a colour's parts.
func rgb(c picture.Color) string {
	return num(float64(c.R)/255) + " " + num(float64(c.G)/255) + " " + num(float64(c.B)/255)
}

// ink sets a colour for filling ("rg") or stroking ("RG") with its part of cover.
func (d device) ink(c picture.Color, operator string) {
	d.put(rgb(c), operator)
	if c.A < 1 {
		d.doc.SetAlpha(c.A, "Normal")
	}
}

// Fill implements picture.Device.
func (d device) Fill(path picture.Path, paint picture.Paint, m picture.Matrix) error {
	switch paint := paint.(type) {
	case picture.Color:
		d.put("q")
		d.ink(paint, "rg")
		d.path(path.Map(m))
		d.put("f Q")
		return nil
	case *picture.Gradient:
		return d.gradient(path, paint, m)
	}
	return fmt.Errorf("a fill of %T cannot be drawn as PDF", paint)
}

// gradient fills a path with stripes between the stops. Colours fade into that of the
// paper: what is below a gradient would need a mask that many programs draw as a raster.
func (d device) gradient(path picture.Path, g *picture.Gradient, m picture.Matrix) error {
	if g.Y1 != g.Y2 || g.X2 <= g.X1 || m.B != 0 || m.C != 0 {
		return fmt.Errorf("a gradient that does not run to the right cannot be drawn as PDF")
	}
	if err := d.Clip(path, m); err != nil {
		return err
	}
	defer d.Unclip()
	low, high := path.Map(m).Bounds()
	at := func(t float64) float64 { return low.X + (high.X-low.X)*(g.X1+(g.X2-g.X1)*t) }
	stripe := func(from, to float64, a, b picture.Color) {
		if to <= from {
			return
		}
		a, b = d.opaque(a), d.opaque(b)
		d.doc.LinearGradient(from, low.Y, to-from, high.Y-low.Y, int(a.R), int(a.G), int(a.B), int(b.R), int(b.G), int(b.B), 0, 0, 1, 0)
	}
	first, last := g.Stops[0], g.Stops[len(g.Stops)-1]
	stripe(low.X, at(first.At), first.Color, first.Color)
	for i, s := range g.Stops[1:] {
		stripe(at(g.Stops[i].At), at(s.At), g.Stops[i].Color, s.Color)
	}
	stripe(at(last.At), high.X, last.Color, last.Color)
	return nil
}

// opaque is a colour as it looks on the paper.
func (d device) opaque(c picture.Color) picture.Color {
	mix := func(over, under uint8) uint8 { return uint8(float64(over)*c.A + float64(under)*(1-c.A) + 0.5) }
	return picture.Color{R: mix(c.R, d.paper.R), G: mix(c.G, d.paper.G), B: mix(c.B, d.paper.B), A: 1}
}

// pen sets how lines are drawn.
func (d device) pen(s picture.Stroke, zoom float64) error {
	end, known := map[picture.Cap]string{picture.Butt: "0", picture.RoundCap: "1", picture.Square: "2"}[s.Cap]
	corner, also := map[picture.Join]string{picture.MiterJoin: "0", picture.RoundJoin: "1", picture.Bevel: "2"}[s.Join]
	if !known || !also {
		return fmt.Errorf("a line with ends %q and corners %q cannot be drawn as PDF", s.Cap, s.Join)
	}
	dashes := make([]string, len(s.Dash))
	for i, v := range s.Dash {
		dashes[i] = num(v * zoom)
	}
	d.ink(s.Color, "RG")
	d.put(num(s.Width*zoom), "w", end, "J", corner, "j", num(max(s.Miter, 1)), "M", "["+strings.Join(dashes, " ")+"]", "0 d")
	return nil
}

// Stroke implements picture.Device.
func (d device) Stroke(path picture.Path, stroke picture.Stroke, m picture.Matrix) error {
	d.put("q")
	if err := d.pen(stroke, m.Zoom()); err != nil {
		return err
	}
	d.path(path.Map(m))
	d.put("S Q")
	return nil
}

// Text implements picture.Device.
func (d device) Text(t *picture.Text, m picture.Matrix) error {
	m = m.Whole()
	if m.B != 0 || m.C != 0 || m.A != m.D {
		return fmt.Errorf("the turned text %q cannot be drawn as PDF", t.String)
	}
	width := font.Of(t.Bold).Width(t.String, t.Size)
	x := t.X - map[picture.Anchor]float64{picture.Middle: width / 2, picture.End: width}[t.Anchor]
	at := m.Apply(picture.Point{X: x, Y: t.Y})
	d.face(t.Bold, t.Size*m.A)
	if t.Halo != nil {
		d.put("q")
		if err := d.pen(*t.Halo, m.Zoom()); err != nil {
			return err
		}
		d.put("1 Tr")
		d.doc.Text(at.X, at.Y, t.String)
		d.put("Q")
	}
	d.put("q")
	d.ink(t.Fill, "rg")
	d.doc.Text(at.X, at.Y, t.String)
	d.put("Q")
	return nil
}

// face selects a font. It is said anew each time: restoring a page's state takes back its
// font too, which fpdf does not know.
func (d device) face(bold bool, size float64) {
	style := ""
	if bold {
		style = "B"
	}
	d.doc.SetFont(family, style, size)
	d.doc.SetFontSize(size)
}

// Clip implements picture.Device.
func (d device) Clip(path picture.Path, m picture.Matrix) error {
	d.put("q")
	d.path(path.Map(m))
	d.put("W n")
	return nil
}

// Unclip implements picture.Device.
func (d device) Unclip() { d.put("Q") }
