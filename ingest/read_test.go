package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
)

// figures returns a workspace with one CSV file in the shape of plain.
func figures(extra string, rows ...string) string {
	return "period,provider,value,unit\n" + strings.Join(rows, "\n") + "\n" + extra
}

func TestReadMapsEverything(t *testing.T) {
	text := describe("path: figures.csv", `
publisher: {column: who, values: {B: bureau}}
vintage: {column: published}
revision: {column: rev, default: 0}
confidence: {column: trust, default: ""}
document: {address: {column: url}, title: {column: title}}
note: {column: note}
where: {kind: [level, growth]}
maps: [{column: series, file: series.csv}]
observation:
  period: {column: period}
  area: {column: area, default: AA}
  segment: retail
  measure: tx_count
  dimension: provider
  member: {column: provider}
  scope: {column: scope, default: unspecified, values: {"incl. transfers": incl-transfers}}
  status: {column: status}
  value: {column: value, unit: {column: unit}, missing: [n/a]}
`)
	data := `who,published,rev,trust,url,title,note,kind,series,period,area,provider,scope,status,value,unit
B,2015-11-02,1,high,https://www.example.org,Report,"a, b",level,value,2015年第三季度,,阿克米,,,"1,234.5",亿元
The Office,unknown,,,,,,level,count,2015Q3e,north,ALL,incl. transfers,,>400,万笔
B,,,,,,,growth,growth,2016,south,birch,,P,-2.62,%
B,,,,,,,level,value,2016-03,AA-S,Ｃｅｄａｒ,,,n/a,亿元
B,,,,,,,event,anything,whenever,,,,,,
`
	maps := "series,measure,transformation\nvalue,tx_value,\ncount,,\ngrowth,tx_value,yoy\n"
	out := read(t, dataset(text, map[string]string{"figures.csv": data, "series.csv": maps}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	want := []string{
		"AA retail tx_value level provider/acme CNY bureau unspecified 2015-Q3=123450000000",
		"AA-N retail tx_count level total/total count office incl-transfers 2015-Q3=4000000",
		"AA-S retail tx_value yoy provider/birch ratio bureau unspecified 2016=-0.0262",
		"AA-S retail tx_value level provider/cedar CNY bureau unspecified 2016-03=0",
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, key(o))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("observations:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	first := out.rows[0]
	if first.Vintage.Format("2006-01-02") != "2015-11-02" || first.Revision != 1 || first.Confidence != "high" || first.Document != "https://www.example.org" ||
		first.DocumentTitle != "Report" || first.Note != "a, b" || first.Printed != "1,234.5 亿元" || first.LastDigit != 7 || first.Frequency != obs.Quarterly {
		t.Errorf("first observation: %+v", first)
	}
	if want := (obs.Place{Dataset: "demo", Resource: "figures", File: "figures.csv", At: "2:15"}); first.Place != want {
		t.Errorf("place is %+v, want %+v", first.Place, want)
	}
	if !out.rows[1].Vintage.IsZero() || out.rows[1].Hedge != obs.Over || out.rows[1].Status != obs.Forecast {
		t.Errorf("second observation: %+v", out.rows[1])
	}
	if out.rows[2].Status != obs.Provisional || out.rows[3].Status != obs.Missing || out.rows[3].Printed != "n/a 亿元" {
		t.Errorf("statuses %s, %s, printed %q", out.rows[2].Status, out.rows[3].Status, out.rows[3].Printed)
	}
}

// A value's unit is its own, the measure's where the print leaves it open, and never of
// another kind than the measure's.
func TestReadUnits(t *testing.T) {
	tests := []struct {
		name, measure, unit string
		want                string // unit and value, or the reject's code
	}{
		{"money", "tx_value", "亿元", "CNY 150000000"},
		{"money of another country", "tx_value", "billion USD", "USD 1500000000"},
		{"money without currency", "tx_value", "亿", "unit-kind"},
		{"things for money", "tx_value", "亿笔", "unit-kind"},
		{"persons by the measure", "users", "Mn", "persons 1500000"},
		{"persons", "users", "亿人", "persons 150000000"},
		{"accounts for persons", "users", "亿户", "unit-kind"},
		{"count by the measure", "tx_count", "万", "count 15000"},
		{"no unit at all", "tx_count", "", "count 1.5"},
		{"percent for a count", "tx_count", "%", "unit-kind"},
		{"a level that is a ratio", "ratio", "%", "ratio 0.015"},
		{"a ratio without unit", "ratio", "", "unit-kind"},
		{"unknown", "tx_count", "Yuans", "unit-unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := describe("path: figures.csv", strings.Replace(plain, "measure: tx_value", "measure: "+tt.measure, 1))
			out := read(t, dataset(text, map[string]string{"figures.csv": figures("", "2015Q1,acme,1.5,"+tt.unit)}))
			got := ""
			if len(out.rows) == 1 {
				got = fmt.Sprintf("%s %s", out.rows[0].Unit, out.rows[0].Value)
			} else if len(out.summary.Rejects) == 1 {
				got = out.summary.Rejects[0].Code
			}
			if got != tt.want {
				t.Errorf("1.5 %s of %s is %q, want %q (%v)", tt.unit, tt.measure, got, tt.want, out.err)
			}
		})
	}
}

// Every kind of bad row: its place in bytes, its code, its text; the good row beside
// them is counted, and nothing may be kept.
func TestReadRejects(t *testing.T) {
	data := figures("",
		"2015Q1,Acme,1.5,亿元",
		"2015Q5,Acme,1.5,亿元",
		"2015Q1,Acmee,1.5,亿元",
		`2015Q1,"Acme ""Pay""",1.5,亿元`,
		"2015Q1,Acme,1.5.5,亿元",
		"2015Q1,阿克米,about,亿元",
		"2015Q1,Acme,1e99,亿元",
		"2015Q1,Acme,1.5,Yuans",
		"2015Q1,Acme,1.5,亿笔",
		",Acme,1.5,亿元",
		"2015Q1,,1.5,亿元",
		"2015Q1,Acme,1.5",
		"2015Q1,Acme,9470.90²,亿元",
		"2015Q1,\xff,1.5,亿元",
	)
	fsys := dataset(describe("path: figures.csv", plain), map[string]string{"figures.csv": data})
	out := read(t, fsys)
	want := []string{
		`figures.csv:3:1: "2015Q5" is not a period [period-syntax]`,
		`figures.csv:4:8: member of dimension provider "Acmee" is unknown [code-unknown]`,
		`figures.csv:5:8: member of dimension provider "Acme \"Pay\"" is unknown [code-unknown]`,
		`figures.csv:6:13: "1.5.5" is not a number [number-syntax]`,
		`figures.csv:7:18: "about" is not a number [number-syntax]`,
		`figures.csv:8:13: "1e99" has more than 29 digits before or 9 after the decimal point [number-range]`,
		`figures.csv:9:17: unit "Yuans" is unknown [unit-unknown]`,
		`figures.csv:10:17: "1.5 亿笔" counts things, but tx_value is money [unit-kind]`,
		`figures.csv:11:1: period is empty [value-missing]`,
		`figures.csv:12:8: member is empty [value-missing]`,
		`figures.csv:13:1: the row has 3 cells, the header 4 [row-ragged]`,
		`figures.csv:14:13: "9470.90²" is not a number [number-syntax]`,
		`figures.csv:15:8: the text "\xff" is not UTF-8 or holds a NUL [text-encoding]`,
		`datapackage.yaml:8:7: resource figures: 13 values refused, 0 allowed; nothing is loaded [too-many-rejects]`,
	}
	got := problems(t, out.err)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if out.summary.RowsIn != 14 || out.summary.Loaded != 1 {
		t.Errorf("%d rows in, %d loaded, want 14, 1", out.summary.RowsIn, out.summary.Loaded)
	}
	list, _ := errors.AsType[*diag.List](out.err)
	for _, p := range list.Sorted() {
		if p.Line == "" || p.Hint == "" && p.Code != "text-encoding" {
			t.Errorf("problem without line or hint: %+v", p)
		}
	}
	reject := out.summary.Rejects[1]
	if reject.Place.At != "4:2" || reject.Place.File != "figures.csv" || reject.Printed != "1.5 亿元" || !strings.HasPrefix(reject.Hint, "did you mean acme?") {
		t.Errorf("reject is %+v", reject)
	}
}

func TestMaxRejects(t *testing.T) {
	files := map[string]string{"figures.csv": figures("", "2015Q1,Acme,1,亿元", "2015Q5,Acme,1,亿元", "2015Q6,Acme,1,亿元")}
	out := read(t, dataset(describe("path: figures.csv", plain+"max_rejects: 2\n"), files))
	if out.err != nil || len(out.summary.Rejects) != 2 || len(out.rows) != 1 {
		t.Errorf("with max_rejects 2: %d loaded, %d rejected, %v", len(out.rows), len(out.summary.Rejects), out.err)
	}
	out = read(t, dataset(describe("path: figures.csv", plain+"max_rejects: 1\n"), files))
	if got := problems(t, out.err); len(got) != 3 || !strings.HasPrefix(got[0], "datapackage.yaml:18:20: resource figures: 2 values refused, 1 allowed") {
		t.Errorf("with max_rejects 1: %q", got)
	}
}

// A file of nothing but rubbish is given up, not collected without end.
func TestReadGivesUp(t *testing.T) {
	data := figures(strings.Repeat("x,y,z,w\n", 60_000))
	out := read(t, dataset(describe("path: figures.csv", plain), map[string]string{"figures.csv": data}))
	got := problems(t, out.err)
	if len(got) > 30_000 || !strings.Contains(got[0], "refused so far, 0 allowed") {
		t.Errorf("%d problems, the first %q", len(got), got[0])
	}
}

// The same value printed in two places is two observations.
func TestDuplicatesAreKept(t *testing.T) {
	out := read(t, dataset(describe("path: figures.csv", plain), map[string]string{"figures.csv": figures("", "2015Q1,Acme,1,亿元", "2015Q1,Acme,1,亿元")}))
	if len(out.rows) != 2 || out.rows[0].Place == out.rows[1].Place {
		t.Errorf("%d observations, %v", len(out.rows), out.err)
	}
}

func TestBindingPrecedence(t *testing.T) {
	text := describe("path: figures.csv", `
publisher: bureau
maps: [{column: series, file: series.csv}]
observation:
  period: {column: period}
  area: {path: '^(?P<area>[a-z]+)/', default: AA}
  segment: retail
  measure: users
  scope: incl-transfers
  value:
    - {column: value, unit: 亿元, measure: tx_value}
    - {column: count, unit: 万笔, measure: tx_count, scope: unspecified}
`)
	text = strings.Replace(text, "path: figures.csv", "path: [figures.csv, north/figures.csv]", 1)
	data := "period,series,value,count\n2015Q1,mapped,1,2\n2015Q1,open,3,4\n"
	maps := "series,dimension,member,scope\nmapped,provider,acme,unspecified\nopen,,,\n"
	out := read(t, dataset(text, map[string]string{"figures.csv": data, "north/figures.csv": data, "series.csv": maps}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, fmt.Sprintf("%s %s %s/%s %s %s", o.Area, o.Measure, o.Dimension, o.Member, o.Scope, o.Value))
	}
	want := []string{
		"AA tx_value provider/acme unspecified 100000000", "AA tx_count provider/acme unspecified 20000",
		"AA tx_value total/total incl-transfers 300000000", "AA tx_count total/total unspecified 40000",
		"AA-N tx_value provider/acme unspecified 100000000", "AA-N tx_count provider/acme unspecified 20000",
		"AA-N tx_value total/total incl-transfers 300000000", "AA-N tx_count total/total unspecified 40000",
	}
	if !slices.Equal(got, want) {
		t.Errorf("observations:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if o := out.rows[0]; o.Document != "https://www.example.org/report" || o.DocumentTitle != "A report" {
		t.Errorf("document is %q, %q, want the first source", o.Document, o.DocumentTitle)
	}
}

// otherwise is what a text becomes that values does not list; default comes first for an
// empty cell, and a forecast stays one beside a normal status.
func TestOtherwise(t *testing.T) {
	text := describe("path: figures.csv", plain+"note: {column: note}\n")
	text = strings.Replace(text, "  value: {", "  status: {column: note, values: {\"new standard, 标准\": B}, default: E, otherwise: A}\n        value: {", 1)
	data := "period,provider,value,unit,note\n2015Q1,Acme,1,亿元,\"new standard, 标准\"\n2015Q2,Acme,1,亿元,anything\n2015Q3,Acme,1,亿元,\n2015Q4e,Acme,1,亿元,anything\n"
	out := read(t, dataset(text, map[string]string{"figures.csv": data}))
	got := ""
	for _, o := range out.rows {
		got += string(o.Status)
	}
	if got != "BAEF" || out.err != nil {
		t.Errorf("statuses %s, want BAEF (%v)", got, out.err)
	}
}

func TestUnmappedCode(t *testing.T) {
	text := describe("path: figures.csv", plain+"maps: [{column: provider, file: series.csv}]\n")
	out := read(t, dataset(text, map[string]string{"figures.csv": figures("", "2015Q1,Acmee,1,亿元"), "series.csv": "provider,scope\nAcme,\n"}))
	if got := problems(t, out.err); got[1] != `figures.csv:2:8: provider "Acmee" is not in series.csv [code-unmapped]` {
		t.Errorf("problems %q", got)
	}
}

// Rows in = loaded + rejected, whatever the rows are, and the order is that of the file.
func TestAccountingProperty(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	for round := range 15 {
		rows := make([]string, random.IntN(5000))
		for i := range rows {
			rows[i] = strings.Join([]string{pick("2015Q1", "2015Q5", "2019", "", "2020Q3e"), pick("Acme", "桦木", "ALL", "nobody"),
				pick("1.5", "-3", "", "x", fmt.Sprint(i)), pick("亿元", "万元", "亿笔", "?")}[:pick2(random, 3, 4)], ",")
		}
		fsys := dataset(describe("path: figures.csv", plain+"max_rejects: 100000\n"), map[string]string{"figures.csv": figures("", rows...)})
		out := read(t, fsys)
		if out.err != nil {
			t.Fatal(out.err)
		}
		nonempty := 0
		for _, row := range rows {
			if row != "" {
				nonempty++
			}
		}
		if out.summary.RowsIn != nonempty {
			t.Fatalf("round %d: %d rows in, the file has %d", round, out.summary.RowsIn, nonempty)
		}
		again := read(t, fsys)
		if !slices.Equal(out.rows, again.rows) || !slices.Equal(out.summary.Rejects, again.summary.Rejects) {
			t.Fatalf("round %d: two readings differ", round)
		}
		if !slices.IsSortedFunc(out.rows, func(a, b obs.Observation) int { return line(a) - line(b) }) {
			t.Fatalf("round %d: observations are not in the order of the file", round)
		}
	}
}

// pick2 returns the second number nine times in ten.
func pick2(random *rand.Rand, rare, usual int) int {
	if random.IntN(10) == 0 {
		return rare
	}
	return usual
}

func line(o obs.Observation) int {
	var n int
	fmt.Sscanf(o.Place.At, "%d:", &n)
	return n
}

var errStop = errors.New("stop")

func TestAddEndsReading(t *testing.T) {
	data := figures(strings.Repeat("2015Q1,Acme,1,亿元\n", 50_000))
	d, err := ingest.Open(dataset(describe("path: figures.csv", plain), map[string]string{"figures.csv": data}), dir)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := d.Read(context.Background(), mustLists(t), func(obs.Observation) error { return errStop })
	if !errors.Is(err, errStop) || sum.Loaded != 0 {
		t.Errorf("Read() = %+v, %v, want %v", sum, err, errStop)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, err = d.Read(ctx, mustLists(t), func(obs.Observation) error {
		if n++; n == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled Read: %v", err)
	}
}
