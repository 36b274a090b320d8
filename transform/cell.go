package transform

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"paystats/data/warehouse"
)

// Cell is one value that a data check takes for wrong, with its place in the input.
type Cell struct {
	Check       string
	Severity    Severity
	Observation int64
	Dataset     string
	Place       string // from the workspace's root: file:line:field, or file#pointer
	Series      string // what the value is of: segment, measure, member, period
	Printed     string // value and unit as printed
	Problem     string // what is wrong
	Expected    string // what would fit; "" if nothing is known
}

// cellQuery lists the cells of a check that are not accepted, place first. The one
// parameter is the list of accepted places as JSON.
const cellQuery = `
WITH found AS MATERIALIZED (
	SELECT c.observation, c.problem, c.expected, o.series, o.period, o.origin, o.printed, o.place
	FROM %s AS c
	JOIN observed AS o ON o.id = c.observation
)
SELECT c.observation, d.dataset, c.printed, c.problem, c.expected, f.place,
	concat_ws(' ', s.publisher, nullif(s.area, ''), nullif(s.segment, ''), s.measure, nullif(s.member, 'total'),
		nullif(s.transformation, 'level'), p.period) AS series
FROM found AS c
JOIN series AS s ON s.id = c.series
JOIN period AS p ON p.id = c.period
JOIN origin AS d ON d.id = c.origin
CROSS JOIN LATERAL (
	SELECT 'data/sets/' || d.dataset || '/' || d.file || CASE WHEN c.place LIKE '/%%' THEN '#' ELSE ':' END || c.place AS place
) AS f
WHERE NOT EXISTS (
	SELECT 1 FROM (SELECT unnest(from_json(?::JSON, '["VARCHAR"]')) AS known) AS a
	WHERE starts_with(f.place, a.known) AND substr(f.place, length(a.known) + 1, 1) IN ('', '/', ':', '#')
)
ORDER BY d.dataset, d.file, TRY_CAST(split_part(c.place, ':', 1) AS BIGINT), c.place, c.observation, c.problem`

// cells returns what a check found, but for what is accepted.
func (m *Model) cells(ctx context.Context, db *warehouse.DB) ([]Cell, error) {
	known := make([]string, len(m.rule.Accepted))
	for i, a := range m.rule.Accepted {
		known[i] = a.At
	}
	list, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	f, err := db.Query(ctx, fmt.Sprintf(cellQuery, quoted(m.Name)), string(list))
	if err != nil {
		return nil, fmt.Errorf("list what %s found: %w", m.Name, err)
	}
	cells := make([]Cell, f.Rows())
	for i := range cells {
		cells[i] = Cell{
			Check: m.Name, Severity: m.rule.Severity, Observation: f.Int("observation", i), Dataset: f.Text("dataset", i),
			Place: f.Text("place", i), Series: f.Text("series", i), Printed: f.Text("printed", i),
			Problem: f.Text("problem", i), Expected: f.Text("expected", i),
		}
	}
	return cells, nil
}

// judgeCells adds the finding that a data check is as a whole; other models have none.
func (m *Model) judgeCells(ctx context.Context, db *warehouse.DB, findings []Finding) ([]Finding, error) {
	if m.rule == nil {
		return findings, nil
	}
	f, err := db.Query(ctx, "SELECT max(looked_at) AS looked FROM "+quoted(m.Name))
	if err != nil {
		return nil, err
	}
	cells, err := m.cells(ctx, db)
	if err != nil {
		return nil, err
	}
	var first []string
	for _, c := range cells[:min(namedRows, len(cells))] {
		first = append(first, c.Place+": "+c.Problem)
	}
	return append(findings, Finding{
		Model: m.Name, Check: m.Question, Severity: m.rule.Severity, LookedAt: f.Int("looked", 0), Rows: int64(len(cells)), Detail: strings.Join(first, "; "),
	}), nil
}

// Audited is the outcome of one data check.
type Audited struct {
	Check    string
	Question string
	Severity Severity
	LookedAt int64 // values, or groups of values, that were judged
	Cells    []Cell
}

// Findings reads what the data checks of the last run found, in the order of the models.
// A check whose table is not there, because it has not run, is left out.
func Findings(ctx context.Context, db *warehouse.DB, models []*Model) ([]Audited, error) {
	r := &runner{db: db}
	if err := r.listTables(ctx); err != nil {
		return nil, err
	}
	var audits []Audited
	for _, m := range models {
		if m.rule == nil || r.tables[m.Name] == "" {
			continue
		}
		found, err := m.judgeCells(ctx, db, nil)
		if err != nil {
			return nil, err
		}
		cells, err := m.cells(ctx, db)
		if err != nil {
			return nil, err
		}
		audits = append(audits, Audited{Check: m.Name, Question: m.Question, Severity: m.rule.Severity, LookedAt: found[0].LookedAt, Cells: cells})
	}
	return audits, nil
}
