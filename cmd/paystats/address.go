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

// address names a chart, table or row of key figures, or with Member and Period a number on
// a chart: page/chart#member@period, of small multiples page/chart#panel/member@period; with
// Row a row of a table: page/table#row.
type address struct {
	Page, Chart, Member, Period, Row string
}

func parseAddress(text string) (address, error) {
	var at address
	var ok bool
	at.Page, at.Chart, _ = strings.Cut(text, "/")
	at.Chart, at.Member, ok = strings.Cut(at.Chart, "#")
	if ok {
		at.Member, at.Period, ok = strings.Cut(at.Member, "@")
		if !ok {
			at.Member, at.Row = "", at.Member
		}
	}
	return at, nil
}

// String writes the address as it is asked for.
func (at address) String() string {
	switch {
	case at.Row != "":
		return at.Page + "/" + at.Chart + "#" + at.Row
	case at.Period != "":
		return at.Page + "/" + at.Chart + "#" + at.Member + "@" + at.Period
	}
	return at.Page + "/" + at.Chart
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
	doc, err := buildNamed(ctx, w, db, at.Page, opt)
	if err != nil {
		return err
	}
	if at.Chart == "" {
		return a.explainPage(doc)
	}
	block, err := blockAt(doc, at.Chart)
	if err != nil {
		return err
	}
	in := explaining{app: a, workspace: w, db: db, doc: doc}
	switch b := block.(type) {
	case document.Table:
		return in.table(ctx, at, b)
	case document.KPIs:
		return in.values(ctx, func(v document.Value) bool { return v.Block == b.ID })
	case document.Gap:
		a.sayField("chart", at.String())
		a.sayField("remark", b.Text)
		return nil
	}
	spec := block.(document.Chart).Spec
	if at.Row != "" {
		return &usageError{msg: fmt.Sprintf("%q names a member without a period", text), hint: "write PAGE/CHART#MEMBER@PERIOD, e.g. china-2015q3/share#alipay@2015-Q3"}
	}
	if at.Period == "" {
		return a.explainChart(ctx, db, at, spec)
	}
	point, err := pointAt(spec, at)
	if err != nil {
		return err
	}
	return in.point(ctx, at, spec, point)
}

// buildNamed builds a page by its public name.
func buildNamed(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, name string, opt page.Options) (document.Document, error) {
	parsed, err := pageNamed(ctx, w, db, name)
	if err != nil {
		return document.Document{}, err
	}
	return parsed.Build(ctx, db, opt)
}

// documentAt builds the page and returns it with the chart as its only block.
func documentAt(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, at address, opt page.Options) (document.Document, error) {
	doc, err := buildNamed(ctx, w, db, at.Page, opt)
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

// blockID returns the id of a chart, table or row of key figures, "" for narrative.
func blockID(b document.Block) string {
	switch b := b.(type) {
	case document.Chart:
		return b.Spec.ID
	case document.Table:
		return b.ID
	case document.KPIs:
		return b.ID
	case document.Gap:
		return b.ID
	}
	return ""
}

// blockAt returns a block of a page by its id.
func blockAt(doc document.Document, id string) (document.Block, error) {
	var ids []string
	for _, b := range doc.Blocks {
		switch blockID(b) {
		case id:
			return b, nil
		case "":
		default:
			ids = append(ids, blockID(b))
		}
	}
	return nil, unknown("chart or table of page "+doc.Name, id, ids, "paystats explain "+doc.Name+"/")
}

// pointAt returns the point of a member and period; one that the chart does not draw is a
// usage error.
func pointAt(spec chart.Spec, at address) (chart.Point, error) {
	if p, ok := spec.At(at.Member, at.Period); ok {
		return p, nil
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
	fmt.Fprintf(a.stdout, "\n%s\n", queryText(spec.Origin))
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
