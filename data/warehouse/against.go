package warehouse

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"paystats/data/frame"
)

// OpenAgainst opens the warehouse of a state folder as OpenReader does, together with what
// Compare and the given queries find in an earlier one, the file at path: temporary tables,
// by name. ErrOlder or ErrNewer if that one has another layout.
func OpenAgainst(ctx context.Context, folder, path string, limits Limits, earlier map[string]string) (*DB, error) {
	now := filepath.Join(folder, FileName)
	if info, err := os.Stat(now); err == nil {
		limits = limits.For(info.Size())
	}
	db, err := open(ctx, now, limits, true)
	if err != nil {
		return nil, err
	}
	if err := db.takeEarlier(ctx, path, earlier); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, db.seal(ctx)
}

func (db *DB) takeEarlier(ctx context.Context, path string, earlier map[string]string) error {
	if err := db.checkVersion(ctx, schemaVersion); err != nil {
		return err
	}
	if err := db.Exec(ctx, "ATTACH "+quote(path)+" AS before (READ_ONLY)"); err != nil {
		return openError(path, err)
	}
	// The names in a view are looked up in the catalogue in use, not in its own.
	if err := db.Exec(ctx, compareReloaded+"USE before"); err != nil {
		return err
	}
	if err := db.checkVersion(ctx, schemaVersion); err != nil {
		return err
	}
	if err := db.Exec(ctx, compareStood); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		if err := db.Exec(ctx, "CREATE TEMP TABLE "+name+" AS "+earlier[name]); err != nil {
			return err
		}
	}
	return db.Exec(ctx, "USE "+mainCatalogue+"; DETACH before")
}

// mainCatalogue is what the engine calls the file FileName.
const mainCatalogue = "warehouse"

// Comparison is what became of the observations between two warehouses.
type Comparison struct {
	// Counts has one row: values revised, removed, and added to periods that were there; and new
	// periods of datasets.
	Counts *frame.Frame
	// Periods has a row for each dataset, segment, measure and publisher that has periods now
	// and had not: area ('' for several), first, last, periods and values.
	Periods *frame.Frame
	// Values has the columns of Diff; rows that are revised or removed, the largest changes
	// first, with the new ones that may stand in the place of a removed one.
	Values *frame.Frame
}

// Compare compares with the earlier warehouse, of datasets that were loaded since; at most so
// many values are returned.
func (db *DB) Compare(ctx context.Context, most int) (c Comparison, err error) {
	if err := db.Exec(ctx, compareStanding+compareChanges+compareNewPeriods); err != nil {
		return c, err
	}
	if c.Counts, err = db.Query(ctx, compareCounts); err != nil {
		return c, err
	}
	if c.Periods, err = db.Query(ctx, comparePeriods); err != nil {
		return c, err
	}
	c.Values, err = db.Query(ctx, compareValues, most)
	return c, err
}

// seriesColumns are what a series is known by in both warehouses: numbers are given anew.
const seriesColumns = "dataset, area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope"

const (
	compareReloaded = `CREATE TEMP TABLE reloaded AS
		SELECT dataset FROM (SELECT dataset, fingerprint FROM main.load) AS now
		FULL JOIN (SELECT dataset, fingerprint FROM before.load) AS old USING (dataset)
		WHERE now.fingerprint IS DISTINCT FROM old.fingerprint;`

	// What counts of each series and period, as Diff chooses it, on both sides.
	compareStanding = `CREATE TEMP TABLE standing AS ` + compareSide
	compareStood    = `CREATE TEMP TABLE stood AS ` + compareSide

	compareSide = `SELECT ` + seriesColumns + `, period, period_start, value, printed, status, hedge, vintage
		FROM observation WHERE superseded_by IS NULL AND dataset IN (FROM reloaded) ` + bestOfObservation + `;`

	bestOfObservation = `QUALIFY row_number() OVER (PARTITION BY ` + seriesColumns + `, period
		ORDER BY value IS NULL, vintage DESC NULLS LAST, revision DESC, id DESC) = 1`

	compareChanges = `
		CREATE TEMP TABLE change_since AS
			SELECT CASE WHEN o.dataset IS NULL THEN 'new' WHEN n.dataset IS NULL THEN 'removed' ELSE 'revised' END AS change,
				` + seriesColumns + `, period, coalesce(n.period_start, o.period_start) AS period_start,
				n.value AS new_value, o.value AS old_value, CAST(n.value - o.value AS DOUBLE) AS difference,
				CASE WHEN o.value <> 0 THEN CAST(n.value AS DOUBLE) / CAST(o.value AS DOUBLE) - 1 END AS growth,
				n.printed AS new_printed, o.printed AS old_printed, n.status AS new_status, o.status AS old_status,
				n.hedge AS new_hedge, o.hedge AS old_hedge, n.vintage AS new_vintage, o.vintage AS old_vintage
			FROM standing AS n FULL JOIN stood AS o USING (` + seriesColumns + `, period)
			WHERE o.dataset IS NULL OR n.dataset IS NULL OR o.value IS DISTINCT FROM n.value OR o.status <> n.status OR o.hedge <> n.hedge;`

	compareNewPeriods = `
		CREATE TEMP TABLE new_period AS
			SELECT n.dataset, n.segment, n.measure, n.publisher, n.period, any_value(n.period_start) AS period_start, count(*) AS values,
				min(n.area) AS area, max(n.area) AS last_area
			FROM standing AS n ANTI JOIN stood AS o USING (dataset, segment, measure, publisher, period)
			GROUP BY n.dataset, n.segment, n.measure, n.publisher, n.period;`

	compareCounts = `
		SELECT count(*) FILTER (change = 'revised') AS revised, count(*) FILTER (change = 'removed') AS removed,
			CAST(count(*) FILTER (change = 'new') - (SELECT coalesce(sum(values), 0) FROM new_period) AS BIGINT) AS added,
			(SELECT count(DISTINCT (dataset, period)) FROM new_period) AS periods
		FROM change_since`

	comparePeriods = `
		SELECT dataset, CASE WHEN min(area) = max(last_area) THEN min(area) ELSE '' END AS area, segment, measure, publisher,
			arg_min(period, (period_start, period)) AS first, arg_max(period, (period_start, period)) AS last,
			count(*) AS periods, CAST(sum(values) AS BIGINT) AS values
		FROM new_period
		GROUP BY dataset, segment, measure, publisher
		ORDER BY max(period_start) DESC, dataset, segment, measure, publisher`

	compareValues = `
		WITH gone AS (FROM change_since WHERE change = 'removed'),
		told AS (
			FROM change_since WHERE change <> 'new'
			UNION ALL
			SELECT n.* FROM change_since AS n
			SEMI JOIN gone AS g USING (dataset, area, measure, transformation, base_measure, frequency, unit, publisher, period)
			WHERE n.change = 'new'
		)
		SELECT * EXCLUDE (period_start) FROM told
		ORDER BY abs(growth) DESC NULLS LAST, ` + seriesColumns + `, period_start, period, change LIMIT ?`
)
