package raster_test

import (
	"image/color"
	"strings"
	"testing"

	"paystats/reports/picture"
	"paystats/reports/raster"
)

var red, blue = picture.Color{R: 255, A: 1}, picture.Color{B: 255, A: 1}

// drawn returns the colour of a pixel of a picture of 40 by 40 with one item.
func drawn(t *testing.T, it picture.Item, scale float64, x, y int) color.NRGBA {
	t.Helper()
	img, err := raster.Image(&picture.Picture{Width: 40, Height: 40, Items: []picture.Item{it}}, scale)
	if err != nil {
		t.Fatal(err)
	}
	return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
}

func TestImage(t *testing.T) {
	opaque := func(c picture.Color) color.NRGBA { return color.NRGBA{c.R, c.G, c.B, 255} }
	square := func(fill picture.Paint) *picture.Shape {
		return &picture.Shape{Path: picture.Rect(10, 10, 20, 20), Fill: fill}
	}
	thick := picture.Stroke{Color: red, Width: 4, Cap: picture.Butt, Join: picture.MiterJoin, Miter: 4}
	dashed := thick
	dashed.Dash = []float64{10, 10}
	stripes := &picture.Pattern{Width: 10, Height: 10, Alpha: 1, Items: []picture.Item{&picture.Shape{Path: picture.Rect(0, 0, 10, 5), Fill: red}}}
	fade := &picture.Gradient{X2: 1, Stops: []picture.Stop{{At: 0, Color: red}, {At: 1, Color: blue}}}
	clipped := &picture.Group{Clip: &picture.Clip{Path: picture.Rect(0, 0, 20, 40)}, Items: []picture.Item{square(red)}}
	tests := []struct {
		name  string
		item  picture.Item
		scale float64
		x, y  int
		want  color.NRGBA
	}{
		{"inside", square(red), 1, 20, 20, opaque(red)},
		{"outside is transparent", square(red), 1, 5, 5, color.NRGBA{}},
		{"half a pixel is half covered", &picture.Shape{Path: picture.Rect(10.5, 10, 20, 20), Fill: red}, 1, 10, 20, color.NRGBA{255, 0, 0, 128}},
		{"scaled", square(red), 3, 89, 89, opaque(red)},
		{"part of cover", square(picture.Color{R: 255, A: 0.5}), 1, 20, 20, color.NRGBA{255, 0, 0, 128}},
		{"moved", &picture.Group{Matrix: picture.Move(-10, -10), Items: []picture.Item{square(red)}}, 1, 2, 2, opaque(red)},
		{"clip keeps", clipped, 1, 15, 20, opaque(red)},
		{"clip cuts", clipped, 1, 25, 20, color.NRGBA{}},
		{"pattern has tiles", square(stripes), 1, 20, 12, opaque(red)},
		{"and gaps", square(stripes), 1, 20, 17, color.NRGBA{}},
		{"gradient begins", square(fade), 1, 10, 20, color.NRGBA{249, 0, 6, 255}},
		{"gradient ends", square(fade), 1, 29, 20, color.NRGBA{6, 0, 249, 255}},
		{"line", &picture.Shape{Path: picture.Line(0, 20, 40, 20), Stroke: &thick}, 1, 20, 21, opaque(red)},
		{"beside the line", &picture.Shape{Path: picture.Line(0, 20, 40, 20), Stroke: &thick}, 1, 20, 23, color.NRGBA{}},
		{"dash", &picture.Shape{Path: picture.Line(0, 20, 40, 20), Stroke: &dashed}, 1, 25, 20, opaque(red)},
		{"gap", &picture.Shape{Path: picture.Line(0, 20, 40, 20), Stroke: &dashed}, 1, 15, 20, color.NRGBA{}},
		{"ring is hollow", &picture.Shape{Path: picture.Circle(20, 20, 15), Stroke: &thick}, 1, 20, 20, color.NRGBA{}},
		{"ring", &picture.Shape{Path: picture.Circle(20, 20, 15), Stroke: &thick}, 1, 20, 5, opaque(red)},
		{"a full block of text", &picture.Text{X: 20, Y: 36, Anchor: picture.Middle, Size: 40, String: "■", Fill: blue}, 1, 20, 20, opaque(blue)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := drawn(t, tt.item, tt.scale, tt.x, tt.y); got != tt.want {
				t.Errorf("pixel %d,%d = %v, want %v", tt.x, tt.y, got, tt.want)
			}
		})
	}
}

func TestImageNamesWhatItCannotDraw(t *testing.T) {
	bad := picture.Stroke{Color: red, Width: 1, Cap: "arrow", Join: picture.Bevel}
	tests := map[string]*picture.Picture{
		`ends "arrow"`:          {Width: 9, Height: 9, Items: []picture.Item{&picture.Shape{Path: picture.Line(0, 0, 9, 9), Stroke: &bad}}},
		"an image of 900000 by": {Width: 900000, Height: 900000},
		"a pattern of 0 by 0":   {Width: 9, Height: 9, Items: []picture.Item{&picture.Shape{Path: picture.Rect(0, 0, 9, 9), Fill: &picture.Pattern{}}}},
	}
	for want, p := range tests {
		if _, err := raster.Image(p, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Image = %v, want %q", err, want)
		}
	}
}
