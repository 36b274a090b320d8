package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/page"
)

// address names a chart, or with Member and Period a number on it:
// page/chart#member@period.
type address struct {
	Page, Chart, Member, Period string
}

func parseAddress(text string) (address, error) {
	var at address
	var ok bool
	at.Page, at.Chart, _ = strings.Cut(text, "/")
	at.Chart, at.Member, ok = strings.Cut(at.Chart, "#")
	if ok {
		at.Member, at.Period, ok = strings.Cut(at.Member, "@")
		if !ok {
			return at, &usageError{msg: fmt.Sprintf("%q names a member without a period", text), hint: "write PAGE/CHART#MEMBER@PERIOD, e.g. china-2015q3/share#alipay@2015-Q3"}
		}
	}
	return at, nil
}

// explainAddress explains a chart or a number on it.
func (a *app) explainAddress(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, text, publisher string) error {
	at, err := parseAddress(text)
	if err != nil {
		return err
	}
	if at.Period != "" {
		table, err := metricTable(ctx, db, at.Page)
		if err != nil {
			return err
		}
		if table != "" && !isPage(w, at.Page) {
			return a.explainMetricRow(ctx, db, table, at, publisher)
		}
	}
	opt, err := requestOptions(ctx, db, publisher)
	if err != nil {
		return err
	}
	spec, err := chartAt(ctx, w, db, at, opt)
	if err != nil {
		return err
	}
	if at.Period == "" {
		return a.explainChart(ctx, db, at, spec)
	}
	point, err := pointAt(spec, at)
	if err != nil {
		return err
	}
	return a.explainPoint(ctx, db, at, spec, point)
}

// chartAt builds the page and returns the chart.
func chartAt(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, at address, opt page.Options) (chart.Spec, error) {
	doc, err := documentAt(ctx, w, db, at, opt)
	if err != nil {
		return chart.Spec{}, err
	}
	return doc.Blocks[0].(document.Chart).Spec, nil
}

// documentAt builds the page and returns it with the chart as its only block.
func documentAt(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, at address, opt page.Options) (document.Document, error) {
	parsed, err := pageNamed(ctx, w, db, at.Page)
	if err != nil {
		return document.Document{}, err
	}
	doc, err := parsed.Build(ctx, db, opt)
	if err != nil {
		return document.Document{}, err
	}
	var ids []string
	for _, b := range doc.Blocks {
		c, ok := b.(document.Chart)
		if ok && c.Spec.ID == at.Chart {
			doc.Blocks = []document.Block{c}
			return doc, nil
		}
		if ok {
			ids = append(ids, c.Spec.ID)
		}
	}
	return document.Document{}, unknown("chart of page "+at.Page, at.Chart, ids, "paystats explain --help")
}

// pointAt returns the point of a member and period. One of the two names the series,
// the other the category; a chart with one series needs only the category to fit.
func pointAt(spec chart.Spec, at address) (chart.Point, error) {
	for _, want := range [][2]string{{at.Member, at.Period}, {at.Period, at.Member}} {
		for _, s := range spec.Series {
			if s.ID != want[0] && len(spec.Series) > 1 {
				continue
			}
			for i, id := range spec.Category.IDs {
				if id == want[1] {
					return s.Points[i], nil
				}
			}
		}
	}
	var series []string
	for _, s := range spec.Series {
		series = append(series, s.ID)
	}
	return chart.Point{}, &usageError{
		msg:  fmt.Sprintf("chart %s has no point #%s@%s", spec.ID, at.Member, at.Period),
		hint: "it draws " + strings.Join(series, ", ") + " over " + strings.Join(spec.Category.IDs, ", "),
	}
}

func (a *app) explainChart(ctx context.Context, db *warehouse.DB, at address, spec chart.Spec) error {
	points, inputs := 0, map[int64]bool{}
	for _, s := range spec.Series {
		for _, p := range s.Points {
			if p.Value != nil {
				points++
			}
			for _, id := range p.Inputs {
				inputs[id] = true
			}
		}
	}
	if a.json {
		a.say(map[string]any{
			"chart": at.Page + "/" + at.Chart, "title": spec.Title, "subtitle": spec.Subtitle, "metric": spec.Origin.Metric, "table": spec.Origin.Table,
			"sql": spec.Origin.SQL, "args": spec.Origin.Args, "source": spec.Source, "coverage": spec.Coverage, "points": points, "observations": len(inputs),
		}, "")
		return nil
	}
	a.field("chart", at.Page+"/"+at.Chart)
	a.field("title", spec.Title)
	a.field("subtitle", spec.Subtitle)
	a.field("source", spec.Source)
	if spec.Coverage != "" {
		a.field("coverage", spec.Coverage)
	}
	for _, note := range spec.Notes {
		a.field("note", note)
	}
	a.field("points", fmt.Sprintf("%d, made of %s", points, counted(len(inputs), "observation")))
	if err := a.explainOrigin(ctx, db, spec.Origin); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\n%s\n", strings.TrimSpace(spec.Origin.SQL))
	if len(spec.Origin.Args) > 0 {
		fmt.Fprintf(a.stdout, "-- ? = %s\n", strings.Join(spec.Origin.Args, ", "))
	}
	return nil
}

// explainOrigin prints the metric that a chart draws: formula and unit.
func (a *app) explainOrigin(ctx context.Context, db *warehouse.DB, o chart.Origin) error {
	if o.Table == "" {
		return nil
	}
	f, err := db.Query(ctx, `SELECT m.name, m.formula, m.file, c.unit FROM model m LEFT JOIN model_column c ON c.model = m.name AND c.name = ?
		WHERE m.name = ?`, o.Column, o.Table)
	if err != nil || f.Rows() == 0 {
		return err
	}
	a.field("metric", o.Metric)
	a.field("formula", f.Text("formula", 0))
	a.field("unit", f.Text("unit", 0))
	a.field("model", f.Text("file", 0))
	return nil
}

func (a *app) explainPoint(ctx context.Context, db *warehouse.DB, at address, spec chart.Spec, p chart.Point) error {
	row, err := rowBehind(ctx, db, at, spec.Origin, p)
	if err != nil {
		return err
	}
	columns := []string{spec.Origin.Column, strings.TrimSuffix(spec.Origin.Column, "_low") + "_high"}
	if a.json {
		object := map[string]any{"point": at.Page + "/" + at.Chart + "#" + at.Member + "@" + at.Period, "value": p.Value, "printed": p.Text, "why": p.Why, "metric": spec.Origin.Metric}
		a.say(object, "")
		if row != nil {
			if err := a.sayArithmetic(ctx, db, spec.Origin.Table, row, columns...); err != nil {
				return err
			}
		}
		return a.sayObservations(ctx, db, p.Inputs)
	}
	a.field("point", at.Page+"/"+at.Chart+"#"+at.Member+"@"+at.Period)
	a.field("value", p.Text)
	if p.Value != nil {
		a.field("exactly", frame.Format(*p.Value))
	}
	if p.Why != "" {
		a.field("remark", p.Why)
	}
	if err := a.explainOrigin(ctx, db, spec.Origin); err != nil {
		return err
	}
	if row != nil {
		if err := a.sayArithmetic(ctx, db, spec.Origin.Table, row, columns...); err != nil {
			return err
		}
	}
	return a.sayObservations(ctx, db, p.Inputs)
}

// sayObservations prints the observations that a number was made of, and those that say
// otherwise.
func (a *app) sayObservations(ctx context.Context, db *warehouse.DB, inputs []int64) error {
	observations, err := observationsOf(ctx, db, inputs)
	if err != nil {
		return err
	}
	if a.json {
		if err := frame.WriteJSON(a.stdout, observations); err != nil {
			return err
		}
		return a.sayAlternatives(ctx, db, inputs)
	}
	fmt.Fprintf(a.stdout, "\nmade of %s:\n", counted(observations.Rows(), "observation"))
	for row := range observations.Rows() {
		fmt.Fprintln(a.stdout)
		for _, c := range observations.Columns {
			if text := frame.Format(c.Cells[row]); text != "" {
				a.field(c.Name, text)
			}
		}
	}
	return a.sayAlternatives(ctx, db, inputs)
}

// placeSQL prints where an observation or a reject stands, as errors do: file:line:field
// from the workspace's root, or file#pointer.
const placeSQL = `'data/sets/' || dataset || '/' || file || CASE WHEN place LIKE '/%' THEN '#' ELSE ':' END || place`

// observationsOf returns observations by id with all that tells where they come from.
func observationsOf(ctx context.Context, db *warehouse.DB, ids []int64) (*frame.Frame, error) {
	if len(ids) == 0 {
		return nil, &usageError{msg: "nothing is known of what this number was made of", hint: "a chart of an sql block is traced only if its query returns a column inputs"}
	}
	marks, args := strings.TrimSuffix(strings.Repeat("?,", len(ids)), ","), make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	f, err := db.Query(ctx, `SELECT `+placeSQL+` AS place,
		printed, value, unit, status, hedge, confidence, period, area, segment, measure, transformation, dimension, member, publisher, scope,
		coalesce(CAST(vintage AS VARCHAR), 'unknown') AS published, document_title, document, note
		FROM observation WHERE id IN (`+marks+`) ORDER BY id`, args...)
	if err != nil {
		return nil, errors.Join(errors.New("look up observations"), err)
	}
	return f, nil
}
