package sample

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paystats/data/codelist"
	"paystats/data/columnar"
	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// written returns the files of a sample, by name.
func written(t *testing.T, options Options) map[string][]byte {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "sample")
	if err := Write(t.Context(), folder, options); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// records returns the rows of the CSV files of a sample, without headers.
func records(t *testing.T, files map[string][]byte) [][]string {
	t.Helper()
	var rows [][]string
	for i := 1; ; i++ {
		text, ok := files[fmt.Sprintf("synthetic-%03d.csv", i)]
		if !ok {
			return rows
		}
		all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(all[0], columnNames) {
			t.Fatalf("header %q", all[0])
		}
		rows = append(rows, all[1:]...)
	}
}

func TestThreadsChangeNoByte(t *testing.T) {
	for _, options := range []Options{
		{Rows: 100_001, Seed: 1, Format: CSV},
		{Rows: 100_001, Seed: 1, Format: CSV, Files: 3, Mess: true},
		{Rows: 400_000, Seed: 1, Format: Parquet},
		{Rows: 100_001, Seed: 1, Format: Parquet, Files: 3},
	} {
		options.Threads = 1
		want := written(t, options)
		for _, threads := range []int{2, 5} {
			options.Threads = threads
			got := written(t, options)
			if len(got) != len(want) {
				t.Errorf("%+v: %d files, want %d", options, len(got), len(want))
			}
			for name := range want {
				if !bytes.Equal(got[name], want[name]) {
					t.Errorf("%+v: %s differs from that of one thread", options, name)
				}
			}
		}
	}
}

func TestFilesHoldTheRowsOfOne(t *testing.T) {
	one := records(t, written(t, Options{Rows: 100_001, Seed: 1, Format: CSV}))
	three := records(t, written(t, Options{Rows: 100_001, Seed: 1, Format: CSV, Files: 3}))
	if len(one) != 100_001 || !slices.EqualFunc(one, three, slices.Equal) {
		t.Errorf("%d rows in one file, %d in three, or other ones", len(one), len(three))
	}
}

func TestSeedsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(2) {
		for _, row := range records(t, written(t, Options{Rows: 1000, Seed: seed, Format: CSV})) {
			if seen[row[0]] && seed == 1 {
				t.Fatalf("transaction %s in both", row[0])
			}
			seen[row[0]] = seed == 0
		}
	}
}

func TestParquetHoldsTheRowsOfCSV(t *testing.T) {
	want := records(t, written(t, Options{Rows: 150_000, Seed: 3, Format: CSV}))
	data := written(t, Options{Rows: 150_000, Seed: 3, Format: Parquet})["synthetic-001.parquet"]
	f, err := columnar.OpenParquet(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if !slices.Equal(f.Columns, columnNames) {
		t.Fatalf("columns %q", f.Columns)
	}
	all := make([]int, len(columnNames))
	for i := range all {
		all[i] = i
	}
	rows := 0
	err = f.Rows(all, func(number int, cells []columnar.Cell) error {
		rows++
		var got []string
		for i, c := range cells {
			switch columnNames[i] {
			case "time":
				c.Text = strings.Replace(c.Text, "T", " ", 1)
				if len(c.Text) == len("2023-01-01") { // how midnight is written
					c.Text += " 00:00:00"
				}
			case "amount":
				if want[number-1][10] != "KWD" {
					c.Text = strings.TrimSuffix(c.Text, "0")
				}
			case "reason_code":
				if (c.State == columnar.Null) != (c.Text == "") {
					return fmt.Errorf("row %d: reason code %q, null or not", number, c.Text)
				}
			}
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want[number-1]) {
			return fmt.Errorf("row %d: %q, want %q", number, got, want[number-1])
		}
		return nil
	})
	if err != nil || rows != len(want) {
		t.Errorf("%d rows of %d: %v", rows, len(want), err)
	}
}

func TestBlocksStandAlone(t *testing.T) {
	m := mustMaker(t, 200_000, 1)
	want := slices.Clone(m.Block(7, nil))
	reuse := m.Block(2, nil)
	if got := m.Block(7, reuse); !slices.Equal(got, want) {
		t.Error("block 7 depends on what was made before")
	}
	late := slices.IndexFunc(want, func(a Attempt) bool { return a.ID < 7*BlockRows })
	if late < 0 {
		t.Fatal("block 7 holds no row of an earlier block")
	}
	if early := m.Block(want[late].ID/BlockRows, nil); early[0] != want[late] {
		t.Errorf("%+v comes again as %+v", early[0], want[late])
	}
}

func TestDescriptor(t *testing.T) {
	for _, options := range []Options{{Rows: 20_000, Seed: 1, Format: CSV, Mess: true}, {Rows: 20_000, Seed: 1, Format: Parquet}} {
		files := written(t, options)
		var problems diag.List
		doc := yamldoc.Parse(yamldoc.Source{File: descriptorName, Text: string(files[descriptorName]), First: 1, Name: "the descriptor"}, &problems)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		root := doc.Root().Mapping("name", "title", "title@zh", "description", "licenses", "sources", "resources")
		if title := root.Text("title"); !strings.Contains(title, "(synthetic)") {
			t.Errorf("title %q", title)
		}
		resource := root.List("resources")[0].Mapping("name", "title", "path", "format", "encoding", "schema", "paystats")
		found := 0
		for name := range files {
			if ok, err := filepath.Match(resource.Text("path"), name); err != nil || ok {
				found++
			}
			if name != descriptorName && !strings.Contains(name, "synthetic") {
				t.Errorf("file %s does not say synthetic", name)
			}
		}
		if found != 1 || resource.Text("format") != options.Format {
			t.Errorf("path %q finds %d files of format %q", resource.Text("path"), found, resource.Text("format"))
		}
		block := resource.Mapping("paystats", "kind", "publisher", "synthetic", "maps", "transaction", "max_rejects")
		parts := []string{"id", "time", "provider", "method", "channel", "category", "area", "merchant", "amount", "outcome", "intent", "user"}
		transaction := block.Mapping("transaction", parts...)
		for _, p := range parts {
			if column := transaction.Mapping(p, "column", "zone", "unit").Text("column"); !slices.Contains(columnNames, column) {
				t.Errorf("%s is column %q", p, column)
			}
		}
		if err := problems.Err(); err != nil {
			t.Error(err)
		}
	}
}

// What the rows say is found in the bundled code lists.
func TestCodesAreKnown(t *testing.T) {
	lists, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	files := written(t, Options{Rows: 300_000, Seed: 1, Format: CSV})
	reasonOf := map[string]string{}
	all, err := csv.NewReader(bytes.NewReader(files[reasonsName])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		if reasonOf[row[0]] != "" {
			t.Errorf("code %s stands twice", row[0])
		}
		reasonOf[row[0]] = row[1]
		kind := lists.Get("reason", row[1], "class")
		if r := slices.IndexFunc(reasons, func(r reason) bool { return r.id == row[1] }); kind == "" || (kind == "technical") != (reasons[r].class == technical) {
			t.Errorf("reason %s is of class %q in the code list", row[1], kind)
		}
	}
	unknown := map[string]bool{}
	for _, row := range records(t, files) {
		for column, dimension := range map[int]string{3: "provider", 4: "instrument", 5: "channel", 6: "category"} {
			if !lists.Has("member", dimension+"/"+row[column]) {
				unknown[dimension+" "+row[column]] = true
			}
		}
		if !lists.Has("area", row[7]) {
			unknown["area "+row[7]] = true
		}
		if row[12] != "" && reasonOf[row[12]] == "" {
			unknown["reason code "+row[12]] = true
		}
	}
	if len(unknown) > 0 {
		t.Errorf("unknown: %v", unknown)
	}
}

func TestMess(t *testing.T) {
	const rows = 300_000
	clean := bytes.Split(written(t, Options{Rows: rows, Seed: 1, Format: CSV})["synthetic-001.csv"], []byte("\n"))
	messy := bytes.Split(written(t, Options{Rows: rows, Seed: 1, Format: CSV, Mess: true})["synthetic-001.csv"], []byte("\n"))
	if len(clean) != rows+2 || len(messy) != len(clean) {
		t.Fatalf("%d lines, with mess %d", len(clean), len(messy))
	}
	spoiled := 0
	for i := range clean {
		if !bytes.Equal(clean[i], messy[i]) {
			spoiled++
		}
	}
	near(t, "malformed rows", float64(spoiled), messRate*rows, 0.2)
	text := string(bytes.Join(messy, []byte("\n")))
	for _, sign := range []string{`"1,234.50"`, "1969-12-31", "4111111111111111", "X-999", ",surplus\n", "\nT1-", ",10000000000000000.00,", "\xff"} {
		if !strings.Contains(text, sign) {
			t.Errorf("no row has %q", sign)
		}
	}
}

func TestFolderIsReplacedAsAWhole(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "sample")
	small := Options{Rows: 100, Seed: 1, Format: Parquet}
	for range 2 {
		if err := Write(t.Context(), folder, small); err != nil {
			t.Fatal(err)
		}
		small.Format = CSV
	}
	if _, err := os.Stat(filepath.Join(folder, "synthetic-001.parquet")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the Parquet file of the first sample is still there")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := Write(stopped, folder, Options{Rows: 200, Seed: 1, Format: CSV}); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped Write returned %v", err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "synthetic-001.csv"))
	if err != nil || bytes.Count(text, []byte("\n")) != 101 {
		t.Errorf("the last sample is gone after a stopped Write: %d lines, %v", bytes.Count(text, []byte("\n")), err)
	}
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), folder, small); !errors.Is(err, ErrForeign) {
		t.Errorf("Write over a foreign file returned %v", err)
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for _, options := range []Options{
		{Rows: 0, Format: CSV}, {Rows: MaxRows + 1, Format: CSV}, {Rows: 10, Format: "xlsx"}, {Rows: 10, Format: CSV, Files: 2},
		{Rows: 10, Format: Parquet, Mess: true}, {Rows: 10, Format: CSV, Threads: -1},
	} {
		folder := filepath.Join(t.TempDir(), "sample")
		if err := Write(t.Context(), folder, options); !errors.Is(err, ErrOptions) {
			t.Errorf("Write(%+v) = %v", options, err)
		}
		if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("Write(%+v) left a folder", options)
		}
	}
}
