package bulk_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/data/columnar/columnartest"
	"paystats/ingest/bulk"
)

// sameRows are rows that every format can tell, by the files that they lie in.
var sameRows = [][][]string{{
	row("a1", "area", "", "merchant", "x, \"y\" 'z'"),
	row("a2", "at", "2024-02-29 23:59:59.250", "merchant", "line\nbreak", "amount", "-3.00", "status", "refunded"),
	row("a3", "provider", "wechat-pay", "amount", "9999999999999.99", "status", "failed", "rc", "app-bug", "uid", ""),
	row("a4", "amount", "1.234", "currency", "KWD", "merchant", "店", "order", ""),
}, {
	row("b1", "at", "1970-01-01 08:00:00", "amount", "5", "currency", "JPY", "status", "pending", "method", ""),
	row("b2", "rc", "no such code", "status", "declined", "amount", "0.50"),
	row("a1", "amount", "7"),
}}

// writeCSV returns a table as CSV in some dialect.
func writeCSV(t *testing.T, rows [][]string, delimiter rune, crlf bool) string {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = delimiter, crlf
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// withHeader puts the header before rows.
func withHeader(rows [][]string) [][]string { return append([][]string{header}, rows...) }

// reordered returns a table with its columns in another order, and one more that nobody binds.
func reordered(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = append([]string{"more"}, r...)
		slices.Reverse(out[i])
	}
	return out
}

func packed(t *testing.T, text string) string {
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

// objects writes rows as lines of JSON, in which some columns lie deeper.
func objects(t *testing.T, rows [][]string, nested bool) string {
	t.Helper()
	var out strings.Builder
	for i, r := range rows {
		object, pay := map[string]any{}, map[string]any{}
		for j, name := range header {
			switch {
			case r[j] == "" && i%2 == 0: // absent
			case r[j] == "":
				object[name] = nil
			case nested && (name == "amount" || name == "currency"):
				pay[name] = json.Number(r[j])
				if name == "currency" {
					pay[name] = r[j]
				}
			default:
				object[name] = r[j]
			}
		}
		if nested {
			object["pay"] = []any{pay}
		}
		line, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n", line)
	}
	return out.String()
}

// Equal rows give an equal table, whatever the files.
func TestFormats(t *testing.T) {
	plain := func(t *testing.T, s *store) *bulk.Set {
		return attempts(s.write(t, "a.csv", writeCSV(t, withHeader(sameRows[0]), ',', false)), s.write(t, "b.csv", writeCSV(t, withHeader(sameRows[1]), ',', false)))
	}
	all := slices.Concat(sameRows...)
	tests := []struct {
		name string
		set  func(*testing.T, *store) *bulk.Set
	}{
		{"CRLF", func(t *testing.T, s *store) *bulk.Set {
			text := strings.ReplaceAll(writeCSV(t, withHeader(all), ',', true), "line\r\nbreak", "line\nbreak")
			return attempts(s.write(t, "a.csv", text))
		}},
		{"byte order mark", func(t *testing.T, s *store) *bulk.Set {
			return attempts(s.write(t, "a.csv", "\ufeff"+writeCSV(t, withHeader(all), ',', false)))
		}},
		{"packed", func(t *testing.T, s *store) *bulk.Set {
			return attempts(s.write(t, "a.csv.gz", packed(t, writeCSV(t, withHeader(all), ',', false))))
		}},
		{"bars and apostrophes, no header", func(t *testing.T, s *store) *bulk.Set {
			swap := strings.NewReplacer("'", `"`, `"`, "'")
			rows := make([][]string, len(all)) // quotes in cells and quotes around them change places
			for i, r := range all {
				for _, cell := range r {
					rows[i] = append(rows[i], swap.Replace(cell))
				}
			}
			set := attempts(s.write(t, "a.csv", "\ufeff"+swap.Replace(writeCSV(t, rows, '|', false))))
			set.Dialect = bulk.Dialect{Delimiter: "|", Quote: "'", Columns: header}
			return set
		}},
		{"tabs, no value as -", func(t *testing.T, s *store) *bulk.Set {
			rows := make([][]string, len(all))
			for i, r := range all {
				rows[i] = slices.Clone(r)
				for j := range r {
					if r[j] == "" {
						rows[i][j] = "-"
					}
				}
			}
			set := attempts(s.write(t, "a.tsv", writeCSV(t, withHeader(rows), '\t', false)))
			set.Dialect.Delimiter, set.Missing = "\t", []string{"", "-"}
			return set
		}},
		{"columns in another order", func(t *testing.T, s *store) *bulk.Set {
			return attempts(s.write(t, "a'[1].csv", writeCSV(t, withHeader(sameRows[0]), ',', false)), s.write(t, "b *.csv", writeCSV(t, reordered(withHeader(sameRows[1])), ',', false)))
		}},
		{"NDJSON", func(t *testing.T, s *store) *bulk.Set {
			set := attempts(s.write(t, "a.ndjson", objects(t, sameRows[0], false)), s.write(t, "b.ndjson.gz", packed(t, "\n"+objects(t, sameRows[1], false)+"\n\n")))
			set.Format = bulk.NDJSON
			return set
		}},
		{"NDJSON, nested", func(t *testing.T, s *store) *bulk.Set {
			set := attempts(s.write(t, "a.ndjson", strings.TrimSpace(objects(t, all, true))))
			set.Format = bulk.NDJSON
			return field(set, "amount", func(f *bulk.Field) { f.Column, f.UnitColumn = "pay/0/amount", "pay/0/currency" })
		}},
		{"Parquet, texts", func(t *testing.T, s *store) *bulk.Set {
			set := attempts(s.write(t, "a.parquet", columnartest.Parquet(t, withHeader(all), "")))
			set.Format = bulk.Parquet
			return set
		}},
		{"Parquet, typed", func(t *testing.T, s *store) *bulk.Set {
			return typed(t, s, "at::TIMESTAMP AS at, amount::DECIMAL(20, 3) AS amount")
		}},
		{"Parquet, moments", func(t *testing.T, s *store) *bulk.Set {
			return typed(t, s, "(at::TIMESTAMP - INTERVAL 8 HOURS)::VARCHAR || '+00' AS at, amount::DECIMAL(22, 8) AS amount")
		}},
		{"Parquet, minor units", func(t *testing.T, s *store) *bulk.Set {
			set := typed(t, s, "at, (amount::DECIMAL(20, 3) * CASE currency WHEN 'KWD' THEN 1000 WHEN 'JPY' THEN 1 ELSE 100 END)::BIGINT AS amount")
			return field(set, "amount", func(f *bulk.Field) { f.Minor = true })
		}},
		{"Parquet, thousandths", func(t *testing.T, s *store) *bulk.Set {
			set := typed(t, s, "at, (amount::DECIMAL(20, 3) * 1000)::BIGINT AS amount")
			return field(set, "amount", func(f *bulk.Field) { f.Scale = -3 })
		}},
		{"Parquet, floats", func(t *testing.T, s *store) *bulk.Set { return typed(t, s, "at, amount::DOUBLE AS amount") }},
		{"Parquet, milliseconds", func(t *testing.T, s *store) *bulk.Set {
			set := typed(t, s, "epoch_ms(at::TIMESTAMP - INTERVAL 8 HOURS) AS at, amount")
			return field(set, "time", func(f *bulk.Field) { f.TimeFormat = bulk.EpochMillis })
		}},
		{"Parquet in folders", hive},
		{"Arrow file", func(t *testing.T, s *store) *bulk.Set {
			set := attempts(s.write(t, "a.arrow", columnartest.ArrowFile(t, withHeader(sameRows[0]), "")), s.write(t, "b.arrow", columnartest.ArrowFile(t, withHeader(sameRows[1]), "")))
			set.Format = bulk.Arrow
			return set
		}},
		{"Arrow file, other columns", func(t *testing.T, s *store) *bulk.Set {
			rows := reordered(withHeader(all))
			for _, r := range rows {
				slices.Reverse(r) // the column that nobody binds comes first
			}
			set := attempts(s.write(t, "a.arrow", columnartest.ArrowFile(t, rows, "")))
			set.Format = bulk.Arrow
			return set
		}},
		{"Arrow stream, floats", func(t *testing.T, s *store) *bulk.Set {
			set := attempts(s.write(t, "a.arrows", columnartest.ArrowStream(t, withHeader(all), "amount")))
			set.Format = bulk.Arrow
			return set
		}},
	}
	s := newStore(t)
	s.mustLoad(t, plain(t, s))
	want := s.table(t)
	if len(want) != 6 {
		t.Fatalf("%d rows", len(want))
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStore(t)
			r := s.mustLoad(t, tt.set(t, s))
			if r.RowsIn != 7 || r.Loaded != 6 || r.Duplicates != 1 || r.New != 6 {
				t.Errorf("Load() = %+v, want 7 rows in, 6 loaded, 1 a duplicate", r)
			}
			same(t, "transaction", s.table(t), want)
			s.isWhole(t)
		})
	}
}

// typed writes the rows as one Parquet file in which columns have types.
func typed(t *testing.T, s *store, columns string) *bulk.Set {
	t.Helper()
	s.copyRows(t, "SELECT no, provider, method, channel, category, area, merchant, currency, status, rc, \"order\", uid, "+columns, "a.parquet")
	set := attempts(s.file(t, "a.parquet"))
	set.Format = bulk.Parquet
	return set
}

// copyRows writes what a SELECT makes of the rows as Parquet.
func (s *store) copyRows(t *testing.T, query, name string) {
	t.Helper()
	in := s.write(t, "in.csv", writeCSV(t, withHeader(slices.Concat(sameRows...)), ',', false))
	if err := s.Exec(t.Context(), fmt.Sprintf("COPY (%s FROM read_csv('%s', all_varchar = true, nullstr = '')) TO '%s/%s' (FORMAT parquet)", query, in.Path, s.folder, name)); err != nil {
		t.Fatal(err)
	}
}

// hive writes each row as a Parquet file of its own, in folders that tell its outcome.
func hive(t *testing.T, s *store) *bulk.Set {
	t.Helper()
	set := attempts()
	at := slices.Index(header, "status")
	without := func(r []string) []string { return slices.Delete(slices.Clone(r), at, at+1) }
	for i, r := range slices.Concat(sameRows...) {
		name := fmt.Sprintf("n=%d/status=%s/p.parquet", i, r[at])
		set.Files = append(set.Files, s.write(t, name, columnartest.Parquet(t, [][]string{without(header), without(r)}, "")))
	}
	set.Format, set.HiveKeys = bulk.Parquet, []string{"n", "status"}
	return set
}
