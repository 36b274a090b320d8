// Package raster draws pictures as PNG.
//
// A picture.Picture goes in, an image comes out: paths are filled by exact cover of each
// pixel (golang.org/x/image/vector), lines are turned into paths (rasterx), texts into the
// outlines of the embedded font. What a picture holds and this device does not know is an
// error that names it.
//
// Invariants: equal pictures and scales give equal bytes.
package raster

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/vector"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// PNG writes a picture with scale pixels to one of its own.
func PNG(w io.Writer, p *picture.Picture, scale float64) error {
	img, err := Image(p, scale)
	if err != nil {
		return err
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}

// maxPixels bounds the memory of one image: 4 bytes a pixel.
const maxPixels = 100 << 20

// Image draws a picture with scale pixels to one of its own. Where nothing is drawn it is
// transparent.
func Image(p *picture.Picture, scale float64) (*image.RGBA, error) {
	width, height := int(math.Ceil(p.Width*scale)), int(math.Ceil(p.Height*scale))
	if width < 1 || height < 1 || width*height > maxPixels {
		return nil, fmt.Errorf("an image of %d by %d pixels cannot be drawn", width, height)
	}
	d := &device{img: image.NewRGBA(image.Rect(0, 0, width, height))}
	if err := picture.Walk(p, picture.Scale(scale, scale), d); err != nil {
		return nil, err
	}
	return d.img, nil
}

// device draws on an image.
type device struct {
	img   *image.RGBA
	clips []*image.Alpha // each with those below it
	fill  vector.Rasterizer
}

// cover returns how much of each pixel a path covers, for the part of the image that it
// can reach; nil where it reaches none. Open figures are closed, but not loose edges: those
// close each other.
func (d *device) cover(path picture.Path, loose bool) *image.Alpha {
	min, max := path.Bounds()
	box := image.Rect(int(math.Floor(min.X)), int(math.Floor(min.Y)), int(math.Ceil(max.X)), int(math.Ceil(max.Y))).Intersect(d.img.Bounds())
	if n := len(d.clips); n > 0 {
		box = box.Intersect(d.clips[n-1].Bounds())
	}
	if box.Empty() {
		return nil
	}
	d.fill.Reset(box.Dx(), box.Dy())
	at := func(p picture.Point) (x, y float32) {
		return float32(p.X - float64(box.Min.X)), float32(p.Y - float64(box.Min.Y))
	}
	for _, s := range path {
		x, y := at(s.P[0])
		switch s.Verb {
		case 'M':
			if !loose {
				d.fill.ClosePath()
			}
			d.fill.MoveTo(x, y)
		case 'L':
			d.fill.LineTo(x, y)
		case 'C':
			x1, y1 := at(s.P[1])
			x2, y2 := at(s.P[2])
			d.fill.CubeTo(x, y, x1, y1, x2, y2)
		case 'Z':
			d.fill.ClosePath()
		}
	}
	if !loose {
		d.fill.ClosePath()
	}
	mask := image.NewAlpha(box)
	d.fill.DrawOp = draw.Src
	d.fill.Draw(mask, box, image.Opaque, image.Point{})
	if n := len(d.clips); n > 0 {
		multiply(mask, d.clips[n-1])
	}
	return mask
}

// multiply leaves of a mask what another covers too.
func multiply(mask, by *image.Alpha) {
	box := mask.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row, other := mask.Pix[mask.PixOffset(box.Min.X, y):], by.Pix[by.PixOffset(box.Min.X, y):]
		for x := range box.Dx() {
			row[x] = uint8((int(row[x])*int(other[x]) + 127) / 255)
		}
	}
}

// Fill implements picture.Device.
func (d *device) Fill(path picture.Path, paint picture.Paint, m picture.Matrix) error {
	var source image.Image
	switch paint := paint.(type) {
	case picture.Color:
		if box, ok := pixels(path.Map(m)); ok && paint.A == 1 && len(d.clips) == 0 { // the background: no mask as large as the picture
			draw.Draw(d.img, box.Intersect(d.img.Bounds()), image.NewUniform(nrgba(paint)), image.Point{}, draw.Src)
			return nil
		}
		source = image.NewUniform(nrgba(paint))
	case *picture.Gradient:
		source = newGradient(paint, path, m)
	default:
		return fmt.Errorf("a fill of %T cannot be drawn as PNG", paint)
	}
	d.paint(d.cover(path.Map(m), false), source)
	return nil
}

// pixels returns the box of a path that covers whole pixels: an upright rectangle on their edges.
func pixels(path picture.Path) (box image.Rectangle, ok bool) {
	min, max := path.Bounds()
	box = image.Rect(int(min.X), int(min.Y), int(max.X), int(max.Y))
	whole := float64(box.Min.X) == min.X && float64(box.Min.Y) == min.Y && float64(box.Max.X) == max.X && float64(box.Max.Y) == max.Y
	return box, whole && path.IsRect()
}

// paint lays a colour over what a mask covers.
func (d *device) paint(mask *image.Alpha, source image.Image) {
	if mask != nil {
		box := mask.Bounds()
		draw.DrawMask(d.img, box, source, box.Min, mask, box.Min, draw.Over)
	}
}

// Stroke implements picture.Device.
func (d *device) Stroke(path picture.Path, stroke picture.Stroke, m picture.Matrix) error {
	edges, err := along(path, stroke, m)
	if err != nil {
		return err
	}
	d.paint(d.cover(edges, true), image.NewUniform(nrgba(stroke.Color)))
	return nil
}

// Text implements picture.Device.
func (d *device) Text(t *picture.Text, m picture.Matrix) error {
	face := font.Of(t.Bold)
	x := t.X
	switch t.Anchor {
	case picture.Middle:
		x -= face.Width(t.String, t.Size) / 2
	case picture.End:
		x -= face.Width(t.String, t.Size)
	}
	path, err := face.Outline(t.String, t.Size, x, t.Y)
	if err != nil {
		return err
	}
	if m = m.Whole(); m.B == 0 && m.C == 0 { // upright text stands on a line of pixels, as browsers put it
		base := m.Apply(picture.Point{X: x, Y: t.Y}).Y
		m.F += math.Floor(base+0.5) - base
	}
	if t.Halo != nil {
		if err := d.Stroke(path, *t.Halo, m); err != nil {
			return err
		}
	}
	return d.Fill(path, t.Fill, m)
}

// Clip implements picture.Device.
func (d *device) Clip(path picture.Path, m picture.Matrix) error {
	mask := d.cover(path.Map(m), false)
	if mask == nil {
		mask = image.NewAlpha(image.Rectangle{})
	}
	d.clips = append(d.clips, mask)
	return nil
}

// Unclip implements picture.Device.
func (d *device) Unclip() { d.clips = d.clips[:len(d.clips)-1] }

func nrgba(c picture.Color) color.NRGBA {
	return color.NRGBA{c.R, c.G, c.B, uint8(math.Round(c.A * 255))}
}

// gradient is the colours of a picture.Gradient by pixel.
type gradient struct {
	*picture.Gradient
	back picture.Matrix // from a pixel to the unit square of the shape's box
}

func newGradient(g *picture.Gradient, path picture.Path, m picture.Matrix) gradient {
	min, max := path.Bounds()
	box := m.Mul(picture.Move(min.X, min.Y)).Mul(picture.Scale(max.X-min.X, max.Y-min.Y))
	return gradient{g, box.Inverse()}
}

func (g gradient) ColorModel() color.Model { return color.NRGBAModel }
func (g gradient) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

// At returns the colour in the middle of a pixel.
func (g gradient) At(x, y int) color.Color {
	p := g.back.Apply(picture.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5})
	dx, dy := g.X2-g.X1, g.Y2-g.Y1
	t := 0.0
	if n := dx*dx + dy*dy; n > 0 {
		t = ((p.X-g.X1)*dx + (p.Y-g.Y1)*dy) / n
	}
	before := picture.Stop{}
	for i, s := range g.Stops {
		if t <= s.At {
			if i == 0 || s.At == before.At {
				return nrgba(s.Color)
			}
			return nrgba(mix(before.Color, s.Color, (t-before.At)/(s.At-before.At)))
		}
		before = s
	}
	return nrgba(before.Color)
}

func mix(a, b picture.Color, t float64) picture.Color {
	part := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*t)) }
	return picture.Color{R: part(a.R, b.R), G: part(a.G, b.G), B: part(a.B, b.B), A: a.A + (b.A-a.A)*t}
}
