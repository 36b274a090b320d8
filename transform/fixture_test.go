package transform

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
	"paystats/data/warehouse"
)

// fixtureDefaults are the cells of columns that a fixture leaves out, so that it shows
// what it is about and nothing else. Calendar columns follow from period, doubles from their decimals; inputs is
// the row's number; other columns are NULL, or ” in the tables that ingest writes.
var fixtureDefaults = map[string]string{
	"market": "m", "measure": "tx_value", "measure_kind": "flow", "publisher": "p", "publisher_rank": "1", "scope": "unspecified",
	"unit": "CNY", "area": "CN", "segment": "s", "transformation": "level", "dimension": "total", "member": "total", "status": "A",
	"derived": "false", "series_break": "false", "revision": "0", "load": "1", "total": "published", "measures": "tx_value",
	"stands": "true", "method": "printed", "market_scope": "unspecified", "publishers": "p", "kind": "flow", "unit_kind": "money", "measure_rank": "1",
}

// fixtureTexts are the text columns of models that hold ” for none, never NULL.
var fixtureTexts = []string{
	"index_base", "users_market", "population_market", "deflator_market", "method", "document", "base_measure", "sum_over", "parent", "printed",
	"others", "fate", "since", "until", "stated", "hedge", "causes",
}

// fixtureSelections are the tables whose text columns hold ” for any.
var fixtureSelections = []string{"stg_break", "core_break", "core_restatement"}

// codeListColumns are the code lists' columns that models read.
var codeListColumns = map[string][]string{
	"market": {"id", "area", "segment", "measures", "dimension", "sum_over", "scope", "total", "unit", "publishers", "n_members",
		"index_base", "users_market", "population_market", "deflator_market"},
	"measure":       {"id", "kind", "additive", "unit_kind"},
	"area":          {"id", "parent"},
	"break":         {"id", "date", "kind", "market", "area", "segment", "measure", "publisher", "scope", "member", "old_scope", "overlap", "source"},
	"member_change": {"dimension", "member", "successor", "date", "kind", "weight", "source"},
	"event":         {"id", "date", "until", "kind", "areas", "name_en", "name_zh"},
	"reason":        {"id", "parent", "class", "name_en", "name_zh", "remedy_en", "remedy_zh"},
	"acceptance":    {"id", "platform", "method", "claim", "source", "confidence", "since", "until", "stated", "hedge", "causes", "note"},
}

// fixtureColumn is a column of a table that a test fills.
type fixtureColumn struct{ name, engineType string }

// fixtureTables knows the columns of every table that models read.
type fixtureTables map[string][]fixtureColumn

func newFixtureTables(t *testing.T, db *warehouse.DB, models []*Model) fixtureTables {
	t.Helper()
	tables := fixtureTables{}
	for _, m := range models {
		for _, c := range m.Columns {
			tables[m.Name] = append(tables[m.Name], fixtureColumn{c.Name, columnTypes[c.Type][0]})
		}
	}
	for name, columns := range codeListColumns {
		for _, c := range columns {
			tables[name] = append(tables[name], fixtureColumn{c, "VARCHAR"})
		}
	}
	tables["request"] = []fixtureColumn{{"as_of", "DATE"}}
	// The warehouse shows observations by a view; a test fills a table in its place.
	mustExec(t, db, "CREATE TABLE plain AS FROM observation LIMIT 0")
	mustExec(t, db, "DROP VIEW observation")
	mustExec(t, db, "ALTER TABLE plain RENAME TO observation")
	for _, name := range []string{"observation", "observed", "origin", "series", "period", "transaction_set", "rollup_payment", "rollup_failure", "rollup_hour", "rollup_intent", "rollup_cohort", "rollup_activation", "rollup_decline"} {
		f, err := db.Query(context.Background(), "DESCRIBE "+name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.Rows() {
			tables[name] = append(tables[name], fixtureColumn{f.Text("column_name", i), f.Text("column_type", i)})
		}
	}
	return tables
}

// fill makes a table that holds the rows of a CSV text; an empty cell is NULL, or ”
// in a table of ingest. An empty text makes an empty table.
func (f fixtureTables) fill(t *testing.T, db *warehouse.DB, table, text string) {
	t.Helper()
	columns := f[table]
	if columns == nil {
		t.Fatalf("no model and no ingest writes a table %s", table)
	}
	definitions := make([]string, len(columns))
	for i, c := range columns {
		definitions[i] = quoted(c.name) + " " + c.engineType
	}
	mustExec(t, db, "CREATE OR REPLACE TABLE "+quoted(table)+" ("+strings.Join(definitions, ", ")+")")
	if strings.TrimSpace(text) == "" {
		return
	}
	head, records := mustCSV(t, table, text)
	for _, name := range head {
		if !slices.ContainsFunc(columns, func(c fixtureColumn) bool { return c.name == name }) {
			t.Fatalf("table %s has no column %s", table, name)
		}
	}
	var rows []string
	for i, record := range records {
		cells := make([]string, len(columns))
		for j, c := range columns {
			cells[j] = fixtureCell(t, table, c, head, record, i+1)
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	mustExec(t, db, "INSERT INTO "+quoted(table)+" VALUES "+strings.Join(rows, ", "))
}

// fixtureCell returns a cell as SQL.
func fixtureCell(t *testing.T, table string, c fixtureColumn, head, record []string, number int) string {
	t.Helper()
	value, given := "", false
	if i := slices.Index(head, c.name); i >= 0 {
		value, given = record[i], true
	}
	if i := slices.Index(head, "period"); !given && i >= 0 && table != "observed" { // there, period is a number
		value, given = calendarCell(t, c.name, record[i])
	}
	if decimal := slices.Index(head, strings.TrimSuffix(c.name, "_double")); !given && decimal >= 0 {
		value, given = record[decimal], true
	}
	if !given {
		value = fixtureDefaults[c.name]
		switch c.name {
		case "line", "total_line", "series", "period_id":
			return keyCell(c.name, table, head, record)
		case "inputs":
			value = fmt.Sprintf("[%d]", number)
		case "id":
			value = fmt.Sprint(number)
		}
	}
	holdsEmpty := c.engineType == "VARCHAR" && (layerOf(table) == Source || slices.Contains(fixtureTexts, c.name) || slices.Contains(fixtureSelections, table))
	if value == "" && !holdsEmpty {
		return "NULL"
	}
	return "CAST(" + sqlText(value) + " AS " + c.engineType + ")"
}

// calendarCell derives the columns that follow from the period.
func calendarCell(t *testing.T, column, text string) (string, bool) {
	t.Helper()
	p, _, err := obs.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	switch column {
	case "frequency":
		return p.Frequency().String(), true
	case "period_start":
		return p.Start().Format("2006-01-02"), true
	case "period_end":
		return p.End().Format("2006-01-02"), true
	case "period_index":
		if p.Frequency() == obs.Range {
			return "", true
		}
		return fmt.Sprint(p.Index()), true
	case "per_year":
		if p.Frequency().PerYear() == 0 {
			return "", true
		}
		return fmt.Sprint(p.Frequency().PerYear()), true
	}
	return "", false
}

func mustCSV(t *testing.T, name, text string) (head []string, records [][]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all[0], all[1:]
}

func mustExec(t *testing.T, db *warehouse.DB, statement string) {
	t.Helper()
	if err := db.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

func mustOpen(t *testing.T) *warehouse.DB {
	t.Helper()
	db, err := warehouse.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
