-- model:    core_share
-- question: what part of its market did each member have, computed where the values exist, else as printed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_value, core_market_share, core_observation, core_break, stg_market, stg_calendar
-- formula:  computed = v_i / V; else the printed share
-- universe: members that are not the total, each from its first to its last period without gaps
-- columns:
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   publisher       text    -      -      code list publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   frequency       text    -      -      A, S, Q, M, D
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   period_index    int     -      -      position among the periods of the frequency
--   per_year        int     -      1..12  periods a year; NULL for days
--   member          text    -      -      code list member
--   share           double  ratio  >= 0   fraction of the market's total
--   half_band       double  ratio  >= 0   the true share lies within share +- half_band by rounding; NULL when unknown
--   basis           text    -      -      computed, published
--   reason          text    -      -      why share is NULL: zero_total, missing_base (no total), scope_differs, missing
--   status          text    -      -      weakest status of the inputs
--   last_break      int     -      -      period_index of the latest break up to this period
--   vintage         date    -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs          list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((share IS NULL) <> (reason IS NOT NULL))
WITH computed AS MATERIALIZED (
    SELECT v.market, v.measure, v.publisher, v.frequency, v.member, v.period_index,
        CASE WHEN t.value > 0 AND v.method <> 'share' THEN CAST(v.value AS DOUBLE) / CAST(t.value AS DOUBLE) END AS share,
        CASE WHEN t.value > 0 THEN
            (CAST(v.half_digit AS DOUBLE) + CAST(v.value AS DOUBLE) / CAST(t.value AS DOUBLE) * CAST(t.half_digit AS DOUBLE)) / CAST(t.value AS DOUBLE)
        END AS half_band,
        CASE
            WHEN v.value IS NULL THEN v.reason
            WHEN t.value IS NULL THEN 'missing_base'
            WHEN t.value <= 0 THEN 'zero_total'
        END AS reason,
        greatest(strpos('APEF', v.status), strpos('APEF', t.status)) AS weakness,
        v.series_break OR coalesce(t.series_break, FALSE) AS series_break,
        CASE WHEN v.vintage IS NOT NULL AND t.vintage IS NOT NULL THEN greatest(v.vintage, t.vintage) END AS vintage,
        list_sort(list_distinct(flatten([v.inputs, t.inputs]))) AS inputs
    FROM core_market_value AS v
    LEFT JOIN core_market_value AS t
        ON t.market = v.market AND t.measure = v.measure AND t.publisher = v.publisher AND t.frequency = v.frequency
        AND t.period_index = v.period_index AND t.member = 'total'
    WHERE v.member <> 'total'
),
span AS (
    SELECT market, measure, publisher, frequency, member, min(period_index) AS first_index, max(period_index) AS last_index
    FROM (
        SELECT market, measure, publisher, frequency, member, period_index FROM computed
        UNION ALL
        SELECT market, measure, publisher, frequency, member, period_index FROM core_market_share
    )
    GROUP BY market, measure, publisher, frequency, member
),
broken AS (
    SELECT DISTINCT s.market, s.measure, s.publisher, s.frequency, s.member, b.period_index
    FROM span AS s
    JOIN core_break AS b
        ON b.market = s.market AND b.measure = s.measure AND b.publisher = s.publisher AND b.frequency = s.frequency
        AND b.member IN ('', 'total', s.member)
),
elsewhere AS (
    -- The same publisher's share of the same member and period under another scope.
    SELECT DISTINCT m.market, m.measure, m.publisher, o.frequency, o.period_index, o.member
    FROM core_observation AS o
    JOIN stg_market AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND o.scope <> m.scope
        AND o.publisher = m.publisher AND o.dimension = m.dimension
    WHERE o.transformation = 'share' AND o.base_measure IN ('', m.measure) AND o.value IS NOT NULL
),
cell AS (
    SELECT
        m.market,
        m.measure,
        m.publisher,
        m.scope,
        m.unit,
        s.frequency,
        c.period,
        c.period_start,
        c.period_index,
        c.per_year,
        s.member,
        coalesce(v.share, p.share) AS share,
        CASE WHEN v.share IS NOT NULL THEN v.half_band ELSE p.half_digit END AS half_band,
        CASE WHEN v.share IS NOT NULL THEN 'computed' WHEN p.share IS NOT NULL THEN 'published' END AS basis,
        CASE
            WHEN coalesce(v.share, p.share) IS NOT NULL THEN NULL
            WHEN v.reason IN ('zero_total', 'missing_base') THEN v.reason
            WHEN e.market IS NOT NULL THEN 'scope_differs'
            ELSE coalesce(v.reason, 'missing')
        END AS reason,
        CASE WHEN v.share IS NOT NULL THEN v.weakness ELSE strpos('APEF', p.status) END AS weakness,
        d.market IS NOT NULL OR CASE WHEN v.share IS NOT NULL THEN v.series_break ELSE coalesce(p.series_break, FALSE) END AS series_break,
        CASE WHEN v.share IS NOT NULL THEN v.vintage ELSE p.vintage END AS vintage,
        CASE WHEN v.share IS NOT NULL THEN v.inputs ELSE coalesce(p.inputs, v.inputs, CAST([] AS BIGINT[])) END AS inputs
    FROM span AS s
    JOIN stg_market AS m ON m.market = s.market AND m.measure = s.measure AND m.publisher = s.publisher
    JOIN stg_calendar AS c ON c.frequency = s.frequency AND c.period_index BETWEEN s.first_index AND s.last_index
    LEFT JOIN computed AS v
        ON v.market = s.market AND v.measure = s.measure AND v.publisher = s.publisher AND v.frequency = s.frequency
        AND v.member = s.member AND v.period_index = c.period_index
    LEFT JOIN core_market_share AS p
        ON p.market = s.market AND p.measure = s.measure AND p.publisher = s.publisher AND p.frequency = s.frequency
        AND p.member = s.member AND p.period_index = c.period_index
    LEFT JOIN broken AS d
        ON d.market = s.market AND d.measure = s.measure AND d.publisher = s.publisher AND d.frequency = s.frequency
        AND d.member = s.member AND d.period_index = c.period_index
    LEFT JOIN elsewhere AS e
        ON e.market = s.market AND e.measure = s.measure AND e.publisher = s.publisher AND e.frequency = s.frequency
        AND e.member = s.member AND e.period_index = c.period_index
)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    period_index,
    per_year,
    member,
    share,
    half_band,
    basis,
    reason,
    substr('APEF', weakness, 1) AS status,
    max(CASE WHEN series_break THEN period_index END) OVER (
        PARTITION BY market, measure, publisher, frequency, member
        ORDER BY period_index
    ) AS last_break,
    vintage,
    inputs
FROM cell
ORDER BY market, measure, publisher, scope, frequency, period_index, member
