package font_test

import (
	"testing"

	"golang.org/x/image/font/sfnt"

	"paystats/reports/font"
)

func TestSubsetDrawsAlike(t *testing.T) {
	const text = "Alipay 支付宝 61.9 %, ₹ → é, “x”"
	for _, bold := range []bool{false, true} {
		face := font.Of(bold)
		file, err := face.Subset(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(file) > len(face.File())/20 {
			t.Errorf("a subset of %d letters has %d bytes", len(text), len(file))
		}
		cut, err := sfnt.Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := sfnt.Parse(face.File())
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, r := range text {
			if a, b := outline(t, &b, cut, r), outline(t, &b, whole, r); a != b {
				t.Errorf("letter %q is drawn otherwise in the subset", r)
			}
		}
		if g, err := cut.GlyphIndex(&b, '网'); err != nil || g != 0 {
			t.Errorf("the subset has a glyph %d for a letter that was not asked for (%v)", g, err)
		}
	}
}

// outline prints the glyph of a letter and its width.
func outline(t *testing.T, b *sfnt.Buffer, f *sfnt.Font, r rune) string {
	t.Helper()
	g, err := f.GlyphIndex(b, r)
	if err != nil || g == 0 {
		t.Fatalf("letter %q has glyph %d: %v", r, g, err)
	}
	width, err := f.GlyphAdvance(b, g, 64*26, 0)
	if err != nil {
		t.Fatal(err)
	}
	segments, err := f.LoadGlyph(b, g, 64*26, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := width.String()
	for _, s := range segments {
		text += " " + string(rune('0'+int(s.Op)))
		for _, p := range s.Args {
			text += " " + p.X.String() + "," + p.Y.String()
		}
	}
	return text
}

func TestWidth(t *testing.T) {
	tests := []struct {
		text string
		want float64 // at 10 pixels
	}{{"", 0}, {"支付宝", 30}, {"61.9", 19.43}, {"🙂", 10}}
	for _, tt := range tests {
		if got := font.Of(false).Width(tt.text, 10); got < tt.want-0.01 || got > tt.want+0.01 {
			t.Errorf("Width(%q) = %g, want %g", tt.text, got, tt.want)
		}
	}
}
