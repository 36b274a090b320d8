package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// A number that is counted from payment attempts has no cell of its own. It is explained by
// the query that counted it, what was read of each file, and the rows that its address
// narrows the files down to, of which the first are shown.

// rowKind is a kind of rows that go through the engine.
type rowKind struct {
	table   string   // of the file of transactions
	noun    string   // of one
	rollups []string // that are made of them
	columns []string // that an id of an address may be in
	shown   string   // what is printed of one behind its place
}

var rowKinds = []rowKind{
	{
		table: "transaction", noun: "payment attempt", rollups: []string{"rollup_payment", "rollup_failure", "rollup_hour", "rollup_user", "rollup_intent", "rollup_cohort"},
		columns: []string{"provider", "method", "channel", "category", "area", "currency", "outcome", "reason"},
		shown:   "concat_ws(', ', local_date, provider, method, currency || ' ' || amount, outcome, nullif(reason, ''))",
	},
	{
		table: "activation", noun: "credit application", rollups: []string{"rollup_activation", "rollup_decline"},
		columns: []string{"provider", "area", "decision", "reason"},
		shown:   "concat_ws(', ', local_date, provider, area, nullif(decision, ''), nullif(reason, ''))",
	},
}

// shownPlaces is how many rows of files are shown.
const shownPlaces = 5

// sayCounted explains a number that is counted from the rows of data sets: sources are the
// tables behind its query, ids what its address names.
func (a *app) sayCounted(ctx context.Context, w *workspace.Workspace, db *warehouse.DB, sets, sources, ids []string) error {
	for _, set := range sets {
		if err := a.explainSet(ctx, db, set); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(w.State, warehouse.TransactionsName)); err != nil {
		a.sayField("rows", "they are not at hand: the file of transactions is gone; `paystats ingest` makes it again")
		return nil
	}
	both, err := warehouse.OpenBoth(ctx, w.State, a.limits(w))
	if errors.Is(err, warehouse.ErrLocked) {
		a.sayField("rows", "they cannot be read while a load writes them")
		return nil
	}
	if err != nil {
		return err
	}
	defer both.Close()
	for _, set := range sets {
		for _, kind := range rowKinds {
			if slices.ContainsFunc(kind.rollups, func(name string) bool { return slices.Contains(sources, name) }) {
				if err := a.sayCountedRows(ctx, both, kind, set, ids); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sayCountedRows prints the files of a data set, and those of its rows that ids narrow them down to.
func (a *app) sayCountedRows(ctx context.Context, both *warehouse.DB, kind rowKind, set string, ids []string) error {
	files, err := both.Query(ctx, `SELECT 'data/sets/' || f.dataset || '/' || f.file AS file, f.rows_in, f.loaded, f.rejected, f.duplicates, f.first_day, f.last_day
		FROM loaded_file AS f WHERE f.dataset = ? AND EXISTS (SELECT 1 FROM `+kind.table+` AS t WHERE t.load = f.load) ORDER BY f.file`, set)
	if err != nil {
		return err
	}
	if files.Rows() == 0 {
		a.sayField("rows", "only their sums are kept: the files hold them")
		return nil
	}
	if a.json {
		if err := frame.WriteJSON(a.stdout, files); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(a.stdout)
		if err := frame.WriteTable(a.stdout, files); err != nil {
			return err
		}
	}
	where, args, words, err := narrowed(ctx, both, kind, set, ids)
	if err != nil {
		return err
	}
	f, err := both.Query(ctx, `SELECT count(*) OVER () AS n, 'data/sets/' || f.dataset || '/' || f.file AS file, t.id, `+kind.shown+` AS says
		FROM `+kind.table+` AS t JOIN loaded_file AS f USING (load) WHERE `+where+fmt.Sprintf(" ORDER BY f.file, t.local_date, t.id LIMIT %d", shownPlaces), args...)
	if err != nil {
		return err
	}
	n := int64(0)
	if f.Rows() > 0 {
		n = f.Int("n", 0)
	}
	of := "all rows of the set"
	if len(words) > 0 {
		of = "rows with " + strings.Join(words, ", ")
	}
	if a.json {
		a.say(map[string]any{"rows": n, "of": of}, "")
	} else {
		fmt.Fprintf(a.stdout, "\n%s: %s; the first of them, told by the id in their file:\n", counted(int(n), kind.noun), of)
	}
	for i := range f.Rows() {
		place, says := f.Text("file", i)+", id "+f.Text("id", i), f.Text("says", i)
		if a.json {
			a.say(map[string]any{"file": f.Text("file", i), "id": f.Text("id", i), "says": says}, "")
			continue
		}
		fmt.Fprintf(a.stdout, "  %s: %s\n", place, says)
	}
	return nil
}

// narrowed returns the condition for the rows of a data set that ids of an address name: a
// period, or what a column holds. Other ids, such as a total, narrow nothing.
func narrowed(ctx context.Context, both *warehouse.DB, kind rowKind, set string, ids []string) (where string, args []any, words []string, err error) {
	where, args = "f.dataset = ?", []any{set}
	for _, id := range ids {
		if p, _, err := obs.ParsePeriod(id); err == nil {
			where, args = where+" AND t.local_date BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)", append(args, p.Start().Format("2006-01-02"), p.End().Format("2006-01-02"))
			words = append(words, "local date in "+p.String())
			continue
		}
		for _, column := range kind.columns {
			f, err := both.Query(ctx, "SELECT EXISTS (SELECT 1 FROM "+kind.table+" AS t JOIN loaded_file AS f USING (load) WHERE f.dataset = ? AND t."+column+" = ?) AS found", set, id)
			if err != nil {
				return "", nil, nil, err
			}
			if id != "" && f.Bool("found", 0) {
				where, args, words = where+" AND t."+column+" = ?", append(args, id), append(words, column+" "+id)
				break
			}
		}
	}
	return where, args, words, nil
}
