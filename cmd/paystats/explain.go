package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain THING",
		Short: "Show what a metric, chart, number, market, measure or dataset is and where it comes from",
		Long: `Explains

  a metric or model     share, metric_share    question, formula, units, checks, SQL
  a chart               PAGE/CHART             the finding, its query, its sources
  a number on a chart   PAGE/CHART#MEMBER@PERIOD
                                               the observations that it was made of, down to
                                               file, line and field or JSON pointer
  a market, measure, member, publisher or dataset
                                               its definition`,
		Example: `  paystats explain hhi
  paystats explain china-2015q3/share
  paystats explain china-2015q3/share#alipay@2015-Q3
  paystats explain in-phonepe-state`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.explain(ctx, args[0]) })
		},
	}
}

func (a *app) explain(ctx context.Context, thing string) error {
	w, err := a.workspace()
	if err != nil {
		return err
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return err
	}
	defer db.Close()
	if strings.Contains(thing, "/") {
		return a.explainAddress(ctx, w, db, thing)
	}
	for _, name := range []string{thing, "metric_" + thing} {
		f, err := db.Query(ctx, "SELECT * FROM model WHERE name = ?", name)
		if err != nil {
			return err
		}
		if f.Rows() > 0 {
			return a.explainModel(ctx, w, db, f)
		}
	}
	found := 0
	for _, d := range definitions {
		f, err := db.Query(ctx, d.sql, thing)
		if err != nil {
			return err
		}
		if f.Rows() == 0 {
			continue
		}
		if found++; found > 1 && !a.json {
			fmt.Fprintln(a.stdout)
		}
		if err := a.sayFields(f); err != nil {
			return err
		}
	}
	if found > 0 {
		return nil
	}
	names, err := explainable(ctx, db)
	if err != nil {
		return err
	}
	return unknown("thing", thing, names, "paystats explain --help")
}

// definitions are the code lists and loads that can be explained, each by the query
// that finds one by its id.
var definitions = []struct{ sql string }{
	{`SELECT 'measure' AS thing, * FROM measure WHERE id = ?`},
	{`SELECT 'market' AS thing, m.*,
		(SELECT count(*) FROM core_market_value v WHERE v.market = m.id AND v.value IS NOT NULL) AS values
	  FROM market m WHERE id = ?`},
	{`SELECT 'dataset' AS thing, dataset, title, licence, sources, rows_in, loaded, rejected FROM load WHERE dataset = ?`},
	{`SELECT 'member' AS thing, * FROM member WHERE id = ? ORDER BY dimension LIMIT 1`},
	{`SELECT 'publisher' AS thing, * FROM publisher WHERE id = ?`},
}

// explainable returns the names that explain knows, for suggestions.
func explainable(ctx context.Context, db *warehouse.DB) ([]string, error) {
	f, err := db.Query(ctx, `SELECT name[8:] AS name FROM model WHERE layer = 'metric' UNION SELECT id FROM measure
		UNION SELECT id FROM market UNION SELECT dataset FROM load ORDER BY name`)
	if err != nil {
		return nil, err
	}
	names := make([]string, f.Rows())
	for i := range names {
		names[i] = f.Text("name", i)
	}
	return names, nil
}

// sayFields prints the first row of a frame, a line a field; empty fields are left out.
func (a *app) sayFields(f *frame.Frame) error {
	if a.json {
		return frame.WriteJSON(a.stdout, f)
	}
	for _, c := range f.Columns {
		if text := frame.Format(c.Cells[0]); text != "" {
			a.field(c.Name, text)
		}
	}
	return nil
}

// field prints a name and a text that may have several lines.
func (a *app) field(name, text string) {
	fmt.Fprintf(a.stdout, "%-14s %s\n", name, strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+strings.Repeat(" ", 15)))
}

// explainModel prints a model's header, its columns and checks, and its SQL.
func (a *app) explainModel(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, model *frame.Frame) error {
	name := model.Text("name", 0)
	columns, err := db.Query(ctx, `SELECT name AS column, type, unit, "range", description FROM model_column WHERE model = ? ORDER BY position`, name)
	if err != nil {
		return err
	}
	checks, err := db.Query(ctx, `SELECT "check", severity, looked_at, failed FROM model_check WHERE model = ? ORDER BY "check"`, name)
	if err != nil {
		return err
	}
	if a.json {
		return frame.WriteJSON(a.stdout, model)
	}
	for _, field := range []string{"name", "question", "formula", "universe", "grain", "needs", "file"} {
		a.field(field, model.Text(field, 0))
	}
	fmt.Fprintln(a.stdout)
	if err := frame.WriteTable(a.stdout, columns); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout)
	if err := frame.WriteTable(a.stdout, checks); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\n%s\n", strings.TrimSpace(model.Text("sql", 0)))
	return nil
}

// readPage returns the text of a page of the workspace; an unknown one is a usage error.
func readPage(w *workspace.Workspace, name string) (file string, text []byte, err error) {
	places, err := w.Pages()
	if err != nil {
		return "", nil, err
	}
	var names []string
	for _, p := range places {
		if p.Name() == name {
			text, err := fs.ReadFile(p.FS, p.Path)
			return p.Path, text, err
		}
		names = append(names, p.Name())
	}
	return "", nil, unknown("page", name, names, "paystats list pages")
}
