package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
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

func badOldWorkbooks(t testing.TB) []badFile {
	good := sameOldWorkbook(sameTable()[:3], 1)
	head := []any{"period", "provider", "value", "unit"}
	book := func(sheets ...xlstest.Sheet) string {
		return string(xlstest.Book{Formats: []string{"#,##0,"}, Sheets: sheets}.Bytes())
	}
	table := func(cells ...any) xlstest.Sheet { return xlstest.Sheet{Name: "S", Rows: [][]any{head, cells}} }
	wide := xlstest.Sheet{Name: "S", Rows: [][]any{head}}
	for r := range 40_000 {
		wide.More = append(wide.More, xlstest.Record(0x203, uint16(r+1), uint16(255), uint16(0), 1.0)...)
	}
	locked := string(xlstest.Book{Globals: xlstest.Record(0x2f, uint16(1)), Sheets: []xlstest.Sheet{table()}}.Bytes())
	loop := []byte(good)
	copy(loop[512+4:], "\x01\x00\x00\x00") // the directory's sector follows itself
	return []badFile{
		{"empty", "path: f.xls", ""},
		{"zero bytes", "path: f.xls", strings.Repeat("\x00", 5000)},
		{"a new workbook by this name", "path: f.xls", sameWorkbook(t, 1)},
		{"a page by this name", "path: f.xls", "\r\n<HTML><body>" + page(sameTable()[:3])},
		{"XML of 2003", "path: f.xls", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>`},
		{"a web archive", "path: f.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"},
		{"a text with tabs", "path: f.xls", "period\tprovider\tvalue\tunit\n"},
		{"a text with commas", "path: f.xls", header},
		{"an old workbook by the name of a new one", "path: f.xlsx", good},
		{"a new workbook with a password", "path: f.xlsx", string(xlstest.Container("EncryptedPackage", nil))},
		{"a password", "path: f.xls", locked},
		{"a document of another kind", "path: f.xls", string(xlstest.Container("WordDocument", nil))},
		{"Excel 3", "path: f.xls", "\x09\x02\x06\x00\x00\x00\x10\x00"},
		{"cut off within the container", "path: f.xls", good[:len(good)/2]},
		{"cut off within the header", "path: f.xls", good[:100]},
		{"sectors that go round", "path: f.xls", string(loop)},
		{"cut off within the records", "path: f.xls", string(xlstest.Book{Sheets: []xlstest.Sheet{table("2015Q1")}}.Stream()[:150])},
		{"a short record", "path: f.xls", book(xlstest.Sheet{Name: "S", More: xlstest.Record(0x203, uint16(1))})},
		{"too many empty cells", "path: f.xls", book(wide)},
		{"two sheets, none named", "path: f.xls", book(table(), xlstest.Sheet{Name: "T"})},
		{"no such sheet", "path: f.xls\ndialect: {sheetName: NEFT}", good},
		{"ends before its header", "path: f.xls\ndialect: {headerRows: [9]}", good},
		{"a format that divides", "path: f.xls", book(table("2015Q1", "Acme", xlstest.Styled{Number: 1234567}, "CNY"))},
		{"a formula that was never computed", "path: f.xls", book(table("2015Q1", "Acme", xlstest.Formula{Value: 0.0, Flags: 3}, "CNY"))},
		{"an error for a value", "path: f.xls", book(table("2015Q1", "Acme", xlstest.Error(7), "CNY"))},
	}
}

// Old workbooks of any kind end in observations, rejects or a placed problem.
func FuzzReadOldWorkbook(f *testing.F) {
	f.Add([]byte(sameOldWorkbook(sameTable()[:3], 1)))
	f.Add(xlstest.Book{Formats: []string{"d-mmm-yy", "0.0%"}, Sheets: []xlstest.Sheet{{Name: "S", Rows: [][]any{
		{"period", "provider", "value", "unit"}, {xlstest.Styled{Number: 42643}, "Acme", xlstest.Styled{Number: 0.5, Format: 1}, "CNY"}}}}}.Stream())
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := mustOpen(t, dataset(describe("path: f.xls", plain+"max_rejects: 5\n"), map[string]string{"f.xls": string(data)}))
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%+v", sum)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
