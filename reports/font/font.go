// Package font measures and draws text with the embedded fonts: Noto Sans SC, regular and
// bold.
//
// A text goes in; its width, the outlines of its letters, or a font of just its letters
// come out. Letters stand side by side by their widths: the fonts carry no kerning, so that
// what is measured here is what every program draws with them.
//
// Invariants: no state; equal texts give equal numbers and bytes.
package font

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"paystats/reports/assets"
	"paystats/reports/picture"
)

// Family is the name of the embedded fonts.
const Family = "Noto Sans SC"

// Middle is how far the middle of a line of text stands above its baseline, in parts of
// the size: the middle of a Chinese character's box, 0.88 above to 0.12 below, less what
// lets 12 pixels fall where browsers put them.
const Middle = 0.375

// Face is one weight of the font. It may be used by several goroutines.
type Face struct {
	file     []byte
	font     *sfnt.Font
	units    float64   // to the em
	advances []float64 // by glyph, in units
}

var regular, bold = sync.OnceValue(func() *Face { return mustParse(assets.FontRegular) }), sync.OnceValue(func() *Face { return mustParse(assets.FontBold) })

// Of returns the regular or the bold face.
func Of(isBold bool) *Face {
	if isBold {
		return bold()
	}
	return regular()
}

// mustParse reads an embedded font; one that cannot be read is a mistake of the build.
func mustParse(file string) *Face {
	f := &Face{file: []byte(file)}
	var err error
	if f.font, err = sfnt.Parse(f.file); err != nil {
		panic(fmt.Sprintf("font: embedded font: %v", err))
	}
	f.units = float64(f.font.UnitsPerEm())
	tables, err := tablesOf(f.file)
	if err != nil {
		panic(fmt.Sprintf("font: embedded font: %v", err))
	}
	full := int(binary.BigEndian.Uint16(tables["hhea"][34:])) // number of glyphs with an advance of their own
	f.advances = make([]float64, f.font.NumGlyphs())
	for i := range f.advances {
		f.advances[i] = float64(binary.BigEndian.Uint16(tables["hmtx"][4*min(i, full-1):]))
	}
	return f
}

// File returns the font file.
func (f *Face) File() []byte { return f.file }

// Width returns the width of a text at a size, in the unit of the size. Letters that the
// font lacks count as its box for them.
func (f *Face) Width(text string, size float64) float64 {
	var b sfnt.Buffer
	sum := 0.0
	for _, r := range text {
		sum += f.advances[f.glyph(&b, r)]
	}
	return sum * size / f.units
}

// glyph returns the number of a letter's glyph, 0 for one that the font lacks.
func (f *Face) glyph(b *sfnt.Buffer, r rune) sfnt.GlyphIndex {
	i, err := f.font.GlyphIndex(b, r)
	if err != nil {
		return 0
	}
	return i
}

// Missing returns the letters of a text that the font lacks, each once, sorted.
func (f *Face) Missing(text string) []rune {
	var b sfnt.Buffer
	var out []rune
	for _, r := range text {
		if f.glyph(&b, r) == 0 && !strings.ContainsRune("\n\t", r) {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Outline returns the outlines of a text whose baseline starts at x, y.
func (f *Face) Outline(text string, size, x, y float64) (picture.Path, error) {
	var b sfnt.Buffer
	var out picture.Path
	for _, r := range text {
		g := f.glyph(&b, r)
		segments, err := f.font.LoadGlyph(&b, g, fixed.Int26_6(f.font.UnitsPerEm())<<6, nil)
		if err != nil {
			return nil, fmt.Errorf("letter %q cannot be drawn: %w", r, err)
		}
		out = appendGlyph(out, segments, size/f.units, x, y)
		x += f.advances[g] * size / f.units
	}
	return out, nil
}

// appendGlyph adds the outlines of a glyph, closed, at a place.
func appendGlyph(out picture.Path, segments sfnt.Segments, scale, x, y float64) picture.Path {
	at := func(p fixed.Point26_6) picture.Point {
		return picture.Point{X: x + float64(p.X)/64*scale, Y: y + float64(p.Y)/64*scale}
	}
	var here picture.Point
	for i, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				out = append(out, picture.Segment{Verb: 'Z'})
			}
			here = at(s.Args[0])
			out = append(out, picture.Segment{Verb: 'M', P: [3]picture.Point{here}})
		case sfnt.SegmentOpLineTo:
			here = at(s.Args[0])
			out = append(out, picture.Segment{Verb: 'L', P: [3]picture.Point{here}})
		case sfnt.SegmentOpQuadTo:
			q, end := at(s.Args[0]), at(s.Args[1])
			third := func(p picture.Point) picture.Point {
				return picture.Point{X: p.X + (q.X-p.X)*2/3, Y: p.Y + (q.Y-p.Y)*2/3}
			}
			out = append(out, picture.Segment{Verb: 'C', P: [3]picture.Point{third(here), third(end), end}})
			here = end
		case sfnt.SegmentOpCubeTo:
			here = at(s.Args[2])
			out = append(out, picture.Segment{Verb: 'C', P: [3]picture.Point{at(s.Args[0]), at(s.Args[1]), here}})
		}
	}
	if len(segments) > 0 {
		out = append(out, picture.Segment{Verb: 'Z'})
	}
	return out
}

// tablesOf returns the tables of a TrueType file by name.
func tablesOf(file []byte) (map[string][]byte, error) {
	if len(file) < 12 {
		return nil, fmt.Errorf("%d bytes", len(file))
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		entry := file[12+16*i:]
		from, n := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		if uint64(from)+uint64(n) > uint64(len(file)) {
			return nil, fmt.Errorf("table %q reaches beyond the end", entry[:4])
		}
		tables[string(entry[:4])] = file[from : from+n]
	}
	return tables, nil
}
