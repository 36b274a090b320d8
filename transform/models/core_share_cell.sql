-- model:    core_share_cell
-- question: what part of its market did each line have in every period?
-- grain:    line, period_index
-- needs:    core_market_cell, core_line, core_market_share, core_choice, core_break, stg_series, stg_market, stg_calendar
-- formula:  computed = v_i / V; else the printed share
-- universe: members that are not the total, each from its first to its last period without gaps
-- kept:     table
-- columns:
--   line            int    -      -      number of the line
--   period_index    int    -      -      position among the periods of the frequency
--   share           double ratio  >= 0   fraction of the market's total
--   half_band       double ratio  >= 0   the true share lies within share +- half_band by rounding; NULL when unknown
--   basis           text   -      -      computed, published
--   reason          text   -      -      why share is NULL: zero_total, missing_base (no total), scope_differs, missing
--   weakness        int    -      -      weakest status of the inputs, its place in APEF; NULL in a hole
--   last_break      int    -      -      period_index of the latest break up to this period
--   vintage         date   -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs          list   -      -      observation ids
-- checks:
--   unique(line, period_index)
--   never((share IS NULL) <> (reason IS NOT NULL))
WITH member AS (
    SELECT * FROM core_line WHERE member <> 'total'
),
total AS MATERIALIZED (
    SELECT c.line, c.period_index, c.value_double AS value, CAST(c.half_digit AS DOUBLE) AS half_digit, c.weakness, c.series_break, c.vintage, c.inputs
    FROM core_market_cell AS c
    JOIN core_line AS l ON l.line = c.line
    WHERE l.member = 'total' AND c.value IS NOT NULL
),
valued AS (
    SELECT c.line, m.total_line, c.period_index, c.value_double AS value, CAST(c.half_digit AS DOUBLE) AS half_digit, c.method, c.reason,
        c.weakness, c.series_break, c.vintage, c.inputs
    FROM core_market_cell AS c
    JOIN member AS m ON m.line = c.line
),
computed AS (
    SELECT v.line, v.period_index,
        CASE WHEN t.value > 0 AND v.method <> 'share' THEN v.value / t.value END AS share,
        CASE WHEN t.value > 0 THEN (v.half_digit + v.value / t.value * t.half_digit) / t.value END AS half_band,
        CASE
            WHEN v.value IS NULL THEN v.reason
            WHEN t.value IS NULL THEN 'missing_base'
            WHEN t.value <= 0 THEN 'zero_total'
        END AS reason,
        greatest(v.weakness, t.weakness) AS weakness,
        v.series_break OR coalesce(t.series_break, FALSE) AS series_break,
        CASE WHEN v.vintage IS NOT NULL AND t.vintage IS NOT NULL THEN greatest(v.vintage, t.vintage) END AS vintage,
        -- Both are sorted, and one mostly ends before the other begins: sorting them again takes a fifth of the time of the model.
        CASE
            WHEN t.inputs IS NULL THEN v.inputs
            WHEN v.inputs[-1] < t.inputs[1] THEN list_concat(v.inputs, t.inputs)
            WHEN t.inputs[-1] < v.inputs[1] THEN list_concat(t.inputs, v.inputs)
            ELSE list_sort(list_concat(v.inputs, list_filter(t.inputs, id -> NOT list_contains(v.inputs, id))))
        END AS inputs
    FROM valued AS v
    LEFT JOIN total AS t ON t.line = v.total_line AND t.period_index = v.period_index
),
known AS MATERIALIZED (
    SELECT
        coalesce(v.line, p.line) AS line,
        coalesce(v.period_index, p.period_index) AS period_index,
        coalesce(v.share, p.share) AS share,
        CASE WHEN v.share IS NOT NULL THEN v.half_band ELSE p.half_digit END AS half_band,
        CASE WHEN v.share IS NOT NULL THEN 'computed' WHEN p.share IS NOT NULL THEN 'published' END AS basis,
        CASE WHEN coalesce(v.share, p.share) IS NULL THEN v.reason END AS reason,
        CASE WHEN v.share IS NOT NULL THEN v.weakness ELSE strpos('APEF', p.status) END AS weakness,
        CASE WHEN v.share IS NOT NULL THEN v.series_break ELSE coalesce(p.series_break, FALSE) END AS series_break,
        CASE WHEN v.share IS NOT NULL THEN v.vintage ELSE p.vintage END AS vintage,
        CASE WHEN v.share IS NOT NULL THEN v.inputs ELSE coalesce(p.inputs, v.inputs) END AS inputs
    FROM computed AS v
    FULL JOIN core_market_share AS p ON p.line = v.line AND p.period_index = v.period_index
),
span AS MATERIALIZED (
    SELECT line, min(period_index) AS first_index, max(period_index) AS last_index, count(*) AS n_known
    FROM known
    GROUP BY line
),
cell AS MATERIALIZED (
    SELECT * FROM known
    UNION ALL
    SELECT s.line, c.period_index, NULL, NULL, NULL, 'missing', NULL, FALSE, NULL, CAST([] AS BIGINT[])
    FROM span AS s
    JOIN member AS m ON m.line = s.line
    JOIN stg_calendar AS c ON c.frequency = m.frequency AND c.period_index BETWEEN s.first_index AND s.last_index
    ANTI JOIN known AS k ON k.line = s.line AND k.period_index = c.period_index
    WHERE s.n_known <= s.last_index - s.first_index
),
broken AS MATERIALIZED (
    SELECT line, period_index FROM known WHERE series_break
    UNION
    SELECT s.line, b.period_index
    FROM span AS s
    JOIN member AS m ON m.line = s.line
    JOIN core_break AS b
        ON b.market = m.market AND b.measure = m.measure AND b.publisher = m.publisher AND b.frequency = m.frequency
        AND b.member IN ('', 'total', m.member) AND b.period_index BETWEEN s.first_index AND s.last_index
),
last AS (
    SELECT c.line, c.period_index, max(b.period_index) AS last_break
    FROM cell AS c
    JOIN broken AS b ON b.line = c.line AND b.period_index <= c.period_index
    GROUP BY c.line, c.period_index
),
elsewhere AS (
    -- The same publisher's share of the same member and period under another scope.
    SELECT DISTINCT line_of(m.market, m.measure, m.publisher, s.frequency, s.member) AS line, o.period_index
    FROM stg_series AS s
    JOIN stg_market AS m
        ON m.area = s.area AND m.segment = s.segment AND m.measure = s.measure AND m.scope <> s.scope
        AND m.publisher = s.publisher AND m.dimension = s.dimension
    JOIN core_choice AS o ON o.series = s.series
    WHERE s.transformation = 'share' AND s.base_measure IN ('', m.measure) AND o.value IS NOT NULL
)
SELECT
    c.line,
    c.period_index,
    c.share,
    c.half_band,
    c.basis,
    CASE WHEN c.reason NOT IN ('zero_total', 'missing_base') AND e.line IS NOT NULL THEN 'scope_differs' ELSE c.reason END AS reason,
    c.weakness,
    b.last_break,
    c.vintage,
    c.inputs
FROM cell AS c
LEFT JOIN last AS b ON b.line = c.line AND b.period_index = c.period_index
LEFT JOIN elsewhere AS e ON e.line = c.line AND e.period_index = c.period_index
