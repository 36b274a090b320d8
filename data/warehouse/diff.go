package warehouse

import (
	"context"
	"fmt"
	"strings"

	"paystats/data/frame"
)

// Cut says which observations to compare with which.
type Cut struct {
	Dataset  string // "" for all
	From, To string // dates as 2024-01-15; both "" for what the newest loads changed, To "" for all that is dated
}

// known holds for the rows that counted on a day (?); the models cut by the same macro.
const known = "known_on(CAST(? AS DATE), o.vintage, o.superseded_by, o.until)"

// farAway is later than all dates of data.
const farAway = "9999-12-31"

// Diff returns what changed: a row for each series and period whose value, status or hedge
// is another, sorted. What counts on either side is the latest vintage, then the highest
// revision. Columns: change (new, revised, removed), dataset, the series key, period, and
// value, printed, status, hedge and vintage of both sides.
func (db *DB) Diff(ctx context.Context, c Cut) (*frame.Frame, error) {
	before, after := "(o.load < l.id AND (o.superseded_by IS NULL OR o.superseded_by = l.id))", "o.superseded_by IS NULL"
	args := []any{c.Dataset, c.Dataset}
	if c.From != "" {
		to := c.To
		if to == "" {
			to = farAway
		}
		before, after = known, known
		args = []any{c.From, to, c.Dataset, c.Dataset}
	}
	return db.Query(ctx, `WITH side AS MATERIALIZED (
			SELECT o.*, d.dataset, `+before+` AS was, `+after+` AS now
			FROM observed AS o JOIN origin AS d ON d.id = o.origin JOIN load AS l ON l.dataset = d.dataset
			WHERE (? = '' OR d.dataset = ?)`+c.onlyReloaded()+`
		),
		old AS (FROM side WHERE was `+bestOfCell+`),
		new AS (FROM side WHERE now `+bestOfCell+`),
		changed AS (
			SELECT
				CASE WHEN old.id IS NULL THEN 'new' WHEN new.id IS NULL THEN 'removed' ELSE 'revised' END AS change,
				coalesce(new.dataset, old.dataset) AS dataset, coalesce(new.series, old.series) AS series,
				coalesce(new.period, old.period) AS period,
				`+sides("value", "printed", "status", "hedge", "vintage")+`
			FROM old FULL JOIN new ON old.dataset = new.dataset AND old.series = new.series AND old.period = new.period
			WHERE old.id IS NULL OR new.id IS NULL OR old.value IS DISTINCT FROM new.value OR old.status <> new.status OR old.hedge <> new.hedge
		)
		SELECT c.change, c.dataset, s.area, s.segment, s.measure, s.transformation, s.base_measure, s.dimension, s.member, s.frequency, s.unit,
			s.publisher, s.scope, p.period, c.new_value, c.old_value, CAST(c.new_value - c.old_value AS DOUBLE) AS difference,
			CASE WHEN c.old_value <> 0 THEN CAST(c.new_value AS DOUBLE) / CAST(c.old_value AS DOUBLE) - 1 END AS growth,
			c.new_printed, c.old_printed, c.new_status, c.old_status, c.new_hedge, c.old_hedge, c.new_vintage, c.old_vintage
		FROM changed AS c JOIN series AS s ON s.id = c.series JOIN period AS p ON p.id = c.period
		ORDER BY c.dataset, s.area, s.segment, s.measure, s.transformation, s.base_measure, s.dimension, s.member, s.frequency, s.unit,
			s.publisher, s.scope, p.period_start, p.period`, args...)
}

// bestOfCell chooses the row that counts among those of one series and period.
const bestOfCell = `QUALIFY row_number() OVER (PARTITION BY dataset, series, period
	ORDER BY value IS NULL, vintage DESC NULLS LAST, revision DESC, superseded_by IS NOT NULL, id DESC) = 1`

// onlyReloaded leaves out datasets that were loaded only once: nothing of them can have changed.
func (c Cut) onlyReloaded() string {
	if c.From != "" {
		return ""
	}
	return ` AND EXISTS (FROM observed AS p JOIN origin AS q ON q.id = p.origin WHERE q.dataset = d.dataset AND p.load > 0 AND p.load < l.id)`
}

// sides selects columns of both sides.
func sides(columns ...string) string {
	var out []string
	for _, c := range columns {
		out = append(out, fmt.Sprintf("new.%s AS new_%s, old.%s AS old_%s", c, c, c, c))
	}
	return strings.Join(out, ", ")
}

// DiffNotes returns a row for each dataset with what a Diff cannot compare: whether it was
// loaded only once (for what loads changed), and how many standing observations have no date
// (for dates).
func (db *DB) DiffNotes(ctx context.Context, dataset string) (*frame.Frame, error) {
	return db.Query(ctx, `SELECT d.dataset, count(*) AS observations,
			count(*) FILTER (o.vintage IS NULL AND o.superseded_by IS NULL) AS undated,
			count(*) FILTER (o.load > 0 AND o.load < l.id) = 0 AS is_first
		FROM observed AS o JOIN origin AS d ON d.id = o.origin JOIN load AS l ON l.dataset = d.dataset
		WHERE ? = '' OR d.dataset = ?
		GROUP BY d.dataset ORDER BY d.dataset`, dataset, dataset)
}
