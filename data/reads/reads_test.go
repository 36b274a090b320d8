package reads_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"paystats/data/reads"
	"paystats/data/warehouse"
)

func mustEngine(t *testing.T) *warehouse.DB {
	t.Helper()
	db, err := warehouse.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestOf(t *testing.T) {
	tests := []struct {
		name, sql string
		want      string // tables with their offsets, refusals with theirs
	}{
		{"tables", "SELECT a FROM t JOIN u USING (a), (SELECT 1 FROM v)", "t@14 u@21 v@49"},
		{"with", "WITH w AS (SELECT * FROM t) SELECT * FROM w, unnest([1]), generate_series(1, 2)", "t@25"},
		{"parameters", "SELECT ? FROM t WHERE a = ?", "t@14"},
		{"function", "SELECT * FROM read_csv('/etc/passwd')", "reads-outside@14"},
		{"any depth", "SELECT (SELECT max(x) FROM t WHERE EXISTS (FROM glob('*')))", "t@27 reads-outside@48"},
		{"SQL in a text", "SELECT * FROM query('SELECT 1')", "reads-outside@14"},
		{"checkpoint", "SELECT * FROM checkpoint()", "reads-outside@14"},
		{"main schema", "WITH load AS (SELECT 1 AS a) SELECT * FROM load, main.observation", "observation@49"},
		{"schema", "SELECT * FROM information_schema.tables", "reads-outside@14"},
		{"catalogue", "SELECT * FROM duckdb_databases, pragma_database_list, SQLITE_MASTER", "reads-outside@14 reads-outside@32 reads-outside@54"},
		{"chance", "SELECT 1 + RANDOM()", "not-repeatable@11"},
		{"clock", "SELECT now(), Current_Date, t.current_date FROM t", "t@48 not-repeatable@7 not-repeatable@14"},
		{"age of today", "SELECT age(a), age(a, b) FROM t", "t@30 not-repeatable@7"},
		{"settings", "SELECT current_setting('temp_directory')", "not-repeatable@7"},
		{"sample", "SELECT * FROM t USING SAMPLE 3", "t@14 not-repeatable@-1"},
		{"sample of a table", "SELECT * FROM t TABLESAMPLE 3%", "t@14 not-repeatable@14"},
		{"no SELECT", "DELETE FROM t", "sql-error@-1"},
		{"two", "SELECT 1; SELECT 2", "sql-statements@-1"},
		{"syntax", "SELECT a,, b", "sql-error@9"},
	}
	db := mustEngine(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := reads.Of(t.Context(), db, tt.sql)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, name := range slices.Sorted(maps.Keys(set.Tables)) {
				got = append(got, fmt.Sprintf("%s@%d", name, set.Tables[name]))
			}
			for _, r := range set.Refused {
				got = append(got, fmt.Sprintf("%s@%d", r.Code, r.Offset))
				if r.Msg == "" {
					t.Errorf("a refusal of %q says nothing", tt.sql)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("Of(%q) = %s, want %s", tt.sql, got, tt.want)
			}
		})
	}
}

// Every function that the engine itself calls unstable is refused, but for those that
// answer the same in every run of this program.
func TestUnstableFunctions(t *testing.T) {
	stable := []string{"current_database", "current_schema", "current_schemas", "error", "in_search_path"}
	db := mustEngine(t)
	f, err := db.Query(t.Context(), "SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY') ORDER BY 1")
	if err != nil || f.Rows() < 10 {
		t.Fatalf("%d unstable functions, %v", f.Rows(), err)
	}
	for i := range f.Rows() {
		name := f.Text("name", i)
		set, err := reads.Of(t.Context(), db, "SELECT "+name+"()")
		if err != nil {
			t.Fatal(err)
		}
		if len(set.Refused) == 0 && !slices.Contains(stable, name) {
			t.Errorf("%s is not refused, and the engine calls it unstable", name)
		}
	}
}

// Whatever the text, Of ends, and a name or a refusal stands inside of it.
func FuzzOf(f *testing.F) {
	for _, sql := range []string{
		"SELECT a FROM t", "WITH RECURSIVE w AS (SELECT 1 UNION ALL FROM w) FROM w", "FROM t PIVOT (sum(a) FOR b IN (1))", "SELECT x -> 1 FROM 'a.csv'",
		"VALUES (1), (random())", "FROM (DESCRIBE t)", "SELECT $1 FROM a.b.c TABLESAMPLE 1%", "SELECT '", "", "PRAGMA x", "SELECT 1;;SELECT 2", "SELECT\x00", "\xff",
	} {
		f.Add(sql)
	}
	db, err := warehouse.OpenMemory(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		set, err := reads.Of(t.Context(), db, sql)
		if err != nil {
			return // no text for the engine
		}
		for name, at := range set.Tables {
			if at < -1 || at > len(sql) {
				t.Errorf("%q stands at %d of %q", name, at, sql)
			}
		}
		for _, r := range set.Refused {
			if r.Code == "" || r.Msg == "" || r.Offset < -1 || r.Offset > len(sql) {
				t.Errorf("%q: %+v", sql, r)
			}
		}
	})
}
