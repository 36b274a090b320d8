package bulk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/ingest/card"
)

// maxListed is how many faults are listed when too many rows are refused.
const maxListed = 20

// meet looks up the texts that no row which was looked at had. If the code lists know one of
// them, the attempt is over.
func (l *loader) meet(ctx context.Context) error {
	table, column := l.set.table(), mark(l.set.Kind)
	f, err := l.Query(ctx, fmt.Sprintf(`SELECT DISTINCT split_part(reason, ' ', 1) AS field, reason_code AS raw FROM %s
		WHERE load >= %d AND %s IS NULL AND (reason LIKE '%% code-unknown' OR reason LIKE '%% zone-unknown')
		UNION SELECT DISTINCT 'reason', reason_code FROM %s WHERE load >= %d AND %s IS NOT NULL AND reason = '%s' ORDER BY ALL`,
		table, l.first, column, table, l.first, column, Unmapped))
	if err != nil {
		return err
	}
	later, err := l.Query(ctx, fmt.Sprintf("SELECT count(*) > 0 AS later FROM %s WHERE load >= %d AND %s IS NULL AND reason LIKE '%% %s'", table, l.first, column, laterCode))
	if err != nil {
		return err
	}
	learnt := later.Bool("later", 0)
	if learnt {
		l.years = allYears
	}
	for i := range f.Rows() {
		field := f.Text("field", i)
		if _, ok := l.set.codedColumns()["zone_"+field]; ok {
			field = "zone_" + field
		}
		learnt = l.learn(field, []string{f.Text("raw", i)}) || learnt
	}
	if learnt {
		return errLearnt
	}
	return nil
}

// refuse takes the refused rows out, those that the engine skipped with them, with their
// places and reasons.
func (l *loader) refuse(ctx context.Context) error {
	if err := l.locate(ctx); err != nil {
		return err
	}
	table, column := l.set.table(), mark(l.set.Kind)
	if err := l.Exec(ctx, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE faulty AS SELECT rowid AS r, load, reason, reason_code FROM %s WHERE load >= %d AND %s IS NULL",
		table, l.first, column)); err != nil {
		return err
	}
	if err := l.place(ctx, "faulty"); err != nil {
		return err
	}
	if err := l.Exec(ctx, `INSERT INTO refused_row SELECT load, place, reason_code, split_part(reason, ' ', 2), split_part(reason, ' ', 1)
		FROM faulty JOIN placed USING (r) ORDER BY r`); err != nil {
		return err
	}
	if err := l.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE rowid IN (SELECT r FROM faulty)", table)); err != nil {
		return err
	}
	f, err := l.Query(ctx, fmt.Sprintf("SELECT load, count(*) AS n FROM refused_row WHERE load >= %d GROUP BY load ORDER BY load", l.first))
	if err != nil {
		return err
	}
	var all int64
	for i := range f.Rows() {
		l.counts[f.Int("load", i)].rejected = f.Int("n", i)
		all += f.Int("n", i)
	}
	if all > int64(l.set.MaxRejects) {
		return l.tooMany(ctx, all)
	}
	return nil
}

// locate counts the rows of the new files, and finds out on which lines they stand. What the
// engine read and what it skipped must come to what the files hold.
func (l *loader) locate(ctx context.Context) error {
	f, err := l.Query(ctx, fmt.Sprintf("SELECT load, min(rowid) AS start, count(*) AS n FROM %s WHERE load >= %d GROUP BY load", l.set.table(), l.first))
	if err != nil {
		return err
	}
	starts := map[int64]int64{}
	for i := range f.Rows() {
		load := f.Int("load", i)
		starts[load], l.counts[load].rowsIn = f.Int("start", i), f.Int("n", i)
	}
	shifts := []string{"(0, 0, 0)"}
	problems := new(diag.List)
	for _, load := range slices.Sorted(maps.Keys(l.counts)) {
		a := l.counts[load]
		found, err := l.records(a)
		if err != nil {
			return err
		}
		if found.good != a.rowsIn {
			problems.Add(l.unaccounted(a, found))
			continue
		}
		a.rowsIn += int64(len(found.bad))
		for _, at := range found.shifts {
			shifts = append(shifts, fmt.Sprintf("(%d, %d, %d)", load, starts[load]+at.n, at.line))
		}
		if err := l.refuseLines(ctx, load, found.bad); err != nil {
			return err
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return l.Exec(ctx, "CREATE OR REPLACE TEMP TABLE line_from AS SELECT * FROM (VALUES "+strings.Join(shifts, ", ")+") AS v(load, r, line)")
}

// unaccounted is the problem of a file of which the engine reads other rows than it holds: behind a
// record that it cannot cut, it leaves out more than that.
func (l *loader) unaccounted(a *account, found records) *diag.Problem {
	msg, hint := fmt.Sprintf("the engine reads %d rows, but the file holds %d", a.rowsIn, found.good), "line ends must be LF or CRLF; write the file anew with every text in quotes"
	if line := found.torn(); line > 0 {
		return l.set.problem(a.file, line, "rows-unaccounted", msg+"; this one cannot be cut into cells", hintOf("csv-syntax", ""))
	}
	return l.set.problem(a.file, 0, "rows-unaccounted", msg, hint)
}

// records is the account of a file of which the engine has read some rows.
func (l *loader) records(a *account) (records, error) {
	first := int64(1)
	if l.set.Format == Parquet || l.set.Format == Arrow {
		return records{good: a.rowsIn, shifts: []lineFrom{{0, first}}}, nil
	}
	if l.set.Format == CSV && l.set.Dialect.Header {
		first++
	}
	n, err := countLines(a.file)
	if err != nil {
		return records{}, l.unreadable(group{files: []File{a.file}}, err)
	}
	if n == a.rowsIn+first-1 {
		return records{good: a.rowsIn, shifts: []lineFrom{{0, first}}}, nil
	}
	columns, err := l.set.header(a.file)
	if err != nil {
		return records{}, l.unreadable(group{files: []File{a.file}}, err)
	}
	found, err := l.set.scan(a.file, columns)
	if err != nil {
		return records{}, l.unreadable(group{files: []File{a.file}}, err)
	}
	return found, nil
}

func (l *loader) refuseLines(ctx context.Context, load int64, bad []badLine) error {
	for part := range slices.Chunk(bad, 1000) {
		rows := make([]string, len(part))
		for i, b := range part {
			rows[i] = fmt.Sprintf("(%d, '%d', %s, '%s', '')", load, b.line, quote(begin(card.Mask(b.id))), b.code)
		}
		if err := l.Exec(ctx, "INSERT INTO refused_row VALUES "+strings.Join(rows, ", ")); err != nil {
			return err
		}
	}
	return nil
}

// begin is the beginning of a text that goes into a statement, which no NUL may stand in.
func begin(text string) string {
	runes := []rune(strings.ReplaceAll(text, "\x00", "\uFFFD"))
	return string(runes[:min(len(runes), maxPrinted)])
}

// place creates the table placed: for each row of a table with r and load its place in its file.
func (l *loader) place(ctx context.Context, table string) error {
	return l.Exec(ctx, fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE placed AS SELECT t.r, CAST(s.line + t.r - s.r AS VARCHAR) AS place
		FROM %s AS t ASOF JOIN line_from AS s ON t.load = s.load AND t.r >= s.r`, table))
}

// tooMany lists the most frequent faults, each at the first row that has it, and how many rows were
// refused for what.
func (l *loader) tooMany(ctx context.Context, all int64) error {
	problems := new(diag.List)
	f, err := l.Query(ctx, fmt.Sprintf(`SELECT load, CAST(place AS BIGINT) AS line, printed, code, field, count(*) OVER alike AS n FROM refused_row WHERE load >= %d
		WINDOW alike AS (PARTITION BY code, field, CASE WHEN field <> '' THEN printed END)
		QUALIFY row_number() OVER (PARTITION BY code, field, CASE WHEN field <> '' THEN printed END ORDER BY load, line) = 1
		ORDER BY n DESC, load, line LIMIT %d`, l.first, maxListed))
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		msg := refusal(f.Text("code", i), f.Text("field", i), f.Text("printed", i))
		if n := f.Int("n", i); n > 1 {
			msg += fmt.Sprintf(", in %d rows", n)
		}
		problems.Add(l.set.problem(l.counts[f.Int("load", i)].file, int(f.Int("line", i)), f.Text("code", i), msg, hintOf(f.Text("code", i), f.Text("field", i))))
	}
	kinds, err := l.Query(ctx, fmt.Sprintf("SELECT trim(field || ' ' || code) AS kind, count(*) AS n FROM refused_row WHERE load >= %d GROUP BY kind ORDER BY n DESC, kind", l.first))
	if err != nil {
		return err
	}
	var told []string
	for i := range kinds.Rows() {
		told = append(told, fmt.Sprintf("%d %s", kinds.Int("n", i), kinds.Text("kind", i)))
	}
	problems.Add(&diag.Problem{Pos: diag.Pos{File: l.set.Descriptor}, Code: "too-many-rejects",
		Msg:  fmt.Sprintf("resource %s: %d rows were refused (%s), more than max_rejects: %d", l.set.Resource, all, strings.Join(told, ", "), l.set.MaxRejects),
		Hint: "mend them, or raise max_rejects"})
	return problems.Err()
}
