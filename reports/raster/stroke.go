package raster

import (
	"fmt"
	"image"
	"math"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"

	"paystats/reports/picture"
)

// fine is how much larger lines are given to rasterx, which counts in 64ths of a pixel.
const fine = 16

// along returns the edges of a stroke, on the device. Each begins anew: together they are
// closed, one by one they are not.
func along(path picture.Path, s picture.Stroke, m picture.Matrix) (picture.Path, error) {
	caps := map[picture.Cap]rasterx.CapFunc{picture.Butt: rasterx.ButtCap, picture.RoundCap: rasterx.RoundCap, picture.Square: rasterx.SquareCap}
	joins := map[picture.Join]rasterx.JoinMode{picture.MiterJoin: rasterx.Miter, picture.RoundJoin: rasterx.Round, picture.Bevel: rasterx.Bevel}
	end, known := caps[s.Cap]
	join, also := joins[s.Join]
	if !known || !also {
		return nil, fmt.Errorf("a line with ends %q and corners %q cannot be drawn as PNG", s.Cap, s.Join)
	}
	zoom := m.Zoom() * fine
	dashes := make([]float64, len(s.Dash))
	for i, d := range s.Dash {
		dashes[i] = d * zoom
	}
	if len(dashes)%2 == 1 { // as SVG repeats them
		dashes = append(dashes, dashes...)
	}
	out := &collector{}
	pen := rasterx.NewDasher(0, 0, out)
	pen.SetStroke(fixed.Int26_6(math.Round(s.Width*zoom*64)), fixed.Int26_6(s.Miter*64), end, end, rasterx.FlatGap, join, dashes, 0)
	if join == rasterx.Round {
		pen.JoinGap = rasterx.RoundGap
	}
	trace(pen, path.Map(picture.Scale(fine, fine).Mul(m)))
	return out.path, nil
}

// trace draws a path with a pen. Steps of no length are left out: they have no direction.
func trace(pen *rasterx.Dasher, path picture.Path) {
	at := func(p picture.Point) fixed.Point26_6 {
		return fixed.Point26_6{X: fixed.Int26_6(math.Round(p.X * 64)), Y: fixed.Int26_6(math.Round(p.Y * 64))}
	}
	var here, start fixed.Point26_6
	drawing := false
	for _, s := range path {
		switch s.Verb {
		case 'M':
			if drawing {
				pen.Stop(false)
			}
			here = at(s.P[0])
			start, drawing = here, false
			continue
		case 'Z':
			if drawing {
				if here != start {
					pen.Line(start)
				}
				pen.Stop(true)
			}
			here, drawing = start, false
			continue
		}
		to := at(s.Points()[len(s.Points())-1])
		if to == here && s.Verb == 'L' {
			continue
		}
		if !drawing {
			pen.Start(here)
			drawing = true
		}
		if s.Verb == 'L' {
			pen.Line(to)
		} else {
			pen.CubeBezier(at(s.P[0]), at(s.P[1]), to)
		}
		here = to
	}
	if drawing {
		pen.Stop(false)
	}
}

// collector gathers the edges that rasterx makes, which takes it for a scanner.
type collector struct{ path picture.Path }

func point(p fixed.Point26_6) [3]picture.Point {
	return [3]picture.Point{{X: float64(p.X) / 64 / fine, Y: float64(p.Y) / 64 / fine}}
}

func (c *collector) Start(p fixed.Point26_6) {
	c.path = append(c.path, picture.Segment{Verb: 'M', P: point(p)})
}

func (c *collector) Line(p fixed.Point26_6) {
	c.path = append(c.path, picture.Segment{Verb: 'L', P: point(p)})
}

func (c *collector) Draw()                              {}
func (c *collector) GetPathExtent() fixed.Rectangle26_6 { return fixed.Rectangle26_6{} }
func (c *collector) SetBounds(int, int)                 {}
func (c *collector) SetColor(any)                       {}
func (c *collector) SetWinding(bool)                    {}
func (c *collector) Clear()                             { c.path = nil }
func (c *collector) SetClip(image.Rectangle)            {}
