package picture

import (
	"fmt"
	"math"
)

// Device draws. What it is given lies in coordinates that m maps to the device's.
type Device interface {
	// Fill fills a path with a Color or *Gradient.
	Fill(path Path, paint Paint, m Matrix) error
	Stroke(path Path, stroke Stroke, m Matrix) error
	Text(t *Text, m Matrix) error
	// Clip keeps what is drawn until the matching Unclip inside of a path.
	Clip(path Path, m Matrix) error
	Unclip()
}

// Walk draws a picture on a device, scaled by m. What a device cannot draw ends it with an
// error that names it.
func Walk(p *Picture, m Matrix, d Device) error {
	if p.Background != nil {
		if err := d.Fill(Rect(0, 0, p.Width, p.Height), *p.Background, m); err != nil {
			return err
		}
	}
	return walk(p.Items, m, 1, d)
}

// walk draws items; alpha is the part of cover that a pattern gives its tiles.
func walk(items []Item, m Matrix, alpha float64, d Device) error {
	for _, it := range items {
		if err := draw(it, m, alpha, d); err != nil {
			return err
		}
	}
	return nil
}

func draw(it Item, m Matrix, alpha float64, d Device) error {
	switch it := it.(type) {
	case *Group:
		inner := m.Mul(it.Matrix)
		if it.Clip != nil {
			if err := d.Clip(it.Clip.Path, inner.Mul(it.Clip.Matrix)); err != nil {
				return err
			}
			defer d.Unclip()
		}
		return walk(it.Items, inner, alpha, d)
	case *Shape:
		return shape(it, m.Mul(it.Matrix), alpha, d)
	case *Text:
		return d.Text(it, m.Mul(it.Matrix))
	}
	return fmt.Errorf("a %T cannot be drawn", it)
}

func shape(s *Shape, m Matrix, alpha float64, d Device) error {
	var err error
	switch fill := s.Fill.(type) {
	case nil:
	case Color:
		fill.A *= alpha
		err = d.Fill(s.Path, fill, m)
	case *Gradient:
		err = d.Fill(s.Path, fill, m)
	case *Pattern:
		err = tile(s.Path, fill, m, d)
	default:
		err = fmt.Errorf("a fill of %T cannot be drawn", fill)
	}
	if err != nil || s.Stroke == nil {
		return err
	}
	stroke := *s.Stroke
	stroke.Color.A *= alpha
	return d.Stroke(s.Path, stroke, m)
}

// tile repeats a pattern over a path. What runs through the whole width of a tile is drawn
// as strips, or seams would show between the tiles.
func tile(path Path, p *Pattern, m Matrix, d Device) error {
	if p.Width <= 0 || p.Height <= 0 {
		return fmt.Errorf("a pattern of %g by %g cannot be drawn", p.Width, p.Height)
	}
	if err := d.Clip(path, m); err != nil {
		return err
	}
	defer d.Unclip()
	min, max := path.Bounds()
	min, max = Rect(min.X, min.Y, max.X-min.X, max.Y-min.Y).Map(p.Matrix.Inverse()).Bounds()
	first, last := int(math.Floor(min.X/p.Width)), int(math.Floor(max.X/p.Width))
	top, bottom := int(math.Floor(min.Y/p.Height)), int(math.Floor(max.Y/p.Height))
	if n := (last - first + 1) * (bottom - top + 1); n > maxTiles {
		return fmt.Errorf("a pattern of %d tiles cannot be drawn", n)
	}
	for _, it := range p.Items {
		s, ok := it.(*Shape)
		if !ok {
			return fmt.Errorf("a %T in a pattern cannot be drawn", it)
		}
		color, ok := s.Fill.(Color)
		if !ok || s.Stroke != nil {
			return fmt.Errorf("a pattern of other than filled shapes cannot be drawn")
		}
		color.A *= p.Alpha
		one := s.Path.Map(s.Matrix)
		low, high := one.Bounds()
		var all Path
		for row := top; row <= bottom; row++ {
			y := float64(row) * p.Height
			if low.X <= 0 && high.X >= p.Width && one.IsRect() {
				all = append(all, Rect(float64(first)*p.Width, y+low.Y, float64(last-first+1)*p.Width, high.Y-low.Y)...)
				continue
			}
			for col := first; col <= last; col++ {
				all = append(all, one.Map(Move(float64(col)*p.Width, y))...)
			}
		}
		if err := d.Fill(all, color, m.Mul(p.Matrix)); err != nil {
			return err
		}
	}
	return nil
}

// maxTiles bounds the work of one pattern.
const maxTiles = 1 << 20
