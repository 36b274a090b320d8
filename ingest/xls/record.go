package xls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf16"
)

// record is one record of a stream, with what continues it.
type record struct {
	kind   int
	offset int // in the stream
	data   []byte
	more   [][]byte // of CONTINUE records
}

// errCut is the error of a stream that ends within a record, or before its end is marked.
var errCut = errors.New("the workbook is cut off")

// recordReader goes through a stream.
type recordReader struct {
	data []byte
	at   int
}

// next returns the next record. Texts are read with their continuations, which are records
// by themselves for all other kinds.
func (r *recordReader) next() (record, error) {
	out, err := r.one()
	if err != nil {
		return record{}, err
	}
	switch out.kind {
	case recSST, recString, recLabel, recRString:
	default:
		return out, nil
	}
	for r.at+4 <= len(r.data) && binary.LittleEndian.Uint16(r.data[r.at:]) == recContinue {
		piece, err := r.one()
		if err != nil {
			return record{}, err
		}
		out.more = append(out.more, piece.data)
	}
	return out, nil
}

func (r *recordReader) one() (record, error) {
	if r.at < 0 || r.at+4 > len(r.data) {
		return record{}, errCut
	}
	kind, size := binary.LittleEndian.Uint16(r.data[r.at:]), int(binary.LittleEndian.Uint16(r.data[r.at+2:]))
	start := r.at + 4
	if start+size > len(r.data) {
		return record{}, errCut
	}
	out := record{kind: int(kind), offset: r.at, data: r.data[start : start+size : start+size]}
	r.at = start + size
	return out, nil
}

// fields reads the fields of a record in order. What lies beyond its end is zero, and is
// remembered as an error.
type fields struct {
	data  []byte // what is left of the present piece
	more  [][]byte
	short bool
}

func (r record) fields() *fields { return &fields{data: r.data, more: r.more} }

func (f *fields) err(r record) error {
	if f.short {
		return fmt.Errorf("record %#x at byte %d of the workbook is too short", r.kind, r.offset)
	}
	return nil
}

// left returns how many bytes are left.
func (f *fields) left() int {
	n := len(f.data)
	for _, piece := range f.more {
		n += len(piece)
	}
	return n
}

// turn goes on to the next piece that is not empty, at the end of the present one.
func (f *fields) turn() bool {
	turned := false
	for len(f.data) == 0 && len(f.more) > 0 {
		f.data, f.more, turned = f.more[0], f.more[1:], true
	}
	return turned
}

func (f *fields) u8() int {
	f.turn()
	if len(f.data) == 0 {
		f.short = true
		return 0
	}
	b := f.data[0]
	f.data = f.data[1:]
	return int(b)
}

func (f *fields) u16() int { return f.u8() | f.u8()<<8 }
func (f *fields) i32() int { return int(int32(uint32(f.u16()) | uint32(f.u16())<<16)) }

func (f *fields) f64() float64 {
	low, high := uint32(f.i32()), uint32(f.i32())
	return math.Float64frombits(uint64(low) | uint64(high)<<32)
}

func (f *fields) skip(n int) {
	for n > 0 && (len(f.data) > 0 || f.turn()) {
		step := min(n, len(f.data))
		f.data, n = f.data[step:], n-step
	}
	f.short = f.short || n > 0
}

// bytes returns the next n bytes of the present piece, or as many as there are.
func (f *fields) bytes(n int) []byte {
	if n > len(f.data) {
		n, f.short = len(f.data), true
	}
	out := f.data[:n]
	f.data = f.data[n:]
	return out
}

// unicode reads a text of BIFF8; its length has one byte or, if long, two. Where the
// text goes on in another piece, that one says anew how wide its characters are.
func (f *fields) unicode(long bool) string {
	length := 0
	if long {
		length = f.u16()
	} else {
		length = f.u8()
	}
	const wide, phonetic, rich = 1, 4, 8
	flags := f.u8()
	runs, extra := 0, 0
	if flags&rich != 0 {
		runs = f.u16()
	}
	if flags&phonetic != 0 {
		extra = f.i32()
	}
	units := make([]uint16, 0, min(length, f.left()))
	for len(units) < length {
		if f.turn() {
			flags = f.u8()
		}
		if len(f.data) == 0 {
			f.short = true
			break
		}
		unit := f.u8()
		if flags&wide != 0 {
			unit |= f.u8() << 8
		}
		units = append(units, uint16(unit))
	}
	f.skip(4*runs + max(extra, 0))
	return string(utf16.Decode(units))
}
