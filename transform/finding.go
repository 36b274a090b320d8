package transform

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
)

// Finding is the outcome of one check.
type Finding struct {
	Model    string
	Check    string // as the header writes it
	Severity Severity
	LookedAt int64  // rows, or groups of rows, that were judged
	Rows     int64  // how many of them do not pass; 0: the data are as declared
	Detail   string // the first of them, "; " between; "" if none
}

// namedRows is how many offending rows a finding names.
const namedRows = 3

// judge runs all checks of a model whose table exists, in one statement: what is asked
// of single rows takes one scan together, what is asked of groups a scan each.
func judge(ctx context.Context, db *warehouse.DB, m *Model) ([]Finding, error) {
	checks := m.allChecks()
	if len(checks) == 0 {
		return m.judgeCells(ctx, db, nil)
	}
	f, err := db.Query(ctx, countAll(m.Name, checks))
	if err != nil {
		return nil, m.checkError(ctx, db, checks, err)
	}
	findings := make([]Finding, len(checks))
	for i, c := range checks {
		looked, failed := f.Int(fmt.Sprintf("looked_%d", i), 0), f.Int(fmt.Sprintf("failed_%d", i), 0)
		findings[i] = Finding{Model: m.Name, Check: c.Text, Severity: c.Severity, LookedAt: looked, Rows: failed}
		if failed > 0 {
			if findings[i].Detail, err = c.detail(ctx, db, m); err != nil {
				return nil, err
			}
		}
	}
	return m.judgeCells(ctx, db, findings)
}

// countAll returns a query for one row that holds looked_<i> and failed_<i> of each check.
func countAll(table string, checks []Check) string {
	rowwise := []string{"count(*) AS n_rows"}
	var columns, groups []string
	for i, c := range checks {
		looked := "n_rows"
		if condition := c.condition(); condition != "" {
			rowwise = append(rowwise, fmt.Sprintf("count(*) FILTER (%s) AS failed_%d", condition, i))
		} else {
			groups = append(groups, fmt.Sprintf("(%s) AS grouped_%d", c.groupCount(table, i), i))
			if c.kind != checkUnique {
				looked = fmt.Sprintf("groups_%d", i)
			}
		}
		columns = append(columns, fmt.Sprintf("%s AS looked_%d, failed_%d", looked, i, i))
	}
	from := append([]string{"(SELECT " + strings.Join(rowwise, ", ") + " FROM " + quoted(table) + ") AS counted"}, groups...)
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + strings.Join(from, ", ")
}

// checkError finds the check that the engine refused and places the error at it.
func (m *Model) checkError(ctx context.Context, db *warehouse.DB, checks []Check, err error) error {
	for _, c := range checks {
		_, checkErr := db.Query(ctx, countAll(m.Name, []Check{c}))
		var sqlErr *warehouse.SQLError
		if errors.As(checkErr, &sqlErr) {
			return problemAt(c.Pos, "check-sql", "check \""+c.Text+"\": "+sqlErr.Error(), sqlErr)
		}
	}
	return err
}

// condition returns the SQL condition that a single offending row meets, "" for
// checks of groups.
func (c Check) condition() string {
	switch c.kind {
	case checkNever:
		return "(" + c.predicate + "\n)"
	case checkNotNull:
		conditions := make([]string, len(c.columns))
		for i, name := range c.columns {
			conditions[i] = quoted(name) + " IS NULL"
		}
		return strings.Join(conditions, " OR ")
	}
	return ""
}

// offenders returns the FROM clause and condition of the rows or groups that do not pass.
func (c Check) offenders(table string) string {
	if condition := c.condition(); condition != "" {
		return quoted(table) + " WHERE " + condition
	}
	return c.groups(table) + " WHERE " + c.excess()
}

// groups returns a FROM item: the groups that the check judges.
func (c Check) groups(table string) string {
	if c.kind == checkUnique {
		keys := quotedList(c.columns)
		return "(SELECT " + keys + ", count(*) AS rows FROM " + c.crowded(table) + " GROUP BY " + keys + ")"
	}
	return c.sums(table)
}

// crowded returns a FROM item with all rows that can share their keys with others, for unique.
// Where the last key is a number, it is cut into pages of 32 and each row marks its place on its
// page: a page with more rows than marks is crowded. There are far fewer pages than rows, which
// makes this many times as fast as counting rows by keys.
func (c Check) crowded(table string) string {
	if !c.numbered {
		return quoted(table)
	}
	last := quoted(c.columns[len(c.columns)-1])
	page := last + " >> 5"
	same := "crowded.page IS NOT DISTINCT FROM row." + page
	keys := page + " AS page"
	for _, name := range c.columns[:len(c.columns)-1] {
		same += " AND crowded." + quoted(name) + " IS NOT DISTINCT FROM row." + quoted(name)
		keys += ", " + quoted(name)
	}
	return quoted(table) + " AS row SEMI JOIN (SELECT " + keys + " FROM " + quoted(table) +
		" GROUP BY ALL HAVING count(*) > coalesce(bit_count(bit_or(CAST(1 AS BIGINT) << (" + last + " & 31))), 0)) AS crowded ON " + same
}

// excess returns the condition that an offending group meets.
func (c Check) excess() string {
	switch c.kind {
	case checkUnique:
		return "rows > 1"
	case checkSumAtMost:
		return "total > bound + " + orZero(c.slack)
	}
	return "abs(total - bound) > " + orZero(c.slack)
}

// groupCount returns a query for groups_<i>, how many groups are judged, and failed_<i>.
func (c Check) groupCount(table string, i int) string {
	judged := "count(*)"
	if c.kind != checkUnique {
		judged = "count(*) FILTER (total IS NOT NULL AND bound IS NOT NULL)"
	}
	return fmt.Sprintf("SELECT %s AS groups_%d, count(*) FILTER (%s) AS failed_%d FROM %s", judged, i, c.excess(), i, c.groups(table))
}

// sums groups the table and sums the column, in row order so that equal data give
// equal sums.
func (c Check) sums(table string) string {
	keys, bound := quotedList(c.columns), c.bound
	if !isNumber(bound) {
		bound = "any_value(" + quoted(bound) + ")"
	}
	return "(SELECT " + keys + ", sum(" + quoted(c.sum) + " ORDER BY " + quoted(c.sum) + ") AS total, " + bound + " AS bound FROM " +
		quoted(table) + " GROUP BY " + keys + ")"
}

func orZero(number string) string {
	if number == "" {
		return "0"
	}
	return number
}

// detail names the first offending rows by the model's grain and what is wrong in them.
func (c Check) detail(ctx context.Context, db *warehouse.DB, m *Model) (string, error) {
	keys := append([]string{}, m.Grain...)
	shown := append([]string{}, m.Grain...)
	switch c.kind {
	case checkUnique:
		keys, shown = c.columns, append(append([]string{}, c.columns...), "rows")
	case checkSumAtMost, checkSumEqual:
		keys, shown = c.columns, append(append([]string{}, c.columns...), "total", "bound")
	case checkNever:
		shown = append(shown, c.columns...)
		if len(c.columns) == 0 {
			shown = append(shown, mentioned(m, c.predicate, shown)...)
		}
	}
	query := "SELECT " + quotedList(shown) + " FROM " + c.offenders(m.Name) + " ORDER BY " + quotedList(keys)
	f, err := db.Query(ctx, fmt.Sprintf("%s LIMIT %d", query, namedRows))
	if err != nil {
		return "", fmt.Errorf("list offenders of check %q: %w", c.Text, err)
	}
	rows := make([]string, f.Rows())
	for i := range rows {
		rows[i] = describe(f, i)
	}
	return strings.Join(rows, "; "), nil
}

// mentioned returns the declared columns that a predicate names, but for those shown.
func mentioned(m *Model, predicate string, shown []string) []string {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(predicate, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}) {
		words[w] = true
	}
	for _, s := range shown {
		words[s] = false
	}
	var names []string
	for _, c := range m.Columns {
		if words[c.Name] {
			names = append(names, c.Name)
		}
	}
	return names
}

func describe(f *frame.Frame, row int) string {
	cells := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		value := frame.Format(c.Cells[row])
		if c.Cells[row] == nil {
			value = "NULL"
		}
		cells[i] = c.Name + "=" + value
	}
	return strings.Join(cells, " ")
}

func quotedList(names []string) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = quoted(n)
	}
	return strings.Join(list, ", ")
}
