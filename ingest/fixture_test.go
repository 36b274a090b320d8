package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
)

// lists are the code lists of a synthetic country with synthetic providers.
var lists = map[string]string{
	"area":      "id,name_en,aliases\nAA,Alland,\nAA-N,North,north\nAA-S,South,south\n",
	"segment":   "id,name_en\nretail,Retail payments\n",
	"measure":   "id,name_en,kind,additive,unit_kind\ntx_value,Value,flow,yes,money\ntx_count,Transactions,flow,yes,count\nusers,Users,stock,no,persons\nratio,Ratio,stock,no,ratio\n",
	"member":    "dimension,id,name_en,name_zh,aliases\ntotal,total,Total,合计,ALL\nprovider,acme,Acme Pay,阿克米,Acme\nprovider,birch,Birch,桦木,\nprovider,cedar,Cedar,雪松,\nchannel,mobile,Mobile,移动,\n",
	"publisher": "id,name_en\nbureau,The Bureau\noffice,The Office\n",
	"scope":     "id,name_en\nunspecified,Not stated\nincl-transfers,Including transfers\n",
	"market":    "id,name_en,area,segment,measures,scope,publishers\n",
	"event":     "id,date,name_en\n",
}

func mustLists(t testing.TB) *codelist.Set {
	t.Helper()
	layer := fstest.MapFS{}
	for name, text := range lists {
		layer["data/codelists/"+name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := codelist.Read(layer)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

const dir = "data/sets/demo"

// dataset returns a workspace with one dataset, demo; files are inside its folder.
func dataset(descriptor string, files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{dir + "/datapackage.yaml": {Data: []byte(descriptor)}}
	for name, text := range files {
		fsys[dir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// describe returns a descriptor around one resource and its `paystats` block.
func describe(resource, paystats string) string {
	return "name: demo\nlicenses: [{name: CC0-1.0}]\nsources: [{title: A report, path: \"https://www.example.org/report\"}]\n" +
		"resources:\n  - name: figures\n" + indent("    ", resource) + "    paystats:\n      kind: observations\n" + indent("      ", paystats)
}

// indent puts every line of a text further in.
func indent(by, text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by) + "\n"
}

// plain is the `paystats` block of most tests: a long table with a unit column.
const plain = `
publisher: bureau
observation:
  period: {column: period}
  area: AA
  segment: retail
  measure: tx_value
  dimension: provider
  member: {column: provider}
  value: {column: value, unit: {column: unit}}
`

// outcome is what a Read came to, as text.
type outcome struct {
	summary ingest.Summary
	rows    []obs.Observation
	err     error
}

func read(t testing.TB, fsys fstest.MapFS) outcome {
	t.Helper()
	d, err := ingest.Open(fsys, dir)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	var out outcome
	out.summary, out.err = d.Read(context.Background(), mustLists(t), func(o obs.Observation) error {
		out.rows = append(out.rows, o)
		return nil
	})
	if s := out.summary; s.RowsIn != s.Loaded+len(s.Rejects) || s.Loaded != len(out.rows) {
		t.Errorf("%d in, %d loaded, %d rejected, %d handed over", s.RowsIn, s.Loaded, len(s.Rejects), len(out.rows))
	}
	return out
}

// key prints an observation as tests want it.
func key(o obs.Observation) string {
	return fmt.Sprintf("%s %s %s %s %s/%s %s %s %s %s=%s", o.Area, o.Segment, o.Measure, o.Transformation, o.Dimension, o.Member,
		o.Unit, o.Publisher, o.Scope, o.Period, o.Value)
}

// problems returns an error's problems, a line each, without the folder's name.
func problems(t testing.TB, err error) []string {
	t.Helper()
	list, ok := errors.AsType[*diag.List](err)
	if !ok {
		t.Fatalf("error is %v, want a *diag.List", err)
	}
	var lines []string
	for _, p := range list.Sorted() {
		lines = append(lines, strings.ReplaceAll(p.Error(), dir+"/", ""))
	}
	return lines
}

func mustOpen(t testing.TB, fsys fstest.MapFS) *ingest.Dataset {
	t.Helper()
	d, err := ingest.Open(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
