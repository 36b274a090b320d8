package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/page"
	"paystats/transform"
)

// bundled are the pages of the built-in report, in both languages.
func bundled(t *testing.T) (docs []document.Document, w *workspace.Workspace, db *warehouse.DB) {
	t.Helper()
	ctx, cache := t.Context(), t.TempDir()
	for _, command := range []string{"ingest", "transform"} {
		if code, stderr := mustRun(t, ctx, cache, command); code != exitOK {
			t.Fatal(stderr)
		}
	}
	a := &app{environment: environment{dir: t.TempDir(), stdout: io.Discard, stderr: io.Discard, getenv: func(name string) string {
		return map[string]string{"PAYSTATS_CACHE": cache}[name]
	}}}
	w, err := a.workspace()
	if err != nil {
		t.Fatal(err)
	}
	if db, err = a.reader(ctx, w); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	names, err := pageNames(w)
	if err != nil {
		t.Fatal(err)
	}
	source := page.Remember(db)
	for _, name := range names {
		p, err := pageNamed(ctx, w, db, name)
		if err != nil {
			t.Fatal(err)
		}
		both, err := p.BuildEach(ctx, source, page.Options{}, page.Languages)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, both...)
	}
	if len(docs) != 2*len(names) {
		t.Fatalf("%d documents of %d pages: each is in two languages", len(docs), len(names))
	}
	return docs, w, db
}

// coded are the charts and tables of the bundled pages that show what code lists hold, and
// one with a refused figure whose cell it prints itself: no observation and no payment attempt
// stands behind them.
var coded = []string{"acceptance/banks-as-printed", "acceptance/claims", "acceptance/matrix", "china-2015q3/charges"}

// tracer collects what stands behind the numbers of pages.
type tracer struct {
	t      *testing.T
	db     *warehouse.DB
	known  map[string][]string // the tables behind a query
	ids    map[int64]bool      // observations
	coded  map[string]bool
	counts map[string]int
}

// trace holds that something stands behind a number.
func (tr *tracer) trace(where, block string, o chart.Origin, inputs []int64) {
	tr.t.Helper()
	for _, id := range inputs {
		tr.ids[id] = true
	}
	if len(inputs) > 0 {
		tr.counts["observed"]++
		return
	}
	sources, ok := tr.known[o.SQL]
	if !ok {
		var err error
		if sources, err = transform.Sources(tr.t.Context(), tr.db, o.SQL); err != nil {
			tr.t.Fatal(err)
		}
		tr.known[o.SQL] = sources
	}
	isRollup := func(kind rowKind) bool {
		return slices.ContainsFunc(kind.rollups, func(name string) bool { return slices.Contains(sources, name) })
	}
	switch {
	case len(o.Sets) > 0 && slices.ContainsFunc(rowKinds, isRollup):
		tr.counts["counted"]++
	case slices.Contains(coded, block):
		tr.coded[block] = true
		tr.counts["coded"]++
	default:
		tr.t.Errorf("%s: nothing is known of what it was made of; its query reads %v", where, sources)
	}
}

// chart traces every point of a chart by its own address.
func (tr *tracer) chart(name string, s chart.Spec) {
	for _, f := range s.Flows {
		tr.trace(name+" "+s.Series[f.From].ID+" to "+s.Series[f.To].ID, name, s.Origin, f.Inputs)
	}
	for _, one := range s.Series {
		member := one.ID
		if len(s.Panels) > 0 {
			member = s.Panels[one.Panel].ID + "/" + one.ID
		}
		for i, want := range one.Points {
			if want.Value == nil && want.High == nil && want.Sign == "" || i >= len(s.Category.IDs) {
				continue
			}
			page, id, _ := strings.Cut(name, "/")
			text := address{Page: page, Chart: id, Member: member, Period: s.Category.IDs[i]}.String()
			at, err := parseAddress(text)
			if err != nil {
				tr.t.Fatal(err)
			}
			if got, err := pointAt(s, at); err != nil {
				tr.t.Errorf("%s: %v", text, err)
			} else if got.Value != want.Value || got.Text != want.Text {
				tr.t.Errorf("%s is the address of %q, want %q", text, got.Text, want.Text)
			}
			tr.trace(text, name, s.Origin, want.Inputs)
		}
	}
}

// TestBundledNumbersAreTraced holds that behind every number of the bundled pages, in charts,
// tables, key figures and text, stand observations whose cells hold what is said to be
// printed there, or payment attempts; and that explain finds each by its address.
func TestBundledNumbersAreTraced(t *testing.T) {
	docs, w, db := bundled(t)
	tr := &tracer{t: t, db: db, known: map[string][]string{}, ids: map[int64]bool{}, coded: map[string]bool{}, counts: map[string]int{}}
	for _, doc := range docs {
		for _, set := range doc.Sets {
			if !slices.Contains(exampleSets[doc.Name], set.Name) {
				t.Errorf("init --example=%s includes %v: it lacks %s", doc.Name, exampleSets[doc.Name], set.Name)
			}
		}
		for _, b := range doc.Blocks {
			switch b := b.(type) {
			case document.Chart:
				tr.chart(doc.Name+"/"+b.Spec.ID, b.Spec)
			case document.Table:
				in := explaining{workspace: w, db: db, doc: doc}
				tr.chart(doc.Name+"/"+b.ID, b.Spec)
				for i := range b.Rows {
					_, inputs := in.rowOf(b, i)
					tr.trace(fmt.Sprintf("%s/%s#%d", doc.Name, b.ID, i+1), doc.Name+"/"+b.ID, b.Spec.Origin, inputs)
				}
			case document.KPIs:
				n := 0
				for _, v := range doc.Values {
					if v.Block == b.ID {
						n++
					}
				}
				if b.ID == "" || n < len(b.Figures) {
					t.Errorf("%s: %d numbers are known of %d key figures", doc.Name, n, len(b.Figures))
				}
			}
		}
		for _, v := range doc.Values {
			of, _, _ := strings.Cut(v.Of, "#")
			tr.trace(v.Place+" "+v.Text, doc.Name+"/"+of, v.Origin, v.Inputs)
		}
	}
	t.Logf("%v, of %d observations", tr.counts, len(tr.ids))
	if tr.counts["observed"] < 2500 || tr.counts["counted"] < 1000 || len(tr.ids) < 1500 {
		t.Errorf("numbers made of observations, and counted from attempts: %v, of %d observations: the test tests little", tr.counts, len(tr.ids))
	}
	if got := slices.Sorted(maps.Keys(tr.coded)); !slices.Equal(got, coded) {
		t.Errorf("blocks without observations: %v, want %v", got, coded)
	}
	holdCells(t, db, slices.Sorted(maps.Keys(tr.ids)))
}

// holdCells holds that the cell of each observation holds what it is said to.
func holdCells(t *testing.T, db *warehouse.DB, ids []int64) {
	t.Helper()
	marks := strings.ReplaceAll(fmt.Sprint(ids), " ", ", ")
	f, err := db.Query(t.Context(), "SELECT id, 'data/sets/' || dataset || '/' || file AS file, place, printed FROM observation WHERE id IN (SELECT unnest(CAST(? AS BIGINT[]))) ORDER BY file, id", marks)
	if err != nil {
		t.Fatal(err)
	}
	if f.Rows() != len(ids) {
		t.Errorf("%d of %d observations are there", f.Rows(), len(ids))
	}
	file, cell := "", func(string) string { return "" }
	for i := range f.Rows() {
		if name := f.Text("file", i); name != file {
			file, cell = name, cellsOf(t, name)
		}
		printed := f.Text("printed", i)
		number, _, _ := strings.Cut(printed, " ")
		if got := cell(f.Text("place", i)); got != number && got != printed {
			t.Errorf("%s, %s: the cell holds %q, the observation says %q", file, f.Text("place", i), got, printed)
		}
	}
}

// cellsOf reads a file of a bundled set: what stands at LINE:FIELD of a CSV, or at a JSON
// pointer.
func cellsOf(t *testing.T, name string) func(place string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".json") {
		var tree any
		in := json.NewDecoder(strings.NewReader(string(text)))
		in.UseNumber()
		if err := in.Decode(&tree); err != nil {
			t.Fatal(err)
		}
		return func(place string) string {
			at := tree
			for _, key := range strings.Split(place, "/")[1:] {
				switch node := at.(type) {
				case map[string]any:
					at = node[key]
				case []any:
					if n, err := strconv.Atoi(key); err == nil && n < len(node) {
						at = node[n]
					}
				}
			}
			return fmt.Sprint(at)
		}
	}
	lines := map[string][]string{}
	for in := csv.NewReader(strings.NewReader(string(text))); ; {
		record, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		line, _ := in.FieldPos(0)
		lines[strconv.Itoa(line)] = record
	}
	return func(place string) string {
		line, field, _ := strings.Cut(place, ":")
		if n, err := strconv.Atoi(field); err == nil && n >= 1 && n <= len(lines[line]) {
			return strings.TrimSpace(lines[line][n-1])
		}
		return "no such cell"
	}
}
