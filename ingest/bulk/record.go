package bulk

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"paystats/ingest/card"
)

// forget takes everything out that is held of the set but for its roll-ups.
func (l *loader) forget(ctx context.Context) error {
	of := fmt.Sprintf("dataset = %s AND resource = %s", quote(l.set.Dataset), quote(l.set.Resource))
	loads := "load IN (SELECT load FROM loaded_file WHERE " + of + ")"
	for _, table := range []string{"refused_row", "duplicate_row", l.set.tableName()} { // the last also where rows are no longer kept
		if err := l.Exec(ctx, "DELETE FROM "+table+" WHERE "+loads); err != nil {
			return err
		}
	}
	for _, table := range []string{"loaded_file", "loaded_set", "loaded_code"} {
		if err := l.Exec(ctx, "DELETE FROM "+table+" WHERE "+of); err != nil {
			return err
		}
	}
	return nil
}

// accounts counts what is left of the new files.
func (l *loader) accounts(ctx context.Context) error {
	f, err := l.Query(ctx, fmt.Sprintf("SELECT load, count(*) AS n, CAST(min(local_date) AS VARCHAR) AS first, CAST(max(local_date) AS VARCHAR) AS last FROM %s WHERE load >= %d GROUP BY load",
		l.set.table(), l.first))
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		a := l.counts[f.Int("load", i)]
		a.loaded, a.firstDay, a.lastDay = f.Int("n", i), f.Text("first", i), f.Text("last", i)
	}
	for _, load := range slices.Sorted(maps.Keys(l.counts)) {
		if a := l.counts[load]; a.rowsIn != a.loaded+a.rejected+a.duplicates {
			return fmt.Errorf("%s: %d rows in, but %d loaded, %d rejected and %d duplicates", a.file.Name, a.rowsIn, a.loaded, a.rejected, a.duplicates)
		}
	}
	return nil
}

// record writes the account of the new files, and how they were read.
func (l *loader) record(ctx context.Context) error {
	s := l.set
	for _, load := range slices.Sorted(maps.Keys(l.counts)) {
		a := l.counts[load]
		if err := l.Exec(ctx, "INSERT INTO loaded_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, try_cast(nullif(?, '') AS DATE), try_cast(nullif(?, '') AS DATE))", load, s.Dataset, s.Resource, a.file.Name,
			a.file.Size, a.file.ModTime, a.rowsIn, a.loaded, a.rejected, a.duplicates, a.firstDay, a.lastDay); err != nil {
			return err
		}
	}
	of := fmt.Sprintf("dataset = %s AND resource = %s", quote(s.Dataset), quote(s.Resource))
	for _, table := range []string{"loaded_set", "loaded_code"} {
		if err := l.Exec(ctx, "DELETE FROM "+table+" WHERE "+of); err != nil {
			return err
		}
	}
	kept := slices.DeleteFunc(l.sortedCodes(), func(c code) bool {
		return l.known[c] == "" && (card.IsNumber(c.raw) || strings.Contains(c.raw, "\x00"))
	})
	for part := range slices.Chunk(kept, 500) {
		rows := make([]string, len(part))
		for i, c := range part {
			rows[i] = fmt.Sprintf("(%s, %s, %s, %s, %s)", quote(s.Dataset), quote(s.Resource), quote(c.field), quote(c.raw), quote(l.known[c]))
		}
		if err := l.Exec(ctx, "INSERT INTO loaded_code VALUES "+strings.Join(rows, ", ")); err != nil {
			return err
		}
	}
	return l.Exec(ctx, "INSERT INTO loaded_set VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", s.Dataset, s.Resource, s.Kind, s.Title, s.Publisher, s.Area, s.Segment, s.Scope,
		s.Synthetic, l.spec)
}

// countUnmapped finds the codes of reasons that nobody has mapped, in the new rows.
func (l *loader) countUnmapped(ctx context.Context) error {
	l.odd = nil
	if reason, bound := l.set.Field("reason"); !bound || reason.Literal != "" {
		return nil
	}
	f, err := l.Query(ctx, fmt.Sprintf("SELECT reason_code, count(*) AS n FROM %s WHERE load >= %d AND reason = '%s' GROUP BY reason_code ORDER BY n DESC, reason_code LIMIT 10",
		l.set.table(), l.first, Unmapped))
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		l.odd = append(l.odd, Unknown{f.Text("reason_code", i), f.Int("n", i)})
	}
	return nil
}

// result is the account of all files of the set.
func (l *loader) result(ctx context.Context) (Result, error) {
	f, err := l.Query(ctx, fmt.Sprintf(`SELECT CAST(coalesce(sum(rows_in), 0) AS BIGINT) AS rows_in, CAST(coalesce(sum(loaded), 0) AS BIGINT) AS loaded,
		CAST(coalesce(sum(rejected), 0) AS BIGINT) AS rejected, CAST(coalesce(sum(duplicates), 0) AS BIGINT) AS duplicates,
		CAST(coalesce(sum(loaded) FILTER (load >= %d), 0) AS BIGINT) AS fresh FROM loaded_file WHERE dataset = ? AND resource = ?`, l.first), l.set.Dataset, l.set.Resource)
	if err != nil {
		return Result{}, err
	}
	return Result{Unmapped: l.odd, RowsIn: f.Int("rows_in", 0), Loaded: f.Int("loaded", 0), Rejected: f.Int("rejected", 0), Duplicates: f.Int("duplicates", 0), New: f.Int("fresh", 0)}, nil
}

// fullName is a file's path from the root of the workspace.
func (s *Set) fullName(f File) string { return path.Join(path.Dir(s.Descriptor), f.Name) }
