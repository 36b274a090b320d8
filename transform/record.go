package transform

import (
	"context"
	"encoding/json"
	"strings"

	"paystats/data/warehouse"
)

// recordTables hold what reports and `paystats explain` need to know of models.
const recordTables = `
CREATE TABLE IF NOT EXISTS model (
    name VARCHAR NOT NULL, layer VARCHAR NOT NULL, question VARCHAR NOT NULL, question_zh VARCHAR NOT NULL, grain VARCHAR NOT NULL, needs VARCHAR NOT NULL,
    formula VARCHAR NOT NULL, formula_zh VARCHAR NOT NULL, universe VARCHAR NOT NULL, sql VARCHAR NOT NULL, file VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL,
    arithmetic VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS model_column (
    model VARCHAR NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL, type VARCHAR NOT NULL, unit VARCHAR NOT NULL,
    "range" VARCHAR NOT NULL, description VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS model_check (
    model VARCHAR NOT NULL, "check" VARCHAR NOT NULL, severity VARCHAR NOT NULL, looked_at BIGINT NOT NULL, failed BIGINT NOT NULL,
    detail VARCHAR NOT NULL
);`

// recorded are the tables above, and that of runs; no model may read them.
var recorded = []string{"model", "model_column", "model_check", "run"}

// recordedFingerprints returns the fingerprint of each model that the warehouse holds,
// "" for one whose table is gone.
func recordedFingerprints(ctx context.Context, db *warehouse.DB, tables map[string]string) (map[string]string, error) {
	f, err := db.Query(ctx, "SELECT name, fingerprint FROM model ORDER BY name")
	if err != nil {
		return nil, err
	}
	prints := map[string]string{}
	for i := range f.Rows() {
		name := f.Text("name", i)
		prints[name] = ""
		if tables[name] != "" {
			prints[name] = f.Text("fingerprint", i)
		}
	}
	return prints, nil
}

// forget removes the records of models.
func forget(ctx context.Context, db *warehouse.DB, models []string) error {
	if len(models) == 0 {
		return nil
	}
	names := make([]any, len(models))
	for i, name := range models {
		names[i] = name
	}
	in := " IN (" + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + ")"
	for _, where := range []string{"model WHERE name", "model_column WHERE model", "model_check WHERE model"} {
		if err := db.Exec(ctx, "DELETE FROM "+where+in, names...); err != nil {
			return err
		}
	}
	return nil
}

// record writes the headers of models that ran and the findings of their checks.
func record(ctx context.Context, db *warehouse.DB, models []*Model, prints map[string]string, findings []Finding) error {
	names := make([]string, len(models))
	headers, columns, checks := newInsertions()
	for i, m := range models {
		names[i] = m.Name
		headers.rows = append(headers.rows, map[string]any{
			"name": m.Name, "layer": m.Layer.String(), "question": m.Question, "question_zh": m.QuestionZh, "grain": strings.Join(m.Grain, ", "),
			"needs": strings.Join(m.Needs, ", "), "formula": m.Formula, "formula_zh": m.FormulaZh, "universe": m.Universe, "sql": m.SQL, "file": m.File,
			"fingerprint": prints[m.Name], "arithmetic": m.Arithmetic.Text,
		})
		for position, c := range m.Columns {
			columns.rows = append(columns.rows, map[string]any{
				"model": m.Name, "position": position + 1, "name": c.Name, "type": c.Type, "unit": c.Unit, "range": c.Range.Text,
				"description": c.Description,
			})
		}
	}
	for _, f := range findings {
		checks.rows = append(checks.rows, map[string]any{
			"model": f.Model, "check": f.Check, "severity": string(f.Severity), "looked_at": f.LookedAt, "failed": f.Rows, "detail": f.Detail,
		})
	}
	if err := forget(ctx, db, names); err != nil {
		return err
	}
	for _, rows := range []*insertion{headers, columns, checks} {
		if err := rows.insert(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

func newInsertions() (headers, columns, checks *insertion) {
	headers = &insertion{table: "model", columns: `{"name":"VARCHAR","layer":"VARCHAR","question":"VARCHAR","question_zh":"VARCHAR","grain":"VARCHAR","needs":"VARCHAR",` +
		`"formula":"VARCHAR","formula_zh":"VARCHAR","universe":"VARCHAR","sql":"VARCHAR","file":"VARCHAR","fingerprint":"VARCHAR","arithmetic":"VARCHAR"}`}
	columns = &insertion{table: "model_column", columns: `{"model":"VARCHAR","position":"INTEGER","name":"VARCHAR","type":"VARCHAR",` +
		`"unit":"VARCHAR","range":"VARCHAR","description":"VARCHAR"}`}
	checks = &insertion{table: "model_check", columns: `{"model":"VARCHAR","check":"VARCHAR","severity":"VARCHAR","looked_at":"BIGINT",` +
		`"failed":"BIGINT","detail":"VARCHAR"}`}
	return headers, columns, checks
}

// insertion collects rows for one INSERT. They go to the engine as one JSON text:
// binding thousands of values one by one takes it longer than all checks together.
type insertion struct {
	table   string
	columns string // as JSON: name and type of each column
	rows    []map[string]any
}

func (i *insertion) insert(ctx context.Context, db *warehouse.DB) error {
	if len(i.rows) == 0 {
		return nil
	}
	rows, err := json.Marshal(i.rows)
	if err != nil {
		return err
	}
	return db.Exec(ctx, "INSERT INTO "+i.table+" BY NAME SELECT unnest(from_json(?::JSON, '["+i.columns+"]'), recursive := true)", string(rows))
}

// findingsOf reads the recorded findings of all models, in the order of the models.
func findingsOf(ctx context.Context, db *warehouse.DB, models []*Model) ([]Finding, error) {
	f, err := db.Query(ctx, `SELECT model, "check", severity, looked_at, failed, detail FROM model_check ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	byModel := map[string][]Finding{}
	for i := range f.Rows() {
		name := f.Text("model", i)
		byModel[name] = append(byModel[name], Finding{
			Model: name, Check: f.Text("check", i), Severity: Severity(f.Text("severity", i)),
			LookedAt: f.Int("looked_at", i), Rows: f.Int("failed", i), Detail: f.Text("detail", i),
		})
	}
	var findings []Finding
	for _, m := range models {
		findings = append(findings, byModel[m.Name]...)
	}
	return findings, nil
}
