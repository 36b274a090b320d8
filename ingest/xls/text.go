package xls

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codePage returns the encoding of a code page, Latin letters for those unknown.
func codePage(number int) encoding.Encoding {
	switch number {
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	case 10000, 32768:
		return charmap.Macintosh
	}
	return charmap.Windows1252
}

// text reads a text, whose length has one byte or, if long, two.
func (w *Workbook) text(f *fields, long bool) string {
	if w.biff8 {
		return f.unicode(long)
	}
	length := 0
	if long {
		length = f.u16()
	} else {
		length = f.u8()
	}
	page := w.page
	if page == nil {
		page = charmap.Windows1252
	}
	text, err := page.NewDecoder().Bytes(f.bytes(length))
	if err != nil {
		f.short = true
	}
	return string(text)
}
