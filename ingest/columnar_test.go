package ingest_test

import (
	"strings"
	"testing"

	"paystats/data/columnar/columnartest"
)

func badColumnar(t testing.TB) []badFile {
	rows := sameTable()[:3]
	parquet, file, stream := columnartest.Parquet(t, rows, "value"), columnartest.ArrowFile(t, rows, "value"), columnartest.ArrowStream(t, rows, "value")
	twice := append([][]string{{"period", "provider", "provider", "unit"}}, rows[1:]...)
	schema := strings.Index(stream, "period")
	return []badFile{
		{"empty Parquet", "path: f.parquet", ""},
		{"Parquet that is text", "path: f.parquet", header},
		{"Parquet of zero bytes", "path: f.parquet", strings.Repeat("\x00", 5000)},
		{"Parquet cut off", "path: f.parquet", parquet[:len(parquet)/2]},
		{"Parquet without its middle", "path: f.parquet", parquet[:8] + parquet[len(parquet)-8:]},
		{"Parquet with a footer that claims too much", "path: f.parquet", parquet[:len(parquet)-8] + "\xff\xff\xff\x7fPAR1"},
		{"encrypted Parquet", "path: f.parquet", parquet[:len(parquet)-4] + "PARE"},
		{"Parquet with another column", "path: f.parquet", columnartest.Parquet(t, [][]string{{"month", "value"}, {"1", "2"}}, "value")},
		{"Parquet with a column twice", "path: f.parquet", columnartest.Parquet(t, twice, "none")},
		{"Parquet with text for a value", "path: f.parquet", columnartest.Parquet(t, [][]string{rows[0], {"2015Q1", "Acme", "x", "CNY"}, {"", "Acme", "1", "CNY"}}, "none")},
		{"empty Arrow", "path: f.arrow", ""},
		{"Arrow that is text", "path: f.arrow", header},
		{"Arrow of zero bytes", "path: f.arrow", strings.Repeat("\x00", 5000)},
		{"Arrow file cut off", "path: f.arrow", file[:len(file)/2]},
		{"Arrow file with a footer that claims too much", "path: f.arrow", file[:len(file)-10] + "\xff\xff\xff\x7fARROW1"},
		{"Arrow stream cut off", "path: f.arrow", stream[:len(stream)-200]},
		{"Arrow stream with a broken schema", "path: f.arrow", stream[:schema-4] + "\xff\xff\xff\x7f" + stream[schema:]},
		{"Feather 1", "path: f.feather", "FEA1" + strings.Repeat("\x00", 100) + "FEA1"},
	}
}

// A row of a file of columns is named by its number, and a cell by its column besides.
func TestReadColumnar(t *testing.T) {
	rows := [][]string{{"provider", "period", "value", "unit"}, {"Acme", "2015-Q1", "1.25", "CNY"}, {"nobody", "2015-Q1", "3", "CNY"}}
	for name, data := range map[string]string{"f.parquet": columnartest.Parquet(t, rows, "value"), "f.arrow": columnartest.ArrowFile(t, rows, "value")} {
		out := read(t, dataset(describe("path: "+name, plain+"max_rejects: 1\n"), map[string]string{name: data}))
		if len(out.rows) != 1 || out.rows[0].Place.At != "1:3" || out.rows[0].Value.String() != "1.25" {
			t.Errorf("%s: %+v, %v", name, out.rows, out.err)
		}
		if r := out.summary.Rejects; len(r) != 1 || r[0].Place.At != "2:1" || r[0].Pos.String() != dir+"/"+name+"#2/provider" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
