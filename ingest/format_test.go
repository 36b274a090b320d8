package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
)

// tree is the `paystats` block for a tree of JSON files, as PhonePe Pulse has it.
const tree = `
records: /data/rows
publisher: bureau
observation:
  period: {path: '(?P<year>\d{4})/(?P<quarter>[1-4])\.json$'}
  area: {path: 'state/(?P<area>[^/]+)/', default: AA}
  segment: retail
  dimension: provider
  member: {column: name}
  value:
    - {column: numbers/0/count, unit: count, measure: tx_count, missing: ["0"]}
    - {column: numbers/0/amount, unit: CNY, measure: tx_value, round: 2}
`

func TestReadJSONTree(t *testing.T) {
	fsys := dataset(describe("path: \"**/*.json\"", tree), map[string]string{
		"2018/1.json":             `{"data":{"rows":[{"name":"Acme","numbers":[{"count":72550406,"amount":1.4472713558652578E10}]},{"name":"桦木","numbers":[{"count":0,"amount":null}]}]}}`,
		"state/north/2018/2.json": "\ufeff{\"data\":{\"rows\":{\"name\":\"Cedar\",\"numbers\":[{\"count\":1,\"amount\":3492255.0860687294}]}}}",
		"2018/3.json":             `{"data":{"rows":null}}`,
		"2018/4.json":             `{"data":null}`,
	})
	out := read(t, fsys)
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, fmt.Sprintf("%s %s %s %s %s %s %s#%s", o.Area, o.Period, o.Member, o.Value, o.Status, o.Printed, o.Place.File, o.Place.At))
	}
	want := []string{
		"AA 2018-Q1 acme 72550406 A 72550406 count 2018/1.json#/data/rows/0/numbers/0/count",
		"AA 2018-Q1 acme 14472713558.65 A 1.4472713558652578E10 CNY 2018/1.json#/data/rows/0/numbers/0/amount",
		"AA 2018-Q1 birch 0 M 0 count 2018/1.json#/data/rows/1/numbers/0/count",
		"AA 2018-Q1 birch 0 M  CNY 2018/1.json#/data/rows/1/numbers/0/amount",
		"AA-N 2018-Q2 cedar 1 A 1 count state/north/2018/2.json#/data/rows/numbers/0/count",
		"AA-N 2018-Q2 cedar 3492255.09 A 3492255.0860687294 CNY state/north/2018/2.json#/data/rows/numbers/0/amount",
	}
	if !slices.Equal(got, want) {
		t.Errorf("observations:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What is wrong with a file as a whole. The other files are still read, so that one run
// names all that is wrong.
func TestReadJSONProblems(t *testing.T) {
	tests := []struct {
		name, text string
		paystats   string
		want       string // the first problem, in file 2018/1.json
	}{
		{"empty", "", tree, `2018/1.json:1:1: the file ends too early [json-syntax]`},
		{"cut off", "{\"data\":\n{\"rows\": [", tree, `2018/1.json:2:11: the file ends too early [json-syntax]`},
		{"broken", "{\"data\":\n{\"rows\": [1,}", tree, `2018/1.json:2:13: invalid character '}' looking for beginning of value [json-syntax]`},
		{"two documents", "{} {}", tree, `2018/1.json:1:5: something follows the end of the document [json-syntax]`},
		{"NaN", `{"data": NaN}`, tree, `2018/1.json:1:10: invalid character 'N' looking for beginning of value [json-syntax]`},
		{"deep", strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70), tree, `2018/1.json: the file is nested deeper than 64 levels [json-limit]`},
		{"very deep", strings.Repeat("[", 5_000_000), tree, `2018/1.json: the file is nested deeper than 64 levels [json-limit]`},
		{"not UTF-8", `{"data": "` + "\xff" + `"}`, tree, `2018/1.json: the file is not UTF-8 [text-encoding]`},
		{"records are no array", `{"data": {"rows": "all"}}`, tree, `2018/1.json#/data/rows: "/data/rows" holds neither an array nor an object [records-type]`},
		{"records missing, but required", `{"data": {}}`, tree + "required: true\n", `2018/1.json#/data/rows: there is nothing at "/data/rows" [records-missing]`},
		{"no such key", `{"data":{"rows":[{"name":"Acme","numbers":[]}]}}`, tree, `2018/1.json#/data/rows/0/numbers/0/amount: the record has no "numbers/0/amount" [column-missing]`},
		{"not a value", `{"data":{"rows":[{"name":"Acme","numbers":[{"count":[1],"amount":1}]}]}}`, tree,
			`2018/1.json#/data/rows/0/numbers/0/count: "numbers/0/count" is an object or an array, not a value [value-type]`},
		{"records are numbers", `{"data":{"rows":[1,2]}}`, tree, `2018/1.json#/data/rows/0/numbers/0/amount: the record has no "numbers/0/amount" [column-missing]`},
		{"text for a number", `{"data":{"rows":[{"name":"Acme","numbers":[{"count":"many","amount":1}]}]}}`, tree,
			`2018/1.json#/data/rows/0/numbers/0/count: "many" is not a number [number-syntax]`},
		{"true for a number", `{"data":{"rows":[{"name":"Acme","numbers":[{"count":true,"amount":1}]}]}}`, tree,
			`2018/1.json#/data/rows/0/numbers/0/count: "true" is not a number [number-syntax]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := read(t, dataset(describe("path: \"*/*.json\"", tt.paystats), map[string]string{"2018/1.json": tt.text,
				"2018/2.json": `{"data":{"rows":[{"name":"nobody","numbers":[{"count":1,"amount":2}]}]}}`}))
			got := problems(t, out.err)
			if got[0] != tt.want {
				t.Errorf("first problem: %s\nwant:          %s", got[0], tt.want)
			}
			if !slices.ContainsFunc(got, func(p string) bool { return strings.HasPrefix(p, "2018/2.json#/data/rows/0") }) {
				t.Errorf("the second file was not read: %q", got)
			}
		})
	}
}

func TestReadCSVDialects(t *testing.T) {
	tests := []struct{ name, resource, data string }{
		{"byte order mark, CRLF", "path: figures.csv", "\ufeffperiod,provider,value,unit\r\n2015Q1,Acme,1,亿元\r\n"},
		{"semicolons", "path: figures.csv\ndialect: {delimiter: ;}", "period;provider;value;unit\n2015Q1;Acme;1;亿元\n"},
		{"tabs, declared format", "path: figures.tsv\nformat: csv\ndialect: {delimiter: \"\\t\"}", "period\tprovider\tvalue\tunit\n2015Q1\tAcme\t1\t亿元\n"},
		{"further columns, no newline at the end", "path: figures.csv", "x,period,unit,provider,value\n9,2015Q1,亿元,Acme,1"},
		{"quoted header and line breaks in a cell", "path: figures.csv", "\"note\",\"period\",provider,value,unit\n\"a\nb\",2015Q1,Acme,1,亿元\n"},
		{"blank lines", "path: figures.csv", "period,provider,value,unit\n\n2015Q1,Acme,1,亿元\n\n"},
		{"texts that stand for no value", "path: figures.csv\nschema: {missingValues: [\"\", \"-\"]}", "period,provider,value,unit\n2015Q1,Acme,1,亿元\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := strings.Fields(tt.resource)[1]
			out := read(t, dataset(describe(tt.resource, plain), map[string]string{name: tt.data}))
			if out.err != nil || len(out.rows) != 1 || out.rows[0].Value != obs.NewDecimal(100_000_000) {
				t.Errorf("%v, %v", out.rows, out.err)
			}
		})
	}
}

func TestReadCSVProblems(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{`figures.csv: the file is empty [csv-syntax]`}},
		{"missing columns", "period,provder,value\n2015Q1,Acme,1\n", []string{
			`figures.csv:1:1: the file has no column "provider" [column-missing]`,
			`figures.csv:1:1: the file has no column "unit" [column-missing]`}},
		{"column twice", "period,provider,value,value,unit\n", []string{`figures.csv:1:17: column "value" occurs twice [column-duplicate]`}},
		{"quote never closed", "period,provider,value,unit\n2015Q1,\"Acme,1,亿元\n2015Q1,Acme,1,亿元\n", []string{
			`figures.csv:2:1: extraneous or missing " in quoted-field, in a record that runs to line 3 [csv-syntax]`}},
		{"quote inside", "period,provider,value,unit\n2015Q1,Ac\"me,1,亿元\n", []string{`figures.csv:2:10: bare " in non-quoted-field [csv-syntax]`}},
		{"endless record", "period,provider,value,unit\n2015Q1,\"" + strings.Repeat("x", 18<<20), []string{
			`figures.csv: a record is longer than 16 MiB [csv-syntax]`}},
		{"huge cell", "period,provider,value,unit\n2015Q1," + strings.Repeat("x", 70<<10) + ",1,亿元\n", []string{
			`figures.csv:2:8: the cell is longer than 64 KiB [cell-size]`,
			`datapackage.yaml:8:7: resource figures: 1 value refused, 0 allowed; nothing is loaded [too-many-rejects]`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := read(t, dataset(describe("path: figures.csv", plain), map[string]string{"figures.csv": tt.data}))
			got := problems(t, out.err)
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("problems %q\nwant     %q", got, tt.want)
			}
		})
	}
}

// A file that vanishes between Open and Read.
func TestReadVanishedFile(t *testing.T) {
	fsys := dataset(describe("path: \"*.csv\"", plain), map[string]string{"a.csv": csvFile, "b.csv": csvFile})
	d := mustOpen(t, fsys)
	delete(fsys, dir+"/a.csv")
	_, err := d.Read(t.Context(), mustLists(t), func(obs.Observation) error { return nil })
	if got := problems(t, err); !slices.Equal(got, []string{"a.csv: the file cannot be read: file does not exist [file-unreadable]"}) {
		t.Errorf("problems %q", got)
	}
}

// JSON of any kind ends in observations, rejects or a placed problem.
func FuzzReadJSON(f *testing.F) {
	f.Add(`{"data":{"rows":[{"name":"Acme","numbers":[{"count":72550406,"amount":1.4472713558652578E10}]}]}}`)
	f.Add(`{"data":{"rows":{"name":"Acme","numbers":{"0":{"count":null,"amount":[]}}}}}`)
	f.Add(`[]`)
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := mustOpen(t, dataset(describe("path: \"*/*.json\"", tree+"max_rejects: 5\n"), map[string]string{"2018/1.json": text}))
		n := 0
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { n++; return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) || n != sum.Loaded {
			t.Errorf("%+v, %d handed over", sum, n)
		}
		if err != nil {
			problems(t, err)
		}
	})
}

// So does CSV.
func FuzzReadCSV(f *testing.F) {
	f.Add(csvFile)
	f.Add(figures("", "2015Q1,\"Acme\n\",1,亿元", ",,,", "2015Q1,Acme,1"))
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := mustOpen(t, dataset(describe("path: figures.csv", plain+"max_rejects: 5\n"), map[string]string{"figures.csv": text}))
		n := 0
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { n++; return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) || n != sum.Loaded {
			t.Errorf("%+v, %d handed over", sum, n)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
