package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/transform"
)

// explainPage lists what a page has that can be explained further.
func (a *app) explainPage(doc document.Document) error {
	a.sayField("page", doc.Name)
	a.sayField("title", doc.Title)
	say := func(what, address, text string) {
		a.say(map[string]any{what: address, "text": text}, "  %-44s %s", address, text)
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Chart:
			say("chart", doc.Name+"/"+b.Spec.ID, b.Spec.Title)
		case document.Table:
			say("table", doc.Name+"/"+b.ID, b.Title)
		case document.KPIs:
			say("figures", doc.Name+"/"+b.ID, counted(len(b.Figures), "key figure"))
		case document.Gap:
			say("gap", doc.Name+"/"+b.ID, b.Text)
		}
	}
	for _, v := range doc.Values {
		say("value", valueAddress(doc, v), v.Text)
	}
	return nil
}

// valueAddress is what a number in a text is asked for by.
func valueAddress(doc document.Document, v document.Value) string {
	_, place, _ := strings.Cut(v.Place, ":")
	return doc.Name + ":" + place
}

// explainPlace explains the numbers in a page's text on a line of its file, or at one place.
func (a *app) explainPlace(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, name, place, publisher string) error {
	opt, err := requestOptions(ctx, db, publisher)
	if err != nil {
		return err
	}
	doc, err := buildNamed(ctx, w, db, name, opt)
	if err != nil {
		return err
	}
	asked := name + ":" + place
	in := explaining{app: a, workspace: w, db: db, doc: doc}
	fits := func(v document.Value) bool {
		address := valueAddress(doc, v)
		return address == asked || strings.HasPrefix(address, asked+":")
	}
	if !slices.ContainsFunc(doc.Values, fits) {
		return &usageError{msg: fmt.Sprintf("page %s has no number in its text at %s", name, place), hint: "`paystats explain " + name + "/` lists them"}
	}
	return in.values(ctx, fits)
}

// values explains numbers in the text of the page.
func (a explaining) values(ctx context.Context, fits func(document.Value) bool) error {
	first := true
	for _, v := range a.doc.Values {
		if !fits(v) {
			continue
		}
		if !first && !a.json {
			fmt.Fprintln(a.stdout)
		}
		first = false
		if err := a.value(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// value explains a number or claim in the text.
func (a explaining) value(ctx context.Context, v document.Value) error {
	what := "value"
	if v.Claim {
		what = "claim"
	}
	a.sayField(what, valueAddress(a.doc, v))
	a.sayField("printed", v.Text)
	if v.Of != "" {
		a.sayField("of", a.doc.Name+"/"+v.Of)
	} else {
		a.sayField("found", v.Proof)
	}
	if !a.json {
		if err := a.explainOrigin(ctx, a.db, v.Origin); err != nil {
			return err
		}
	}
	columns := []string{v.Origin.Column, strings.TrimSuffix(v.Origin.Column, "_low") + "_high"}
	var ids []string
	for i, row := range v.Rows {
		if i < shownRows {
			if err := a.sayArithmetic(ctx, a.db, v.Origin.Table, row, columns...); err != nil {
				return err
			}
		}
		ids = append(ids, row["member"], row["period"])
	}
	if len(v.Rows) != 1 {
		ids = nil // nothing that they all have
	}
	if v.Of != "" {
		ids = a.idsOf(v.Of)
	}
	return a.sayMadeOf(ctx, v.Origin, ids, v.Inputs)
}

// idsOf returns what a row of a block is named by; of is ID#ROW.
func (a explaining) idsOf(of string) []string {
	id, row, _ := strings.Cut(of, "#")
	b, err := blockAt(a.doc, id)
	if err != nil {
		return nil
	}
	n, err := strconv.Atoi(row)
	if t, ok := b.(document.Table); ok && err == nil && n <= len(t.Rows) {
		return []string{t.Rows[n-1].ID}
	}
	return nil
}

// table explains a table, a row of it or, of a metric, a number in it.
func (a explaining) table(ctx context.Context, at address, t document.Table) error {
	switch {
	case at.Period != "":
		p, err := pointAt(t.Spec, at)
		if err != nil {
			return err
		}
		return a.point(ctx, at, t.Spec, p)
	case at.Row == "":
		spec := t.Spec
		spec.Subtitle, spec.Source, spec.Coverage, spec.Notes = t.Subtitle, t.Source, t.Coverage, t.Notes
		for _, row := range t.Rows {
			spec.Series = append(spec.Series, chart.Series{Points: []chart.Point{{Inputs: row.Inputs}}})
		}
		return a.explainChart(ctx, a.db, at, spec)
	}
	i := rowNumber(t, at.Row)
	if i < 0 {
		var ids []string
		for _, row := range t.Rows {
			ids = append(ids, row.ID)
		}
		return unknown("row of table "+at.Chart, at.Row, ids, fmt.Sprintf("rows go from 1 to %d", len(t.Table.Rows)))
	}
	a.sayField("row", at.String())
	for k, cell := range t.Table.Rows[i] {
		a.sayField(t.Table.Columns[k].Name, strings.TrimSpace(cell.Text+" "+cell.Title))
	}
	ids, inputs := a.rowOf(t, i)
	if len(inputs) == 0 && t.Spec.Origin.Table != "" && len(t.Spec.Origin.Sets) == 0 {
		return nil // a hole, whose reason is printed
	}
	return a.sayMadeOf(ctx, t.Spec.Origin, ids, inputs)
}

// rowNumber returns the place of a row of a table, by its number from 1 or by its id; -1 if
// there is none.
func rowNumber(t document.Table, text string) int {
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(t.Table.Rows) {
		return n - 1
	}
	return slices.IndexFunc(t.Rows, func(row document.Row) bool { return row.ID == text })
}

// rowOf returns what a row of a table is named by, and its observations.
func (a explaining) rowOf(t document.Table, i int) (ids []string, inputs []int64) {
	if i < len(t.Rows) {
		return []string{t.Rows[i].ID}, t.Rows[i].Inputs
	}
	for _, s := range t.Spec.Series {
		if i < len(s.Points) {
			inputs = append(inputs, s.Points[i].Inputs...)
		}
	}
	if i < len(t.Spec.Category.IDs) {
		ids = []string{t.Spec.Category.IDs[i]}
	}
	return ids, inputs
}

// queryText prints a query with its bound values behind it.
func queryText(o chart.Origin) string {
	text := strings.TrimSpace(o.SQL)
	if len(o.Args) > 0 {
		text += "\n-- ? = " + strings.Join(o.Args, ", ")
	}
	return text
}

// sayMadeOf prints what a number was made of: the observations, the rows of files that were
// counted, or else the code lists that its query reads. ids are what its address names.
func (a explaining) sayMadeOf(ctx context.Context, o chart.Origin, ids []string, inputs []int64) error {
	if o.Table == "" && !a.json {
		a.field("query", queryText(o))
	}
	if len(inputs) > 0 {
		return a.sayObservations(ctx, a.db, inputs)
	}
	sources, err := transform.Sources(ctx, a.db, o.SQL)
	if err != nil {
		return err
	}
	a.sayField("read from", strings.Join(sources, ", "))
	if len(o.Sets) > 0 {
		return a.sayCounted(ctx, a.workspace, a.db, o.Sets, sources, ids)
	}
	if slices.Contains(sources, "observation") && !slices.Contains(sources, "reject") {
		return &usageError{msg: "nothing is known of what this number was made of", hint: "a chart of an sql block is traced only if its query returns a column inputs"}
	}
	return a.sayCoded(ctx, sources, ids)
}

// sayCoded prints the rows of code lists that ids name.
func (a explaining) sayCoded(ctx context.Context, tables, ids []string) error {
	lists, err := a.db.Query(ctx, "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'id' AND list_contains(string_split(?, ' '), table_name) ORDER BY table_name",
		strings.Join(tables, " "))
	if err != nil {
		return err
	}
	for i := range lists.Rows() {
		for _, id := range ids {
			f, err := a.db.Query(ctx, "SELECT ? AS list, * FROM "+lists.Text("table_name", i)+" WHERE id = ?", lists.Text("table_name", i), id)
			if err != nil {
				return err
			}
			for row := range f.Rows() {
				if !a.json {
					fmt.Fprintln(a.stdout)
				}
				a.sayRow(f, row)
			}
		}
	}
	return nil
}
