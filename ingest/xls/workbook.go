package xls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/text/encoding"
)

// MaxCells limits the cells of a sheet, the empty ones to their left counted.
const MaxCells = 10_000_000

// What a file may be instead of a workbook that can be read.
var (
	ErrNoWorkbook = errors.New("the file is no .xls workbook")
	ErrTooOld     = errors.New("the workbook is older than Excel 5")
	ErrPassword   = errors.New("the workbook has a password")
	ErrTooLarge   = fmt.Errorf("a sheet has more than %d cells, empty ones among them", MaxCells)
)

// Kinds of records.
const (
	recBOF         = 0x809
	recEOF         = 0x0a
	recBoundSheet  = 0x85
	recFilePass    = 0x2f
	recCodePage    = 0x42
	recDateMode    = 0x22
	recFormat      = 0x41e
	recXF          = 0xe0
	recSST         = 0xfc
	recContinue    = 0x3c
	recNumber      = 0x203
	recRK          = 0x27e
	recMulRK       = 0xbd
	recLabelSST    = 0xfd
	recLabel       = 0x204
	recRString     = 0xd6
	recFormula     = 0x06
	recString      = 0x207
	recBoolErr     = 0x205
	recMergedCells = 0xe5
)

const biff8 = 0x600

// Workbook is an open workbook.
type Workbook struct {
	Sheets []Sheet
	Old    bool // days count from 1904

	stream  []byte
	biff8   bool
	page    encoding.Encoding // of texts before BIFF8; nil for Latin letters
	texts   []string          // that cells share
	formats map[int]string    // codes by number
	xf      []int             // the number of each cell style's format
}

// Sheet is one sheet with cells; charts and macros are left out.
type Sheet struct {
	Name   string
	Hidden bool
	offset int // of its records
}

// Format is a number format: its code, or its number alone where it is one of the program's own.
type Format struct {
	Number int
	Code   string
}

// Open reads what a workbook says of itself. The data is kept.
func Open(data []byte) (*Workbook, error) {
	stream, err := bookStream(data)
	if err != nil {
		return nil, err
	}
	w := &Workbook{stream: stream, formats: map[int]string{}}
	records := &recordReader{data: stream}
	first, err := records.next()
	if err != nil {
		return nil, err
	}
	if first.kind != recBOF || len(first.data) < 4 {
		return nil, ErrNoWorkbook
	}
	switch version := binary.LittleEndian.Uint16(first.data); version {
	case biff8:
		w.biff8 = true
	case 0x500:
	default:
		return nil, fmt.Errorf("%w: version %#x", ErrNoWorkbook, version)
	}
	for {
		r, err := records.next()
		if err != nil {
			return nil, err
		}
		if r.kind == recEOF {
			break
		}
		if err := w.global(r); err != nil {
			return nil, err
		}
	}
	if len(w.Sheets) == 0 {
		return nil, fmt.Errorf("%w: it has no sheet with cells", ErrNoWorkbook)
	}
	return w, nil
}

// global takes one record about the whole workbook.
func (w *Workbook) global(r record) error {
	f := r.fields()
	switch r.kind {
	case recFilePass:
		return ErrPassword
	case recCodePage:
		w.page = codePage(f.u16())
	case recDateMode:
		w.Old = f.u16() == 1
	case recFormat:
		number := f.u16()
		w.formats[number] = w.text(f, w.biff8)
	case recXF:
		f.skip(2)
		w.xf = append(w.xf, f.u16())
	case recBoundSheet:
		s := Sheet{offset: f.i32(), Hidden: f.u8()&3 != 0}
		worksheet := f.u8() == 0
		if s.Name = w.text(f, false); worksheet {
			w.Sheets = append(w.Sheets, s)
		}
	case recSST:
		return w.shared(f)
	}
	return f.err(r)
}

// shared reads the texts that cells share.
func (w *Workbook) shared(f *fields) error {
	f.skip(4)
	count := f.i32()
	w.texts = slices.Grow(w.texts, min(max(count, 0), f.left()/3)) // a text takes three bytes at least
	for range count {
		if f.left() == 0 {
			return fmt.Errorf("the workbook's texts end after %d of %d", len(w.texts), count)
		}
		w.texts = append(w.texts, f.unicode(true))
	}
	return nil
}

// format returns a cell style's number format.
func (w *Workbook) format(style int) Format {
	if style >= len(w.xf) {
		return Format{}
	}
	return Format{Number: w.xf[style], Code: w.formats[w.xf[style]]}
}
