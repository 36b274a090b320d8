package ingest_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/obs"
	"paystats/ingest"
	"paystats/ingest/profile"
)

// The same table in every form is recognised by a look alone: what is proposed reads the
// same 40 observations, whatever the file is called.
func TestLooksProposeTheSame(t *testing.T) {
	undeclared := []string{
		"single quotes",           // a name in single quotes is a name
		"zip by another name",     // its other file holds one letter
		"blanks before quotes",    // a quote inside a cell is broken CSV
		"Arrow as a stream",       // streams have no magic bytes
		"comments",                // the comment stands above the header as its first line
		"JSON lines in GBK",       // told from NDJSON by its name only
		"no header, named by the", // the columns are called field1, field2, …
	}
	base, err := codelist.Read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range sameFiles(t) {
		if slices.ContainsFunc(undeclared, func(name string) bool { return strings.HasPrefix(f.name, name) }) {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			name := strings.Fields(f.resource)[1]
			got := proposed(t, base, name, f.data)
			if want == nil {
				want = got
			}
			if len(got) != 40 || !slices.Equal(got, want) {
				t.Errorf("%d observations, want these 40:\n%s\ngot\n%s", len(got), strings.Join(want, "\n"), strings.Join(got, "\n"))
			}
		})
	}
}

// proposed looks at a file, and reads it by what is proposed.
func proposed(t *testing.T, base *codelist.Set, name, data string) []string {
	t.Helper()
	tree := fstest.MapFS{"data/sets/d/" + name: {Data: []byte(data)}}
	looks, err := ingest.LookAt(t.Context(), tree, "data/sets/d/"+name)
	if err != nil {
		t.Fatal(err)
	}
	var files []profile.File
	for _, l := range looks {
		files = append(files, profile.File{Path: name, Look: l})
	}
	p := profile.Propose(files, base, profile.Options{Name: "d", Title: "d"})
	tree["data/sets/d/"+ingest.DescriptorName] = &fstest.MapFile{Data: []byte(p.YAML())}
	for _, r := range p.Resources {
		rows, err := codelist.Append(nil, base.Propose("member", r.Members.Dimension, r.Members.Names...)...)
		if err != nil {
			t.Fatal(err)
		}
		tree[codelist.Folder+"/member.csv"] = &fstest.MapFile{Data: rows}
		for _, id := range r.Segments {
			tree[codelist.Folder+"/segment.csv"] = &fstest.MapFile{Data: []byte("id,name_en\n" + id + "," + id + "\n")}
		}
	}
	lists, err := codelist.Read(os.DirFS(".."), tree)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ingest.Open(tree, "data/sets/d")
	if err != nil {
		t.Fatalf("%v\n%s", err, p.YAML())
	}
	var got []string
	if _, err := d.Read(t.Context(), lists, func(o obs.Observation) error {
		got = append(got, fmt.Sprint(o.Period, o.Member, o.Measure, o.Value, o.Unit))
		return nil
	}); err != nil {
		t.Fatalf("%v\n%s", err, p.YAML())
	}
	slices.Sort(got)
	return got
}

// A long table is kept in part: its head, its tail, and rows evenly between them; every text
// of a column counts, wherever it stands.
func TestLookSamplesEvenly(t *testing.T) {
	var text strings.Builder
	text.WriteString("n,name,value\n")
	for i := range 50_000 {
		fmt.Fprintf(&text, "%d,name-%d,1.5\n", i, i%1000)
	}
	looks, err := ingest.LookAt(t.Context(), fstest.MapFS{"f.csv": {Data: []byte(text.String())}}, "f.csv")
	if err != nil {
		t.Fatal(err)
	}
	table := looks[0].Tables[0]
	if names, more := table.Distinct(1); table.Count != 50_001 || len(names) != 1001 || more {
		t.Errorf("%d rows, %d names, more: %v", table.Count, len(names), more)
	}
	widest := 0
	for i := 1; i < len(table.Rows); i++ {
		widest = max(widest, table.Rows[i].Line-table.Rows[i-1].Line)
	}
	if last := table.Rows[len(table.Rows)-1].Line; last != 50_001 || widest > 50 || len(table.Rows) > 8000 || table.IsWhole() {
		t.Errorf("%d rows kept up to line %d, %d lines between two at most", len(table.Rows), last, widest)
	}
}

// TestLookAtManyRecords: records far behind in a large file are sampled as well, and a key
// that only they have is a column.
func TestLookAtManyRecords(t *testing.T) {
	var text strings.Builder
	for n := range 20000 {
		fmt.Fprintf(&text, `{"n":%d,"bank":"B%d"}`+"\n", n, n/5000)
	}
	text.WriteString(`{"bank":"Last","late":1}` + "\n")
	looks, err := ingest.LookAt(t.Context(), fstest.MapFS{"f.ndjson": {Data: []byte(text.String())}}, "f.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	table := looks[0].Tables[0]
	banks, _ := table.Distinct(slices.Index(table.Columns, "bank"))
	if want := []string{"B0", "B1", "B2", "B3", "Last"}; !slices.Equal(banks, want) {
		t.Errorf("the banks are %q, want %q", banks, want)
	}
	if !slices.Contains(table.Columns, "late") || table.Count != 20001 {
		t.Errorf("columns %q of %d records", table.Columns, table.Count)
	}
}
