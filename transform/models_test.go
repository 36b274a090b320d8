package transform

import (
	"context"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/warehouse"
)

// shipped returns the models that ship with the program, the checks that are off too.
func shipped(t *testing.T) []*Model {
	t.Helper()
	models, err := ReadModels(os.DirFS(".."), fstest.MapFS{rulesFile: {Data: []byte("checks: {check_fresh: {severity: warn}}")}})
	if err != nil {
		t.Fatal(err)
	}
	return models
}

// TestModels runs testdata/<model>/*.txtar: input tables (in/<table>.csv), the wanted
// rows in order (want.csv, only the columns that matter) and, where the data are meant
// to fail a check, its text (fails). Columns that a table leaves out are filled by
// fixtureDefaults. A model without an archive fails, unless others are tested through it.
func TestModels(t *testing.T) {
	db, models := mustOpen(t), shipped(t)
	tables := newFixtureTables(t, db, models)
	for _, m := range models {
		archives, err := filepath.Glob(filepath.Join("testdata", m.Name, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		if len(archives) == 0 && !slices.Contains(between, m.Name) && !slices.Contains(attempted, m.Name) {
			t.Errorf("model %s has no test: write testdata/%s/<case>.txtar", m.Name, m.Name)
		}
		for _, path := range archives {
			t.Run(m.Name+"/"+strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
				testModel(t, db, tables, models, m, path)
			})
		}
	}
}

// TestShippedModelsReadWhatTheyNeed holds what Run takes for granted of the models that ship.
func TestShippedModelsReadWhatTheyNeed(t *testing.T) {
	db, models := mustOpen(t), shipped(t)
	base := slices.Sorted(maps.Keys(newFixtureTables(t, db, models)))
	var problems diag.List
	for _, m := range models {
		if !m.shipped {
			t.Errorf("model %s is not known as shipped", m.Name)
		}
		if err := m.checkReads(t.Context(), db, base, &problems); err != nil {
			t.Fatal(err)
		}
	}
	if err := problems.Err(); err != nil {
		t.Error(err)
	}
}

func testModel(t *testing.T, db *warehouse.DB, tables fixtureTables, models []*Model, m *Model, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	p := newPassage(t, db, tables, models)
	for name, text := range files {
		if table, ok := strings.CutPrefix(name, "in/"); ok {
			p.give(strings.TrimSuffix(table, ".csv"), text)
			delete(files, name)
		}
	}
	for _, need := range m.Needs {
		p.provide(need)
	}
	if m.Layer == Audit { // its cells are looked up by id, which means nothing here
		tables.fill(t, db, "observed", "")
	}
	want, fails := files["want.csv"], strings.TrimSpace(files["fails"])
	delete(files, "want.csv")
	delete(files, "fails")
	for name := range files {
		t.Fatalf("%s: %s is neither a table that the model needs, nor want.csv, nor fails", path, name)
	}
	for _, name := range p.unused() {
		t.Fatalf("%s: in/%s.csv: neither the model nor what lies before it needs this table", path, name)
	}
	mustExec(t, db, "DROP TABLE IF EXISTS "+quoted(m.Name))
	if err := build(context.Background(), db, m); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mustExec(t, db, "DROP "+m.kind()+" "+quoted(m.Name)) })
	compareRows(t, db, m, want)
	findings, err := judge(context.Background(), db, m)
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, f := range findings {
		if f.Rows > 0 && f.Severity == Fail {
			failed = append(failed, f.Check)
		}
	}
	if got := strings.Join(failed, "\n"); got != fails {
		t.Errorf("failed checks %q, want %q", got, fails)
	}
}

// compareRows compares the model's table with the wanted rows, in order.
func compareRows(t *testing.T, db *warehouse.DB, m *Model, want string) {
	t.Helper()
	head, records := mustCSV(t, "want.csv", want)
	order := ""
	if m.stored || m.kind() == "VIEW" { // it has no order of its own
		order = " ORDER BY " + quotedList(m.Grain)
	}
	got, err := db.Query(context.Background(), "SELECT "+quotedList(head)+" FROM "+quoted(m.Name)+order)
	if err != nil {
		t.Fatal(err)
	}
	same := got.Rows() == len(records)
	for i := 0; same && i < len(records); i++ {
		for j, name := range head {
			same = same && sameCell(got.Column(name).Cells[i], records[i][j])
		}
	}
	if !same {
		t.Errorf("model %s gives\n%s\nwant\n%s", m.Name, asCSV(got), want)
	}
}

// sameCell compares a cell with its text; doubles may differ in the 12th digit.
func sameCell(cell any, text string) bool {
	got, isFloat := cell.(float64)
	want, err := strconv.ParseFloat(text, 64)
	if isFloat && err == nil {
		return math.Abs(got-want) <= 1e-12*max(1, math.Abs(want))
	}
	return frame.Format(cell) == text
}

func asCSV(f *frame.Frame) string {
	var names []string
	for _, c := range f.Columns {
		names = append(names, c.Name)
	}
	lines := []string{strings.Join(names, ",")}
	for i := range f.Rows() {
		var cells []string
		for _, c := range f.Columns {
			cells = append(cells, frame.Format(c.Cells[i]))
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n")
}

// TestReasons holds the reason codes that models write against the catalogue.
func TestReasons(t *testing.T) {
	catalogue := []string{
		"missing", "missing_base", "zero_base", "negative_base", "zero_total", "series_break", "scope_differs", "vintage_differs",
		"partial_window", "too_short", "wrong_measure", "no_overlap", "unknown_count", "one_member", "doubtful",
	}
	for _, m := range shipped(t) {
		c := m.column("reason")
		if m.Layer == Metric && c == nil {
			t.Errorf("%s has no column reason", m.Name)
		}
		for _, code := range catalogue {
			if strings.Contains(m.SQL, "'"+code+"'") && c != nil && !strings.Contains(m.reasonTexts(), code) {
				t.Errorf("%s writes reason %s, which its header does not name", m.Name, code)
			}
		}
		for literal := range strings.SplitSeq(m.SQL, "THEN '") {
			code, _, _ := strings.Cut(literal, "'")
			if strings.Contains(code, "_") && !strings.ContainsAny(code, " \n(") && !slices.Contains(catalogue, code) {
				t.Errorf("%s writes %q, which is no reason code", m.Name, code)
			}
		}
	}
}

// reasonTexts returns the descriptions of all columns that hold reasons.
func (m *Model) reasonTexts() string {
	text := ""
	for _, c := range m.Columns {
		if strings.HasPrefix(c.Name, "reason") {
			text += c.Description + "\n"
		}
	}
	return text
}
