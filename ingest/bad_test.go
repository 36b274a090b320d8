package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
)

// badFile is a file that must be refused; what is said about it stands in testdata/bad.
type badFile struct{ name, resource, data string }

// badFiles returns the corpus by format. Files are made here: they would be large, or
// harmed by tools that handle text.
func badFiles(t testing.TB) map[string][]badFile {
	return map[string][]badFile{"encoding": badEncodings(t), "csv": badCSV(), "ndjson": badNDJSON(), "xlsx": badWorkbooks(t), "xls": badOldWorkbooks(t), "columnar": badColumnar(t), "html": badPages(), "archive": badArchives(t)}
}

const header = "period,provider,value,unit\n"

func badEncodings(t testing.TB) []badFile {
	text := "季度,平台,交易规模,单位\n2015年第三季度,支付宝,1234,亿元\n"
	traditional := "季度,平臺,交易規模,單位\n2015年第三季度,支付寶,1234,億元\n"
	western := "période,émetteur,value,unit\n2015Q1,Acmé,1,CNY\n"
	gbk := encoded(t, simplifiedchinese.GBK, text)
	return []badFile{
		{"GBK, undeclared", "path: f.csv", gbk},
		{"Big5, undeclared", "path: f.csv", encoded(t, traditionalchinese.Big5, traditional)},
		{"Windows-1252, undeclared", "path: f.csv", encoded(t, charmap.Windows1252, western)},
		{"UTF-16, undeclared", "path: f.csv", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text)},
		{"UTF-16BE without mark, undeclared", "path: f.csv", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), western)},
		{"UTF-16 without mark", "path: f.csv\nencoding: utf-16", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), western)},
		{"GBK below an ASCII header", "path: f.csv", header + encoded(t, simplifiedchinese.GBK, "2015Q3,阿克米,1234,亿元\n")},
		{"another encoding than declared", "path: f.csv\nencoding: gb18030", header + "2015Q3,\xff\xff,1234,CNY\n"},
		{"UTF-16 cut within a character", "path: f.csv\nencoding: utf-16le", strings.TrimSuffix(encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), header+"2015Q1,Acme,1,CNY"), "\x00")},
		{"JSON in GBK", "path: f.json", encoded(t, simplifiedchinese.GBK, `{"a": "支付宝交易规模"}`)},
		{"NUL bytes", "path: f.csv", header + "2015Q1,Ac\x00me,1,CNY\n"},
		{"NUL bytes in the header", "path: f.csv", "per\x00iod,provider,value,unit\n"},
		{"no text at all", "path: f.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd\x80"},
	}
}

func badCSV() []badFile {
	row := "2015Q1,Acme,1,亿元\n"
	return []badFile{
		{"empty", "path: f.csv", ""},
		{"blank lines only", "path: f.csv", "\n\n\r\n"},
		{"a mark only", "path: f.csv", "\ufeff"},
		{"semicolons, undeclared", "path: f.csv", strings.ReplaceAll(header+row, ",", ";")},
		{"quoted header with semicolons", "path: f.csv", "\"period\";\"provider\";\"value\";\"unit\"\n"},
		{"tabs, undeclared", "path: f.csv", strings.ReplaceAll(header+row, ",", "\t")},
		{"header twice", "path: f.csv", "period,value,provider,value,unit\n"},
		{"quote never closed", "path: f.csv", header + "2015Q1,\"Acme,1,亿元\n" + row},
		{"quote within a cell", "path: f.csv", header + "2015Q1,Ac\"me,1,亿元\n"},
		{"single quote never closed", "path: f.csv\ndialect: {quoteChar: \"'\"}", header + "2015Q1,'Acme,1,亿元\n" + row},
		{"ragged rows", "path: f.csv", header + "2015Q1,Acme,1\n2015Q1,Acme,1,亿元,more\n" + row},
		{"ragged rows without header", "path: f.csv\ndialect: {header: false}\nschema: {fields: [{name: period}, {name: provider}, {name: value}, {name: unit}]}", "2015Q1,Acme,1\n"},
		{"no header, no names", "path: f.csv\ndialect: {header: false}", row},
		{"one record of 17 MiB", "path: f.csv", header + "\"" + strings.Repeat("x\n", 17<<19)},
		{"one cell of 70 KiB", "path: f.csv", header + "2015Q1," + strings.Repeat("x", 70<<10) + ",1,亿元\n"},
		{"old Mac line ends", "path: f.csv", strings.ReplaceAll(header+row, "\n", "\r")},
		{"NaN and inf", "path: f.csv", header + "2015Q1,Acme,NaN,亿元\n2015Q1,Acme,inf,亿元\n"},
		{"beyond the calendar", "path: f.csv", header + "2015-13,Acme,1,亿元\n2015-02-30,Acme,1,亿元\n99999,Acme,1,亿元\n"},
		{"HTML in place of CSV", "path: f.csv", "<!DOCTYPE html><html><body>Not found</body></html>\n"},
	}
}

func badNDJSON() []badFile {
	good := `{"period":"2015Q1","provider":"Acme","value":1,"unit":"CNY"}` + "\n"
	return []badFile{
		{"an array over several lines", "path: f.ndjson", "[\n" + good + "]\n"},
		{"cut off", "path: f.ndjson", good + good[:20]},
		{"two objects on a line", "path: f.ndjson", strings.TrimSpace(good) + good},
		{"deep", "path: f.ndjson", good + strings.Repeat("[", 100_000) + "\n"},
		{"no such key", "path: f.ndjson", good + "{}\n"},
		{"an object for a value", "path: f.ndjson", strings.Replace(good, "1,", "{},", 1)},
		{"NaN", "path: f.ndjson", strings.Replace(good, "1,", "NaN,", 1)},
		{"a line of 17 MiB", "path: f.ndjson", good + strings.Repeat(" ", 17<<20)},
		{"GBK, undeclared", "path: f.ndjson", strings.Replace(good, "Acme", "\xd6\xa7\xb8\xb6\xb1\xa6", 1)},
		{"NUL bytes", "path: f.ndjson", "\x00\x00\n"},
	}
}

func badArchives(t testing.TB) []badFile {
	good := zipped(t, "f.csv", strings.Repeat(header, 100))
	bomb := strings.Repeat("\x00", 64<<20)
	encrypted := []byte(good)
	encrypted[6] |= 1
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	rows := header + strings.Repeat("2015Q1,Acme,1,亿元\n", 1000)
	broken := []byte(zipped(t, "f.csv", rows))
	broken[bytes.Index(broken, []byte("PK\x01\x02"))+16] ^= 0xff // the checksum
	gz := gzipped(t, rows)
	return []badFile{
		{"zip cut off", "path: f.zip", good[:len(good)/2]},
		{"zip that is none", "path: f.zip", "period,provider\n"},
		{"zip of nothing", "path: f.zip", zipped(t)},
		{"zip of two", "path: f.zip", zipped(t, "a.csv", "", "b.csv", "")},
		{"zip without what is wanted", "path: f.zip\ninnerpath: figure.csv", zipped(t, "figures.csv", "", "b.csv", "")},
		{"zip with a name that leads out", "path: f.zip", zipped(t, "../../etc/passwd", "x")},
		{"zip with an absolute name", "path: f.zip", zipped(t, "/etc/passwd", "x")},
		{"zip with backslashes", "path: f.zip", zipped(t, `..\f.csv`, "x")},
		{"zip with a name in GBK", "path: f.zip", zipped(t, "\xd6\xa7\xb8\xb6.csv", "x")},
		{"zip with one name twice", "path: f.zip\ninnerpath: f.csv", zipped(t, "f.csv", "", "f.csv", "")},
		{"zip bomb", "path: f.zip", zipped(t, "f.csv", header+bomb)},
		{"encrypted zip", "path: f.zip", string(encrypted)},
		{"zip with broken data", "path: f.zip", string(broken)},
		{"innerpath without zip", "path: f.csv\ninnerpath: a.csv", header},
		{"gz cut off", "path: f.csv.gz", gz[:len(gz)-20]},
		{"gz that is none", "path: f.csv.gz", header},
		{"gz bomb", "path: f.csv.gz", gzipped(t, header+strings.ReplaceAll(bomb, "\x00", "\n"))},
		{"gz bomb as JSON", "path: f.json.gz", gzipped(t, bomb)},
	}
}

// Every bad file is refused with a place, a code and a hint, and nothing of it is loaded.
func TestBadFiles(t *testing.T) {
	for format, files := range badFiles(t) {
		var said bytes.Buffer
		for _, f := range files {
			said.WriteString("== " + f.name + "\n")
			list := refusal(t, f)
			diag.Write(&said, list.Sorted())
			for _, p := range list.Sorted() {
				if p.Pos.File == "" || p.Code == "" || p.Code == "internal" {
					t.Errorf("%s: a problem without place or code: %+v", f.name, p)
				}
			}
		}
		compare(t, "bad/"+format+".golden", bytes.ReplaceAll(said.Bytes(), []byte(dir+"/"), nil))
	}
}

// refusal opens and reads a dataset that must be refused.
func refusal(t *testing.T, f badFile) *diag.List {
	t.Helper()
	d, err := ingest.Open(dataset(describe(f.resource, plain), map[string]string{strings.Fields(f.resource)[1]: f.data}), dir)
	if err == nil {
		var sum ingest.Summary
		sum, err = d.Read(context.Background(), mustLists(t), func(obs.Observation) error { return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%s: %+v", f.name, sum)
		}
	}
	list, ok := errors.AsType[*diag.List](err)
	if !ok {
		t.Fatalf("%s: error is %v, want a *diag.List", f.name, err)
	}
	return list
}

// What a bad file costs does not grow with the file.
func TestBadFilesAreBounded(t *testing.T) {
	big := []badFile{
		{"200 MB in one line", "path: f.csv", strings.Repeat("x", 200<<20)},
		{"200 MB in one line, packed", "path: f.csv.gz", gzipped(t, strings.Repeat("x", 200<<20))},
	}
	for _, f := range big {
		fsys := dataset(describe(f.resource, plain), map[string]string{strings.Fields(f.resource)[1]: f.data})
		d, set := mustOpen(t, fsys), mustLists(t)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := d.Read(context.Background(), set, func(obs.Observation) error { return nil })
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; err == nil || used > 150<<20 {
			t.Errorf("%s: %v, %d MiB were allocated", f.name, err, used>>20)
		}
	}
}

// compare checks got against a file in testdata; PAYSTATS_UPDATE=1 rewrites it.
func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name))
	if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\nreview the output, then: PAYSTATS_UPDATE=1 go test -run '^%s$' .", err, t.Name())
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}
