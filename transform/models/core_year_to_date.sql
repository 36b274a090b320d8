-- model:    core_year_to_date
-- question: what do sums since the start of a year say about the single months, quarters and halves of it?
-- grain:    area, segment, measure, dimension, member, unit, publisher, scope, frequency, period
-- needs:    stg_value, stg_series, stg_period, stg_origin, stg_measure
-- formula:  q_t = Y_t - Y_(t-1), both sums from the same first day (2019-01..2019-09 less 2019-S1 is 2019-Q3) and of one release: equal
--           vintage, or undated and in one document; of several such pairs the latest release's. Both rounding bands add up
-- universe: levels of flows that add up; periods for which the publisher prints no value of their own, and for which it prints both sums
-- columns:
--   series          int      -    -      number of the series of the longer sum
--   area            text     -    -      code list area
--   segment         text     -    -      code list segment
--   measure         text     -    -      code list measure
--   dimension       text     -    -      what the total is broken down by
--   member          text     -    -      code list member
--   unit            text     -    -      currency, count
--   publisher       text     -    -      code list publisher
--   scope           text     -    -      code list scope
--   frequency       text     -    -      M, Q, S
--   period          text     -    -      the single period
--   period_start    date     -    -      first day
--   period_index    int      -    -      position among the periods of the frequency
--   value           decimal  row  -      Y_t - Y_(t-1)
--   half_digit      decimal  row  >= 0   sum of the halves of the last printed digits; NULL when one is unknown
--   status          text     -    -      weakest status of the two: A, P, E, F; B where the publisher marks both as a break
--   vintage         date     -    -      vintage of both; NULL when unknown
--   reason          text     -    -      why value is NULL: vintage_differs, series_break (only one of the two is marked as a break)
--   inputs          list     -    -      observation ids of both
-- checks:
--   unique(area, segment, measure, dimension, member, unit, publisher, scope, frequency, period)
--   never((value IS NULL) <> (reason IS NOT NULL))
WITH summing AS (
    -- Few series are sums over more than a quarter: of the others no value is looked at.
    SELECT s.*
    FROM stg_series AS s
    JOIN stg_measure AS m ON m.measure = s.measure AND m.over_time = 'sum'
    SEMI JOIN stg_value AS v ON v.series = s.series
    WHERE s.frequency IN ('R', 'S', 'A')
),
candidate AS MATERIALIZED (
    SELECT *
    FROM stg_series AS o
    SEMI JOIN summing AS s
        ON s.area = o.area AND s.segment = o.segment AND s.measure = o.measure AND s.publisher = o.publisher
    WHERE o.transformation = 'level'
        AND o.base_measure = ''
        AND o.frequency <> 'D'
),
told AS MATERIALIZED (
    SELECT *
    FROM stg_value
    SEMI JOIN candidate USING (series)
    WHERE value IS NOT NULL
),
flow AS MATERIALIZED (
    SELECT s.*, p.period_start, p.period_end, p.period_index, v.* EXCLUDE (series), d.confidence_rank, d.document
    FROM told AS v
    JOIN candidate AS s ON s.series = v.series
    JOIN stg_period AS p ON p.period_id = v.period_id
    JOIN stg_origin AS d ON d.origin = v.origin
),
longer AS MATERIALIZED (
    SELECT *
    FROM flow
    WHERE frequency IN ('R', 'S', 'A')
    UNION ALL
    -- A quarter is a sum since the start where its first two months are printed as one.
    SELECT *
    FROM flow AS q
    WHERE q.frequency = 'Q'
        AND EXISTS (SELECT 1 FROM flow AS r WHERE r.frequency = 'R' AND r.period_start = q.period_start AND r.publisher = q.publisher)
),
pair AS (
    SELECT
        l.series,
        l.area,
        l.segment,
        l.measure,
        l.dimension,
        l.member,
        l.unit,
        l.publisher,
        l.scope,
        date_diff('month', s.period_end, l.period_end) AS months,
        CAST(s.period_end + INTERVAL 1 DAY AS DATE) AS period_start,
        l.period_end,
        l.value - s.value AS value,
        l.half_digit + s.half_digit AS half_digit,
        CASE
            WHEN l.status = 'B' AND s.status = 'B' THEN 'B'
            ELSE substr('APEF', greatest(strpos('APEF', l.status), strpos('APEF', s.status)), 1)
        END AS status,
        CASE
            WHEN coalesce(l.vintage <> s.vintage, l.vintage IS NOT NULL OR s.vintage IS NOT NULL OR l.document <> s.document OR l.document = '')
                THEN 'vintage_differs'
            WHEN (l.status = 'B') <> (s.status = 'B') THEN 'series_break'
        END AS reason,
        l.vintage,
        l.revision,
        l.confidence_rank,
        l.document,
        l.id AS long_id,
        s.id AS short_id
    FROM longer AS l
    JOIN flow AS s
        ON s.area = l.area AND s.segment = l.segment AND s.measure = l.measure AND s.dimension = l.dimension AND s.member = l.member
        AND s.unit = l.unit AND s.publisher = l.publisher AND s.scope = l.scope
        AND s.period_start = l.period_start AND s.period_end < l.period_end
),
single AS MATERIALIZED (
    SELECT
        *,
        CASE months WHEN 1 THEN 'M' WHEN 3 THEN 'Q' ELSE 'S' END AS frequency,
        year(period_start) * (12 // months) + (month(period_start) - 1) // months AS period_index,
        row_number() OVER (
            PARTITION BY area, segment, measure, dimension, member, unit, publisher, scope, months, period_start
            ORDER BY reason IS NOT NULL, vintage DESC NULLS LAST, revision DESC, confidence_rank, document, long_id, short_id
        ) AS choice
    FROM pair
    WHERE months IN (1, 3, 6)
        AND (month(period_start) - 1) % months = 0
),
printed AS (
    SELECT o.*
    FROM flow AS o
    SEMI JOIN single AS c
        ON c.area = o.area AND c.segment = o.segment AND c.measure = o.measure AND c.dimension = o.dimension AND c.member = o.member
        AND c.unit = o.unit AND c.publisher = o.publisher AND c.scope = o.scope AND c.frequency = o.frequency AND c.period_index = o.period_index
)
SELECT
    c.series,
    c.area,
    c.segment,
    c.measure,
    c.dimension,
    c.member,
    c.unit,
    c.publisher,
    c.scope,
    c.frequency,
    CASE c.frequency
        WHEN 'M' THEN strftime(c.period_start, '%Y-%m')
        ELSE strftime(c.period_start, '%Y-') || c.frequency || (c.period_index % (12 // c.months) + 1)
    END AS period,
    c.period_start,
    c.period_index,
    CASE WHEN c.reason IS NULL THEN c.value END AS value,
    CASE WHEN c.reason IS NULL THEN c.half_digit END AS half_digit,
    c.status,
    CASE WHEN c.reason IS NULL THEN c.vintage END AS vintage,
    c.reason,
    list_sort([c.long_id, c.short_id]) AS inputs
FROM single AS c
ANTI JOIN printed AS p
    ON p.area = c.area AND p.segment = c.segment AND p.measure = c.measure AND p.dimension = c.dimension AND p.member = c.member
    AND p.unit = c.unit AND p.publisher = c.publisher AND p.scope = c.scope AND p.frequency = c.frequency AND p.period_index = c.period_index
WHERE c.choice = 1
ORDER BY c.area, c.segment, c.measure, c.dimension, c.member, c.unit, c.publisher, c.scope, c.frequency, c.period_index
