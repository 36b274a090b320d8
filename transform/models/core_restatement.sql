-- model:    core_restatement
-- question: which figures did a publisher change after it had printed them, and what became of them?
-- grain:    market, kind, later_input, earlier_input
-- needs:    core_contested, stg_version, stg_vintage, stg_series, stg_period, stg_origin, stg_market
-- formula:  difference = later - earlier, of the same series and period
-- universe: dated values in publication order; undated ones where a revision orders them. One row a change:
--           revised: the same series and period, another value in the next vintage;
--           scope_changed: a release drops the value, and the publisher prints the series under another scope from the same day on;
--           reclassified: a release drops the value, and prints the same one for another member from the same day on;
--           removed: a release drops the value, and none of the above holds;
--           added: a value of a period that the publisher had printed for other members of the series at an earlier date
-- columns:
--   market            text     -      -     code list market that selects the series in either scope; '' for none
--   kind              text     -      -     revised, scope_changed, reclassified, added, removed
--   area              text     -      -     code list area
--   segment           text     -      -     code list segment
--   measure           text     -      -     code list measure
--   transformation    text     -      -     level, share, qoq, yoy
--   base_measure      text     -      -     what a share is a share of, if another measure
--   dimension         text     -      -     what the total is broken down by
--   member            text     -      -     code list member, of the later value; of the earlier one if there is no later
--   frequency         text     -      -     A, S, Q, M, D, R
--   unit              text     -      -     currency, count, persons, ratio
--   publisher         text     -      -     code list publisher
--   scope             text     -      -     code list scope, of the later value; of the earlier one if there is no later
--   period            text     -      -     period
--   period_start      date     -      -     first day
--   from_member       text     -      -     member of the earlier value; '' if there is none
--   from_scope        text     -      -     scope of the earlier value; '' if there is none
--   earlier           decimal  row    -     the value before; NULL when added
--   later             decimal  row    -     the value after; NULL when removed
--   earlier_printed   text     -      -     as printed; '' when added
--   later_printed     text     -      -     as printed; '' when removed
--   earlier_vintage   date     -      -     its publication date; NULL when unknown
--   vintage           date     -      -     publication date of the later value, or of the release that dropped the earlier one; NULL when unknown
--   status            text     -      -     weaker status of the two: A, P, E, F
--   later_input       int      -      >= 0  observation id; 0 when removed
--   earlier_input     int      -      >= 0  observation id; 0 when added
--   inputs            list     -      -     observation ids
-- checks:
--   unique(market, kind, later_input, earlier_input)
--   never(earlier IS NULL AND later IS NULL)
WITH candidate AS MATERIALIZED (
    SELECT series, period_id FROM core_contested WHERE n_printed > 1
    UNION
    SELECT series, period_id FROM stg_version WHERE NOT stands
),
spoken AS MATERIALIZED (
    -- Numbers first: words are only for these few.
    SELECT v.*
    FROM stg_version AS v
    SEMI JOIN candidate AS c ON c.series = v.series AND c.period_id = v.period_id
    WHERE v.value IS NOT NULL
),
version AS (
    SELECT
        v.*,
        s.area,
        s.segment,
        s.measure,
        s.transformation,
        s.base_measure,
        s.dimension,
        s.member,
        s.frequency,
        s.unit,
        s.publisher,
        s.scope,
        p.period,
        p.period_start,
        d.confidence_rank,
        d.document
    FROM spoken AS v
    JOIN stg_series AS s ON s.series = v.series
    JOIN stg_period AS p ON p.period_id = v.period_id
    JOIN stg_origin AS d ON d.origin = v.origin
    QUALIFY row_number() OVER (
        PARTITION BY v.series, v.period_id, v.vintage, v.revision
        ORDER BY v.stands DESC, d.confidence_rank, d.document, v.id
    ) = 1
),
followed AS MATERIALIZED (
    -- Undated values follow one another by revision, dated ones by date; the two are never compared.
    SELECT
        *,
        lead(id) OVER cell AS next_id,
        lead(value) OVER cell AS next_value
    FROM version
    WINDOW cell AS (
        PARTITION BY series, period_id, vintage IS NULL
        ORDER BY vintage, revision, id
    )
),
gone AS MATERIALIZED (
    SELECT * FROM followed WHERE NOT stands AND until IS NOT NULL AND fate = 'removed' AND next_id IS NULL
),
moved AS MATERIALIZED (
    -- What was dropped, and what the same release prints in its place.
    SELECT
        CASE WHEN n.member <> g.member THEN 'reclassified' ELSE 'scope_changed' END AS kind,
        n.id AS later_input,
        g.id AS earlier_input
    FROM gone AS g
    JOIN stg_vintage AS n
        ON n.area = g.area AND n.segment = g.segment AND n.measure = g.measure AND n.transformation = g.transformation
        AND n.base_measure = g.base_measure AND n.dimension = g.dimension AND n.frequency = g.frequency AND n.unit = g.unit
        AND n.publisher = g.publisher AND n.period = g.period AND n.vintage = g.until
    WHERE (n.member = g.member AND n.scope <> g.scope AND n.value IS NOT NULL)
        OR (n.member <> g.member AND n.scope = g.scope AND n.value = g.value)
    QUALIFY row_number() OVER (PARTITION BY g.id ORDER BY n.member <> g.member, n.scope, n.member, n.id) = 1
        AND row_number() OVER (PARTITION BY n.id ORDER BY n.member <> g.member, g.scope, g.member, g.id) = 1
),
reopened AS (
    -- Periods of which a publisher first printed some members of a series, and others later.
    SELECT area, segment, measure, transformation, base_measure, dimension, frequency, unit, publisher, scope, period, min(vintage) AS first_day
    FROM stg_vintage
    WHERE vintage IS NOT NULL AND value IS NOT NULL
    GROUP BY area, segment, measure, transformation, base_measure, dimension, frequency, unit, publisher, scope, period
    HAVING min(vintage) <> max(vintage)
),
first_print AS (
    SELECT v.id, v.vintage, r.first_day
    FROM stg_vintage AS v
    JOIN reopened AS r
        ON r.area = v.area AND r.segment = v.segment AND r.measure = v.measure AND r.transformation = v.transformation
        AND r.base_measure = v.base_measure AND r.dimension = v.dimension AND r.frequency = v.frequency AND r.unit = v.unit
        AND r.publisher = v.publisher AND r.scope = v.scope AND r.period = v.period
    WHERE v.vintage IS NOT NULL AND v.value IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY v.series, v.period_id
        ORDER BY v.vintage, v.revision, v.id
    ) = 1
),
change AS MATERIALIZED (
    SELECT 'revised' AS kind, next_id AS later_input, id AS earlier_input
    FROM followed
    WHERE next_value <> value
    UNION ALL
    SELECT kind, later_input, earlier_input FROM moved
    UNION ALL
    SELECT 'removed', CAST(0 AS BIGINT), g.id FROM gone AS g ANTI JOIN moved AS m ON m.earlier_input = g.id
    UNION ALL
    SELECT 'added', f.id, CAST(0 AS BIGINT) FROM first_print AS f ANTI JOIN moved AS m ON m.later_input = f.id WHERE f.vintage > f.first_day
),
concerned AS MATERIALIZED (
    SELECT v.*
    FROM stg_version AS v
    SEMI JOIN (
        SELECT later_input AS id FROM change
        UNION ALL
        SELECT earlier_input FROM change
    ) AS c
        ON c.id = v.id
),
involved AS MATERIALIZED (
    SELECT
        v.*,
        s.area,
        s.segment,
        s.measure,
        s.transformation,
        s.base_measure,
        s.dimension,
        s.member,
        s.frequency,
        s.unit,
        s.publisher,
        s.scope,
        p.period,
        p.period_start,
        d.confidence_rank,
        d.document
    FROM concerned AS v
    JOIN stg_series AS s ON s.series = v.series
    JOIN stg_period AS p ON p.period_id = v.period_id
    JOIN stg_origin AS d ON d.origin = v.origin
),
described AS (
    SELECT
        c.kind,
        coalesce(n.area, o.area) AS area,
        coalesce(n.segment, o.segment) AS segment,
        coalesce(n.measure, o.measure) AS measure,
        coalesce(n.transformation, o.transformation) AS transformation,
        coalesce(n.base_measure, o.base_measure) AS base_measure,
        coalesce(n.dimension, o.dimension) AS dimension,
        coalesce(n.member, o.member) AS member,
        coalesce(n.frequency, o.frequency) AS frequency,
        coalesce(n.unit, o.unit) AS unit,
        coalesce(n.publisher, o.publisher) AS publisher,
        coalesce(n.scope, o.scope) AS scope,
        coalesce(n.period, o.period) AS period,
        coalesce(n.period_start, o.period_start) AS period_start,
        coalesce(o.member, '') AS from_member,
        coalesce(o.scope, '') AS from_scope,
        o.value AS earlier,
        n.value AS later,
        coalesce(o.printed, '') AS earlier_printed,
        coalesce(n.printed, '') AS later_printed,
        o.vintage AS earlier_vintage,
        CASE c.kind WHEN 'removed' THEN o.until ELSE n.vintage END AS vintage,
        substr('APEF', greatest(
            strpos('APEF', CASE o.status WHEN 'B' THEN 'A' ELSE o.status END),
            strpos('APEF', CASE n.status WHEN 'B' THEN 'A' ELSE n.status END)
        ), 1) AS status,
        c.later_input,
        c.earlier_input,
        list_filter([c.earlier_input, c.later_input], x -> x > 0) AS inputs
    FROM change AS c
    LEFT JOIN involved AS o ON o.id = c.earlier_input
    LEFT JOIN involved AS n ON n.id = c.later_input
)
SELECT
    coalesce(m.market, '') AS market,
    d.kind,
    d.area,
    d.segment,
    d.measure,
    d.transformation,
    d.base_measure,
    d.dimension,
    d.member,
    d.frequency,
    d.unit,
    d.publisher,
    d.scope,
    d.period,
    d.period_start,
    d.from_member,
    d.from_scope,
    d.earlier,
    d.later,
    d.earlier_printed,
    d.later_printed,
    d.earlier_vintage,
    d.vintage,
    d.status,
    d.later_input,
    d.earlier_input,
    d.inputs
FROM described AS d
LEFT JOIN stg_market AS m
    ON m.area = d.area AND m.segment = d.segment AND m.measure = d.measure AND m.publisher = d.publisher
    AND d.dimension IN ('total', m.dimension) AND m.scope IN (d.scope, d.from_scope) AND (d.transformation <> 'level' OR m.unit = d.unit)
ORDER BY market, d.area, d.segment, d.measure, d.transformation, d.dimension, d.member, d.frequency, d.period_start, d.publisher, d.scope,
    d.kind, d.later_input, d.earlier_input
