package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"paystats/data/columnar/columnartest"
)

// sameTable is a table with a header that every format of this file tells in its way.
func sameTable() [][]string {
	rows := [][]string{{"period", "provider", "value", "unit"}}
	providers := []string{"阿克米", "桦木", "Cedar", "合计"}
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("%d年第%s季度", 2013+i/16, []string{"一", "二", "三", "四"}[i/4%4]), providers[i%4],
			fmt.Sprintf("%d.%d", 1000+i, i%9+1), "亿元"})
	}
	return rows
}

// joined writes the table with delimiters.
func joined(rows [][]string, delimiter string) string {
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, delimiter) + "\r\n")
	}
	return text.String()
}

// objects writes the table as JSON, an object a line, one line of them blank.
func objects(rows [][]string) string {
	var text strings.Builder
	for _, row := range rows[1:] {
		text.WriteString("{")
		for i, name := range rows[0] {
			fmt.Fprintf(&text, "%s%q: %q", strings.Repeat(", ", min(i, 1)), name, row[i])
		}
		text.WriteString("}\n")
	}
	return strings.Replace(text.String(), "\n", "\r\n\n", 1)
}

func encoded(t testing.TB, to encoding.Encoding, text string) string {
	t.Helper()
	out, err := to.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// zipped packs files, given as name, text, name, text.
func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// sameFile is one way to tell the same table.
type sameFile struct {
	name, resource, data string
	more                 string // of the paystats block
}

// sameFiles returns every way that this package reads.
func sameFiles(t testing.TB) []sameFile {
	rows := sameTable()
	csv := joined(rows, ",")
	return []sameFile{
		{"second table of a page", "path: f.html", page(rows), "table: 2\n"},
		{"page in GBK", "path: f.htm\nencoding: gbk", encoded(t, simplifiedchinese.GBK, page(rows)), "table: 2\n"},
		{"workbook", "path: f.xlsx", sameWorkbook(t, 1), ""},
		{"workbook with a header further down, in a zip", "path: f.zip\ndialect: {sheetName: Sheet*, headerRows: [4]}", zipped(t, "f.xlsx", sameWorkbook(t, 4)), ""},
		{"old workbook", "path: f.XLS", sameOldWorkbook(rows, 1), ""},
		{"old workbook with a header further down, in a zip", "path: f.zip\ndialect: {sheetName: Sheet*, headerRows: [4]}", zipped(t, "f.xls", sameOldWorkbook(rows, 4)), ""},
		{"Parquet", "path: f.parquet", columnartest.Parquet(t, rows, "value"), ""},
		{"Parquet in gz", "path: f.parquet.gz", gzipped(t, columnartest.Parquet(t, rows, "value")), ""},
		{"Arrow", "path: f.arrow", columnartest.ArrowFile(t, rows, "value"), ""},
		{"Arrow by the name of Feather, in a zip", "path: f.zip", zipped(t, "f.feather", columnartest.ArrowFile(t, rows, "value")), ""},
		{"Arrow as a stream", "path: f.arrows", columnartest.ArrowStream(t, rows, "value"), ""},
		{"NDJSON", "path: f.ndjson", objects(rows), ""},
		{"JSON lines in GBK", "path: f.jsonl\nencoding: gbk", encoded(t, simplifiedchinese.GBK, objects(rows)), ""},
		{"UTF-8", "path: f.csv", csv, ""},
		{"UTF-8 with byte order mark", "path: f.csv\nencoding: utf-8-sig", "\ufeff" + csv, ""},
		{"UTF-16, little end first", "path: f.csv\nencoding: utf-16", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), csv), ""},
		{"UTF-16, big end first", "path: f.csv\nencoding: UTF-16", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), csv), ""},
		{"UTF-16LE without mark", "path: f.csv\nencoding: utf-16le", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), csv), ""},
		{"UTF-16BE with mark", "path: f.csv\nencoding: utf-16be", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), csv), ""},
		{"GB18030", "path: f.csv\nencoding: gb18030", encoded(t, simplifiedchinese.GB18030, csv), ""},
		{"GBK", "path: f.csv\nencoding: gbk", encoded(t, simplifiedchinese.GBK, csv), ""},
		{"tabs", "path: f.tsv", joined(rows, "\t"), ""},
		{"semicolons in GBK, as gz", "path: f.csv.gz\nencoding: gbk\ndialect: {delimiter: ;}", gzipped(t, encoded(t, simplifiedchinese.GBK, joined(rows, ";"))), ""},
		{"single quotes", "path: f.csv\ndialect: {quoteChar: \"'\"}", strings.ReplaceAll(csv, "桦木", "'桦木'"), ""},
		{"comments", "path: f.csv\ndialect: {commentChar: \"#\"}", "# a note, with a \" quote\n" + strings.Replace(csv, "\r\n", "\r\n# another\r\n", 3), ""},
		{"blanks before quotes", "path: f.csv\ndialect: {skipInitialSpace: true}", strings.ReplaceAll(csv, ",桦木", ",  \"桦木\""), ""},
		{"no header, named by the schema", "path: f.csv\ndialect: {header: false}\nschema: {fields: [{name: period}, {name: provider}, {name: value}, {name: unit}]}",
			strings.TrimPrefix(csv, "period,provider,value,unit\r\n"), ""},
		{"zip with one file", "path: f.zip", zipped(t, "folder/", "", "folder/f.csv", csv, "__MACOSX/._f.csv", "\x00"), ""},
		{"zip by another name, one of two files", "path: f.dat\ncompression: zip\ninnerpath: \"*/f.csv\"", zipped(t, "a/f.csv", csv, "b/g.csv", "x"), ""},
		{"gz", "path: f.csv.gz", gzipped(t, csv), ""},
		{"gz by another name", "path: f.dat\ncompression: gz\nformat: csv", gzipped(t, csv), ""},
	}
}

// The same table in every form gives the same observations.
func TestFormatsTellTheSame(t *testing.T) {
	var want []string
	for _, f := range sameFiles(t) {
		t.Run(f.name, func(t *testing.T) {
			name := strings.Fields(f.resource)[1]
			out := read(t, dataset(describe(f.resource, plain+f.more), map[string]string{name: f.data}))
			if out.err != nil {
				t.Fatal(out.err)
			}
			var got []string
			for _, o := range out.rows {
				got = append(got, key(o)+" "+o.Printed)
			}
			if want == nil {
				want = got
			}
			if len(got) != 40 || !slices.Equal(got, want) {
				t.Errorf("%d observations\n%s", len(got), strings.Join(got, "\n"))
			}
		})
	}
}

// Traditional characters and western letters, which the table above has not.
func TestReadEncodings(t *testing.T) {
	tests := []struct {
		name   string
		from   encoding.Encoding
		member string
	}{
		{"big5", traditionalchinese.Big5, "樺木"}, {"windows-1252", charmap.Windows1252, "Acmé"}, {"cp1252", charmap.Windows1252, "Acmé"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			paystats := strings.Replace(plain, "{column: provider}", "{column: provider, values: {樺木: birch, Acmé: acme}}", 1)
			out := read(t, dataset(describe("path: f.csv\nencoding: "+tt.name, paystats),
				map[string]string{"f.csv": encoded(t, tt.from, "period,provider,value,unit\n2015Q1,"+tt.member+",1,CNY\n2015Q1,"+tt.member+",x,CNY\n")}))
			got := problems(t, out.err)
			if out.summary.Loaded != 1 || got[1] != fmt.Sprintf(`f.csv:3:%d: "x" is not a number [number-syntax]`, len("2015Q1,"+tt.member+",")+1) {
				t.Errorf("%d loaded, %q", out.summary.Loaded, got)
			}
		})
	}
}

// A record's place is its line and the pointer inside it.
func TestReadNDJSON(t *testing.T) {
	paystats := strings.Replace(plain, "{column: value,", "{column: numbers/0,", 1)
	out := read(t, dataset(describe("path: f.ndjson", paystats+"max_rejects: 1\n"), map[string]string{
		"f.ndjson": `{"period":"2015Q1","provider":"Acme","numbers":[1.50,2],"unit":"CNY"}` + "\n\n" + `{"period":"2015Q1","provider":"Acme","numbers":["x"],"unit":"CNY"}`}))
	if len(out.rows) != 1 || out.rows[0].Place.At != "1/numbers/0" || out.rows[0].Printed != "1.50 CNY" {
		t.Errorf("%+v, %v", out.rows, out.err)
	}
	if r := out.summary.Rejects; len(r) != 1 || r[0].Place.At != "3/numbers/0" || r[0].Pos.String() != dir+"/f.ndjson#3/numbers/0" || r[0].Pos.Line != 3 {
		t.Errorf("%+v", r)
	}
}

// A member's place is its name behind the archive's; its path binds like any other.
func TestReadArchive(t *testing.T) {
	const text = "provider,value,unit\nAcme,1,亿元\nnobody,1,亿元\n"
	paystats := strings.Replace(plain, "{column: period}", `{path: '(?P<year>\d{4})/(?P<quarter>[1-4])\.csv$'}`, 1)
	out := read(t, dataset(describe("path: f.zip\ninnerpath: \"**/[12].csv\"", paystats+"max_rejects: 2\n"),
		map[string]string{"f.zip": zipped(t, "2018/2.csv", text, "2018/1.csv", text, "readme.txt", "")}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, o.Place.File+" "+o.Place.At+" "+o.Period.String())
	}
	for _, r := range out.summary.Rejects {
		got = append(got, strings.TrimPrefix(r.Pos.String(), dir+"/"))
	}
	want := []string{"f.zip/2018/1.csv 2:2 2018-Q1", "f.zip/2018/2.csv 2:2 2018-Q2", "f.zip/2018/1.csv:3:1", "f.zip/2018/2.csv:3:1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
