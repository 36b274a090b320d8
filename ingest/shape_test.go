package ingest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"paystats/data/obs"
	"paystats/ingest"
)

// shapeTest is a file, how it is described, and what it comes to: "member period value" for
// each observation, "place code" for each reject.
type shapeTest struct {
	name, resource, paystats, data string
	want                           []string
}

func (tt shapeTest) run(t *testing.T) {
	t.Helper()
	file := strings.Fields(tt.resource)[1]
	out := read(t, dataset(describe(tt.resource, tt.paystats+"\nmax_rejects: 100"), map[string]string{file: tt.data}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	if got := said(out); !slices.Equal(got, tt.want) {
		t.Errorf("%s:\n%s\nwant:\n%s", tt.name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
	}
}

// said is an outcome as shapeTest wants it.
func said(out outcome) []string {
	var lines []string
	for _, o := range out.rows {
		lines = append(lines, fmt.Sprintf("%s %s %s", o.Member, o.Period, o.Value))
	}
	for _, r := range out.summary.Rejects {
		lines = append(lines, r.Place.At+" "+r.Code)
	}
	return lines
}

// bind is a `paystats` block whose period and value are given.
func bind(period, value string, more ...string) string {
	return "publisher: bureau\n" + strings.Join(more, "\n") + `
observation:
  period: ` + period + `
  area: AA
  segment: retail
  measure: tx_value
  dimension: provider
  member: {column: provider}
  value: ` + value + "\n"
}

const inYuan = "{column: value, unit: CNY}"

func TestShapes(t *testing.T) {
	for _, tt := range []shapeTest{
		{"month_forms", "path: f.csv", bind("{columns: [Month, Year]}", inYuan), "Year,Month,provider,value\n2016,September,Acme,1\n2020,Sept,Acme,2\n,,Acme,3\n",
			[]string{"acme 2016-09 1", "acme 2020-09 2", "4:2 value-missing"}},
		{"month_forms: numbers", "path: f.csv", bind("{columns: [m, y]}", inYuan), "m,y,provider,value\n12,2021,Acme,1\n", []string{"acme 2021-12 1"}},
		{"fiscal_year", "path: f.csv", bind("{column: 年度, fiscal_end: March}", inYuan), "年度,provider,value\nFY 2022-23,Acme,1\nFY23 Q1,Acme,2\n2011-12,Acme,3\n",
			[]string{"acme 2022-04..2023-03 1", "acme 2022-Q2 2", "4:1 period-syntax"}},
		{"fiscal_year: by its start, bare", "path: f.csv", bind("{column: p, fiscal_end: 3, fiscal_by_start: true, fiscal_bare: true}", inYuan), "p,provider,value\nFY23,Acme,1\n2011-12,Acme,3\n",
			[]string{"acme 2023-04..2024-03 1", "acme 2011-04..2012-03 3"}},
		{"fiscal_year: undeclared", "path: f.csv", bind("{column: p}", inYuan), "p,provider,value\nFY23,Acme,1\n", []string{"2:1 period-syntax"}},
		{"quarter_end_date", "path: f.csv", bind("{column: p, date_as: quarter}", inYuan), "p,provider,value\n2024-12-31,Acme,1\n2024-11-30,Acme,2\n2024-10-01,Acme,3\n",
			[]string{"acme 2024-Q4 1", "acme 2024-Q4 3", "3:1 period-syntax"}},
		{"epoch", "path: f.csv", bind("{column: p, zone: Asia/Kolkata}", inYuan), "p,provider,value\n1514745000000,Acme,1\n", []string{"acme 2018-01-01 1"}},
		{"epoch: zone and date_as", "path: f.csv", bind("{column: p, zone: Asia/Kolkata, date_as: month}", inYuan), "p,provider,value\n1514745000000,Acme,1\n", []string{"acme 2018-01 1"}},
		{"range_and_ytd", "path: f.csv", bind("{column: p}", inYuan), "p,provider,value\n2019年前三季度,Acme,1\n2018H1,Acme,2\n2013Q1—2015Q3,Acme,3\n上半年,Acme,4\n",
			[]string{"acme 2019-01..2019-09 1", "acme 2018-S1 2", "acme 2013-01..2015-09 3", "5:1 period-syntax"}},
		{"point_in_time: a flow", "path: f.csv", bind("{column: p}", inYuan), "p,provider,value\n截至2015年12月,Acme,1\n", []string{"2:1 period-as-of"}},
		{"point_in_time: a stock", "path: f.csv", strings.Replace(bind("{column: p}", "{column: value, unit: persons}"), "tx_value", "users", 1),
			"p,provider,value\n截至2015年12月,Acme,1\n", []string{"acme 2015-12 1"}},
		{"path_only", "path: RTGS241016.csv", bind(`{path: 'RTGS(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)'}`, inYuan), "provider,value\nAcme,1\n", []string{"acme 2016-10-24 1"}},
		{"pattern of a column", "path: f.csv", bind(`{column: p, pattern: '\((?P<year>\d{4})[ ,]+(?P<month>[A-Za-z]+)\)'}`, inYuan), "p,provider,value\n\"new (2016, Sept)\",Acme,1\nold,Acme,2\n",
			[]string{"acme 2016-09 1", "3:1 pattern-unmatched"}},
		{"pattern of a column, with a default", "path: f.csv", bind(`{column: p, pattern: '(?P<year>\d{4})', default: 2010}`, inYuan), "p,provider,value\nold,Acme,2\n", []string{"acme 2010 2"}},
		{"cell above the table", "path: f.csv\ndialect: {headerRows: [4]}", bind(`{cell: B2, pattern: '(?P<month>[A-Z][a-z]+)[ -]*(?P<year>20\d\d)'}`, inYuan),
			"\"Title with a bare \" quote\n,for September-2016,\n\nprovider,value\nAcme,1\n", []string{"acme 2016-09 1"}},
		{"merged_header", "path: f.csv\ndialect: {headerRows: [2, 4]}", bind("2016", "{column: OUTWARD > Value, unit: CNY}"),
			"NEFT\n,OUTWARD,,INWARD,\n(all figures in CNY)\nprovider,Volume,Value,Volume,Value\nAcme,1,2,3,4\n", []string{"acme 2016 2"}},
		{"header_newline", "path: f.csv\ndialect: {headerRows: [2]}", bind("2016", "{column: Volume (Actual), unit: CNY}"),
			"title\n\"provider\n\",\"Volume\n(Actual)\"\nAcme,x\n", []string{"5:2 number-syntax"}},
		{"index_column", "path: f.csv", bind("2016", inYuan), ",provider,value\n0,Acme,1\n1,Birch,2\n", []string{"acme 2016 1", "birch 2016 2"}},
		{"bom_quotes", "path: f.csv", bind("{columns: [Month, Year]}", inYuan), "\ufeff\"Year\",\"Month\",\"provider\",\"value\"\r\n\"2016\",\"May\",\"Acme\",\"1\"\r\n", []string{"acme 2016-05 1"}},
		{"separator", "path: f.csv\ndialect: {delimiter: ;}", bind("{column: datatrimestre, date_as: quarter}", `{column: valorPix, unit: BRL, decimal: ","}`),
			";datatrimestre;provider;valorPix\n0;2024-12-31;Acme;7714115370000,0\n1;2024-12-31;Birch;1.234,5\n2;2024-12-31;Birch;1.5\n",
			[]string{"acme 2024-Q4 7714115370000", "birch 2024-Q4 1234.5", "4:4 number-syntax"}},
		{"decimal comma, rounded", "path: f.csv\ndialect: {delimiter: ;}", bind("2016", `{column: value, unit: BRL, decimal: ",", round: 1}`), "provider;value\nAcme;1,26\nAcme;1.234,26\nAcme;1,2\n",
			[]string{"acme 2016 1.3", "acme 2016 1234.26", "acme 2016 1.2"}},
		{"wide_years", "path: f.csv", bind(`{header: '^(?P<year>\d{4})'}`, `{columns: '^\d{4}', unit: CNY mn}`), "provider,note,2012,2013 (p)\nAcme,x,1,2\nBirch,x,,4\n",
			[]string{"acme 2012 1000000", "acme 2013 2000000", "birch 2012 0", "birch 2013 4000000"}},
		{"periods and units in headers", "path: f.csv", bind(`{header: '^(?P<period>\S+)'}`, `{columns: '\(', unit: {header: '\((?P<unit>[^)]*)\)'}}`), "provider,2012 (CNY mn),2013 (亿元)\nAcme,1,2\n",
			[]string{"acme 2012 1000000", "acme 2013 200000000"}},
		{"members in headers", "path: f.csv", strings.Replace(bind("{column: p}", "{columns: ., unit: CNY}"), "{column: provider}", `{header: '^(?P<member>\S+)'}`, 1), "p,Acme value,Birch value\n2015,1,2\n",
			[]string{"acme 2015 1", "birch 2015 2"}},
		{"unit_in_header_and_cell", "path: f.csv", bind("2016", "{columns: '元', unit: {header: '（(?P<unit>.*)）'}}"), "provider,金额（元）\nAcme,465.95亿\n", []string{"acme 2016 46595000000"}},
		{"unit_mult_column", "path: f.csv", bind("2016", "{column: value, unit: {column: UNIT}, multiplier: {column: UNIT_MULT}}"), "provider,value,UNIT,UNIT_MULT\nAcme,1.5,CNY,6\nAcme,1.5,CNY,\nAcme,1,CNY,13\nAcme,1,CNY,x\n",
			[]string{"acme 2016 1500000", "acme 2016 1.5", "4:4 multiplier-syntax", "5:4 multiplier-syntax"}},
		{"a literal multiplier", "path: f.csv", bind("2016", "{column: value, unit: CNY, multiplier: 3}"), "provider,value\nAcme,1.5\n", []string{"acme 2016 1500"}},
		{"range", "path: f.csv", bind("2016", inYuan, "range: B3:C5"), "a,b,c,d\nprovider,value,provider,value\nx,provider,value,value\ny,Acme,1,9\nz,Birch,2,9\nend,Cedar,3,9\n", []string{"acme 2016 1", "birch 2016 2"}},
		{"range with open ends", "path: f.csv", bind("2016", inYuan, `range: "2:"`), "title\nprovider,value\nAcme,1\n", []string{"acme 2016 1"}},
		{"range below its header", "path: f.csv\ndialect: {headerRows: [1]}", bind("2016", inYuan, "range: A4:B"), "provider,value\n1,2\n,\nAcme,1\n", []string{"acme 2016 1"}},
		{"rows: fill and skip", "path: f.csv", bind("{column: year}", inYuan, "rows: {fill: [year], skip: [{provider: '^\\d+$'}, {provider: '^of which', value: '^$'}]}"),
			"year,provider,value\n1,2,3\n2015,Acme,1\n,Birch,2\n,of which:,\n2016,Acme,3\n", []string{"acme 2015 1", "birch 2015 2", "acme 2016 3"}},
		{"notes_rows", "path: f.csv", bind("2016", inYuan, "rows: {end: {provider: '(?i)^note'}}"), "provider,value\nAcme,1\n\n,\nNote: provisional\n* a \"broken\" quote\n", []string{"acme 2016 1"}},
		{"a page", "path: f.html\nformat: html", bind("{cell: A1, pattern: '(?P<year>\\d{4})'}", inYuan, "range: \"2:\"", "rows: {end: {provider: ^Note}}"),
			"<table><tr><td colspan=2>in 2016</td></tr><tr><td>provider</td><td>value</td></tr><tr><td>Acme</td><td>1</td></tr><tr><td> </td><td></td></tr><tr><td colspan=2>Note: x</td></tr></table>", []string{"acme 2016 1"}},
		{"JSON numbers keep their point", "path: f.json", bind("{column: p}", `{column: value, unit: CNY, decimal: ","}`), `[{"p":"2016","provider":"Acme","value":1.5},{"p":"2016","provider":"Acme","value":"2,5"}]`,
			[]string{"acme 2016 1.5", "acme 2016 2.5"}},
	} {
		t.Run(tt.name, tt.run)
	}
}

// The header of each file tells which columns are values; one that has none is a problem.
func TestColumnsDifferByFile(t *testing.T) {
	text := describe("path: \"*.csv\"", bind(`{header: '(?P<year>\d{4})'}`, `{columns: '^\d{4}', unit: CNY}`))
	out := read(t, dataset(text, map[string]string{"a.csv": "provider,2012,2013\nAcme,1,2\n", "b.csv": "2014,provider\n3,Acme\n"}))
	if want := []string{"acme 2012 1", "acme 2013 2", "acme 2014 3"}; out.err != nil || !slices.Equal(said(out), want) {
		t.Errorf("%q, %v", said(out), out.err)
	}
	out = read(t, dataset(text, map[string]string{"a.csv": "provider,value\nAcme,1\n"}))
	if got := problems(t, out.err); !slices.Equal(got, []string{`a.csv:1:1: the file has no column whose name matches ^\d{4} [column-missing]`}) {
		t.Errorf("problems %q", got)
	}
}

// Sheets of one workbook: each has its own name, header and bound cells.
func TestSheets(t *testing.T) {
	data := workbook(t, func(f *excelize.File) error {
		for _, name := range []string{"2015", "2016"} {
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
		}
		return errors.Join(
			fillSheet(f, "2015", 1, [][]string{{"as printed", "CNY mn"}, nil, {"provider", "value"}, {"Acme", "1"}, {"Note", "x"}, {"Birch", "5"}}),
			fillSheet(f, "2016", 1, [][]string{{"as printed", "CNY bn"}, nil, {"value", "provider"}, {"2", "Acme"}}))
	})
	text := describe("path: f.xlsx\ndialect: {sheetName: \"20*\", headerRows: [3]}",
		bind("{sheet: '(?P<period>.+)'}", "{column: value, unit: {cell: B1}}", "rows: {end: {provider: ^Note}}"))
	out := read(t, dataset(text, map[string]string{"f.xlsx": data}))
	if want := []string{"acme 2015 1000000", "acme 2016 2000000000"}; out.err != nil || !slices.Equal(said(out), want) {
		t.Errorf("%q, %v", said(out), out.err)
	}
}

// What is wrong with the grammar of a shape is said when the dataset is opened.
func TestShapeProblems(t *testing.T) {
	for _, tt := range []struct{ paystats, resource, want string }{
		{bind("{cell: B20}", inYuan), "", "cell B20 stands below the header, which ends in row 1 [value-unknown]"},
		{bind("{cell: 20}", inYuan), "", `cell "20" is no cell [value-unknown]`},
		{bind("{sheet: '(?P<period>.*)'}", inYuan), "", "is bound to a sheet, but only workbooks have sheets [value-unknown]"},
		{bind("{column: p, path: x}", inYuan), "", "needs exactly one of column, columns, path, sheet, header, cell [key-missing]"},
		{bind("{column: p, fiscal_bare: true}", inYuan), "", "speaks of fiscal years, but not of their end [key-missing]"},
		{bind("{column: p, fiscal_end: Mars}", inYuan), "", `fiscal_end "Mars" is no month [value-unknown]`},
		{bind("{column: p, zone: Bombay}", inYuan), "", `zone "Bombay" is unknown [value-unknown]`},
		{bind("{column: p}", inYuan, "range: G:B"), "", `range "G:B" is no range [value-unknown]`},
		{bind("{column: p}", inYuan, "rows: {skip: {a: '('}}"), "", "missing closing ): `(` [regex-syntax]"},
		{bind("{column: p}", "{columns: '^x', column: y, unit: CNY}"), "", "has both column and columns [value-unknown]"},
		{bind("{column: p}", "{columns: '^x', unit: CNY}"), "path: f.json", "records of JSON have no header whose names a pattern could match [value-unknown]"},
		{bind("{path: 'f', pattern: '(?P<year>x)'}", inYuan), "", "has a pattern beside path, which is one already [value-unknown]"},
	} {
		resource := tt.resource
		if resource == "" {
			resource = "path: f.csv"
		}
		_, err := ingest.Open(dataset(describe(resource, tt.paystats), map[string]string{strings.Fields(resource)[1]: "x"}), dir)
		if got := problems(t, err); !slices.ContainsFunc(got, func(p string) bool { return strings.HasSuffix(p, tt.want) }) {
			t.Errorf("problems %q\nwant ... %s", got, tt.want)
		}
	}
}

// A value that one column declares with a multiplier says so where it was printed.
func TestMultiplierIsPrinted(t *testing.T) {
	text := describe("path: f.csv", bind("2016", "{column: value, unit: CNY, multiplier: 6}"))
	out := read(t, dataset(text, map[string]string{"f.csv": "provider,value\nAcme,1.5\n"}))
	if out.err != nil || len(out.rows) != 1 || out.rows[0].Printed != "1.5 × 10^6 CNY" || out.rows[0].LastDigit != 5 || out.rows[0].Value != obs.NewDecimal(1500000) {
		t.Errorf("%+v, %v", out.rows, out.err)
	}
}
