-- model:    core_market_cell
-- question: what is each line of a market worth in every period?
-- grain:    line, period_index
-- needs:    core_choice, core_year_to_date, core_selection, core_line, core_market_share, core_break, stg_series, stg_market, stg_calendar
-- formula:  the printed value, else the difference of two sums since the start of the year (derived); an area = sum of its sum_over
--           members; total = the printed total, the sum of all members where the
--           market says so, or the market's own area; else printed share x printed total (derived)
-- universe: members and total, each from its first to its last period without gaps; ranges (R) stay out;
--           a sum in which a part is missing is missing
-- kept:     table
-- columns:
--   line            int      -    -      number of the line
--   period_index    int      -    -      position among the periods of the frequency
--   value           decimal  row  -      base units; NULL in a hole
--   value_double    double   row  -      value as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
--   half_digit      decimal  row  >= 0   half of the last printed digits, carried through sum and product; NULL when unknown
--   derived         bool     -    -      not printed: share x total, or with a difference of sums since the start of the year
--   method          text     -    -      printed, split (of sums since the start of the year), share (x total); '' in a hole
--   weakness        int      -    -      weakest status of the inputs, its place in APEF; NULL in a hole
--   series_break    bool     -    -      the publisher marks a break in this period, or one is declared
--   last_break      int      -    -      period_index of the latest break up to this period
--   vintage         date     -    -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -    -      why value is NULL: missing, scope_differs, vintage_differs (of two sums since the start of the year)
--   inputs          list     -    -      observation ids
-- checks:
--   unique(line, period_index)
--   never((value IS NULL) <> (reason IS NOT NULL))
WITH part AS MATERIALIZED (
    SELECT s.line, s.part, o.period_index, o.value, o.half_digit, o.status, FALSE AS derived, o.vintage, o.id, NULL AS inputs
    FROM core_choice AS o
    JOIN core_selection AS s ON s.series = o.series
    WHERE s.frequency <> 'R' AND o.value IS NOT NULL
    UNION ALL
    SELECT line_of(s.market, s.measure, s.publisher, y.frequency, s.member), s.part, y.period_index, y.value, y.half_digit, y.status, TRUE,
        y.vintage, NULL, y.inputs
    FROM core_year_to_date AS y
    JOIN core_selection AS s ON s.series = y.series
    WHERE y.value IS NOT NULL
),
summed AS MATERIALIZED (
    SELECT line, period_index,
        count(*) AS n_parts,
        sum(value) AS value,
        CASE WHEN count(half_digit) = count(*) THEN sum(half_digit) END AS half_digit,
        max(strpos('APEF', CASE status WHEN 'B' THEN 'A' ELSE status END)) AS weakness,
        bool_or(derived) AS derived,
        bool_or(status = 'B') AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        list_sort(list_concat(list(id) FILTER (NOT derived), flatten(list(inputs) FILTER (derived)))) AS inputs
    FROM part
    GROUP BY line, period_index
),
part_span AS MATERIALIZED (
    SELECT line, part, min(period_index) AS first_index, max(period_index) AS last_index
    FROM part
    GROUP BY line, part
),
lacking AS (
    -- Sums in which a part is missing. A part is missing between its own first and last period.
    SELECT s.line, s.period_index
    FROM summed AS s
    JOIN (SELECT line, count(*) AS n_parts FROM part_span GROUP BY line) AS a ON a.line = s.line AND a.n_parts > s.n_parts
    JOIN part_span AS p ON p.line = s.line AND s.period_index BETWEEN p.first_index AND p.last_index
    GROUP BY s.line, s.period_index
    HAVING count(*) <> any_value(s.n_parts)
),
printed AS MATERIALIZED (
    SELECT line, period_index, value, half_digit, derived, CASE WHEN derived THEN 'split' ELSE 'printed' END AS method, weakness, series_break, vintage,
        inputs
    FROM summed
    ANTI JOIN lacking USING (line, period_index)
),
shared AS MATERIALIZED (
    SELECT s.line, s.period_index,
        CAST(CAST(s.share AS DECIMAL(18, 9)) * t.value AS DECIMAL(38, 9)) AS value,
        CAST(CAST(s.half_digit AS DECIMAL(18, 9)) * (t.value + t.half_digit) AS DECIMAL(38, 9))
            + CAST(CAST(s.share AS DECIMAL(18, 9)) * t.half_digit AS DECIMAL(38, 9)) AS half_digit,
        TRUE AS derived,
        'share' AS method,
        greatest(t.weakness, strpos('APEF', s.status)) AS weakness,
        t.series_break OR s.series_break AS series_break,
        CASE WHEN s.vintage IS NOT NULL AND t.vintage IS NOT NULL THEN greatest(s.vintage, t.vintage) END AS vintage,
        list_sort(list_distinct(list_concat(s.inputs, t.inputs))) AS inputs
    FROM core_market_share AS s
    JOIN printed AS t ON t.line = s.total_line AND t.period_index = s.period_index
    JOIN stg_market AS m ON m.market = s.market AND m.measure = s.measure AND m.publisher = s.publisher AND m.total = 'published'
    ANTI JOIN printed AS p ON p.line = s.line AND p.period_index = s.period_index
),
known AS (
    SELECT * FROM printed
    UNION ALL
    SELECT * FROM shared
),
span AS MATERIALIZED (
    -- Parts, not sums: a first period that lacks a part is still a period of the line.
    SELECT line, min(first_index) AS first_index, max(last_index) AS last_index
    FROM (
        SELECT line, first_index, last_index FROM part_span
        UNION ALL
        SELECT line, period_index, period_index FROM shared
    )
    GROUP BY line
),
holed AS (
    SELECT s.line, l.frequency, s.first_index, s.last_index
    FROM span AS s
    JOIN core_line AS l ON l.line = s.line
    JOIN (SELECT line, count(*) AS n_known FROM known GROUP BY line) AS k ON k.line = s.line AND k.n_known <= s.last_index - s.first_index
),
hole AS (
    SELECT h.line, c.period_index
    FROM holed AS h
    JOIN stg_calendar AS c ON c.frequency = h.frequency AND c.period_index BETWEEN h.first_index AND h.last_index
    ANTI JOIN known AS k ON k.line = h.line AND k.period_index = c.period_index
),
elsewhere AS (
    -- The same publisher, series and period under another scope, or as sums since the start of the year that do not go together.
    SELECT line_of(m.market, m.measure, m.publisher, o.frequency, o.member) AS line, o.period_index, min(o.reason) AS reason
    FROM (
        SELECT s.area, s.segment, s.measure, s.dimension, s.member, s.frequency, o.period_index, s.unit, s.publisher, s.scope, 'scope_differs' AS reason
        FROM (SELECT * FROM stg_series WHERE transformation = 'level' AND base_measure = '') AS s
        SEMI JOIN (SELECT DISTINCT publisher, measure, segment, scope FROM stg_market) AS m
            ON m.publisher = s.publisher AND m.measure = s.measure AND m.segment = s.segment AND m.scope <> s.scope
        JOIN core_choice AS o ON o.series = s.series
        WHERE o.value IS NOT NULL
        UNION ALL
        SELECT area, segment, measure, dimension, member, frequency, period_index, unit, publisher, scope, reason
        FROM core_year_to_date
        WHERE reason = 'vintage_differs'
    ) AS o
    JOIN stg_market AS m
        ON m.area = o.area AND m.segment = o.segment AND m.measure = o.measure AND (m.scope = o.scope) = (o.reason = 'vintage_differs')
        AND m.publisher = o.publisher AND m.unit = o.unit AND (o.dimension = m.dimension OR o.dimension = 'total')
    WHERE m.dimension <> 'area'
    GROUP BY ALL
),
broken AS (
    SELECT line, period_index FROM known WHERE series_break
    UNION ALL
    SELECT s.line, b.period_index
    FROM span AS s
    JOIN core_line AS l ON l.line = s.line
    JOIN core_break AS b
        ON b.market = l.market AND b.measure = l.measure AND b.publisher = l.publisher AND b.frequency = l.frequency
        AND b.member IN ('', l.member) AND b.period_index BETWEEN s.first_index AND s.last_index
),
broken_line AS (
    -- A row a line, and few lines: joined by cells, the engine takes the breaks for the larger side.
    SELECT line, list(period_index) AS breaks
    FROM broken
    GROUP BY line
),
cell AS (
    SELECT line, period_index, value, half_digit, derived, method, weakness, vintage, NULL AS reason, inputs FROM known
    UNION ALL
    SELECT h.line, h.period_index, NULL, NULL, FALSE, '', NULL, NULL, coalesce(e.reason, 'missing'), CAST([] AS BIGINT[])
    FROM hole AS h
    LEFT JOIN elsewhere AS e ON e.line = h.line AND e.period_index = h.period_index
)
SELECT
    c.line,
    c.period_index,
    c.value,
    as_double(c.value) AS value_double,
    c.half_digit,
    c.derived,
    c.method,
    c.weakness,
    coalesce(list_contains(b.breaks, c.period_index), FALSE) AS series_break,
    list_max(list_filter(b.breaks, at -> at <= c.period_index)) AS last_break,
    c.vintage,
    c.reason,
    c.inputs
FROM cell AS c
LEFT JOIN broken_line AS b ON b.line = c.line
