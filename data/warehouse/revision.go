package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paystats/data/obs"
)

// revision is what a load does to a dataset's rows once they are in: what stood before,
// what the history tells and what the files hold become one set of rows.
//
// The set is a function of the files and the history, with what the load adds to it, so
// that a warehouse which is built anew holds the same rows:
//   - A row of the files stands. What says the same (series, period, vintage, revision,
//     value, status, hedge, document) elsewhere gives way to it.
//   - In a release, a series and period that is printed as the release before printed it
//     is no new row: the earlier row stands, also when only the history still has it.
//     Dated and undated releases are never compared, since no date must get lost.
//   - Everything else is superseded: replaced where the files hold the series and period,
//     else removed.
//
// All of it is SQL over sets; values never pass through Go but for what goes to the history.
type revision struct {
	db *DB
	Load
	id                    int64
	firstID, firstOfFiles int64        // ids of this load's rows; those below firstOfFiles are the history's
	replaces              bool         // there was a load before
	widen                 func() error // gives the engine its memory back
}

// The comparisons of rows a and b of the view mine. All but value and dates are never NULL.
const (
	sameCell    = "a.series = b.series AND a.period = b.period"
	sameRelease = "a.vintage IS NOT DISTINCT FROM b.vintage AND a.revision = b.revision"
	sameValue   = "a.value IS NOT DISTINCT FROM b.value AND a.status = b.status AND a.hedge = b.hedge"
	sameRow     = sameCell + " AND " + sameRelease + " AND " + sameValue + " AND a.document = b.document"
	sameLine    = sameRow + " AND a.file = b.file AND a.place = b.place"
)

// apply revises, if there is anything to revise.
func (r *revision) apply(ctx context.Context, result *LoadResult) error {
	needed, err := r.needed(ctx)
	if err != nil || !needed {
		return err
	}
	if err := r.widen(); err != nil {
		return err
	}
	if err := r.steps(ctx, result); err != nil {
		return err
	}
	return r.db.Exec(ctx, "DELETE FROM origin WHERE dataset = ? AND id NOT IN (SELECT DISTINCT origin FROM observed)", r.Dataset)
}

// needed reports whether there is anything to compare: rows from before, or several releases.
func (r *revision) needed(ctx context.Context) (bool, error) {
	if r.replaces || r.firstOfFiles > r.firstID || len(r.Releases) == 0 {
		return r.replaces || r.firstOfFiles > r.firstID, nil
	}
	releases, err := r.db.Query(ctx, "SELECT count(*) AS n FROM (SELECT DISTINCT vintage, revision FROM observed WHERE id >= ?)", r.firstID)
	if err != nil {
		return false, err
	}
	return releases.Int("n", 0) > 1, nil
}

func (r *revision) steps(ctx context.Context, result *LoadResult) error {
	if err := r.gather(ctx); err != nil {
		return err
	}
	steps := []string{dropPastHeld, dropPastTwice, findStreaks, findGone, markGone}
	if r.replaces {
		steps = append([]string{keepFirstLoad, dropHeld}, steps...)
	}
	for _, step := range steps {
		step = strings.NewReplacer("$load", fmt.Sprint(r.id), "$first", fmt.Sprint(r.firstID), "$files", fmt.Sprint(r.firstOfFiles)).Replace(step)
		if err := r.db.Exec(ctx, step); err != nil {
			return err
		}
	}
	if err := r.keep(ctx, result); err != nil {
		return err
	}
	if err := r.dropRepeats(ctx, result); err != nil {
		return err
	}
	counts, err := r.db.Query(ctx, `SELECT count(*) FILTER (load = ?) AS new, count(*) FILTER (superseded_by = ?) AS superseded
		FROM mine`, r.id, r.id)
	if err != nil {
		return err
	}
	result.New, result.Superseded = int(counts.Int("new", 0)), int(counts.Int("superseded", 0))
	return nil
}

// gather makes what the steps work on: source, the dataset's origins in numbers; mine, its
// rows with the part that each comes from (file, past, before), and whether they tell what a
// release printed: those that were only corrected within it, or left it while none followed,
// do not; line, the history's lines.
func (r *revision) gather(ctx context.Context) error {
	marks, args := "''", []any{}
	for _, name := range r.Releases {
		marks += ", ?"
		args = append(args, name)
	}
	if err := r.db.Exec(ctx, `CREATE OR REPLACE TEMP TABLE source AS SELECT id AS origin, dense_rank() OVER (ORDER BY document) AS document,
		dense_rank() OVER (ORDER BY resource) AS resource, dense_rank() OVER (ORDER BY resource, file) AS file,
		resource IN (`+marks+`) AS is_release FROM origin WHERE dataset = ?`, append(args, r.Dataset)...); err != nil {
		return err
	}
	if err := r.db.Exec(ctx, fmt.Sprintf(`CREATE OR REPLACE TEMP VIEW mine AS SELECT o.*, s.document, s.resource, s.file, s.is_release,
		CASE WHEN o.id >= %d THEN 'file' WHEN o.id >= %d OR o.superseded_by IS NOT NULL THEN 'past' ELSE 'before' END AS part,
		o.fate NOT IN ('replaced', 'removed') OR coalesce(o.until > o.vintage, FALSE) AS tells
		FROM observed AS o JOIN source AS s ON s.origin = o.origin`, r.firstOfFiles, r.firstID)); err != nil {
		return err
	}
	if r.replaces && r.History != nil { // the history has told them again
		if err := r.db.Exec(ctx, "DELETE FROM observed WHERE id IN (SELECT id FROM mine WHERE id < ? AND superseded_by IS NOT NULL)", r.firstID); err != nil {
			return err
		}
	}
	return r.db.Exec(ctx, `CREATE OR REPLACE TEMP TABLE line AS SELECT series, period, vintage, revision, value, status, hedge,
		document, file, place, fate, until FROM mine WHERE id >= ? AND id < ?`, r.firstID, r.firstOfFiles)
}

// The steps, in order.
const (
	// A row that the files held before keeps the load that first brought it.
	keepFirstLoad = `UPDATE observed SET load = held.load FROM (
		SELECT a.id, b.load FROM mine AS a JOIN (
			SELECT series, period, vintage, revision, value, status, hedge, document, min(load) AS load
			FROM mine WHERE part = 'before' GROUP BY ALL) AS b ON ` + sameRow + ` WHERE a.part = 'file'
	) AS held WHERE observed.id = held.id`

	dropHeld = `DELETE FROM observed WHERE id IN (SELECT a.id FROM mine AS a SEMI JOIN (FROM mine WHERE part = 'file') AS b ON ` + sameRow + `
		WHERE a.part = 'before')`

	dropPastHeld = `DELETE FROM observed WHERE id IN (SELECT a.id FROM mine AS a SEMI JOIN (FROM mine WHERE part = 'file') AS b ON ` + sameRow + `
		WHERE a.part = 'past')`

	// Of several lines on one value the last one counts; a row that stands until now goes before them.
	dropPastTwice = `DELETE FROM observed WHERE id IN (SELECT id FROM mine WHERE part <> 'file' QUALIFY row_number() OVER (
		PARTITION BY series, period, vintage, revision, value, status, hedge, document, file, place
		ORDER BY part = 'past', id DESC) > 1)`

	// A streak is the releases after each other that print a cell alike. Kept are the groups that
	// matter: those that repeat, and those of which the files hold only the repeats. What a
	// later release no longer printed ends its streak: printed again, it is new.
	findStreaks = `CREATE OR REPLACE TEMP TABLE streak AS
		WITH said AS (
			-- The values as the least and the greatest of their hashes, and their sum where these differ: lists would cost three times as much.
			SELECT series, period, resource, vintage, revision, bool_or(part = 'file') AS held,
				bool_and(part <> 'file' AND fate = 'removed') AS withdrawn,
				coalesce(min(hash(value, status, hedge)) FILTER (part = 'file'), min(hash(value, status, hedge))) AS least,
				coalesce(max(hash(value, status, hedge)) FILTER (part = 'file'), max(hash(value, status, hedge))) AS most,
				coalesce(sum(hash(value, status, hedge)) FILTER (part = 'file'), sum(hash(value, status, hedge))) AS all_of_them
			FROM mine WHERE is_release AND (part = 'file' OR tells)
			GROUP BY series, period, resource, vintage, revision
		),
		stepped AS (
			SELECT *, least IS DISTINCT FROM lag(least) OVER w OR most IS DISTINCT FROM lag(most) OVER w
				OR (least <> most AND all_of_them IS DISTINCT FROM lag(all_of_them) OVER w) OR lag(withdrawn) OVER w AS is_first
			FROM said
			WINDOW w AS (PARTITION BY series, period, resource, vintage IS NULL ORDER BY vintage, revision)
		),
		numbered AS (
			SELECT *, count(*) FILTER (is_first) OVER (
				PARTITION BY series, period, resource, vintage IS NULL ORDER BY vintage, revision) AS streak
			FROM stepped
		)
		SELECT series, period, resource, vintage, revision, held, is_first,
			bool_or(held) OVER (PARTITION BY series, period, resource, vintage IS NULL, streak) AS stands
		FROM numbered QUALIFY NOT is_first OR (stands AND NOT held)`

	// What becomes of the rows that stood until now and that no file holds; also of those that
	// stood once, and that the files again hold the repeats of.
	findGone = `CREATE OR REPLACE TEMP TABLE gone AS
		WITH candidate AS (
			-- Outer joins are on columns alone: with any other condition the engine compares each row with each.
			SELECT a.*, r.is_first FROM (
				SELECT *, CASE WHEN is_release AND tells THEN resource END AS release FROM mine WHERE part <> 'file'
			) AS a
			LEFT JOIN (FROM streak WHERE NOT held) AS r ON a.series = r.series AND a.period = r.period
				AND a.release = r.resource AND a.vintage IS NOT DISTINCT FROM r.vintage AND a.revision = r.revision
			WHERE r.is_first OR (r.is_first IS NULL AND (a.part = 'before' OR a.fate = 'repeated'))
		),
		cell AS (SELECT DISTINCT series, period, resource, vintage, revision, document FROM mine WHERE part = 'file'),
		successor AS (
			SELECT a.id, min(b.vintage) FILTER (b.vintage >= a.vintage) AS until
			FROM candidate AS a JOIN cell AS b ON ` + sameCell + ` AND a.resource = b.resource
				AND (a.is_release OR (` + sameRelease + ` AND a.document = b.document))
			GROUP BY a.id
		),
		latest AS (SELECT resource, max(vintage) AS vintage FROM mine WHERE part = 'file' AND is_release GROUP BY resource)
		SELECT a.id,
			CASE WHEN a.is_first THEN 'repeated' WHEN s.id IS NOT NULL THEN 'replaced' ELSE 'removed' END AS fate,
			CASE WHEN a.is_first THEN NULL WHEN s.id IS NOT NULL THEN s.until WHEN l.vintage >= a.vintage THEN l.vintage END AS until
		FROM candidate AS a LEFT JOIN successor AS s ON s.id = a.id LEFT JOIN latest AS l ON l.resource = a.resource`

	markGone = `UPDATE observed SET fate = gone.fate, until = gone.until,
		superseded_by = CASE WHEN gone.fate = 'repeated' THEN NULL WHEN observed.id < $first THEN $load ELSE 0 END
		FROM gone WHERE observed.id = gone.id`
)

// dropRepeats deletes the rows that repeat the release before them.
func (r *revision) dropRepeats(ctx context.Context, result *LoadResult) error {
	const repeats = `SELECT a.id, a.part = 'file' AS of_files FROM mine AS a JOIN streak AS b ON ` + sameCell + ` AND a.resource = b.resource AND ` + sameRelease + `
		WHERE a.is_release AND NOT b.is_first AND b.held = (a.part = 'file') AND (a.part = 'file' OR a.tells)`
	counts, err := r.db.Query(ctx, "SELECT count(*) FILTER (of_files) AS n, count(*) AS total FROM ("+repeats+")")
	if err != nil || counts.Int("total", 0) == 0 {
		return err
	}
	result.Repeated = int(counts.Int("n", 0))
	return r.db.Exec(ctx, "DELETE FROM observed WHERE id IN (SELECT id FROM ("+repeats+"))")
}

// keep appends to the history what it does not have yet.
func (r *revision) keep(ctx context.Context, result *LoadResult) error {
	if r.History == nil {
		return nil
	}
	return r.db.eachPast(ctx, `SELECT o.* FROM observation AS o WHERE o.id IN (
			SELECT a.id FROM mine AS a SEMI JOIN gone AS g ON g.id = a.id
			ANTI JOIN line AS b ON `+sameLine+` AND a.fate = b.fate AND a.until IS NOT DISTINCT FROM b.until)
		ORDER BY area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope,
			period_start, period_end, vintage, revision, value, status, hedge, resource, file, place, id`,
		func(p Past) error {
			result.Displaced++
			return r.History.Append(p)
		})
}

// eachPast calls do for every row of a query over observation, one at a time.
func (db *DB) eachPast(ctx context.Context, query string, do func(Past) error) error {
	rows, err := db.conn.QueryContext(ctx, `SELECT area, segment, measure, transformation, base_measure, dimension, member, unit, publisher, scope,
		period, coalesce(CAST(vintage AS VARCHAR), ''), revision, coalesce(CAST(value AS VARCHAR), '0'), status, hedge, coalesce(precision_exp, 0),
		confidence, printed, document, document_title, dataset, resource, file, place, note, fate, coalesce(CAST(until AS VARCHAR), '')
		FROM (`+query+`)`)
	if err != nil {
		return sqlError(err)
	}
	defer rows.Close()
	for rows.Next() {
		var p Past
		var period, vintage, value, until string
		if err := rows.Scan(&p.Area, &p.Segment, &p.Measure, &p.Transformation, &p.BaseMeasure, &p.Dimension, &p.Member, &p.Unit, &p.Publisher, &p.Scope,
			&period, &vintage, &p.Revision, &value, &p.Status, &p.Hedge, &p.LastDigit,
			&p.Confidence, &p.Printed, &p.Document, &p.DocumentTitle, &p.Place.Dataset, &p.Place.Resource, &p.Place.File, &p.Place.At,
			&p.Note, &p.Fate, &until); err != nil {
			return sqlError(err)
		}
		if p.Period, err = readPeriod(period); err != nil {
			return err
		}
		p.Frequency = p.Period.Frequency()
		if p.Value, _, err = obs.ParseDecimal(value, 0); err != nil {
			return fmt.Errorf("read back observation: %w", err)
		}
		if p.Vintage, err = day(vintage); err != nil {
			return err
		}
		if p.Until, err = day(until); err != nil {
			return err
		}
		if err := do(p); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readPeriod reads a period of the warehouse.
func readPeriod(text string) (obs.Period, error) {
	p, _, err := obs.ParsePeriod(text)
	if err != nil {
		return p, fmt.Errorf("read back period: %w", err)
	}
	return p, nil
}

// day reads a date, zero for "".
func day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, fmt.Errorf("read back observation: %w", err)
	}
	return t, nil
}
