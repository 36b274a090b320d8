package frame_test

import (
	"bytes"
	"testing"
	"time"

	"paystats/data/frame"
	"paystats/data/obs"
)

func example() *frame.Frame {
	return &frame.Frame{Columns: []frame.Column{
		{Name: "member", Kind: frame.Text, Cells: []any{"支付宝", "=cmd()", nil}},
		{Name: "share", Kind: frame.Float, Cells: []any{0.619, -0.5, nil}},
		{Name: "value", Kind: frame.Decimal, Cells: []any{obs.NewDecimal(9_000_000_000_000), obs.NewDecimal(-3), nil}},
		{Name: "on", Kind: frame.Date, Cells: []any{time.Date(2015, 9, 30, 0, 0, 0, 0, time.UTC), nil, nil}},
		{Name: "inputs", Kind: frame.List, Cells: []any{[]int64{1, 2}, []int64{}, nil}},
	}}
}

func TestWrite(t *testing.T) {
	tests := []struct {
		name  string
		write func(*bytes.Buffer, *frame.Frame) error
		want  string
	}{
		{name: "table", write: func(b *bytes.Buffer, f *frame.Frame) error { return frame.WriteTable(b, f) }, want: "" +
			"member  share          value  on          inputs\n" +
			"支付宝  0.619  9000000000000  2015-09-30  1;2\n" +
			"=cmd()   -0.5             -3\n\n"},
		{name: "csv", write: func(b *bytes.Buffer, f *frame.Frame) error { return frame.WriteCSV(b, f) }, want: "" +
			"member,share,value,on,inputs\n支付宝,0.619,9000000000000,2015-09-30,1;2\n'=cmd(),-0.5,-3,,\n,,,,\n"},
		{name: "json", write: func(b *bytes.Buffer, f *frame.Frame) error { return frame.WriteJSON(b, f) }, want: "" +
			`{"member":"支付宝","share":0.619,"value":9000000000000,"on":"2015-09-30","inputs":[1,2]}` + "\n" +
			`{"member":"=cmd()","share":-0.5,"value":-3,"on":null,"inputs":[]}` + "\n" +
			`{"member":null,"share":null,"value":null,"on":null,"inputs":null}` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := tt.write(&b, example()); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("wrote\n%s\nwant\n%s", b.String(), tt.want)
			}
		})
	}
}

func TestFloatOfNullIsNotOK(t *testing.T) {
	if v, ok := example().Float("share", 2); ok || v != 0 {
		t.Errorf("Float of NULL = %v, %v, want 0, false", v, ok)
	}
	if v, ok := example().Float("member", 0); ok || v != 0 {
		t.Errorf("Float of text = %v, %v, want 0, false", v, ok)
	}
}
