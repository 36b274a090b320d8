package ingest_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"paystats/data/codelist"
	"paystats/data/sample"
	"paystats/ingest"
	"paystats/ingest/bulk"
)

// attempts describes a resource of transactions.
func attempts(resource, paystats string) string {
	return strings.Replace(describe(resource, paystats), "kind: observations", "kind: transactions", 1)
}

const plainAttempts = `
publisher: bureau
zone: Asia/Shanghai
transaction:
  id: {column: no}
  time: {column: at}
  provider: acme
  amount: {column: fen, unit: CNY, scale: minor}
  outcome: {column: code, map: {"00": approved, " 51": declined}}
`

func mustSets(t *testing.T, fsys fstest.MapFS) []*bulk.Set {
	t.Helper()
	sets := mustOpen(t, fsys).Bulk()
	for _, s := range sets {
		for i := range s.Fields {
			if s.Fields[i].Pos.Line == 0 {
				t.Errorf("field %s has no place", s.Fields[i].Name)
			}
			s.Fields[i].Pos.File, s.Fields[i].Pos.Line, s.Fields[i].Pos.Col = "", 0, 0
		}
	}
	return sets
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever is left out gets its default, and what is declared arrives.
func TestBulk(t *testing.T) {
	files := map[string]string{"b.csv": "x", "a.csv.gz": "xy", "y=1/m=2/p.parquet": "", "y=1/m=3/p.parquet": "",
		"codes.csv": "rc,reason,outcome\n05,app-bug,declined\n06,,failed\n"}
	none := bulk.Field{Round: bulk.NoRounding}
	field := func(name string, change func(*bulk.Field)) bulk.Field {
		f := none
		f.Name = name
		change(&f)
		return f
	}
	column := func(name, column string) bulk.Field { return field(name, func(f *bulk.Field) { f.Column = column }) }
	tests := []struct {
		name, descriptor string
		want             bulk.Set
	}{
		{"defaults", attempts("path: '*.csv*'\nformat: csv", plainAttempts), bulk.Set{
			Kind: bulk.Transactions, Publisher: "bureau", Segment: "attempts", Scope: "unspecified", KeepRows: true, Format: bulk.CSV,
			Files:   []bulk.File{{Name: "a.csv.gz", Size: 2}, {Name: "b.csv", Size: 1}, {Name: "codes.csv", Size: int64(len(files["codes.csv"]))}},
			Dialect: bulk.Dialect{Delimiter: ",", Quote: `"`, Header: true}, Missing: []string{""}, IDs: []string{"no"},
			Fields: []bulk.Field{column("id", "no"), field("time", func(f *bulk.Field) { f.Column, f.Zone = "at", "Asia/Shanghai" }),
				field("provider", func(f *bulk.Field) { f.Literal = "acme" }),
				field("amount", func(f *bulk.Field) { f.Column, f.Unit, f.Minor = "fen", "CNY", true }),
				field("outcome", func(f *bulk.Field) {
					f.Column, f.Map = "code", map[string]string{"00": "approved", "51": "declined"}
				})}}},
		{"everything", attempts("path: '**/*.parquet'\nschema: {missingValues: ['', '-']}", `
publisher: synthetic
area: AA
segment: retail
scope: incl-transfers
synthetic: true
keep: rollup
max_rejects: 9
maps: [{column: rc, file: codes.csv}]
ids: [serial, card_token]
transaction:
  user: {column: uid}
  intent: {column: order}
  reason: {column: rc}
  amount: {column: amount, unit: {column: cur}, scale: -2, round: 2}
  merchant: shop
  area: {column: y}
  category: {column: cat}
  channel: {column: ch, map: {A: app}}
  method: {column: how}
  provider: {column: who}
  time: {column: at, format: epoch_ms, zone: {column: tz}}
  id: {column: serial}
`), bulk.Set{
			Kind: bulk.Transactions, Publisher: "synthetic", Area: "AA", Segment: "retail", Scope: "incl-transfers", Synthetic: true, Format: bulk.Parquet, MaxRejects: 9,
			Files: []bulk.File{{Name: "y=1/m=2/p.parquet"}, {Name: "y=1/m=3/p.parquet"}}, HiveKeys: []string{"y", "m"}, Missing: []string{"", "-"},
			IDs: []string{"card_token", "order", "serial"},
			Fields: []bulk.Field{column("id", "serial"), field("time", func(f *bulk.Field) { f.Column, f.TimeFormat, f.ZoneColumn = "at", bulk.EpochMillis, "tz" }),
				column("provider", "who"), column("method", "how"), field("channel", func(f *bulk.Field) { f.Column, f.Map = "ch", map[string]string{"A": "app"} }),
				column("category", "cat"), column("area", "y"), field("merchant", func(f *bulk.Field) { f.Literal = "shop" }),
				field("amount", func(f *bulk.Field) { f.Column, f.UnitColumn, f.Scale, f.Round = "amount", "cur", -2, 2 }),
				field("outcome", func(f *bulk.Field) { f.Column, f.Map = "rc", map[string]string{"05": "declined", "06": "failed"} }),
				field("reason", func(f *bulk.Field) { f.Column, f.Map = "rc", map[string]string{"05": "app-bug"} }),
				column("intent", "order"), column("user", "uid")}}},
		{"activations", strings.Replace(attempts("path: b.csv\nformat: tsv\ndialect: {header: false, quoteChar: \"'\"}\nschema: {fields: [{name: a}, {name: b}]}", `
publisher: bureau
zone: UTC
activation:
  id: {column: a}
  provider: acme
  entered: {column: b, format: "%d/%m/%Y"}
  decided: {column: b, zone: Asia/Kolkata}
  decision: approved
  observed_until: 2024-12-31
`), "kind: transactions", "kind: activations", 1), bulk.Set{
			Kind: bulk.Activations, Publisher: "bureau", Scope: "unspecified", KeepRows: true, Format: bulk.CSV,
			Files:   []bulk.File{{Name: "b.csv", Size: 1}},
			Dialect: bulk.Dialect{Delimiter: "\t", Quote: "'", Columns: []string{"a", "b"}}, Missing: []string{""}, IDs: []string{"a"},
			Fields: []bulk.Field{column("id", "a"), field("provider", func(f *bulk.Field) { f.Literal = "acme" }),
				field("entered", func(f *bulk.Field) { f.Column, f.TimeFormat, f.Zone = "b", "%d/%m/%Y", "UTC" }),
				field("decided", func(f *bulk.Field) { f.Column, f.Zone = "b", "Asia/Kolkata" }),
				field("decision", func(f *bulk.Field) { f.Literal = "approved" }),
				field("observed_until", func(f *bulk.Field) { f.Literal = "2024-12-31" })}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Dataset, tt.want.Resource, tt.want.Descriptor = "demo", "figures", dir+"/datapackage.yaml"
			if got, want := asJSON(t, mustSets(t, dataset(tt.descriptor, files))), asJSON(t, []bulk.Set{tt.want}); got != want {
				t.Errorf("Bulk() =\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Each descriptor is wrong in the ways that are listed, and all are found in one run.
func TestBulkProblems(t *testing.T) {
	activations := func(resource, paystats string) string {
		return strings.Replace(attempts(resource, paystats), "kind: transactions", "kind: activations", 1)
	}
	tests := []struct {
		name, descriptor string
		want             []string
	}{
		{"nothing in it", attempts("path: f.csv", ""), []string{
			"datapackage.yaml:8:7: resources[0].paystats has no publisher [key-missing]",
			"datapackage.yaml:8:7: resources[0].paystats has no transaction [key-missing]"}},
		{"nothing bound", attempts("path: f.csv", "publisher: bureau\ntransaction: {}\n"), []string{
			"datapackage.yaml:10:20: resources[0].paystats.transaction has no amount [key-missing]",
			"datapackage.yaml:10:20: resources[0].paystats.transaction has no id [key-missing]",
			"datapackage.yaml:10:20: resources[0].paystats.transaction has no outcome [key-missing]",
			"datapackage.yaml:10:20: resources[0].paystats.transaction has no provider [key-missing]",
			"datapackage.yaml:10:20: resources[0].paystats.transaction has no time [key-missing]"}},
		{"no activation", activations("path: f.csv", "publisher: bureau\nzone: UTC\nactivation: {entered: {column: a}, id: x, used: 2024-01-01, observed_until: soon}\n"), []string{
			"datapackage.yaml:11:19: resources[0].paystats.activation has no decision [key-missing]",
			"datapackage.yaml:11:19: resources[0].paystats.activation has no provider [key-missing]",
			"datapackage.yaml:11:46: resources[0].paystats.activation.id is the same for all rows [key-type]",
			"datapackage.yaml:11:55: resources[0].paystats.activation.used is the same for all rows [key-type]",
			`datapackage.yaml:11:83: resources[0].paystats.activation.observed_until "soon" is not a date [date-syntax]`}},
		{"wrong words", attempts("path: f.csv", `
publisher: bureau
zone: Asia/Shanhai
keep: none
synthetic: perhaps
observation: {}
transaction:
  id: {column: a, map: {x: y}}
  time: {column: a, format: "%Y-%Q", zone: Local}
  provider: acme
  amount: {column: a, unit: 万元, scale: major, round: 9}
  outcome: {column: a, map: {"00": aproved, "01": declined}}
`), []string{
			`datapackage.yaml:10:13: zone "Asia/Shanhai" is unknown [value-unknown]`,
			`datapackage.yaml:11:13: resources[0].paystats.keep "none" is unknown [value-unknown]`,
			`datapackage.yaml:12:18: resources[0].paystats.synthetic is "perhaps", not true or false [key-type]`,
			`datapackage.yaml:13:7: resources[0].paystats has no key "observation" [key-unknown]`,
			`datapackage.yaml:15:25: resources[0].paystats.transaction.id has no key "map" [key-unknown]`,
			`datapackage.yaml:16:35: format "%Y-%Q" has a part "%Q" that no time has [value-unknown]`,
			`datapackage.yaml:16:50: zone "Local" is unknown [value-unknown]`,
			`datapackage.yaml:18:35: resources[0].paystats.transaction.amount.unit "万元" is no currency [unit-unknown]`,
			`datapackage.yaml:18:50: resources[0].paystats.transaction.amount.scale is "major", not a whole number from -6 to 9 [key-type]`,
			`datapackage.yaml:18:64: resources[0].paystats.transaction.amount.round is "9", not a whole number from 0 to 4 [key-type]`,
			`datapackage.yaml:19:42: outcome "aproved" is unknown [value-unknown]`}},
		{"no zone, no unit", attempts("path: f.csv", "publisher: bureau\ntransaction: {id: {column: a}, time: {column: a}, provider: acme, amount: {column: a}, outcome: approved}\n"), []string{
			"datapackage.yaml:10:44: resources[0].paystats.transaction.time has no zone, so that its local day and hour are not known [key-missing]",
			"datapackage.yaml:10:81: resources[0].paystats.transaction.amount has no unit [key-missing]"}},
		{"maps", attempts("path: f.csv", plainAttempts+"  reason: {column: rc}\nmaps:\n- {column: rc, file: twice.csv}\n- {column: a, file: other.csv}\n- {column: a, file: none.csv}\n"), []string{
			`datapackage.yaml:16:18: resources[0].paystats.transaction.outcome has a map here, and a file under maps [key-duplicate]`,
			`datapackage.yaml:17:17: resources[0].paystats.transaction.reason is bound here, and under maps to column "a" [key-duplicate]`,
			`datapackage.yaml:21:27: there is no map none.csv [file-unreadable]`,
			`other.csv:1:1: a map has no use for a column "user" [column-unknown]`,
			`twice.csv:1:1: the first column is "raw", the map is for "rc" [column-missing]`,
			`twice.csv:2:4: outcome "ok" is unknown [value-unknown]`,
			`twice.csv:3:1: code "00" is already in line 2 [key-duplicate]`}},
		{"two maps of one field", attempts("path: f.csv", plainAttempts+"maps:\n- {column: a, file: other.csv}\n- {column: a, file: other.csv}\n"), []string{
			`datapackage.yaml:19:9: two maps give reason, this one and that of column "a" [key-duplicate]`,
			`other.csv:1:1: a map has no use for a column "user" [column-unknown]`,
			`other.csv:1:1: a map has no use for a column "user" [column-unknown]`}},
		{"encoding and dialect", attempts("path: f.csv\nencoding: gbk\ndialect: {delimiter: ；, commentChar: '#'}", plainAttempts), []string{
			`datapackage.yaml:7:15: transactions are read as UTF-8, not as gbk [text-encoding]`,
			`datapackage.yaml:8:44: transactions have no commentChar [value-unknown]`}},
		{"a wide delimiter", attempts("path: f.csv\ndialect: {delimiter: ；}", plainAttempts), []string{
			`datapackage.yaml:7:14: the delimiter '；' is not an ASCII character [value-unknown]`}},
		{"no header", attempts("path: f.csv\ndialect: {header: false}", plainAttempts), []string{
			`datapackage.yaml:5:5: resources[0] has no header, and no schema that names its columns [key-missing]`}},
		{"columns that the schema lacks", attempts("path: f.csv\ndialect: {header: false}\nschema: {fields: [{name: no}, {name: at}, {name: fen}]}", plainAttempts), []string{
			`datapackage.yaml:18:18: schema names no field "code" [column-missing]`}},
		{"formats", attempts("path: f.xlsx", plainAttempts), []string{
			`datapackage.yaml:5:5: resources[0] has no format, and transactions are not read from files of the name "f.xlsx" [key-missing]`}},
		{"a declared format", attempts("path: f.csv\nformat: json\ncompression: zip", plainAttempts), []string{
			`datapackage.yaml:7:13: resources[0].format "json" is unknown [value-unknown]`,
			`datapackage.yaml:8:18: transactions have no compression [value-unknown]`}},
		{"packed", attempts("path: p.parquet.gz", plainAttempts), []string{
			`datapackage.yaml:6:11: p.parquet.gz is packed [value-unknown]`}},
		{"two of a kind", attempts("path: f.csv", plainAttempts) + "  - name: more\n    path: f.csv\n    paystats:\n      kind: transactions\n" + indent("      ", plainAttempts), []string{
			`datapackage.yaml:17:5: there are two resources of transactions [key-duplicate]`}},
		{"folders of other keys", attempts("path: '**/*.parquet'", plainAttempts), []string{
			`datapackage.yaml:6:11: m=1/a.parquet lies in folders of m, n=1/a.parquet in folders of n [hive-keys]`}},
	}
	files := map[string]string{"f.csv": "no,at\n", "f.xlsx": "", "p.parquet.gz": "", "m=1/a.parquet": "", "n=1/a.parquet": "",
		"twice.csv": "raw,outcome\n00,ok\n00,failed\n", "other.csv": "a,reason,user\nx,app-bug,u\n"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ingest.Open(dataset(tt.descriptor, files), dir)
			if err == nil {
				t.Fatal("Open() has no problem")
			}
			got := problems(t, err)
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// Codes are ids of the code lists: a name is not looked up in millions of rows.
func TestBulkCheck(t *testing.T) {
	text := attempts("path: f.csv", strings.NewReplacer("bureau", "bureux", "acme", "Acme Pay").Replace(plainAttempts)+
		"  channel: {column: ch, map: {a: mobil, b: mobile}}\narea: XX\nmaps: [{column: rc, file: codes.csv}]\n")
	fsys := dataset(text, map[string]string{"f.csv": "", "codes.csv": "rc,reason\n1,app-bug\n2,app-bugs\n"})
	fsys["data/codelists/reason.csv"] = &fstest.MapFile{Data: []byte("id,name_en,class,parent\nsystem,System,,\napp,App,,system\napp-bug,Bug,technical,app\n")}
	for name, text := range lists {
		fsys["data/codelists/"+name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := codelist.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`codes.csv:3:3: reason "app-bugs" is unknown [code-unknown]`,
		`datapackage.yaml:9:18: publisher "bureux" is unknown [code-unknown]`,
		`datapackage.yaml:14:19: provider "Acme Pay" is a name, not an id [code-unknown]`,
		`datapackage.yaml:17:40: channel "mobil" is unknown [code-unknown]`,
		`datapackage.yaml:18:13: area "XX" is unknown [code-unknown]`,
	}
	if got := problems(t, mustOpen(t, fsys).Check(set)); !slices.Equal(got, want) {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Large files are not read for the fingerprint; descriptor and maps are.
func TestBulkFingerprint(t *testing.T) {
	fingerprint := func(change func(fstest.MapFS)) string {
		t.Helper()
		fsys := dataset(attempts("path: f.csv", plainAttempts+"maps: [{column: rc, file: codes.csv}]\n"), map[string]string{"f.csv": "no,at\n", "codes.csv": "rc,reason\n1,app-bug\n"})
		change(fsys)
		sum, err := mustOpen(t, fsys).Fingerprint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	first := fingerprint(func(fstest.MapFS) {})
	if got := fingerprint(func(fsys fstest.MapFS) { fsys[dir+"/f.csv"].Data = []byte("NO,AT\n") }); got != first {
		t.Error("the contents of a large file change the fingerprint")
	}
	for name, change := range map[string]func(fstest.MapFS){
		"size": func(fsys fstest.MapFS) { fsys[dir+"/f.csv"].Data = []byte("no,at,\n") },
		"time": func(fsys fstest.MapFS) { fsys[dir+"/f.csv"].ModTime = time.Unix(1, 0) },
		"map":  func(fsys fstest.MapFS) { fsys[dir+"/codes.csv"].Data = []byte("rc,reason\n2,app-bug\n") },
		"name": func(fsys fstest.MapFS) {
			fsys[dir+"/g.csv"] = fsys[dir+"/f.csv"]
			fsys[dir+"/datapackage.yaml"].Data = []byte(strings.Replace(string(fsys[dir+"/datapackage.yaml"].Data), "f.csv", "g.csv", 1))
		},
	} {
		if fingerprint(change) == first {
			t.Errorf("another %s does not change the fingerprint", name)
		}
	}
}

// What the sample's program writes is read, and its codes are in the code lists.
func TestBulkReadsTheSample(t *testing.T) {
	folder := t.TempDir()
	for _, format := range []string{sample.CSV, sample.Parquet} {
		name := folder + "/synthetic-attempts"
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
		if err := sample.Write(context.Background(), name, sample.Options{Rows: 10, Seed: 1, Format: format}); err != nil {
			t.Fatal(err)
		}
		d, err := ingest.Open(os.DirFS(folder), "synthetic-attempts")
		if err != nil {
			t.Fatal(err)
		}
		lists, err := codelist.Read(os.DirFS(".."))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Check(lists); err != nil {
			t.Error(err)
		}
		sets := d.Bulk()
		if len(sets) != 2 || len(sets[0].Fields) != 13 || !sets[0].Synthetic || sets[0].Format != format {
			t.Errorf("the sample has %d sets", len(sets))
		}
		if reason, _ := sets[0].Field("reason"); reason.Column != "reason_code" || len(reason.Map) == 0 {
			t.Errorf("reasons are %+v", reason)
		}
	}
}
