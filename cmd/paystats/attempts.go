package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
)

// shownRows is how many rows of one address are explained; a metric may have several of a
// member and period, such as an hour's or a currency's each.
const shownRows = 24

// explainAttempts explains METRIC/DATASET#MEMBER@PERIOD: the rows of a metric of payment
// attempts, and what the dataset's files gave. A metric without periods is of events.
func (a *app) explainAttempts(ctx context.Context, db *warehouse.DB, table string, at address) error {
	columns, err := columnsOf(ctx, db, table)
	if err != nil {
		return err
	}
	when := "period"
	if !slices.Contains(columns, when) {
		when = "event"
	}
	hint := fmt.Sprintf("`paystats query \"SELECT * FROM %s WHERE dataset = '%s'\"` shows what there is", table, at.Chart)
	if !slices.Contains(columns, when) || !slices.Contains(columns, "member") {
		return &usageError{msg: fmt.Sprintf("rows of %s have no address", table), hint: hint}
	}
	model, err := db.Query(ctx, "SELECT grain FROM model WHERE name = ?", table)
	if err != nil {
		return err
	}
	grain := model.Text("grain", 0)
	f, err := db.Query(ctx, "SELECT * FROM "+table+" WHERE dataset = ? AND member = ? AND "+when+" = ? ORDER BY "+grain, at.Chart, at.Member, at.Period)
	if err != nil {
		return err
	}
	if f.Rows() == 0 {
		return &usageError{msg: fmt.Sprintf("%s has no row %s#%s@%s", table, at.Chart, at.Member, at.Period), hint: hint}
	}
	for i := range min(f.Rows(), shownRows) {
		if err := a.explainAttemptsRow(ctx, db, table, strings.Split(grain, ", "), f, i); err != nil {
			return err
		}
	}
	if more := f.Rows() - shownRows; more > 0 {
		a.note(map[string]any{"rows": f.Rows(), "shown": shownRows}, "%d more rows of this member and %s: %s", more, when, hint)
	}
	return a.explainSet(ctx, db, at.Chart)
}

// columnsOf returns the declared columns of a model.
func columnsOf(ctx context.Context, db *warehouse.DB, model string) ([]string, error) {
	f, err := db.Query(ctx, "SELECT name FROM model_column WHERE model = ? ORDER BY position", model)
	if err != nil {
		return nil, err
	}
	columns := make([]string, f.Rows())
	for i := range columns {
		columns[i] = f.Text("name", i)
	}
	return columns, nil
}

// explainAttemptsRow prints one row and its arithmetic.
func (a *app) explainAttemptsRow(ctx context.Context, db *warehouse.DB, table string, grain []string, f *frame.Frame, i int) error {
	row := map[string]string{}
	for _, c := range f.Columns {
		if slices.Contains(grain, c.Name) {
			row[c.Name] = frame.Format(c.Cells[i])
		}
	}
	if i > 0 && !a.json {
		fmt.Fprintln(a.stdout)
	}
	a.sayField("row", table)
	a.sayRow(f, i)
	return a.sayArithmetic(ctx, db, table, row)
}

// explainSet prints what was read of a dataset of payment attempts.
func (a *app) explainSet(ctx context.Context, db *warehouse.DB, dataset string) error {
	f, err := db.Query(ctx, "SELECT title, publisher, synthetic, rows_in, loaded, rejected, duplicates, first_day, last_day FROM transaction_set WHERE dataset = ?", dataset)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		if !a.json {
			fmt.Fprint(a.stdout, "\ncounted from payment attempts:\n\n")
		}
		a.sayRow(f, i)
	}
	return nil
}
