package picture

import (
	"math"
	"testing"
)

func TestParsePath(t *testing.T) {
	tests := []struct {
		d        string
		min, max Point
	}{
		{"M0 0L10 5", Point{0, 0}, Point{10, 5}},
		{"m1 1l10 5h-3v2z", Point{1, 1}, Point{11, 8}},
		{"M1,2-3.5.5", Point{-3.5, 0.5}, Point{1, 2}}, // a pair after M is a line; numbers part themselves
		{"M0 0C1e1 0 1e1 10 0 10", Point{0, 0}, Point{10, 10}},
		{"M0 0Q15 15 30 0", Point{0, 0}, Point{30, 10}},
		{"M0 0A5 5 0 0 1 10 0", Point{0, -5}, Point{10, 0}},
		{"M0 0A5 5 0 1 0 10 0", Point{0, 0}, Point{10, 5}},
		{"", Point{}, Point{}},
	}
	for _, tt := range tests {
		p, err := ParsePath(tt.d)
		if err != nil {
			t.Errorf("ParsePath(%q): %v", tt.d, err)
			continue
		}
		min, max := p.Bounds()
		for i, d := range []float64{min.X - tt.min.X, min.Y - tt.min.Y, max.X - tt.max.X, max.Y - tt.max.Y} {
			if math.Abs(d) > 1e-6 {
				t.Errorf("ParsePath(%q) lies in %v to %v, want %v to %v (%d)", tt.d, min, max, tt.min, tt.max, i)
				break
			}
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, d := range []string{"M0 0L10 5Z", "m1 1l10 5h-3v2z", "M0 0A5 5 0 0 1 10 0", "M0 0C1e1 0 1e1 10 0 10", "5", "M", "ZZ", "M0 0A0 0 0 0 0 1 1"} {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, d string) {
		p, err := ParsePath(d)
		if err != nil {
			return
		}
		for _, s := range p {
			if s.Verb != 'M' && s.Verb != 'L' && s.Verb != 'C' && s.Verb != 'Z' {
				t.Errorf("ParsePath(%q) holds %q", d, s.Verb)
			}
		}
	})
}

func TestMatrixInverseUndoes(t *testing.T) {
	m := Move(3, 4).Mul(Rotate(0.7)).Mul(Scale(2, 5))
	p := m.Inverse().Apply(m.Apply(Point{1.5, -2}))
	if math.Hypot(p.X-1.5, p.Y+2) > 1e-9 {
		t.Errorf("there and back again leads to %v", p)
	}
}

func TestParseColor(t *testing.T) {
	for text, want := range map[string]Color{
		"#fff": {255, 255, 255, 1}, "#1272D3": {0x12, 0x72, 0xd3, 1}, "#1272d300": {0x12, 0x72, 0xd3, 0}, "rgb(1,2,3)": {1, 2, 3, 1},
		"rgba(1, 2, 3, 0.5)": {1, 2, 3, 0.5}, "transparent": {},
	} {
		if got, err := ParseColor(text); err != nil || got != want {
			t.Errorf("ParseColor(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "red", "#12", "rgb(300,0,0)", "rgba(0,0,0,2)", `#fff"/><script>`, "url(#a)"} {
		if c, err := ParseColor(text); err == nil {
			t.Errorf("ParseColor(%q) = %v", text, c)
		}
	}
}

// What is read as a colour and has no part of transparency reads the same from its hexadecimal form.
func FuzzParseColor(f *testing.F) {
	for _, text := range []string{"#fff", "#1272d3", "#1272d380", "rgb(1,2,3)", "rgba(1, 2, 3, .5)", "rgba(1,2,3,1e9)", "transparent", "url(#a)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseColor(text)
		if err != nil {
			return
		}
		again, err := ParseColor(c.Hex())
		if again.A = c.A; err != nil || again != c || c.A < 0 || c.A > 1 {
			t.Errorf("%q is %v, its form %s %v, %v", text, c, c.Hex(), again, err)
		}
	})
}
