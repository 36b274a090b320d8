package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"paystats/ingest/xls/xlstest"
)

// sameOldWorkbook tells a table as .xls, with its header in the given row.
func sameOldWorkbook(rows [][]string, first int) string {
	sheet := xlstest.Sheet{Name: "Sheet1", Rows: make([][]any, first-1)}
	for _, row := range rows {
		var cells []any
		for _, text := range row {
			cells = append(cells, text)
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	return string(xlstest.Book{Sheets: []xlstest.Sheet{{Name: "Notes", Hidden: true}, sheet}}.Bytes())
}

// What a cell of an old workbook says is what the same cell of a new one says.
func TestReadOldWorkbook(t *testing.T) {
	book := xlstest.Book{Formats: []string{"0.00", "0.0%", "d-mmm-yyyy", "#,##0.00", "0;\\(0\\)"}, Sheets: []xlstest.Sheet{
		{Name: "NEFT", Rows: [][]any{
			{"Figures of the settlement system"}, {},
			{"period", "provider", "OUTWARD", nil, "unit"},
			{nil, nil, "Volume\n(actual)", "Value", nil},
			{"2015-Q1", "Acme", 12, 439.93117942199996, "CNY"},
			{"2015-Q2", "Acme", 12, xlstest.Styled{Number: 2.683054492}, "CNY"},
			{"2015-Q3", "Acme", 12, xlstest.Styled{Number: -16767.92, Format: 3}, "CNY"},
			{"2015-Q4", "Acme", 12, xlstest.Formula{Value: 0.5}, "CNY"},
			{xlstest.Styled{Number: 42643, Format: 2}, "Acme", 12, xlstest.Formula{Value: "7.5"}, "CNY"},
			{"2016-Q1", "Acme", 12, xlstest.Styled{Number: -3, Format: 4}, "CNY"},
			{"2016-Q2", "Acme", 12, "2955.95.", "CNY"},
			{"2016-Q3", "Acme", 12, xlstest.Error(42), "CNY"},
			{"2016-Q4", "Acme", 12, true, "CNY"},
		}, Merged: [][4]uint16{{2, 2, 2, 3}}},
		{Name: "hidden", Hidden: true},
	}}
	paystats := strings.Replace(plain, "{column: value,", "{column: OUTWARD > Value,", 1) + "max_rejects: 3\n"
	out := read(t, dataset(describe("path: f.xls\ndialect: {headerRows: [3, 4]}", strings.Replace(paystats, "{column: period}", "{column: period, values: {2016-09-30: 2017-Q1}}", 1)),
		map[string]string{"f.xls": string(book.Bytes())}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, o.Place.At+" "+o.Period.String()+" "+o.Value.String())
	}
	for _, r := range out.summary.Rejects {
		got = append(got, r.Place.At+" "+r.Printed+" "+r.Code)
	}
	want := []string{"NEFT!D5 2015-Q1 439.931179422", "NEFT!D6 2015-Q2 2.683054492", "NEFT!D7 2015-Q3 -16767.92", "NEFT!D8 2015-Q4 0.5", "NEFT!D9 2017-Q1 7.5",
		"NEFT!D10 2016-Q1 -3", "NEFT!D11 2955.95. CNY unit-unknown", "NEFT!D12 #N/A CNY number-syntax", "NEFT!D13 TRUE CNY number-syntax"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
