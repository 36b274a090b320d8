package ingest_test

import (
	"strings"
	"testing"
)

// What a cell holds beside its number is kept as a note; what contradicts the descriptor
// is refused, with the reason.
func TestCellsSayMoreThanNumbers(t *testing.T) {
	tests := []struct {
		name, cell, unit string
		value, note      string // wanted; "" for a refused cell
		code             string // of the refusal
	}{
		{name: "footnote mark", cell: "2596.02亿元(图3)", unit: "CNY", value: "259602000000", note: `not read: "(图3)"`},
		{name: "multiplier in header and cell", cell: "465.95亿", unit: "万元", value: "465950000000000", note: "both the declared multiplier and the cell's apply"},
		{name: "the declared unit once more", cell: "63815.51亿元", unit: "亿元", value: "6381551000000", note: "the cell repeats the declared unit, which applies once"},
		{name: "the declared multiplier with a currency", cell: "RMB2,015.43 billion (US$328.1 billion)", unit: "bn", value: "2015430000000",
			note: "the cell repeats the declared unit, which applies once; the cell also prints 328100000000 USD"},
		{name: "another whole unit", cell: "9万亿元", unit: "亿元", code: "[unit-twice]"},
		{name: "a whole unit without a multiplier", cell: "9元", unit: "亿元", value: "900000000"},
		{name: "an accountant's negative", cell: "(5.2)", unit: "CNY", code: "may mean a negative number"},
		{name: "a conversion", cell: "RMB2,015.43 billion (US$328.1 billion)", unit: "CNY", value: "2015430000000", note: "the cell also prints 328100000000 USD"},
		{name: "values run together", cell: "19.5%16.3%", unit: "CNY", code: "several numbers in one cell [number-syntax]"},
		{name: "an idiom", cell: "半壁江山", unit: "CNY", code: "an idiom or a vague word [number-syntax]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := "period,provider,value,unit\n2015Q1,Acme,\"" + tt.cell + "\"," + tt.unit + "\n"
			out := read(t, dataset(describe("path: f.csv", plain), map[string]string{"f.csv": data}))
			if tt.code != "" {
				if out.err == nil || !strings.Contains(out.err.Error(), tt.code) {
					t.Errorf("%q gives %v, want %q", tt.cell, out.err, tt.code)
				}
				return
			}
			if len(out.rows) != 1 || out.rows[0].Value.String() != tt.value || out.rows[0].Note != tt.note {
				t.Errorf("%q gives %+v, %v; want %s and the note %q", tt.cell, out.rows, out.err, tt.value, tt.note)
			}
		})
	}
}

// TestPeriodHints: a period that is refused names the key that reads it, and that key does.
func TestPeriodHints(t *testing.T) {
	for _, tt := range []struct{ cell, hint, period, want string }{
		{"31/12/2023", `pattern: '(?P<day>\d+)/(?P<month>\d+)/(?P<year>\d+)'`, `{column: period, pattern: '(?P<day>\d+)/(?P<month>\d+)/(?P<year>\d+)'}`, "2023-12-31"},
		{"30.09.2016", `pattern: '(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)'`, `{column: period, pattern: '(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)'}`, "2016-09-30"},
		{"2015Q3 (P)", `pattern: '(?P<period>…)'`, `{column: period, pattern: '^(?P<period>\S+)'}`, "2015-Q3"},
	} {
		data := map[string]string{"f.csv": "period,provider,value,unit\n" + tt.cell + ",Acme,1,CNY\n"}
		refused := read(t, dataset(describe("path: f.csv", plain+"max_rejects: 1\n"), data))
		if len(refused.summary.Rejects) != 1 || !strings.Contains(refused.summary.Rejects[0].Hint, tt.hint) {
			t.Errorf("%q is refused with %+v, want the hint %s", tt.cell, refused.summary.Rejects, tt.hint)
		}
		out := read(t, dataset(describe("path: f.csv", strings.Replace(plain, "{column: period}", tt.period, 1)), data))
		if out.err != nil || len(out.rows) != 1 || out.rows[0].Period.String() != tt.want {
			t.Errorf("%q with %s gives %+v, %v; want %s", tt.cell, tt.period, out.rows, out.err, tt.want)
		}
	}
}
