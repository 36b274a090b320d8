package font

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"
)

// Subset returns a TrueType file of just the letters of a text, for embedding.
func (f *Face) Subset(text string) ([]byte, error) {
	tables, err := tablesOf(f.file)
	if err != nil {
		return nil, err
	}
	var b sfnt.Buffer
	glyphs := map[rune]int{}
	for _, r := range text {
		if g := f.glyph(&b, r); g != 0 && r <= 0xffff {
			glyphs[r] = int(g)
		}
	}
	runes := make([]rune, 0, len(glyphs))
	for r := range glyphs {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	keep := []int{0} // old numbers by new ones; 0 is the box for what is missing
	number := map[int]int{0: 0}
	add := func(old int) int {
		if n, ok := number[old]; ok {
			return n
		}
		number[old] = len(keep)
		keep = append(keep, old)
		return number[old]
	}
	codes := make([][2]int, len(runes)) // letter, new number
	for i, r := range runes {
		codes[i] = [2]int{int(r), add(glyphs[r])}
	}
	var glyf, loca, hmtx bytes.Buffer
	for i := 0; i < len(keep); i++ { // parts of composed glyphs are added on the way
		binary.Write(&loca, binary.BigEndian, uint32(glyf.Len()))
		one := slices.Clone(glyphData(tables, keep[i]))
		if err := renumber(one, add); err != nil {
			return nil, err
		}
		glyf.Write(one)
		for glyf.Len()%4 != 0 {
			glyf.WriteByte(0)
		}
		binary.Write(&hmtx, binary.BigEndian, [2]uint16{uint16(f.advances[keep[i]]), bearing(tables, keep[i])})
	}
	binary.Write(&loca, binary.BigEndian, uint32(glyf.Len()))
	head, hhea, maxp := slices.Clone(tables["head"]), slices.Clone(tables["hhea"]), slices.Clone(tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)  // checksum: browsers do not look at it
	binary.BigEndian.PutUint16(head[50:], 1) // offsets of four bytes
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(keep)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(keep)))
	post := make([]byte, 32) // no names of glyphs
	copy(post, tables["post"])
	binary.BigEndian.PutUint32(post, 0x00030000)
	return assemble(map[string][]byte{
		"OS/2": tables["OS/2"], "cmap": cmap(codes), "glyf": glyf.Bytes(), "head": head, "hhea": hhea, "hmtx": hmtx.Bytes(), "loca": loca.Bytes(),
		"maxp": maxp, "name": tables["name"], "post": post,
	}), nil
}

// glyphData returns the outline of a glyph as it is in the file; empty for a space.
func glyphData(tables map[string][]byte, g int) []byte {
	loca, glyf := tables["loca"], tables["glyf"]
	if binary.BigEndian.Uint16(tables["head"][50:]) == 0 {
		return glyf[2*int(binary.BigEndian.Uint16(loca[2*g:])) : 2*int(binary.BigEndian.Uint16(loca[2*g+2:]))]
	}
	return glyf[binary.BigEndian.Uint32(loca[4*g:]):binary.BigEndian.Uint32(loca[4*g+4:])]
}

// bearing returns the space left of a glyph, in units, as two's complement.
func bearing(tables map[string][]byte, g int) uint16 {
	full := int(binary.BigEndian.Uint16(tables["hhea"][34:]))
	if g < full {
		return binary.BigEndian.Uint16(tables["hmtx"][4*g+2:])
	}
	return binary.BigEndian.Uint16(tables["hmtx"][4*full+2*(g-full):])
}

// renumber gives the parts of a composed glyph their new numbers, in place.
func renumber(glyph []byte, add func(old int) int) error {
	if len(glyph) == 0 || int16(binary.BigEndian.Uint16(glyph)) >= 0 {
		return nil
	}
	for at := 10; ; {
		if at+4 > len(glyph) {
			return fmt.Errorf("a composed glyph that ends early")
		}
		flags := binary.BigEndian.Uint16(glyph[at:])
		binary.BigEndian.PutUint16(glyph[at+2:], uint16(add(int(binary.BigEndian.Uint16(glyph[at+2:])))))
		at += 6
		if flags&0x0001 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&0x0008 != 0: // a scale
			at += 2
		case flags&0x0040 != 0: // two scales
			at += 4
		case flags&0x0080 != 0: // a matrix
			at += 8
		}
		if flags&0x0020 == 0 { // no more parts
			return nil
		}
	}
}

// cmap makes the table from letters to glyphs (format 4): a segment a letter.
func cmap(codes [][2]int) []byte {
	n := len(codes) + 1
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	var ends, starts, deltas, offsets []uint16
	for _, c := range codes {
		ends, starts = append(ends, uint16(c[0])), append(starts, uint16(c[0]))
		deltas, offsets = append(deltas, uint16(c[1]-c[0])), append(offsets, 0)
	}
	ends, starts, deltas, offsets = append(ends, 0xffff), append(starts, 0xffff), append(deltas, 1), append(offsets, 0)
	var out bytes.Buffer
	for _, v := range []any{
		uint16(0), uint16(1), uint16(3), uint16(1), uint32(12), // one table: Windows, Unicode
		uint16(4), uint16(16 + 8*n), uint16(0), uint16(2 * n), uint16(2 * power), uint16(log), uint16(2 * (n - power)),
		ends, uint16(0), starts, deltas, offsets,
	} {
		binary.Write(&out, binary.BigEndian, v)
	}
	return out.Bytes()
}

// assemble makes a font file of tables.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	power, log := 1, 0
	for power*2 <= len(names) {
		power, log = power*2, log+1
	}
	var head, body bytes.Buffer
	for _, v := range []any{uint32(0x00010000), uint16(len(names)), uint16(16 * power), uint16(log), uint16(16 * (len(names) - power))} {
		binary.Write(&head, binary.BigEndian, v)
	}
	start := 12 + 16*len(names)
	for _, name := range names {
		table := tables[name]
		head.WriteString(name)
		for _, v := range []uint32{checksum(table), uint32(start + body.Len()), uint32(len(table))} {
			binary.Write(&head, binary.BigEndian, v)
		}
		body.Write(table)
		for body.Len()%4 != 0 {
			body.WriteByte(0)
		}
	}
	return append(head.Bytes(), body.Bytes()...)
}

// checksum adds up a table as words of four bytes.
func checksum(table []byte) uint32 {
	var sum uint32
	for len(table) > 0 {
		var word [4]byte
		table = table[copy(word[:], table):]
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
