package xls_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/ingest/xls"
	"paystats/ingest/xls/xlstest"
)

// cells reads all sheets, a text for each cell.
func cells(data []byte) ([]string, error) {
	w, err := xls.Open(data)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range w.Sheets {
		found, err := w.Read(s)
		if err != nil {
			return nil, err
		}
		err = found.Rows(func(_ int, row []xls.Cell) error {
			for _, c := range row {
				text := c.Text
				if c.Kind == xls.Number {
					text = strings.TrimSpace(fmt.Sprint(c.Number) + " " + c.Format.Code)
				}
				out = append(out, fmt.Sprintf("%s!%d:%d %s", s.Name, c.Row, c.Column, text))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(found.Merged) > 0 {
			out = append(out, fmt.Sprint(found.Merged))
		}
	}
	return out, nil
}

func TestRead(t *testing.T) {
	book := xlstest.Book{Formats: []string{"0.00"}, Sheets: []xlstest.Sheet{{Name: "支付", Rows: [][]any{
		{"交易", 1.5, -7, true}, nil,
		{nil, xlstest.Formula{Value: 2.5}, xlstest.Formula{Value: "text"}, xlstest.Formula{Value: true}, xlstest.Formula{Value: xlstest.Error(7)}, xlstest.Error(42), xlstest.Styled{Number: 1}},
	}, Merged: [][4]uint16{{0, 1, 2, 3}}, More: slices.Concat(
		xlstest.Record(0xbd, uint16(1), uint16(1), uint16(0), uint32(100<<2|3), uint16(0), uint32(0x40590000), uint16(2)), // MULRK: 1 and 100
		xlstest.Record(0x204, uint16(9), uint16(0), uint16(0), uint16(6), byte(0), "Ac"), xlstest.Record(0x3c, byte(1), "m\x00e\x00 \x00P\x00"),
	)}}}
	want := []string{"支付!1:1 交易", "支付!1:2 1.5", "支付!1:3 -7", "支付!1:4 TRUE", "支付!2:2 1", "支付!2:3 100", "支付!3:2 2.5", "支付!3:3 text", "支付!3:4 TRUE", "支付!3:5 #DIV/0!",
		"支付!3:6 #N/A", "支付!3:7 1 0.00", "支付!10:1 Acme P", "[{1 3 2 4}]"}
	for name, data := range map[string][]byte{"container": book.Bytes(), "bare": book.Stream(), "Excel 5 container": xlstest.Container("Book", book.Stream())} {
		if got, err := cells(data); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

// A workbook of Excel 5 keeps its texts in a code page.
func TestReadExcel5(t *testing.T) {
	bof := func(kind uint16) []byte { return xlstest.Record(0x809, uint16(0x500), kind, uint32(0)) }
	name := "\xd6\xa7\xb8\xb6" // 支付 in GBK
	globals := slices.Concat(bof(5), xlstest.Record(0x42, uint16(936)), xlstest.Record(0x41e, uint16(164), byte(3), "0.0"), xlstest.Record(0xe0, uint16(0), uint16(164)))
	length := len(globals) + 4 + 7 + len(name) + 4
	globals = slices.Concat(globals, xlstest.Record(0x85, uint32(length), uint16(0), byte(len(name)), name), xlstest.Record(0x0a))
	sheet := slices.Concat(bof(0x10), xlstest.Record(0x204, uint16(0), uint16(0), uint16(0), uint16(4), name), xlstest.Record(0x203, uint16(0), uint16(1), uint16(0), 2.0), xlstest.Record(0x0a))
	got, err := cells(append(globals, sheet...))
	if want := []string{"支付!1:1 支付", "支付!1:2 2 0.0"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestRefuse(t *testing.T) {
	good := xlstest.Book{Sheets: []xlstest.Sheet{{Name: "S", Rows: [][]any{{"a", 1.5}}}}}
	locked := good
	locked.Globals = xlstest.Record(0x2f, uint16(1))
	huge := bytes.Clone(good.Bytes())
	copy(huge[0x40:], "\xff\xff\xff\x7f")
	tests := []struct {
		name string
		data []byte
		want error
		text string
	}{
		{"password", locked.Bytes(), xls.ErrPassword, ""},
		{"password of a new workbook", xlstest.Container("EncryptedPackage", nil), xls.ErrPassword, ""},
		{"another document", xlstest.Container("WordDocument", nil), xls.ErrNoWorkbook, ""},
		{"Excel 3", []byte("\x09\x02\x06\x00\x00\x00\x10\x00"), xls.ErrTooOld, ""},
		{"a page", []byte("<table>"), xls.ErrNoWorkbook, ""},
		{"nothing", nil, xls.ErrNoWorkbook, ""},
		{"cut off", good.Stream()[:80], nil, "cut off"},
		{"a header that claims too much", huge, nil, "claims 2147483647 sectors"},
		{"texts that end early", xlstest.Book{Sheets: good.Sheets, Globals: xlstest.Record(0xfc, uint32(9), uint32(9), "\x01\x00\x00a")}.Bytes(), nil, "end after 1 of 9"},
		{"a short record", xlstest.Book{Sheets: []xlstest.Sheet{{Name: "S", More: xlstest.Record(0x203, uint16(1))}}}.Bytes(), nil, "too short"},
		{"a text that is not there", xlstest.Book{Sheets: []xlstest.Sheet{{Name: "S", More: xlstest.Record(0xfd, uint16(1), uint16(1), uint16(0), uint32(7))}}}.Bytes(), nil, "too short"},
	}
	for _, tt := range tests {
		_, err := cells(tt.data)
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func FuzzXLS(f *testing.F) {
	book := xlstest.Book{Formats: []string{"0.00"}, Sheets: []xlstest.Sheet{{Name: "S", Rows: [][]any{{"a", 1.5, 7, xlstest.Formula{Value: "b"}}}, Merged: [][4]uint16{{0, 1, 2, 3}}}}}
	for _, seed := range [][]byte{book.Stream(), book.Bytes(), book.Stream()[:90]} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = cells(data) // may fail, may not panic
	})
}
