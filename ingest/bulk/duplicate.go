package bulk

import (
	"context"
	"fmt"
	"strings"
)

// passRows is how many new rows are compared in one pass: their hashes fit into a memory of 1 GB.
const passRows = 30_000_000

// setDuplicatesAside takes rows out whose id an earlier row has, and keeps note of them. Only
// the ids of new rows are compared with those of old ones.
func (l *loader) setDuplicatesAside(ctx context.Context) error {
	var rows int64
	for _, a := range l.counts {
		rows += a.rowsIn
	}
	passes := rows/passRows + 1
	table, mine := l.set.table(), l.mine()
	if err := l.Exec(ctx, "CREATE OR REPLACE TEMP TABLE doubled (h UBIGINT, load UINTEGER)"); err != nil {
		return err
	}
	for pass := range passes {
		part := ""
		if passes > 1 {
			part = fmt.Sprintf(" AND hash(id) %% %d = %d", passes, pass)
		}
		query := fmt.Sprintf("INSERT INTO doubled SELECT hash(id) AS h, min(load) FROM %s WHERE load >= %d%s GROUP BY h HAVING count(*) > 1", table, l.first, part)
		if !l.anew {
			query += fmt.Sprintf(" UNION ALL SELECT hash(id), load FROM %s WHERE load < %d AND %s%s AND hash(id) IN (SELECT hash(id) FROM %s WHERE load >= %d%s)",
				table, l.first, mine, part, table, l.first, part)
		}
		if err := l.Exec(ctx, query); err != nil {
			return err
		}
	}
	first, err := l.Query(ctx, "SELECT min(load) AS load FROM doubled") // no need to read older files for what they say beside their ids
	if err != nil || first.IsNull("load", 0) {
		return err
	}
	columns := strings.Join(tableColumns(l.set.Kind), ", ")
	err = l.Exec(ctx, fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE surplus AS
		SELECT r, load, id, same FROM (
			SELECT rowid AS r, load, id, row(%s) = first_value(row(%s)) OVER twins AS same, row_number() OVER twins AS n
			FROM %s WHERE load >= %d AND %s AND hash(id) IN (SELECT h FROM doubled) WINDOW twins AS (PARTITION BY id ORDER BY load, rowid))
		WHERE n > 1`, columns, columns, table, first.Int("load", 0), mine))
	if err != nil {
		return err
	}
	f, err := l.Query(ctx, "SELECT load, count(*) AS n FROM surplus GROUP BY load ORDER BY load")
	if err != nil || f.Rows() == 0 {
		return err
	}
	for i := range f.Rows() {
		l.counts[f.Int("load", i)].duplicates = f.Int("n", i)
	}
	if err := l.place(ctx, "surplus"); err != nil {
		return err
	}
	if err := l.Exec(ctx, "INSERT INTO duplicate_row SELECT load, place, id, same FROM surplus JOIN placed USING (r) ORDER BY r"); err != nil {
		return err
	}
	return l.Exec(ctx, "DELETE FROM "+table+" WHERE rowid IN (SELECT r FROM surplus)")
}

// mine is the condition for rows of the set, for statements on its table.
func (l *loader) mine() string {
	return fmt.Sprintf("(load >= %d OR load IN (SELECT load FROM loaded_file WHERE dataset = %s AND resource = %s))", l.first, quote(l.set.Dataset), quote(l.set.Resource))
}
