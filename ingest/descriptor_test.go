package ingest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
)

const csvFile = "period,provider,value,unit\n2015Q1,Acme,1.5,亿元\n"

func TestOpen(t *testing.T) {
	fsys := dataset(`name: demo
title: "Demo: 演示"
description: >-
  Two lines
  of text.
licenses: [{name: CC0-1.0, title: Public domain, path: LICENSE}]
sources:
  - {title: A report, path: "https://www.example.org/report", publisher: bureau}
resources:
  - name: figures
    path: [b.csv, "20*/**/*.csv"]
`+indent("    ", "paystats:\n  kind: observations\n"+indent("  ", plain))+`  - name: notes
    path: notes.txt
`, map[string]string{"b.csv": csvFile, "2015/a.csv": csvFile, "2016/x/y/c.csv": csvFile, "2016/.hidden.csv": csvFile, "1999/d.csv": csvFile, "notes.txt": "x"})
	d, err := ingest.Open(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	if d.Name != "demo" || d.Title != "Demo: 演示" || d.Description != "Two lines of text." || len(d.Warnings) != 0 {
		t.Errorf("Open() = %+v", d)
	}
	if want := (ingest.Licence{Name: "CC0-1.0", Title: "Public domain", Path: "LICENSE"}); d.Licences[0] != want {
		t.Errorf("licence is %+v, want %+v", d.Licences[0], want)
	}
	if want := (ingest.Source{Title: "A report", Path: "https://www.example.org/report", Publisher: "bureau"}); d.Sources[0] != want {
		t.Errorf("source is %+v, want %+v", d.Sources[0], want)
	}
	want := []string{dir + "/2015/a.csv", dir + "/2016/x/y/c.csv", dir + "/b.csv", dir + "/datapackage.yaml"}
	if got := d.Files(); !slices.Equal(got, want) {
		t.Errorf("Files() = %q, want %q", got, want)
	}
}

// Each descriptor is wrong in the ways that are listed, and all are found in one run.
func TestOpenProblems(t *testing.T) {
	tests := []struct {
		name, descriptor string
		want             []string
	}{
		{"broken brackets", "name: demo\nresources: [{name: x\n", []string{
			`datapackage.yaml:2:13: could not find flow mapping end token '}' [yaml-syntax]`}},
		{"tab", "name: demo\nresources:\n\t- x\n", []string{
			`datapackage.yaml:3:1: found character '	' that cannot start any token [yaml-syntax]`}},
		{"key twice", "name: demo\nname: x\n", []string{
			`datapackage.yaml:1:1: the dataset names no licence [licence-missing]`,
			`datapackage.yaml:1:1: the descriptor has no resources [key-missing]`,
			`datapackage.yaml:2:1: key "name" is already in line 1 [key-duplicate]`}},
		{"empty", "# nothing\n", []string{
			`datapackage.yaml:1:1: the dataset names no licence [licence-missing]`,
			`datapackage.yaml:1:1: the descriptor has no name [key-missing]`,
			`datapackage.yaml:1:1: the descriptor has no resources [key-missing]`}},
		{"two documents", "{name: demo, licenses: [{name: x}], resources: []}\n---\nname: demo\n", []string{
			`datapackage.yaml:3:1: a second document starts here [yaml-syntax]`}},
		{"too deep", strings.Repeat("[", 200), []string{`datapackage.yaml:1:1: nested more than 100 deep [yaml-syntax]`}},
		{"not UTF-8", "name: \xff\n", []string{`datapackage.yaml:1:7: the descriptor is not UTF-8 [text-encoding]`}},
		{"a list", "- name: demo\n", []string{`datapackage.yaml:1:1: the descriptor is a list, not a mapping [key-type]`}},
		{"nothing in it", "title: x\n", []string{
			`datapackage.yaml:1:1: the dataset names no licence [licence-missing]`,
			`datapackage.yaml:1:1: the descriptor has no name [key-missing]`,
			`datapackage.yaml:1:1: the descriptor has no resources [key-missing]`}},
		{"unknown keys, column in bytes", "name: demo\n{title: 演示, licences: []}\n", []string{
			`datapackage.yaml:2:1: unexpected map key [yaml-syntax]`}},
		{"name is not the folder's", "{name: Demo_Set, licenses: [{name: x}], resources: []}\n", []string{
			`datapackage.yaml:1:8: name "Demo_Set" is not lower-case words with hyphens [name-syntax]`}},
		{"anchor", "name: &x demo\nlicenses: [{name: *x}]\nresources: []\n", []string{
			`datapackage.yaml:1:7: an anchor is not allowed in the descriptor [yaml-syntax]`,
			`datapackage.yaml:2:19: an alias is not allowed in the descriptor [yaml-syntax]`}},
		{"unknown keys", "name: demo\ntitle: {演示: 1}\nlicences: [{name: x}]\nresources:\n- {name: 一, paht: x.csv, path: figures.csv}\n", []string{
			`datapackage.yaml:1:1: the dataset names no licence [licence-missing]`,
			`datapackage.yaml:2:8: title is a mapping, not a text [key-type]`,
			`datapackage.yaml:3:1: the descriptor has no key "licences" [key-unknown]`,
			`datapackage.yaml:5:15: resources[0] has no key "paht" [key-unknown]`}},
		{"paths", "name: demo\nlicenses: [{name: x}]\nresources:\n" +
			"- {name: a, path: ../other/x.csv}\n- {name: b, path: /etc/passwd}\n- {name: c, path: \"https://example.org/x.csv\"}\n" +
			"- {name: d, path: figure.csv}\n- {name: e, path: \"**/*.json\"}\n- {name: f, path: sub}\n- {name: g, path: [figures.csv, \"[\"]}\n- {name: h}\n- {name: a, path: figures.csv}\n",
			[]string{
				`datapackage.yaml:4:19: path "../other/x.csv" does not stay inside the dataset's folder [path-outside]`,
				`datapackage.yaml:5:19: path "/etc/passwd" does not stay inside the dataset's folder [path-outside]`,
				`datapackage.yaml:6:19: path "https://example.org/x.csv" does not stay inside the dataset's folder [path-outside]`,
				`datapackage.yaml:7:19: there is no file figure.csv [path-empty]`,
				`datapackage.yaml:8:19: path "**/*.json" matches no file of data/sets/demo [path-empty]`,
				`datapackage.yaml:9:19: sub is a folder [path-empty]`,
				`datapackage.yaml:10:33: path "[" is no pattern [path-empty]`,
				`datapackage.yaml:11:3: resources[7] has no path [key-missing]`,
				`datapackage.yaml:12:3: there are two resources "a" [key-duplicate]`}},
		{"formats", "name: demo\nlicenses: [{name: x}]\nresources:\n" +
			"- {name: a, path: figures.csv, format: exel, encoding: abc, dialect: {delimiter: \"ab\"}, paystats: {kind: transaction, max_rejects: -1}}\n",
			[]string{
				`datapackage.yaml:4:40: resources[0].format "exel" is unknown [value-unknown]`,
				`datapackage.yaml:4:56: resources[0].encoding "abc" is unknown [value-unknown]`,
				`datapackage.yaml:4:82: delimiter "ab" is not one character [value-unknown]`,
				`datapackage.yaml:4:99: resources[0].paystats has no observation [key-missing]`,
				`datapackage.yaml:4:106: resources[0].paystats.kind "transaction" is unknown [value-unknown]`,
				`datapackage.yaml:4:132: resources[0].paystats.max_rejects is "-1", not a whole number from 0 to 1000000000 [key-type]`}},
		{"bindings", describe("path: figures.csv", `
publisher: [bureau]
observation:
  period: {path: '(?P<year>\d{4}'}
  area: {path: 'x(?P<region>y)'}
  segment: {path: 'xy'}
  member: {column: provider, path: 'x'}
  dimension: {default: provider}
  measure: {colum: m}
  value: {column: value, unit: Yuans, round: x}
`), []string{
			`datapackage.yaml:9:18: resources[0].paystats.publisher is a list, not a mapping [key-type]`,
			"datapackage.yaml:11:24: resources[0].paystats.observation.period.path: missing closing ): `(?P<year>\\d{4}` [regex-syntax]",
			`datapackage.yaml:12:22: resources[0].paystats.observation.area.path has no use for a group "region" [value-unknown]`,
			`datapackage.yaml:13:25: resources[0].paystats.observation.segment.path names no group [key-missing]`,
			`datapackage.yaml:14:17: resources[0].paystats.observation.member needs exactly one of column, columns, path, sheet, header, cell [key-missing]`,
			`datapackage.yaml:15:20: resources[0].paystats.observation.dimension needs exactly one of column, columns, path, sheet, header, cell [key-missing]`,
			`datapackage.yaml:16:19: resources[0].paystats.observation.measure has no key "colum" [key-unknown]`,
			`datapackage.yaml:17:38: unit "Yuans" is unknown [unit-unknown]`,
			`datapackage.yaml:17:52: resources[0].paystats.observation.value.round is "x", not a whole number from 0 to 9 [key-type]`}},
		{"dimension without member", describe("path: figures.csv", strings.Replace(plain, "  member: {column: provider}\n", "", 1)), []string{
			`datapackage.yaml:15:20: resources[0].paystats.observation has a dimension, but no member [key-missing]`}},
		{"member without dimension", describe("path: figures.csv", strings.Replace(plain, "  dimension: provider\n", "", 1)), []string{
			`datapackage.yaml:15:17: resources[0].paystats.observation has a member, but no dimension [key-missing]`}},
		{"unit not in the path", describe("path: figures.csv", strings.Replace(plain, "{column: unit}", "{path: '_(?P<unit>[a-z]+)'}", 1)), []string{
			`datapackage.yaml:17:45: the pattern for unit does not match figures.csv [path-unmatched]`}},
		{"period not in the path", describe("path: figures.csv", strings.Replace(plain, "{column: period}", `{path: '(?P<year>\d{4})/'}`, 1)), []string{
			`datapackage.yaml:11:24: the pattern for period does not match figures.csv [path-unmatched]`}},
		{"maps", describe("path: figures.csv", plain+"maps:\n- {column: series, file: series.csv}\n- {column: series, file: none.csv}\n- {column: x}\n"), []string{
			`series.csv:1:1: a map has no use for a column "mesure" [column-unknown]`,
			`datapackage.yaml:20:32: there is no map none.csv [file-unreadable]`,
			`datapackage.yaml:21:9: resources[0].paystats.maps[2] has no file [key-missing]`}},
	}
	files := map[string]string{"figures.csv": csvFile, "sub/x.txt": "", "series.csv": "series,mesure\na,tx_value\n"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := ingest.Open(dataset(tt.descriptor, files), dir)
			if d != nil || err == nil {
				t.Fatalf("Open() = %v, %v, want problems", d, err)
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

func TestOpenShowsLineAndHint(t *testing.T) {
	_, err := ingest.Open(dataset(describe("path: figures.csv", strings.Replace(plain, "publisher:", "publishr:", 1)), map[string]string{"figures.csv": csvFile}), dir)
	list, ok := errors.AsType[*diag.List](err)
	if !ok {
		t.Fatal(err)
	}
	p := list.Sorted()[0]
	if p.Line != "      publishr: bureau" || p.Pos.Col != 7 || p.Hint != "did you mean publisher?" {
		t.Errorf("problem is %+v", p)
	}
}

func TestOpenWithoutDescriptor(t *testing.T) {
	_, err := ingest.Open(fstest.MapFS{}, dir)
	if got := problems(t, err); !slices.Equal(got, []string{"datapackage.yaml: the descriptor cannot be read: file does not exist [file-unreadable]"}) {
		t.Errorf("problems: %q", got)
	}
}

func TestLicenceIsOnlyAWarning(t *testing.T) {
	text := strings.Replace(describe("path: figures.csv", plain), "licenses: [{name: CC0-1.0}]\n", "", 1)
	d, err := ingest.Open(dataset(text, map[string]string{"figures.csv": csvFile}), dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Warnings) != 1 || d.Warnings[0].Code != "licence-missing" || !d.Warnings[0].Warning {
		t.Errorf("warnings are %v", d.Warnings)
	}
}

// Codes that the descriptor and its maps name are held against the code lists.
func TestCheck(t *testing.T) {
	text := describe("path: figures.csv", `
publisher: {column: provider, values: {Acme: burau}, default: bureau}
vintage: 2018
confidence: sure
maps: [{column: provider, file: series.csv}]
observation:
  period: {column: period, default: yesterday}
  area: AAA
  segment: retail
  measure: tx_value
  transformation: growth
  dimension: providers
  member: {column: provider, values: {Acme: acmee, "-": total}}
  scope: {column: unit, default: unspecifed}
  status: X
  value: {column: value, measure: tx_valeu, unit: {column: unit, default: groats}}
`)
	fsys := dataset(text, map[string]string{"figures.csv": csvFile,
		"series.csv": "provider,measure,dimension,member,scope\nAcme,tx_value,provider,acme,\nx,tx_vol,channel,acme,unspecified\n"})
	d, err := ingest.Open(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`datapackage.yaml:9:52: publisher "burau" is unknown [code-unknown]`,
		`datapackage.yaml:10:16: vintage "2018" is not a date [date-syntax]`,
		`datapackage.yaml:11:19: confidence "sure" is unknown [code-unknown]`,
		`datapackage.yaml:14:43: "yesterday" is not a period [period-syntax]`,
		`datapackage.yaml:15:15: area "AAA" is unknown [code-unknown]`,
		`datapackage.yaml:18:25: transformation "growth" is unknown [code-unknown]`,
		`datapackage.yaml:19:20: dimension "providers" is unknown [code-unknown]`,
		`datapackage.yaml:20:51: member "acmee" is unknown [code-unknown]`,
		`datapackage.yaml:21:40: scope "unspecifed" is unknown [code-unknown]`,
		`datapackage.yaml:22:17: status "X" is unknown [code-unknown]`,
		`datapackage.yaml:23:41: measure "tx_valeu" is unknown [code-unknown]`,
		`datapackage.yaml:23:81: unit "groats" is unknown [unit-unknown]`,
		`series.csv:3:3: measure "tx_vol" is unknown [code-unknown]`,
		`series.csv:3:18: member "acme" of dimension channel is unknown [code-unknown]`,
	}
	err = d.Check(mustLists(t))
	if got := problems(t, err); !slices.Equal(got, want) {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	list, _ := errors.AsType[*diag.List](err)
	for _, p := range list.Sorted() {
		if p.Line == "" {
			t.Errorf("%v does not show its line", p)
		}
	}
	if out := read(t, fsys); out.err == nil || len(out.rows) > 0 {
		t.Errorf("Read with unknown codes: %d rows, %v", len(out.rows), out.err)
	}
}

func TestFingerprint(t *testing.T) {
	files := map[string]string{"figures.csv": csvFile, "series.csv": "provider,scope\nAcme,\n", "README.md": "x"}
	text := describe("path: figures.csv", plain+"maps: [{column: provider, file: series.csv}]\n")
	fingerprint := func(fsys fstest.MapFS) string {
		t.Helper()
		d, err := ingest.Open(fsys, dir)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := d.Fingerprint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	first := fingerprint(dataset(text, files))
	if again := fingerprint(dataset(text, files)); again != first || len(first) != 64 {
		t.Errorf("fingerprints %q and %q", first, again)
	}
	for _, name := range []string{"figures.csv", "series.csv", "datapackage.yaml"} {
		fsys := dataset(text, files)
		fsys[dir+"/"+name].Data = append(slices.Clone(fsys[dir+"/"+name].Data), '\n')
		if fingerprint(fsys) == first {
			t.Errorf("a change of %s does not change the fingerprint", name)
		}
	}
	fsys := dataset(text, files)
	fsys[dir+"/README.md"].Data = []byte("y")
	if fingerprint(fsys) != first {
		t.Error("a file that is no input changes the fingerprint")
	}
}

// Whatever a descriptor holds, Open and Read end, and every problem has a code and a place.
func FuzzOpen(f *testing.F) {
	f.Add(describe("path: figures.csv", plain))
	f.Add("name: demo\nresources: [{name: x, path: '**', paystats: {kind: observations, observation: {value: [{column: x}]}}}]\n")
	f.Add("name: demo\nresources:\n- {name: x, path: [figures.csv, 1.5, ~], dialect: {delimiter: \"\\t\"}}\n")
	f.Add("a: &x [1]\nb: *x\n<<: {c: 1}\n")
	f.Add("? {a: b}\n: c\n")
	f.Add(describe("path: figures.csv\nformat: sdmx-csv\ndialect: {headerRows: [1, 2]}", plain+"range: A1:D\nrows: {fill: [provider], skip: {provider: '^\\d+$'}, total: {provider: Total}, check: {provider: in mn}, end: {provider: ^Note}}\n"))
	f.Add(describe("path: figures.csv", strings.Replace(plain, "period: {column: period}", "period: {columns: [period, unit], pattern: '(?P<year>\\d{4})', fiscal_end: March, date_as: quarter, zone: Asia/Kolkata}", 1)))
	f.Add(describe("path: figures.csv", strings.Replace(plain, "value: {column: value,", "value: {columns: '^v', decimal: \",\", multiplier: 3,", 1)+"corrections: corrections.yaml\n"))
	f.Add(attempts("path: figures.csv", plainAttempts+"  reason: {column: rc}\nmaps: [{column: provider, file: figures.csv}]\nids: [x]\n"))
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ingest.Open(dataset(text, map[string]string{"figures.csv": csvFile, "corrections.yaml": brokenDrop}), dir)
		if (d == nil) == (err == nil) {
			t.Fatalf("Open() = %v, %v", d, err)
		}
		if err == nil {
			if _, err = d.Read(t.Context(), set, func(obs.Observation) error { return nil }); err == nil {
				return
			}
		}
		list, ok := errors.AsType[*diag.List](err)
		if !ok {
			t.Fatalf("error %v is no list", err)
		}
		for _, p := range list.Sorted() {
			if p.Code == "" || p.Code == "internal" || p.Msg == "" || p.Pos.File == "" {
				t.Errorf("problem %+v", p)
			}
		}
	})
}
