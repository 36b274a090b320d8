package transform

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// shownBy are the tables that other models show in words: core_value shows
// core_value_cell. A test gives either; what is given in words is turned into numbers.
var shownBy = map[string][]string{
	"stg_series": {"core_observation", "stg_observation", "stg_vintage"}, "stg_period": {"core_observation", "stg_observation", "stg_vintage"},
	"stg_value": {"stg_observation"}, "stg_version": {"stg_vintage"}, "stg_origin": {"stg_observation", "stg_vintage"},
	"core_contested": {"core_observation"}, "core_choice": {"core_observation"}, "core_market_cell": {"core_market_value"}, "core_value_cell": {"core_value"},
	"core_share_cell": {"core_share"}, "core_growth_cell": {"core_growth"},
}

// between are the models that are run, unless a test gives them, to get from what it gives
// to the model that it tests.
var between = []string{
	"core_contested", "core_choice", "core_observation", "core_selection", "core_market_cell", "core_value_cell", "core_share_cell", "core_growth_cell", "core_ends", "core_remainder_cell", "core_remainder", "core_instability", "core_seasonal", "core_calendar", "core_previous", "core_pairing",
}

// attempted are the models from the roll-ups of transactions to the metrics of these. They
// are tested through the metrics: a test gives the roll-ups.
var attempted = []string{
	"stg_window", "stg_attempt", "stg_failure", "stg_hour", "stg_intent", "stg_cohort", "stg_reason", "stg_promotion", "stg_activation", "stg_activation_decline",
	"core_attempt", "core_failure", "core_hour", "core_peak", "core_intent", "core_promotion", "core_cohort", "core_reason", "core_activation", "core_activation_decline",
}

// seriesKey and lineKey are what makes a series, and a line of a market.
var (
	seriesKey = []string{"area", "segment", "measure", "transformation", "base_measure", "dimension", "member", "frequency", "unit", "publisher", "scope"}
	lineKey   = []string{"market", "measure", "publisher", "frequency", "member"}
)

// keyCell numbers a row by what it is.
func keyCell(column, table string, head, record []string) string {
	parts := []string{}
	key := map[string][]string{"series": seriesKey, "line": lineKey, "total_line": lineKey, "period_id": {"period"}}[column]
	for _, name := range key {
		value := fixtureDefaults[name]
		if i := slices.Index(head, name); i >= 0 {
			value = record[i]
		} else if i := slices.Index(head, "period"); name == "frequency" && i >= 0 {
			value = frequencyOf(record[i])
		}
		if column == "total_line" && name == "member" {
			value = "total"
		}
		parts = append(parts, sqlText(value))
	}
	if column == "series" || column == "period_id" {
		return "CAST(hash(" + strings.Join(parts, ", ") + ") >> 1 AS BIGINT)"
	}
	return "line_of(" + strings.Join(parts, ", ") + ")"
}

// frequencyOf returns the frequency of a period's text.
func frequencyOf(period string) string {
	switch {
	case strings.Contains(period, ".."):
		return "R"
	case len(period) == 4:
		return "A"
	case len(period) == 10:
		return "D"
	case strings.Contains(period, "S"):
		return "S"
	case strings.Contains(period, "Q"):
		return "Q"
	}
	return "M"
}

// passage brings a test's tables to the model that it tests.
type passage struct {
	t      *testing.T
	db     *warehouse.DB
	tables fixtureTables
	models []*Model
	given  map[string]bool // the test's own tables, and whether something needed them
	ready  map[string]bool
}

func newPassage(t *testing.T, db *warehouse.DB, tables fixtureTables, models []*Model) *passage {
	return &passage{t: t, db: db, tables: tables, models: models, given: map[string]bool{}, ready: map[string]bool{}}
}

// give fills a table with the rows of a test.
func (p *passage) give(table, text string) {
	p.t.Helper()
	p.tables.fill(p.t, p.db, table, text)
	p.given[table], p.ready[table] = false, true
}

// unused returns the tables that a test gives for nothing, sorted.
func (p *passage) unused() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		if !p.given[name] {
			names = append(names, name)
		}
	}
	return names
}

// provide makes a table: given, or turned into numbers, or by running its model, or empty.
func (p *passage) provide(table string) {
	p.t.Helper()
	if _, ok := p.given[table]; ok {
		p.given[table] = true
	}
	if p.ready[table] {
		return
	}
	p.ready[table] = true
	worded := p.givenOf(shownBy[table])
	_, observed := p.given["core_observation"]
	if _, ok := p.given["core_market_value"]; ok {
		observed = false
	}
	switch {
	case len(worded) > 0:
		p.number(table, worded)
	case table == "core_line" && !observed:
		p.fillLines()
	case table == "core_line" || table == "core_calendar" || slices.Contains(attempted, table) || slices.Contains(between, table) && p.reaches(table):
		p.run(table)
	case table == "stg_calendar":
		p.fillCalendar()
	default:
		p.tables.fill(p.t, p.db, table, "")
	}
}

// reaches reports whether a model hangs on a table that is given, but for the code lists.
func (p *passage) reaches(table string) bool {
	if _, ok := p.given[table]; ok {
		return layerOf(table) == Core || table == "stg_observation"
	}
	if len(p.givenOf(shownBy[table])) > 0 {
		return true
	}
	i := slices.IndexFunc(p.models, func(m *Model) bool { return m.Name == table })
	return i >= 0 && slices.ContainsFunc(p.models[i].Needs, p.reaches)
}

// run builds a model and what it needs.
func (p *passage) run(table string) {
	p.t.Helper()
	m := p.models[slices.IndexFunc(p.models, func(m *Model) bool { return m.Name == table })]
	for _, need := range m.Needs {
		p.provide(need)
	}
	mustExec(p.t, p.db, "DROP TABLE IF EXISTS "+quoted(table))
	if err := build(context.Background(), p.db, m); err != nil {
		p.t.Fatal(err)
	}
	mustExec(p.t, p.db, "CREATE TABLE passed AS FROM "+quoted(table))
	mustExec(p.t, p.db, "DROP "+m.kind()+" "+quoted(table))
	mustExec(p.t, p.db, "ALTER TABLE passed RENAME TO "+quoted(table))
}

// givenOf returns those of some tables that the test gives.
func (p *passage) givenOf(tables []string) []string {
	return slices.DeleteFunc(slices.Clone(tables), func(name string) bool {
		_, ok := p.given[name]
		return !ok
	})
}

// number fills a table of numbers from those that show it in words.
func (p *passage) number(table string, worded []string) {
	p.t.Helper()
	var parts []string
	for _, name := range worded {
		p.given[name] = true
		parts = append(parts, "SELECT DISTINCT "+strings.Join(p.numberColumns(table, name), ", ")+" FROM "+quoted(name))
	}
	rows := strings.Join(parts, " UNION ")
	if table == "stg_period" { // not all that show a period in words say where it lies
		rows = "SELECT DISTINCT ON (period_id) * FROM (" + rows + ") ORDER BY period_id, period_index"
	}
	mustExec(p.t, p.db, "CREATE OR REPLACE TABLE "+quoted(table)+" AS "+rows)
}

// numberColumns returns the columns of a table of numbers in terms of one that shows it.
func (p *passage) numberColumns(table, worded string) []string {
	var columns []string
	for _, c := range p.tables[table] {
		switch c.name {
		case "weakness":
			columns = append(columns, "strpos('APEF', status) AS weakness")
		case "id":
			if table == "stg_value" || table == "stg_version" {
				columns = append(columns, "id")
				continue
			}
			columns = append(columns, "inputs[1] AS id")
		case "period_id":
			columns = append(columns, "CAST(hash(period) >> 1 AS BIGINT) AS period_id")
		case "period_end":
			if worded == "stg_observation" {
				columns = append(columns, "period_end")
				continue
			}
			columns = append(columns, "period_start AS period_end")
		case "period_index":
			if worded == "stg_vintage" {
				columns = append(columns, "CAST(NULL AS BIGINT) AS period_index")
				continue
			}
			columns = append(columns, quoted(c.name))
		case "origin":
			columns = append(columns, "CAST(hash(document, "+fileOf(worded)+", confidence_rank) >> 1 AS BIGINT) AS origin")
		case "dataset":
			columns = append(columns, strings.Split(fileOf(worded), ", ")[0]+" AS dataset")
		case "file":
			columns = append(columns, strings.Split(fileOf(worded), ", ")[1]+" AS file")
		default:
			columns = append(columns, numberColumn(c.name))
		}
	}
	return columns
}

// fileOf returns dataset and file of a table that shows observations, if it does show them.
func fileOf(worded string) string {
	if worded == "stg_vintage" {
		return "'', ''"
	}
	return "dataset, file"
}

// numberColumn returns a column of a table of numbers in terms of the table that shows it: what
// is a cast of another column is not shown.
func numberColumn(name string) string {
	if decimal, ok := strings.CutSuffix(name, "_double"); ok {
		return "CAST(" + quoted(decimal) + " AS DOUBLE) AS " + quoted(name)
	}
	return quoted(name)
}

// fillLines makes the lines of the tables that are given, at every frequency.
func (p *passage) fillLines() {
	p.t.Helper()
	mustExec(p.t, p.db, `CREATE OR REPLACE TABLE core_line (line BIGINT, total_line BIGINT, market VARCHAR, measure VARCHAR, measure_kind VARCHAR,
		publisher VARCHAR, publisher_rank BIGINT, scope VARCHAR, unit VARCHAR, frequency VARCHAR, per_year BIGINT, member VARCHAR)`)
	for _, table := range slices.Sorted(maps.Keys(p.given)) {
		has := func(name string) bool {
			return slices.ContainsFunc(p.tables[table], func(c fixtureColumn) bool { return c.name == name })
		}
		if layerOf(table) != Core || !has("market") || !has("member") || !has("frequency") || !has("unit") {
			continue
		}
		attribute := func(name, otherwise string) string {
			if has(name) {
				return "any_value(" + name + ")"
			}
			return otherwise
		}
		mustExec(p.t, p.db, `INSERT INTO core_line SELECT line_of(market, measure, publisher, f.frequency, member),
			line_of(market, measure, publisher, f.frequency, 'total'), market, measure, `+attribute("measure_kind", "'flow'")+`, publisher,
			`+attribute("publisher_rank", "1")+`, any_value(scope), any_value(unit), f.frequency, any_value(f.per_year), member
			FROM `+quoted(table)+` AS t, (VALUES ('A', 1), ('S', 2), ('Q', 4), ('M', 12), ('D', NULL)) AS f(frequency, per_year)
			GROUP BY market, measure, publisher, f.frequency, member
			HAVING line_of(market, measure, publisher, f.frequency, member) NOT IN (SELECT line FROM core_line)`)
	}
}

// fillCalendar makes a calendar of the periods of the tables that are given.
func (p *passage) fillCalendar() {
	p.t.Helper()
	p.tables.fill(p.t, p.db, "stg_calendar", "")
	for _, table := range slices.Sorted(maps.Keys(p.given)) {
		if !slices.ContainsFunc(p.tables[table], func(c fixtureColumn) bool { return c.name == "period_index" }) ||
			!slices.ContainsFunc(p.tables[table], func(c fixtureColumn) bool { return c.name == "period_start" }) {
			continue
		}
		mustExec(p.t, p.db, `INSERT INTO stg_calendar BY NAME SELECT DISTINCT frequency, period_index, period, period_start,
			CASE frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 END AS per_year FROM `+quoted(table)+` AS t
			WHERE period_index IS NOT NULL AND period NOT IN (SELECT period FROM stg_calendar)`)
	}
}

// numberObservations numbers the observations that a test wrote into a table in the view's
// place, and fills the tables of their series and periods.
func numberObservations(t *testing.T, db *warehouse.DB) {
	t.Helper()
	f, err := db.Query(context.Background(), "SELECT table_name FROM duckdb_tables() WHERE table_name = 'observation'")
	if err != nil {
		t.Fatal(err)
	}
	if f.Rows() == 0 {
		return
	}
	key := strings.Join(seriesKey, ", ")
	origin := "CAST(hash(confidence, document, document_title, dataset, resource, file) >> 1 AS BIGINT)"
	for _, statement := range []string{
		"UPDATE observation SET series = CAST(hash(" + key + ") >> 1 AS BIGINT), period_id = CAST(hash(period) >> 1 AS BIGINT)",
		"DELETE FROM series",
		"INSERT INTO series BY NAME SELECT DISTINCT series AS id, " + key + " FROM observation",
		"DELETE FROM period",
		"INSERT INTO period SELECT DISTINCT period_id, period, period_start, period_end FROM observation",
		"DELETE FROM origin",
		"INSERT INTO origin SELECT DISTINCT " + origin + ", confidence, document, document_title, dataset, resource, file FROM observation",
		"DELETE FROM observed",
		"INSERT INTO observed BY NAME SELECT id, series, " + origin + " AS origin, period_id AS period, vintage, revision, value, status, hedge, precision_exp, printed, " +
			"place, note, load, superseded_by, fate, until FROM observation",
	} {
		mustExec(t, db, statement)
	}
}
