package ingest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"paystats/data/obs"
)

// workbook makes a workbook; fill gets it with one empty sheet, Sheet1.
func workbook(t testing.TB, fill func(f *excelize.File) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := fill(f); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// fillSheet writes rows into a sheet, from the row first on; numbers where a text is one.
func fillSheet(f *excelize.File, sheet string, first int, rows [][]string) error {
	for i, texts := range rows {
		for j, text := range texts {
			cell, _ := excelize.CoordinatesToCellName(j+1, first+i)
			var value any = text
			var number float64
			if n, _ := fmt.Sscanf(text, "%g", &number); n == 1 && strings.Trim(text, "0123456789.") == "" {
				value = number
			}
			if text == "" {
				continue
			}
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func sameWorkbook(t testing.TB, first int) string {
	return workbook(t, func(f *excelize.File) error { return fillSheet(f, "Sheet1", first, sameTable()) })
}

// Two sheets by a pattern, a hidden one left out, three header rows, formulas, percent and
// dates; places are sheet and cell.
func TestReadWorkbook(t *testing.T) {
	fill := func(f *excelize.File) error {
		for _, name := range []string{"NEFT 2015", "NEFT 2016", "NEFT draft", "Notes"} {
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
			if err := fillSheet(f, name, 1, [][]string{
				{"Settlement\nsystem"},
				{"Month", "Bank", "OUTWARD", "", "INWARD"},
				{"", "", "Volume\n (actual)", "Value", "Volume\n (actual)", "Value"},
				{"", "Acme", "1200", "", "3", "4"},
				{},
				{"2015-10", "ALL", "7", "8", "9", "10"},
			}); err != nil {
				return err
			}
		}
		format := "yyyy-mm"
		date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		for _, err := range []error{
			f.SetCellValue("NEFT 2015", "A4", 42248), f.SetCellStyle("NEFT 2015", "A4", "A4", day),
			f.SetCellValue("NEFT 2016", "A4", 42614), f.SetCellStyle("NEFT 2016", "A4", "A4", date),
			f.SetCellFormula("NEFT 2015", "C4", "1000+234"), f.SetSheetVisible("NEFT draft", false), f.DeleteSheet("Sheet1"),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}
	paystats := strings.NewReplacer("measure: tx_value", "measure: tx_count", "{column: period}", "{column: Month}", "{column: provider}", "{column: Bank}",
		"{column: value, unit: {column: unit}}", `{column: "OUTWARD > Volume (actual)", unit: count}`).Replace(plain)
	out := read(t, dataset(describe("path: f.xlsx\ndialect: {sheetName: \"NEFT *\", headerRows: [2, 3]}", paystats),
		map[string]string{"f.xlsx": workbook(t, fill)}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, fmt.Sprintf("%s %s %s %s", o.Period, o.Member, o.Printed, o.Place.At))
	}
	want := []string{"2015-09-01 acme 1200 count NEFT 2015!C4", "2015-10 total 7 count NEFT 2015!C6",
		"2016-09 acme 1200 count NEFT 2016!C4", "2015-10 total 7 count NEFT 2016!C6"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A cell says what is shown, with the digits that the number format hides.
func TestWorkbookTexts(t *testing.T) {
	tests := []struct {
		name   string
		value  any
		format string
		want   string // text and unit as printed
	}{
		{"general", 1234.5, "General", "1234.5"},
		{"hidden digits", 1234.4567, "#,##0", "1234.4567"},
		{"noise of the sum 0.1 + 0.2", 0.30000000000000004, "General", "0.3"},
		{"percent", 0.1234, "0%", "12.34%"},
		{"a text", "1,234", "@", "1,234"},
		{"large", 13231328e6, "0.00E+00", "13231328000000"},
		{"negative in brackets", -12.34, "#,##0_);(#,##0)", "-12.34"},
		{"zero", 0, "0.00", "0"},
		{"a unit of the format", 1234.5678, `#,##0.0"万笔"`, "1234.5678万笔"},
		{"a unit between sign and number", -1234.5678, `"count "#,##0`, "-count 1234.5678"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := workbook(t, func(f *excelize.File) error {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &tt.format})
				if err != nil {
					return err
				}
				if err := fillSheet(f, "Sheet1", 1, [][]string{{"period", "provider", "value"}, {"2015Q1", "Acme"}}); err != nil {
					return err
				}
				if err := f.SetCellValue("Sheet1", "C2", tt.value); err != nil {
					return err
				}
				return f.SetCellStyle("Sheet1", "C2", "C2", style)
			})
			paystats := strings.NewReplacer("measure: tx_value", "measure: ratio", ", unit: {column: unit}", "").Replace(plain)
			if !strings.HasSuffix(tt.want, "%") {
				paystats = strings.Replace(paystats, "measure: ratio", "measure: tx_count", 1)
			}
			out := read(t, dataset(describe("path: f.xlsx", paystats), map[string]string{"f.xlsx": data}))
			if len(out.rows) != 1 || out.rows[0].Printed != tt.want {
				t.Errorf("%+v, %v, want %s", out.rows, out.err, tt.want)
			}
		})
	}
}

// A format that shows thousands hides what the stored number is: its workbook is refused.
func TestScalingFormatsAreRefused(t *testing.T) {
	for format, scaling := range map[string]bool{
		"#,##0": false, "#,##0.00": false, "0%": false, `#,##0" mn,"`: false, `[$CNY ]#,##0`: false, "yyyy-mm": false,
		"#,##0,": true, "0.0,,": true, `#,##0.0,"k"`: true, "#,##0,;(#,##0,)": true,
	} {
		data := workbook(t, func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				return err
			}
			if err := fillSheet(f, "Sheet1", 1, [][]string{{"period", "provider", "value", "unit"}, {"2015Q1", "Acme", "1234567", "CNY"}}); err != nil {
				return err
			}
			return f.SetCellStyle("Sheet1", "C2", "C2", style)
		})
		out := read(t, dataset(describe("path: f.xlsx", plain), map[string]string{"f.xlsx": data}))
		refused := out.err != nil && strings.Contains(out.err.Error(), "[format-scaling]")
		if refused != scaling {
			t.Errorf("format %s: %v; refused is %v, want %v", format, out.err, refused, scaling)
		}
	}
}

func farCells() string {
	var text strings.Builder
	text.WriteString("<worksheet><sheetData>")
	for i := range 1000 {
		fmt.Fprintf(&text, `<row r="%d"><c r="XFD%d"><v>%d</v></c></row>`, i+1, i+1, i*7919)
	}
	text.WriteString("</sheetData></worksheet>")
	return text.String()
}

func badWorkbooks(t testing.TB) []badFile {
	table := [][]string{{"period", "provider", "value", "unit"}, {"2015Q1", "Acme", "1", "CNY"}}
	plainBook := func(change func(f *excelize.File) error) string {
		return workbook(t, func(f *excelize.File) error {
			if err := fillSheet(f, "Sheet1", 1, table); err != nil {
				return err
			}
			return change(f)
		})
	}
	good := plainBook(func(*excelize.File) error { return nil })
	raw := func(sheet string) string {
		return zipped(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", sheet)
	}
	return []badFile{
		{"cut off", "path: f.xlsx", good[:len(good)/2]},
		{"empty", "path: f.xlsx", ""},
		{"CSV by another name", "path: f.xlsx", header},
		{"old binary format", "path: f.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
		{"a zip of something else", "path: f.xlsx", zipped(t, "f.csv", header)},
		{"two sheets, none named", "path: f.xlsx", plainBook(func(f *excelize.File) error { _, err := f.NewSheet("Second"); return err })},
		{"no such sheet", "path: f.xlsx\ndialect: {sheetName: Sheet2}", good},
		{"header beyond the end", "path: f.xlsx\ndialect: {headerRows: [9]}", good},
		{"header in another row", "path: f.xlsx\ndialect: {headerRows: [2]}", good},
		{"column twice", "path: f.xlsx", plainBook(func(f *excelize.File) error { return f.SetCellValue("Sheet1", "E1", "value") })},
		{"formula never computed", "path: f.xlsx", plainBook(func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "C3", "1+1") })},
		{"formula with an empty value", "path: f.xlsx", raw(`<worksheet><sheetData><row r="1"><c r="A1"><f>B1</f><v></v></c></row></sheetData></worksheet>`)},
		{"an error for a value", "path: f.xlsx", plainBook(func(f *excelize.File) error { return f.SetCellValue("Sheet1", "C2", "#DIV/0!") })},
		{"XML cut off", "path: f.xlsx", raw("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>")},
		{"no workbook behind the sheet", "path: f.xlsx", raw("<worksheet><sheetData/></worksheet>")},
		{"10 million empty cells", "path: f.xlsx", raw("<worksheet><sheetData><row r=\"1\">" + strings.Repeat("<c/>", 10_000_000) + "</row></sheetData></worksheet>")},
		{"cells at the far end of every row", "path: f.xlsx", raw(farCells())},
		{"rows out of order", "path: f.xlsx", raw("<worksheet><sheetData><row r=\"5\"/><row r=\"3\"/></sheetData></worksheet>")},
		{"a row beyond the last", "path: f.xlsx", raw("<worksheet><sheetData><row r=\"2000000000\"/></sheetData></worksheet>")},
		{"cells out of order", "path: f.xlsx", raw("<worksheet><sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData></worksheet>")},
		{"bomb beside the sheets", "path: f.xlsx", zipped(t, "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/media/image1.png", strings.Repeat("\x00", 64<<20))},
		{"keys of sheets for CSV", "path: f.csv\ndialect: {sheetName: x}", header},
		{"header rows out of order", "path: f.xlsx\ndialect: {headerRows: [2, 1]}", good},
	}
}

// Workbooks of any kind end in observations, rejects or a placed problem.
func FuzzReadWorkbook(f *testing.F) {
	f.Add([]byte(sameWorkbook(f, 1)))
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := mustOpen(t, dataset(describe("path: f.xlsx", plain+"max_rejects: 5\n"), map[string]string{"f.xlsx": string(data)}))
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%+v", sum)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
