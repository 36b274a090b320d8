package transform

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/warehouse"
)

// sourceTable fills the base table src(a VARCHAR, b DOUBLE), the input of the tests here.
const sourceTable = `CREATE OR REPLACE TABLE src AS SELECT * FROM (VALUES ('x', 0.25::DOUBLE), ('y', 0.75)) AS v(a, b)`

// model returns stg_x over src with a body and, if given, other checks.
func model(body string, checks ...string) string {
	header := strings.Replace(goodHeader, "observation", "src", 1)
	if len(checks) > 0 {
		header = strings.Replace(header, "unique(a)", strings.Join(checks, "\n--   "), 1)
	}
	return header + body
}

func mustRead(t *testing.T, files map[string]string) []*Model {
	t.Helper()
	models, err := ReadModels(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	return models
}

func run(t *testing.T, db *warehouse.DB, models []*Model) (Result, error) {
	t.Helper()
	numberObservations(t, db)
	return Run(context.Background(), db, models, Options{})
}

func TestRunRefuses(t *testing.T) {
	tests := []struct {
		name, source string
		want         string
	}{
		{"nothing wrong", model("SELECT a, b FROM src"), ""},
		{"with", model("WITH v AS (SELECT a, b FROM src), w AS (SELECT * FROM v) SELECT a, b FROM w, generate_series(1, 1)"), ""},
		{"recursive with", model("WITH RECURSIVE v AS (SELECT a, b FROM src UNION SELECT a, b FROM v) SELECT a, b FROM v"), ""},
		{"a name of WITH counts only below it", model("SELECT a, b FROM src WHERE a IN (WITH w AS (SELECT 1) SELECT 'x' FROM w) AND a IN (SELECT a FROM w)"),
			"stg_x.sql:12:98 needs-undeclared"},
		{"with of its own name", model("WITH other AS (SELECT a, b FROM other) SELECT a, b FROM other, src"), "stg_x.sql:12:33 needs-undeclared"},
		{"undeclared", model("SELECT a, b\nFROM src\nJOIN load ON load.id = 1"), "stg_x.sql:14:6 needs-undeclared"},
		{"undeclared in a subquery", model("SELECT a, (SELECT max(b) FROM other) AS b\nFROM src"), "stg_x.sql:12:31 needs-undeclared"},
		{"unused", model("SELECT 'a' AS a, 1.0::DOUBLE AS b"), "stg_x.sql:4:4 needs-unused"},
		{"file", model("SELECT a, b FROM src, 'secret.csv'"), "stg_x.sql:12:23 needs-undeclared"},
		{"file function", model("SELECT a, b FROM src, read_csv('secret.csv')"), "stg_x.sql:12:23 reads-outside"},
		{"settings", model("SELECT a, b FROM src, duckdb_settings()"), "stg_x.sql:12:23 reads-outside"},
		{"catalogue", model("SELECT a, b FROM src, information_schema.tables"), "stg_x.sql:12:23 reads-outside"},
		{"describe", model("SELECT a, b FROM src, (DESCRIBE src)"), "stg_x.sql:12 reads-outside"},
		{"not a SELECT", model("CREATE TABLE z AS SELECT a, b FROM src"), "stg_x.sql:12 sql-error"},
		{"two statements", model("SELECT a, b FROM src; SELECT 1"), "stg_x.sql:12 sql-statements"},
		{"syntax", model("SELECT\n    a,\n    b,,\nFROM src"), "stg_x.sql:14:7 sql-error"},
		{"unknown column", model("SELECT\n    a,\n    bb AS b\nFROM src"), "stg_x.sql:14:5 sql-error"},
		{"unknown function", model("SELECT\n    a,\n    round(nix(b), 2) AS b\nFROM src"), "stg_x.sql:14:11 sql-error"},
		{"column not declared", model("SELECT a, b, 1 AS c FROM src"), "stg_x.sql:12 column-undeclared"},
		{"column absent", model("SELECT a FROM src"), "stg_x.sql:9:6 column-absent"},
		{"column type", model("SELECT a, b::FLOAT AS b FROM src"), "stg_x.sql:9:6 column-type"},
		{"column order", model("SELECT b, a FROM src"), "stg_x.sql:8:6 column-order"},
		{"check reads elsewhere", model("SELECT a, b FROM src", "unique(a)", "never(b IN (SELECT b FROM src))"), "stg_x.sql:12:6 check-sql"},
		{"check is no condition", model("SELECT a, b FROM src", "never(b >)"), "stg_x.sql:11:6 check-sql"},
		{"check of an unknown column", model("SELECT a, b FROM src", "unique(a)", "never(bb > 1)"), "stg_x.sql:12:6 check-sql"},
		{"sum of a text", model("SELECT a, b FROM src", "sum(a) by (b) <= 1"), "stg_x.sql:11:6 check-sql"},
	}
	db := mustOpen(t)
	mustExec(t, db, sourceTable)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Run(context.Background(), db, mustRead(t, map[string]string{"stg_x": tt.source}), Options{Force: true})
			if got := problems(t, err); got != tt.want {
				t.Errorf("Run problems\n%s\nwant\n%s\n%v", got, tt.want, err)
			}
		})
	}
}

func TestRunUnknownTable(t *testing.T) {
	_, err := run(t, mustOpen(t), mustRead(t, map[string]string{"stg_x": model("SELECT a, b FROM src")}))
	if got := problems(t, err); got != "stg_x.sql:4:4 needs-unknown" {
		t.Errorf("problems %s", got)
	}
}

func TestRunChecks(t *testing.T) {
	tests := []struct {
		name, check string
		want        string // severity, rows of looked at, detail; "" passes
	}{
		{"unique", "unique(a)", "fail 1 of 4: a=x rows=2"},
		{"unique pair", "unique(a, b)", ""},
		{"not null", "not_null(b)", "fail 1 of 4: a=z"},
		{"warning", "warn: not_null(a, b)", "warn 1 of 4: a=z"},
		{"never", "never(b > 0.5)", "fail 2 of 4: a=x b=0.75; a=y b=1"},
		{"sum at most", "sum(b) by (a) <= 0.9 + 0.05", "fail 2 of 2: a=x total=1 bound=0.9; a=y total=1 bound=0.9"},
		{"sum within slack", "sum(b) by (a) <= 0.9 + 0.1", ""},
		{"sum equal", "sum(b) by (a) = 1 +- 1e-9", ""},
		{"sum not equal", "sum(b) by (a) = 1.5 +- 0.1", "fail 2 of 2: a=x total=1 bound=1.5; a=y total=1 bound=1.5"},
		{"sum against a column", "sum(b) by (a) = b +- 0.1", "fail 1 of 2: a=x total=1 bound=0.25"},
	}
	db := mustOpen(t)
	mustExec(t, db, `CREATE TABLE src AS SELECT * FROM (VALUES ('x', 0.25::DOUBLE), ('x', 0.75), ('y', 1), ('z', NULL)) AS v(a, b)`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := run(t, db, mustRead(t, map[string]string{"stg_x": model("SELECT a, b FROM src ORDER BY a, b", tt.check)}))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range r.Findings {
				got += string(f.Severity) + " " + itoa(f.Rows) + " of " + itoa(f.LookedAt) + ": " + f.Detail
			}
			if got != tt.want {
				t.Errorf("check %s finds %q, want %q", tt.check, got, tt.want)
			}
		})
	}
}

func TestRunRange(t *testing.T) {
	db := mustOpen(t)
	mustExec(t, db, `CREATE TABLE src AS SELECT * FROM (VALUES ('x', 1.5::DOUBLE), ('y', 1), ('z', NULL)) AS v(a, b)`)
	r, err := run(t, db, mustRead(t, map[string]string{"stg_x": model("SELECT a, b FROM src")}))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Check != "b 0..1" || r.Findings[0].Detail != "a=x b=1.5" {
		t.Errorf("findings %+v, want b 0..1 broken by a=x", r.Findings)
	}
	if failed, warned := r.Counts(); failed != 1 || warned != 0 || r.Checks != 2 {
		t.Errorf("%d failed, %d warned, %d checks; want 1, 0, 2", failed, warned, r.Checks)
	}
}

func TestRunOnlyWhatChanged(t *testing.T) {
	db := mustOpen(t)
	mustExec(t, db, sourceTable)
	files := map[string]string{
		"stg_x":  model("SELECT a, b FROM src"),
		"stg_y":  strings.Replace(model("SELECT a, b FROM src"), "stg_x", "stg_y", 1),
		"core_z": strings.NewReplacer("stg_x", "core_z", "src", "stg_x").Replace(model("SELECT a, b FROM src")),
	}
	step := func(name, ran string) {
		t.Helper()
		r, err := run(t, db, mustRead(t, files))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(append(r.Ran, r.Removed...), " "); got != ran {
			t.Errorf("%s: ran %q, want %q", name, got, ran)
		}
	}
	step("first", "stg_x core_z stg_y")
	step("nothing changed", "")
	files["stg_x"] = model("SELECT a, b FROM src WHERE b < 1")
	step("one SELECT", "stg_x core_z")
	files["stg_y"] = strings.Replace(files["stg_y"], "second", "the second", 1)
	step("one header", "stg_y")
	mustExec(t, db, "INSERT INTO src VALUES ('w', 0)")
	step("the input", "stg_x core_z stg_y")
	mustExec(t, db, "DROP VIEW core_z")
	step("a table lost", "core_z")
	delete(files, "stg_y")
	step("a model gone", "stg_y")
	if err := db.Exec(context.Background(), "SELECT * FROM stg_y"); err == nil {
		t.Error("the table of a model that is gone is still there")
	}
}

func TestRunOnly(t *testing.T) {
	db := mustOpen(t)
	mustExec(t, db, sourceTable)
	models := mustRead(t, map[string]string{
		"stg_x":  model("SELECT a, b FROM src"),
		"stg_y":  strings.Replace(model("SELECT a, b FROM src"), "stg_x", "stg_y", 1),
		"core_z": strings.NewReplacer("stg_x", "core_z", "src", "stg_x").Replace(model("SELECT a, b FROM src")),
	})
	r, err := Run(context.Background(), db, models, Options{Only: []string{"core_z"}})
	if got := strings.Join(r.Ran, " "); err != nil || got != "stg_x core_z" {
		t.Errorf("ran %q, %v; want the model and what it needs", got, err)
	}
	_, err = Run(context.Background(), db, models, Options{Only: []string{"core_y"}})
	var list *diag.List
	if !errors.As(err, &list) || list.Sorted()[0].Code != "model-unknown" || !strings.Contains(list.Sorted()[0].Hint, "core_z") {
		t.Errorf("unknown model: %v", err)
	}
}

func TestRunRecords(t *testing.T) {
	db := mustOpen(t)
	mustExec(t, db, sourceTable)
	if _, err := run(t, db, mustRead(t, map[string]string{"stg_x": model("SELECT a, b FROM src")})); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`SELECT name || '|' || layer || '|' || question || '|' || grain || '|' || needs || '|' || sql || '|' || file AS x FROM model`:                   "stg_x|stg|what is asked?|a|src|SELECT a, b FROM src|transform/models/stg_x.sql",
		`SELECT string_agg(name || ' ' || type || ' ' || unit || ' ' || "range" || ' ' || description, '|' ORDER BY position) AS x FROM model_column`:   "a text   first|b double ratio 0..1 second",
		`SELECT string_agg("check" || ' ' || severity || ' ' || looked_at || ' ' || failed || ' ' || detail, '|' ORDER BY rowid) AS x FROM model_check`: "unique(a) fail 2 0 |b 0..1 fail 2 0 ",
	} {
		f, err := db.Query(context.Background(), query)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Text("x", 0); got != want {
			t.Errorf("%s\n= %q\nwant %q", query, got, want)
		}
	}
}

// TestRunDropsWhatDoesNotFit: a run of one model leaves no view that would show new tables
// beside old ones; tables stay, and a run of all models brings the view back.
func TestRunDropsWhatDoesNotFit(t *testing.T) {
	db := mustOpen(t)
	mustExec(t, db, sourceTable)
	as := func(name, sql string) string { return strings.Replace(model(sql), "stg_x", name, 1) }
	files := map[string]string{
		"stg_x": as("stg_x", "SELECT a, b FROM src"),
		"stg_t": as("stg_t", "SELECT a, b FROM src\nORDER BY a"),
		"stg_v": as("stg_v", "SELECT a, b FROM src"),
	}
	if _, err := run(t, db, mustRead(t, files)); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, "INSERT INTO src VALUES ('w', 0)")
	models := mustRead(t, files)
	if _, err := Run(context.Background(), db, models, Options{Only: []string{"stg_x"}}); err != nil {
		t.Fatal(err)
	}
	rows := func(name string) string {
		f, err := db.Query(context.Background(), "SELECT count(*) AS n FROM "+name)
		if err != nil {
			return "none"
		}
		return f.Text("n", 0)
	}
	if got := rows("stg_x") + " " + rows("stg_t") + " " + rows("stg_v"); got != "3 2 none" {
		t.Errorf("rows after a run of stg_x alone: %s, want 3 2 none", got)
	}
	if _, err := run(t, db, models); err != nil {
		t.Fatal(err)
	}
	if got := rows("stg_x") + " " + rows("stg_t") + " " + rows("stg_v"); got != "3 3 3" {
		t.Errorf("rows after a run of all: %s, want 3 3 3", got)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
