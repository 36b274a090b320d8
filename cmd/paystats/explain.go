package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// explainOptions are the flags of paystats explain: those of the report that is explained.
type explainOptions struct{ asOf, publisher string }

func (a *app) explainCommand() *cobra.Command {
	var o explainOptions
	c := &cobra.Command{
		Use:   "explain THING",
		Short: "Show what a metric, chart, number, market, measure or dataset is and where it comes from",
		Long: `Explains

  a metric or model     share, metric_share    question, formula, units, checks, SQL
  a chart               PAGE/CHART             the finding, its query, its sources
  a number on a chart   PAGE/CHART#MEMBER@PERIOD
                                               its arithmetic with the numbers put in, and
                                               the observations that it was made of, down to
                                               file, line and field or JSON pointer, and
                                               those that were not picked, and why
  a row of a metric     METRIC/MARKET#MEMBER@PERIOD
                                               the same, charted or not
  METRIC/DATASET#MEMBER@PERIOD                 rows of a metric of payment attempts; of
                                               promotion, @EVENT
  a row of a table      PAGE/TABLE#ROW         the same; ROW is its number from 1, or what
                                               its first column holds
  key figures           PAGE/KEY-FIGURES       each number in them
  a number in the text  PAGE:LINE[:COLUMN]     of the page's file
  a page                PAGE/                  its charts, tables, and numbers in the text,
                                               with their addresses
  a market, measure, member, publisher or dataset
                                               its definition

A number that is counted from payment attempts has no cell of its own: it is explained by
the query, what was read of each file, and the rows that its address narrows them down to.`,
		Example: `  paystats explain hhi
  paystats explain china-2015q3/share
  paystats explain china-2015q3/share#alipay@2015-Q3
  paystats explain china-2015q3:7
  paystats explain hhi/cn-third-party#total@2015-Q3
  paystats explain in-phonepe-state`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.explain(ctx, args[0], o) })
		},
	}
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	return c
}

func (a *app) explain(ctx context.Context, thing string, o explainOptions) error {
	w, err := a.workspace()
	if err != nil {
		return err
	}
	db, err := a.cutReader(ctx, w, o.asOf)
	if err != nil {
		return err
	}
	defer db.Close()
	if name, place, ok := strings.Cut(thing, ":"); ok && isPage(w, name) {
		return a.explainPlace(ctx, w, db, name, place, o.publisher)
	}
	if strings.Contains(thing, "/") {
		return a.explainAddress(ctx, w, db, thing, o.publisher)
	}
	modelled, err := hasModels(ctx, db)
	if err != nil {
		return err
	}
	var models []string
	if modelled {
		models = []string{thing, "metric_" + thing}
	}
	for _, name := range models {
		f, err := db.Query(ctx, "SELECT * FROM model WHERE name = ?", name)
		if err != nil {
			return err
		}
		if f.Rows() > 0 {
			return a.explainModel(ctx, db, f)
		}
	}
	found, err := a.explainDefinitions(ctx, db, thing)
	if err != nil || found {
		return err
	}
	names, err := explainable(ctx, db, modelled)
	if err != nil {
		return err
	}
	return unknown("thing", thing, names, "paystats explain --help")
}

// definitions are the queries that find code list rows, models and loads by their id;
// each also serves, without its WHERE, to list the ids there are.
var definitions = []struct{ thing, id, from string }{
	{"measure", "id", "measure"},
	{"market", "id", "market"},
	{"dataset", "dataset", "load"},
	{"member", "id", "member"},
	{"publisher", "id", "publisher"},
	{"area", "id", "area"},
	{"segment", "id", "segment"},
	{"scope", "id", "scope"},
	{"event", "id", "event"},
	{"break", "id", "break"},
}

// hasModels reports whether models ever ran in the warehouse; before, it has no table of
// them.
func hasModels(ctx context.Context, db *warehouse.DB) (bool, error) {
	f, err := db.Query(ctx, "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'model'")
	return err == nil && f.Int("n", 0) > 0, err
}

// explainable returns the names that explain knows, for suggestions.
func explainable(ctx context.Context, db *warehouse.DB, modelled bool) ([]string, error) {
	union := "SELECT NULL AS name WHERE FALSE"
	if modelled {
		union = "SELECT name[8:] AS name FROM model WHERE layer = 'metric' UNION SELECT name FROM model"
	}
	for _, d := range definitions {
		union += " UNION SELECT " + d.id + " FROM " + d.from
	}
	f, err := db.Query(ctx, union+" ORDER BY name")
	if err != nil {
		return nil, err
	}
	names := make([]string, f.Rows())
	for i := range names {
		names[i] = f.Text("name", i)
	}
	return names, nil
}

// explainDefinitions prints every code list row and dataset of an id; found is false if
// there is none.
func (a *app) explainDefinitions(ctx context.Context, db *warehouse.DB, id string) (found bool, err error) {
	for _, d := range definitions {
		f, err := db.Query(ctx, "SELECT '"+d.thing+"' AS thing, * FROM "+d.from+" WHERE "+d.id+" = ?", id)
		if err != nil {
			return false, err
		}
		for row := range f.Rows() {
			if found && !a.json {
				fmt.Fprintln(a.stdout)
			}
			found = true
			a.sayRow(f, row)
		}
	}
	return found, nil
}

// sayRow prints a row, a line a field; empty fields are left out. With --json it is an
// object.
func (a *app) sayRow(f *frame.Frame, row int) {
	object := map[string]any{}
	for _, c := range f.Columns {
		text := frame.Format(c.Cells[row])
		object[c.Name] = text
		if text != "" && !a.json {
			a.field(c.Name, text)
		}
	}
	if a.json {
		a.say(object, "")
	}
}

// field prints a name and a text that may have several lines.
func (a *app) field(name, text string) {
	fmt.Fprintf(a.stdout, "%-14s %s\n", name, strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+strings.Repeat(" ", 15)))
}

// explainModel prints a model's header, its columns and checks, and its SQL.
func (a *app) explainModel(ctx context.Context, db *warehouse.DB, model *frame.Frame) error {
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
		return errors.Join(frame.WriteJSON(a.stdout, model), frame.WriteJSON(a.stdout, columns), frame.WriteJSON(a.stdout, checks))
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

// isPage reports whether the workspace has a page of a name.
func isPage(w *workspace.Workspace, name string) bool {
	places, err := w.Pages()
	return err == nil && slices.ContainsFunc(places, func(p workspace.Place) bool { return p.Name() == name })
}
