package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/warehouse"
	"paystats/reports/chart"
	"paystats/transform"
)

// rowKeys are the columns that name a row of a metric; the last two, one of the printed rates
// of a member and period (core_growth_gap).
var rowKeys = []string{"market", "measure", "publisher", "scope", "frequency", "period", "member", "transformation", "observation"}

// explainMetricRow explains METRIC/MARKET#MEMBER@PERIOD: a row of a metric, charted or
// not, by the first publisher and measure of the market's order that have it; of printed
// rates all.
func (a *app) explainMetricRow(ctx context.Context, db *warehouse.DB, table string, at address, publisher string) error {
	columns, err := columnsOf(ctx, db, table)
	if err != nil {
		return err
	}
	if slices.Contains(columns, "dataset") && !slices.Contains(columns, "market") {
		return a.explainAttempts(ctx, db, table, at)
	}
	f, err := db.Query(ctx, `SELECT t.*, coalesce(list_position(string_split(m.measures, ';'), t.measure), 99) AS a_place,
			CASE WHEN t.publisher = ? THEN 0 ELSE coalesce(list_position(string_split(m.publishers, ';'), t.publisher), 99) END AS b_place
		FROM `+table+` AS t JOIN market AS m ON m.id = t.market WHERE t.market = ? AND t.member = ? AND t.period = ? ORDER BY a_place, b_place, t.publisher, t`,
		publisher, at.Chart, at.Member, at.Period)
	if err != nil {
		return err
	}
	if f.Rows() == 0 {
		return &usageError{msg: fmt.Sprintf("%s has no row %s#%s@%s", table, at.Chart, at.Member, at.Period), hint: fmt.Sprintf("`paystats query \"SELECT * FROM %s WHERE market = '%s'\"` shows what there is", table, at.Chart)}
	}
	for i := range f.Rows() {
		if i > 0 && (f.Column("observation") == nil || f.Text("publisher", i) != f.Text("publisher", 0) || f.Text("measure", i) != f.Text("measure", 0)) {
			break
		}
		if i > 0 && !a.json {
			a.say(nil, "")
		}
		if err := a.explainRow(ctx, db, table, at, f, i); err != nil {
			return err
		}
	}
	return nil
}

// explainRow explains one of the rows.
func (a *app) explainRow(ctx context.Context, db *warehouse.DB, table string, at address, f *frame.Frame, i int) error {
	row := rowOf(f, i, at.Chart)
	a.sayField("row", table+"/"+at.Chart+"#"+at.Member+"@"+at.Period)
	for _, c := range f.Columns {
		if text := frame.Format(c.Cells[i]); text != "" && c.Name != "inputs" && !strings.HasSuffix(c.Name, "_place") && c.Name != "market" && c.Name != "member" && c.Name != "period" {
			a.sayField(c.Name, text)
		}
	}
	if err := a.sayArithmetic(ctx, db, table, row); err != nil {
		return err
	}
	return a.sayObservations(ctx, db, f.List("inputs", i))
}

// metricTable returns the table of a metric by name, "" if there is none.
func metricTable(ctx context.Context, db *warehouse.DB, name string) (string, error) {
	modelled, err := hasModels(ctx, db)
	if err != nil || !modelled {
		return "", err
	}
	f, err := db.Query(ctx, "SELECT name FROM model WHERE name IN (?, 'metric_' || ?) AND layer <> 'stg' ORDER BY name", name, name)
	if err != nil || f.Rows() == 0 {
		return "", err
	}
	return f.Text("name", 0), nil
}

// rowOf reads the key of a row.
func rowOf(f *frame.Frame, i int, market string) map[string]string {
	row := map[string]string{"market": market}
	for _, c := range f.Columns {
		if slices.Contains(rowKeys, c.Name) && c.Name != "market" {
			row[c.Name] = frame.Format(c.Cells[i])
		}
	}
	return row
}

// rowBehind finds the row of the metric's table that a point draws; nil where the chart
// adds rows up, or was written in SQL.
func rowBehind(ctx context.Context, db *warehouse.DB, at address, o chart.Origin, p chart.Point) (map[string]string, error) {
	if o.Table == "" || len(o.Args) == 0 {
		return nil, nil
	}
	args := make([]any, len(o.Args))
	for i, arg := range o.Args {
		args[i] = arg
	}
	f, err := db.Query(ctx, o.SQL, args...)
	if err != nil {
		return nil, err
	}
	best, score := -1, 0
	for i := range f.Rows() {
		v, ok := f.Float("value", i)
		if ok != (p.Value != nil) || ok && math.Abs(v-*p.Value) > 1e-9*math.Max(1, math.Abs(v)) || !slices.Equal(f.List("inputs", i), p.Inputs) {
			continue
		}
		fits := 1
		for _, c := range []string{"member", "period", "measure", "publisher"} {
			if text := f.Text(c, i); text == at.Member || text == at.Period {
				fits++
			}
		}
		if fits > score {
			best, score = i, fits
		}
	}
	if best < 0 {
		return nil, nil
	}
	return rowOf(f, best, o.Args[0]), nil
}

// sayArithmetic prints formula, numbers and inputs of a row's columns.
func (a *app) sayArithmetic(ctx context.Context, db *warehouse.DB, table string, row map[string]string, columns ...string) error {
	works, err := transform.Work(ctx, db, table, row, columns...)
	if err != nil {
		return err
	}
	for _, w := range works {
		if err := a.sayWorked(ctx, db, w); err != nil {
			return err
		}
	}
	return nil
}

// shownTerms is the length of arithmetic that is printed whole to people.
const shownTerms = 600

func (a *app) sayWorked(ctx context.Context, db *warehouse.DB, w transform.Worked) error {
	if a.json {
		a.say(map[string]any{"column": w.Column, "formula": w.Formula, "arithmetic": w.Exact, "result": w.Result, "value": w.Value, "unit": w.Unit}, "")
	} else {
		fmt.Fprintln(a.stdout)
		a.field("formula", w.Formula)
		text := w.Column + " = " + w.Written(operandText)
		if w.Result != nil {
			text += " = " + quantity(*w.Result, w.Unit)
		}
		a.field("arithmetic", text)
		if len(w.Exact) <= shownTerms {
			a.field("exactly", w.Exact)
		}
	}
	for _, o := range w.Operands {
		if err := a.sayOperand(ctx, db, o); err != nil {
			return err
		}
	}
	if !w.Agrees() {
		a.note(map[string]any{"column": w.Column, "result": w.Result, "value": w.Value}, "the arithmetic of %s does not come to the value in the table", w.Column)
	}
	return nil
}

// sayOperand prints a number that went in: what it is, its status, vintage and publisher,
// and the first cell that it came from.
func (a *app) sayOperand(ctx context.Context, db *warehouse.DB, o transform.Operand) error {
	place := ""
	if len(o.Inputs) > 0 {
		f, err := db.Query(ctx, "SELECT "+placeSQL+" AS place FROM observation WHERE id = ?", o.Inputs[0])
		if err != nil {
			return err
		}
		if f.Rows() > 0 {
			place = f.Text("place", 0)
		}
		if len(o.Inputs) > 1 {
			place += fmt.Sprintf(" and %d more", len(o.Inputs)-1)
		}
	}
	vintage := o.Vintage
	if vintage == "" {
		vintage = "date unknown"
	}
	if a.json {
		a.say(map[string]any{"operand": o.Name, "table": o.Table, "column": o.Column, "member": o.Member, "period": o.Period, "measure": o.Measure, "value": o.Value,
			"status": o.Status, "vintage": o.Vintage, "publisher": o.Publisher, "scope": o.Scope, "reason": o.Reason, "place": place}, "")
		return nil
	}
	parts := []string{operandText(o)}
	for _, part := range []string{o.Member, o.Period, o.Measure, o.Publisher, o.Scope} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if o.Reason != "" {
		parts = append(parts, o.Reason)
	}
	if o.Status != "" {
		parts = append(parts, "status "+o.Status)
	}
	parts = append(parts, vintage)
	if place != "" {
		parts = append(parts, place)
	}
	a.field("  "+o.Name, strings.Join(parts, ", "))
	return nil
}

// operandText prints a number for people: 5.9 tn, 46.06 %.
func operandText(o transform.Operand) string {
	if o.Value == nil {
		return "?"
	}
	text := quantity(*o.Value, o.Unit)
	if strings.HasPrefix(text, "-") {
		return "(" + text + ")"
	}
	return text
}

// quantity prints a value with four digits and its scale.
func quantity(v float64, unit string) string {
	switch unit {
	case string(obs.Ratio):
		return digits(100*v) + " %"
	case "pp":
		return digits(100*v) + " pp"
	}
	for _, scale := range []struct {
		name string
		size float64
	}{{" tn", 1e12}, {" bn", 1e9}, {" mn", 1e6}} {
		if math.Abs(v) >= scale.size {
			return digits(v/scale.size) + scale.name
		}
	}
	return digits(v)
}

// digits prints four significant digits, more before the point.
func digits(v float64) string {
	places := 3 - int(math.Floor(math.Log10(math.Max(math.Abs(v), 1))))
	text := fmt.Sprintf("%.*f", max(places, 0), v)
	if v != 0 && math.Abs(v) < 0.1 {
		text = fmt.Sprintf("%.4g", v)
	}
	if strings.Contains(text, ".") && !strings.Contains(text, "e") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// sayField prints a field; with --json an object of one.
func (a *app) sayField(name, text string) {
	if a.json {
		a.say(map[string]any{name: text}, "")
		return
	}
	a.field(name, text)
}

// alternativesSQL are observations of the same thing that were not picked, and why.
const alternativesSQL = `SELECT n.printed, n.publisher, n.scope, n.member, n.period, n.status, coalesce(CAST(n.vintage AS VARCHAR), 'date unknown') AS vintage, ` +
	`'data/sets/' || n.dataset || '/' || n.file || CASE WHEN n.place LIKE '/%' THEN '#' ELSE ':' END || n.place AS place,
		CASE
			WHEN n.publisher <> o.publisher THEN 'another publisher'
			WHEN n.scope <> o.scope THEN 'another scope'
			WHEN n.unit <> o.unit THEN 'another unit'
			WHEN n.superseded_by IS NOT NULL THEN 'superseded'
			WHEN n.value IS NULL THEN 'no value'
			WHEN n.vintage < o.vintage OR n.vintage IS NULL AND o.vintage IS NOT NULL THEN 'an earlier vintage'
			WHEN n.vintage > o.vintage THEN 'published after the as-of cut'
			WHEN n.revision < o.revision THEN 'a lower revision'
			WHEN n.value = o.value THEN 'the same value, printed again'
			ELSE 'weaker by confidence, status or print'
		END AS why
	FROM observation AS o
	JOIN observation AS n ON n.area = o.area AND n.segment = o.segment AND n.measure = o.measure AND n.transformation = o.transformation
		AND n.base_measure = o.base_measure AND n.dimension = o.dimension AND n.member = o.member AND n.period = o.period
	WHERE o.id IN (SELECT unnest(CAST(? AS BIGINT[]))) AND n.id NOT IN (SELECT unnest(CAST(? AS BIGINT[])))
	ORDER BY o.id, why, n.publisher, n.scope, n.vintage, n.id`

// shownAlternatives is how many are printed.
const shownAlternatives = 20

// sayAlternatives prints what else is said of the same series and periods.
func (a *app) sayAlternatives(ctx context.Context, db *warehouse.DB, inputs []int64) error {
	ids := strings.ReplaceAll(fmt.Sprint(inputs), " ", ", ")
	f, err := db.Query(ctx, alternativesSQL, ids, ids)
	if err != nil {
		return fmt.Errorf("look up alternatives: %w", err)
	}
	if a.json {
		return frame.WriteJSON(a.stdout, f)
	}
	if f.Rows() == 0 {
		fmt.Fprintln(a.stdout, "\nnothing else is said of this")
		return nil
	}
	fmt.Fprintf(a.stdout, "\nnot picked: %s\n", counted(f.Rows(), "other observation"))
	for i := range min(f.Rows(), shownAlternatives) {
		fmt.Fprintf(a.stdout, "  %s: %s %s by %s (%s), %s: %s; %s\n", f.Text("why", i), f.Text("member", i), f.Text("period", i), f.Text("publisher", i), f.Text("scope", i),
			f.Text("vintage", i), f.Text("printed", i), f.Text("place", i))
	}
	if rest := f.Rows() - shownAlternatives; rest > 0 {
		fmt.Fprintf(a.stdout, "  and %d more\n", rest)
	}
	return nil
}
