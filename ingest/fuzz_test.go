package ingest_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
)

// counted reads a dataset of one file, and checks that every row is loaded or rejected and
// that what is wrong has a place.
func counted(t *testing.T, set *codelist.Set, resource, name, data string) {
	t.Helper()
	d, err := ingest.Open(dataset(describe(resource, plain+"max_rejects: 5\n"), map[string]string{name: data}), dir)
	if err != nil {
		problems(t, err) // of an archive
		return
	}
	n := 0
	sum, err := d.Read(t.Context(), set, func(obs.Observation) error { n++; return nil })
	if sum.RowsIn != sum.Loaded+len(sum.Rejects) || n != sum.Loaded {
		t.Errorf("%+v, %d handed over", sum, n)
	}
	if err != nil {
		problems(t, err)
	}
}

// Lines of any kind, each an object or not, end in observations, rejects or a placed problem.
func FuzzReadNDJSON(f *testing.F) {
	f.Add(`{"period":"2015Q1","provider":"Acme","value":1,"unit":"CNY"}` + "\n\n" + `{"period":"2015Q1"}` + "\n[1]\n{")
	f.Add("\ufeff{\"value\":1e400,\"value\":2}\r\n\x00\n\"\\ud800\"")
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) { counted(t, set, "path: f.ndjson", "f.ndjson", text) })
}

// So do archives of any kind, by both names.
func FuzzReadArchive(f *testing.F) {
	text := figures("", "2015Q1,Acme,1,CNY")
	f.Add([]byte(zipped(f, "f.csv", text)))
	f.Add([]byte(zipped(f, "../f.csv", text, "f.csv", text, "f.csv", text)))
	f.Add([]byte(gzipped(f, text)))
	f.Add([]byte(gzipped(f, text) + gzipped(f, text)))
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00"))
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"f.zip", "f.csv.gz"} {
			counted(t, set, "path: "+name, name, string(data))
		}
	})
}

// A look at a file of any kind ends in what can be seen of it, or a placed problem.
func FuzzLookAt(f *testing.F) {
	text := figures("", "2015Q1,Acme,1,CNY")
	book := workbook(f, func(b *excelize.File) error {
		return fillSheet(b, "Sheet1", 1, [][]string{{"period", "value"}, {"2015", "1"}})
	})
	for _, data := range []string{text, book, zipped(f, "a/f.csv", text, "b.json", "[{\"a\": 1}]"), gzipped(f, text), "[{\"a\": {\"b\": 1}}]", "{\"a\": 1}\n{\"a\": 2}\n",
		"<table><tr><th>a<td>1</table>", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PAR1PAR1", "ARROW1", "\xff\xfea\x00,\x00"} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		looks, err := ingest.LookAt(t.Context(), fstest.MapFS{"f": {Data: data}}, "f")
		_, placed := errors.AsType[*diag.Problem](err)
		if _, list := errors.AsType[*diag.List](err); err != nil && !placed && !list {
			t.Errorf("error %v has no place", err)
		}
		for _, l := range looks {
			if l.File != "f" || l.Format == "" && len(l.Tables) > 0 {
				t.Errorf("%+v", l)
			}
		}
	})
}

// A line of the history that is read is written as it was, but for the form of its numbers:
// what is written reads and writes the same.
func FuzzReadHistory(f *testing.F) {
	columns := strings.Join(ingest.HistoryColumns, ",")
	f.Add(columns + "\nCN,retail,tx_value,level,,provider,alipay,CNY,bureau,unspecified,2015-Q1,2015-04-01,1,1000,A,,0,high,1 CNY,https://www.example.org,A report,figures,f.csv,2:3,,revised,2015-05-01\n")
	f.Add(columns + "\n\"a\n\n")
	f.Add("a,b\n")
	set := mustLists(f)
	read := func(t *testing.T, text string) (lines [][]string, err error) {
		err = ingest.ReadHistory(t.Context(), fstest.MapFS{"f.csv": {Data: []byte(text)}}, "f.csv", "demo", set, func(p ingest.Past) error {
			lines = append(lines, slices.Clone(p.Record()))
			return nil
		})
		return lines, err
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := read(t, text)
		if err != nil {
			problems(t, err)
			return
		}
		var out bytes.Buffer
		if err := csv.NewWriter(&out).WriteAll(append([][]string{ingest.HistoryColumns}, first...)); err != nil {
			t.Fatal(err)
		}
		second, err := read(t, out.String())
		if err != nil || !slices.EqualFunc(first, second, slices.Equal[[]string]) {
			t.Errorf("%q\nreads as %q\nand that as %q, %v", text, first, second, err)
		}
	})
}
