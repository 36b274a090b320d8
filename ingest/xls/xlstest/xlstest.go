// Package xlstest writes small .xls workbooks for tests.
package xlstest

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// Book is a workbook to be written as BIFF8.
type Book struct {
	Sheets  []Sheet
	Formats []string // number formats; Styled names them by place
	Old     bool     // days count from 1904
	Globals []byte   // further records about the whole workbook
}

// Sheet is one sheet of a Book. A cell is nil, a string, a float64, an int, a bool, or one
// of the types below.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   [][]any
	Merged [][4]uint16 // first and last row, first and last column, from 0
	More   []byte      // further records
}

// Styled is a number with a number format of the book.
type Styled struct {
	Number float64
	Format int // place in Formats
}

// Formula is a formula with the value that it had last: a float64, a string or a bool.
type Formula struct {
	Value any
	Flags uint16
}

// Error is an error by its number.
type Error byte

// Record returns a record; texts of strings are bytes, numbers are written in their size.
func Record(kind uint16, fields ...any) []byte {
	var data []byte
	for _, f := range fields {
		switch v := f.(type) {
		case byte:
			data = append(data, v)
		case uint16:
			data = binary.LittleEndian.AppendUint16(data, v)
		case uint32:
			data = binary.LittleEndian.AppendUint32(data, v)
		case float64:
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
		case string:
			data = append(data, v...)
		case []byte:
			data = append(data, v...)
		}
	}
	out := binary.LittleEndian.AppendUint16(nil, kind)
	return append(binary.LittleEndian.AppendUint16(out, uint16(len(data))), data...)
}

// text writes a text whose length has one byte or two.
func text(s string, long bool) []byte {
	units := utf16.Encode([]rune(s))
	out := []byte{byte(len(units))}
	if long {
		out = append(out, byte(len(units)>>8))
	}
	out = append(out, 1)
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// Stream writes the records of a workbook.
func (b Book) Stream() []byte {
	shared, index := []byte(nil), map[string]uint32{}
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for _, cell := range row {
				if t, ok := cell.(string); ok {
					if _, known := index[t]; !known {
						index[t] = uint32(len(index))
						shared = append(shared, text(t, true)...)
					}
				}
			}
		}
	}
	globals := func(offsets []uint32) []byte {
		out := Record(0x809, uint16(0x600), uint16(5), uint32(0), uint32(0), uint32(0))
		out = append(out, b.Globals...)
		if b.Old {
			out = append(out, Record(0x22, uint16(1))...)
		}
		out = append(out, Record(0xe0, uint16(0), uint16(0), make([]byte, 16))...)
		for i, code := range b.Formats {
			out = append(out, Record(0x41e, uint16(164+i), text(code, true))...)
		}
		for i := range b.Formats {
			out = append(out, Record(0xe0, uint16(0), uint16(164+i), make([]byte, 16))...)
		}
		for i, s := range b.Sheets {
			hidden := byte(0)
			if s.Hidden {
				hidden = 1
			}
			out = append(out, Record(0x85, offsets[i], hidden, byte(0), text(s.Name, false))...)
		}
		out = append(out, Record(0xfc, uint32(len(index)), uint32(len(index)), shared)...)
		return append(out, Record(0x0a)...)
	}
	offsets := make([]uint32, len(b.Sheets))
	at := len(globals(offsets))
	var sheets []byte
	for i, s := range b.Sheets {
		offsets[i] = uint32(at + len(sheets))
		sheets = append(sheets, s.records(index)...)
	}
	return append(globals(offsets), sheets...)
}

func (s Sheet) records(index map[string]uint32) []byte {
	out := Record(0x809, uint16(0x600), uint16(0x10), uint32(0), uint32(0), uint32(0))
	for r, row := range s.Rows {
		for c, value := range row {
			out = append(out, cell(uint16(r), uint16(c), value, index)...)
		}
	}
	if len(s.Merged) > 0 {
		fields := []any{uint16(len(s.Merged))}
		for _, m := range s.Merged {
			fields = append(fields, m[0], m[1], m[2], m[3])
		}
		out = append(out, Record(0xe5, fields...)...)
	}
	out = append(out, s.More...)
	return append(out, Record(0x0a)...)
}

func cell(row, column uint16, value any, index map[string]uint32) []byte {
	general := uint16(0)
	switch v := value.(type) {
	case string:
		return Record(0xfd, row, column, general, index[v])
	case float64:
		return Record(0x203, row, column, general, v)
	case int:
		return Record(0x27e, row, column, general, uint32(int32(v)<<2|2))
	case bool:
		b := byte(0)
		if v {
			b = 1
		}
		return Record(0x205, row, column, general, b, byte(0))
	case Error:
		return Record(0x205, row, column, general, byte(v), byte(1))
	case Styled:
		return Record(0x203, row, column, uint16(v.Format+1), v.Number)
	case Formula:
		return formula(row, column, v)
	}
	return nil
}

func formula(row, column uint16, f Formula) []byte {
	special := func(kind, value byte) []byte {
		return Record(0x06, row, column, uint16(0), []byte{kind, 0, value, 0, 0, 0, 0xff, 0xff}, f.Flags, uint32(0), uint16(0))
	}
	switch v := f.Value.(type) {
	case float64:
		return Record(0x06, row, column, uint16(0), v, f.Flags, uint32(0), uint16(0))
	case string:
		return append(special(0, 0), Record(0x207, text(v, true))...)
	case bool:
		return special(1, map[bool]byte{true: 1}[v])
	case Error:
		return special(2, byte(v))
	}
	return special(3, 0)
}

// Bytes writes a workbook in its container.
func (b Book) Bytes() []byte { return Container("Workbook", b.Stream()) }

// Container wraps a stream in an OLE 2 container of sectors of 512 bytes.
func Container(name string, stream []byte) []byte {
	const sector, end, free, fatMark = 512, 0xfffffffe, 0xffffffff, 0xfffffffd
	stream = append(stream, make([]byte, max(0, 4096-len(stream)))...) // shorter ones would stand elsewhere
	stream = append(stream, make([]byte, (sector-len(stream)%sector)%sector)...)
	sectors := len(stream) / sector
	fats := (sectors+1)/(sector/4-1) + 1
	fat := make([]uint32, fats*sector/4)
	for i := range fat {
		switch {
		case i < fats:
			fat[i] = fatMark
		case i == fats || i == fats+sectors:
			fat[i] = end
		case i < fats+sectors:
			fat[i] = uint32(i + 1)
		default:
			fat[i] = free
		}
	}
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	for at, v := range map[int]uint16{0x18: 0x3e, 0x1a: 3, 0x1c: 0xfffe, 0x1e: 9, 0x20: 6} {
		le.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{0x2c: uint32(fats), 0x30: uint32(fats), 0x38: 4096, 0x3c: end, 0x44: end} {
		le.PutUint32(head[at:], v)
	}
	for i := range 109 {
		v := uint32(free)
		if i < fats {
			v = uint32(i)
		}
		le.PutUint32(head[0x4c+4*i:], v)
	}
	out := head
	for _, v := range fat {
		out = le.AppendUint32(out, v)
	}
	directory := make([]byte, sector)
	entry(directory, "Root Entry", 5, 1, end, 0)
	entry(directory[128:], name, 2, free, uint32(fats+1), uint32(len(stream)))
	for i := 2; i < 4; i++ {
		entry(directory[128*i:], "", 0, free, 0, 0)
	}
	return append(append(out, directory...), stream...)
}

func entry(at []byte, name string, kind byte, child, start, size uint32) {
	le := binary.LittleEndian
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		le.PutUint16(at[2*i:], u)
	}
	if name != "" {
		le.PutUint16(at[64:], uint16(2*len(units)+2))
	}
	at[66], at[67] = kind, 1
	le.PutUint32(at[68:], 0xffffffff)
	le.PutUint32(at[72:], 0xffffffff)
	le.PutUint32(at[76:], child)
	le.PutUint32(at[116:], start)
	le.PutUint32(at[120:], size)
}
