package bulk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paystats/data/activation"
	"paystats/data/rollup"
)

// reduce makes the roll-ups anew where the load has changed them.
func (l *loader) reduce(ctx context.Context) error {
	if l.set.Kind == Activations {
		return l.reduceCases(ctx)
	}
	definitions, err := rollup.Definitions()
	if err != nil {
		return err
	}
	if l.anew {
		for _, d := range definitions {
			if err := l.Exec(ctx, "DELETE FROM "+d.Table()+" WHERE dataset = ?", l.set.Dataset); err != nil {
				return err
			}
		}
	}
	for _, s := range rollup.Load(definitions, fmt.Sprintf("(SELECT * FROM %s WHERE load >= %d)", l.set.table(), l.first)) {
		if err := l.fill(ctx, s.Table, s.SQL); err != nil {
			return err
		}
	}
	return l.reduceAgain(ctx, definitions)
}

// lateShare is how many times more rows there must be than new ones for roll-ups that do not add up over
// files to be changed, and not made again.
const lateShare = 8

// reduceAgain makes the roll-ups that do not add up over files, or changes them.
func (l *loader) reduceAgain(ctx context.Context, definitions []rollup.Definition) error {
	days, err := l.days(ctx)
	if err != nil || len(days) == 0 {
		return err
	}
	f, err := l.Query(ctx, `SELECT CAST(coalesce(sum(attempts), 0) AS BIGINT) AS n, CAST(coalesce(sum(attempts) FILTER (load >= ?), 0) AS BIGINT) AS fresh,
		count(DISTINCT month) AS months FROM rollup_payment WHERE dataset = ? AND dimension = 'total'`, l.first, l.set.Dataset)
	if err != nil {
		return err
	}
	all, fresh, monthly := f.Int("n", 0), f.Int("fresh", 0), f.Int("n", 0)/max(f.Int("months", 0), 1)
	if fresh == 0 {
		return nil
	}
	from := fmt.Sprintf("(SELECT * FROM %s WHERE %s)", l.set.table(), l.mine())
	for _, d := range definitions {
		switch {
		case d.Additive():
		case d.Rereads == rollup.Touched && !l.anew && fresh*lateShare < all:
			stored := fmt.Sprintf("(SELECT * EXCLUDE (dataset) FROM %s WHERE dataset = %s)", d.Table(), quote(l.set.Dataset))
			change := d.Change(from, stored, l.first, days)
			for _, s := range change.Prepare {
				if err := l.Exec(ctx, s); err != nil {
					return err
				}
			}
			if err := l.replace(ctx, d.Table(), []rollup.Statement{{Table: d.Table(), SQL: change.Rows}}); err != nil {
				return err
			}
		default:
			var statements []rollup.Statement
			for _, run := range d.Runs(days, monthly) {
				statements = append(statements, d.All(from, run, monthly)...)
			}
			if err := l.replace(ctx, d.Table(), statements); err != nil {
				return err
			}
		}
	}
	return nil
}

// replace puts the rows of statements in the place of those that the set has in a table.
func (l *loader) replace(ctx context.Context, table string, statements []rollup.Statement) error {
	if err := l.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ?", l.set.Dataset); err != nil {
		return err
	}
	for _, s := range statements {
		if err := l.fill(ctx, s.Table, s.SQL); err != nil {
			return err
		}
	}
	return nil
}

// fill puts the rows of a SELECT into the table of a roll-up; without a table, the statement is
// run for itself.
func (l *loader) fill(ctx context.Context, table, query string) error {
	if table == "" {
		return l.Exec(ctx, query)
	}
	return l.Exec(ctx, fmt.Sprintf("INSERT INTO %s SELECT %s, made.* FROM (%s) AS made", table, quote(l.set.Dataset), query))
}

// days returns the local days of all files.
func (l *loader) days(ctx context.Context) (days []rollup.Span, err error) {
	f, err := l.Query(ctx, `SELECT CAST(first_day AS VARCHAR) AS first, CAST(last_day AS VARCHAR) AS last FROM loaded_file
		WHERE dataset = ? AND resource = ? AND first_day IS NOT NULL ORDER BY load`, l.set.Dataset, l.set.Resource)
	if err != nil {
		return nil, err
	}
	for i := range f.Rows() {
		first, err := time.Parse(time.DateOnly, f.Text("first", i))
		if err != nil {
			return nil, err
		}
		last, err := time.Parse(time.DateOnly, f.Text("last", i))
		if err != nil {
			return nil, err
		}
		days = append(days, rollup.Span{First: first, Last: last})
	}
	return days, nil
}

// readAgain reads the old files again, if their rows are not kept: an id that came in one of them
// is no new row, and roll-ups that do not add up over files are made of the rows of all.
func (l *loader) readAgain(ctx context.Context) error {
	if l.set.KeepRows || l.anew {
		return nil
	}
	held, err := l.Query(ctx, "SELECT load, file FROM loaded_file WHERE dataset = ? AND resource = ? AND load < ? ORDER BY load", l.set.Dataset, l.set.Resource, l.first)
	if err != nil || held.Rows() == 0 {
		return err
	}
	var files []File
	for i := range held.Rows() {
		for _, f := range l.set.Files {
			if f.Name == held.Text("file", i) {
				files, l.loads[f.Path] = append(files, f), held.Int("load", i)
			}
		}
	}
	groups, err := l.set.groups(files)
	if err != nil {
		return err
	}
	codes := l.codings()
	for _, g := range groups {
		seen, err := l.lookAt(ctx, g)
		if err != nil {
			return err
		}
		if err := l.read(ctx, g, seen, codes); err != nil {
			return err
		}
	}
	// What was refused or came twice has been told when the files were new.
	return l.Exec(ctx, fmt.Sprintf(`DELETE FROM %[1]s WHERE load < %[3]d AND (%[2]s IS NULL OR rowid IN (
		SELECT r FROM (SELECT rowid AS r, row_number() OVER (PARTITION BY id ORDER BY load, rowid) AS n FROM %[1]s WHERE load < %[3]d AND %[2]s IS NOT NULL) WHERE n > 1))`,
		l.set.table(), mark(l.set.Kind), l.first))
}

// reduceCases makes the roll-ups of applications for credit, all anew: a case that was open
// yesterday may be closed today.
func (l *loader) reduceCases(ctx context.Context) error {
	until, err := l.observedUntil(ctx)
	if err != nil {
		return err
	}
	from := fmt.Sprintf("(SELECT * FROM %s WHERE %s)", l.set.table(), l.mine())
	for table, query := range map[string]string{"rollup_activation": activation.Funnel(from, until), "rollup_decline": activation.Declines(from, until)} {
		if err := l.Exec(ctx, "DELETE FROM "+table+" WHERE dataset = ?", l.set.Dataset); err != nil {
			return err
		}
		if err := l.fill(ctx, table, query); err != nil {
			return err
		}
	}
	return nil
}

// observedUntil is the end of the day of which everything is known, as the descriptor says,
// or the latest time of a case.
func (l *loader) observedUntil(ctx context.Context) (time.Time, error) {
	if f, _ := l.set.Field("observed_until"); f.Literal != "" {
		day, err := time.Parse(time.DateOnly, f.Literal)
		return day.AddDate(0, 0, 1), err
	}
	var times []string
	for _, t := range targets(l.set.Kind) {
		if t.role == clock || t.role == moment {
			times = append(times, "max("+t.column+")")
		}
	}
	f, err := l.Query(ctx, fmt.Sprintf("SELECT strftime(greatest(%s), '%%Y-%%m-%%d %%H:%%M:%%S') AS last FROM %s WHERE %s", strings.Join(times, ", "), l.set.table(), l.mine()))
	if err != nil || f.Text("last", 0) == "" {
		return time.Time{}, err
	}
	return time.Parse(time.DateTime, f.Text("last", 0))
}
