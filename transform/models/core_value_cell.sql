-- model:    core_value_cell
-- question: what is each line of a market worth in every period, also where only shorter periods are printed?
-- grain:    line, period_index
-- needs:    core_market_cell, core_line, stg_measure, stg_calendar
-- formula:  the value of core_market_cell; else of a flow the sum of all months of the quarter, quarters or halves of the year, and of
--           a stock the value of the last month, quarter or half (derived)
-- universe: as core_market_cell, and longer periods all of whose parts are known, with no break between them; means, ratios and rates
--           are not put together
-- kept:     table
-- columns:
--   line            int      -    -      number of the line
--   period_index    int      -    -      position among the periods of the frequency
--   value           decimal  row  -      base units; NULL in a hole
--   value_double    double   row  -      value as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
--   half_digit      decimal  row  >= 0   half of the last printed digits, carried through sum and product; NULL when unknown
--   derived         bool     -    -      not printed, nor a sum of printed parts of the market
--   method          text     -    -      printed, split, share (see core_market_value), sum (of shorter periods), end (of the period); '' in a hole
--   weakness        int      -    -      weakest status of the inputs, its place in APEF; NULL in a hole
--   series_break    bool     -    -      the publisher marks a break in this period
--   last_break      int      -    -      period_index of the latest break up to this period
--   vintage         date     -    -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -    -      why value is NULL: missing, scope_differs, vintage_differs
--   inputs          list     -    -      observation ids
-- checks:
--   unique(line, period_index)
--   never((value IS NULL) <> (reason IS NOT NULL))
WITH shorter AS (
    SELECT l.line, l.frequency, m.over_time,
        line_of(l.market, l.measure, l.publisher, 'Q', l.member) AS quarterly,
        line_of(l.market, l.measure, l.publisher, 'A', l.member) AS annual
    FROM core_line AS l
    JOIN stg_measure AS m ON m.measure = l.measure AND m.over_time <> 'none'
    WHERE l.frequency IN ('M', 'Q', 'S')
),
known AS (
    SELECT c.line, s.frequency, s.over_time, s.quarterly, s.annual,
        c.period_index, c.value, c.half_digit, c.weakness, c.series_break, c.derived, c.vintage, c.inputs
    FROM core_market_cell AS c
    JOIN shorter AS s ON s.line = c.line
    WHERE c.value IS NOT NULL
),
quarter AS MATERIALIZED (
    -- A sum of all parts, or of the last alone.
    SELECT quarterly AS line, any_value(annual) AS annual, period_index // 3 AS period_index, any_value(over_time) AS over_time,
        sum(value) AS value,
        CASE WHEN count(half_digit) = count(*) THEN sum(half_digit) END AS half_digit,
        max(weakness) AS weakness,
        bool_or(series_break) AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        CASE WHEN bool_or(derived) THEN list_sort(list_distinct(flatten(list(inputs)))) ELSE list_sort(flatten(list(inputs))) END AS inputs,
        bool_or(derived) AS derived
    FROM known
    WHERE frequency = 'M' AND (over_time = 'sum' OR period_index % 3 = 2)
    GROUP BY quarterly, period_index // 3
    HAVING any_value(over_time) = 'end' OR count(*) = 3 AND NOT coalesce(bool_or(series_break) FILTER (period_index % 3 > 0), FALSE)
),
part AS (
    SELECT annual, CASE frequency WHEN 'Q' THEN 4 ELSE 2 END AS n, period_index, over_time, value, half_digit, weakness, series_break, derived, vintage,
        inputs
    FROM known
    WHERE frequency <> 'M'
    UNION ALL
    SELECT q.annual, 4, q.period_index, q.over_time, q.value, q.half_digit, q.weakness, q.series_break, q.derived, q.vintage, q.inputs
    FROM quarter AS q
    ANTI JOIN (SELECT * FROM core_market_cell WHERE value IS NOT NULL) AS p ON p.line = q.line AND p.period_index = q.period_index
),
year_of AS MATERIALIZED (
    SELECT annual AS line, period_index // n AS period_index, any_value(over_time) AS over_time, n,
        sum(value) AS value,
        CASE WHEN count(half_digit) = count(*) THEN sum(half_digit) END AS half_digit,
        max(weakness) AS weakness,
        bool_or(series_break) AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        CASE WHEN bool_or(derived) THEN list_sort(list_distinct(flatten(list(inputs)))) ELSE list_sort(flatten(list(inputs))) END AS inputs
    FROM part
    WHERE over_time = 'sum' OR period_index % n = n - 1
    GROUP BY annual, period_index // n, n
    HAVING any_value(over_time) = 'end' OR count(*) = n AND NOT coalesce(bool_or(series_break) FILTER (period_index % n > 0), FALSE)
),
longer AS (
    SELECT line, period_index, over_time, value, half_digit, weakness, series_break, vintage, inputs
    FROM quarter
    UNION ALL
    SELECT line, period_index, over_time, value, half_digit, weakness, series_break, vintage, inputs
    FROM year_of
    WHERE n = 4
    UNION ALL
    -- From quarters if they are known, since halves are printed more coarsely.
    SELECT line, period_index, over_time, value, half_digit, weakness, series_break, vintage, inputs
    FROM year_of
    ANTI JOIN (SELECT line, period_index FROM year_of WHERE n = 4) AS q USING (line, period_index)
    WHERE n = 2
),
added AS MATERIALIZED (
    SELECT d.*
    FROM longer AS d
    ANTI JOIN (SELECT * FROM core_market_cell WHERE value IS NOT NULL) AS v ON v.line = d.line AND v.period_index = d.period_index
),
extended AS MATERIALIZED (
    -- The lines that get values which are not printed; all others stay as they are.
    SELECT c.line, c.period_index, c.value, c.value_double, c.half_digit, c.derived, c.method, c.weakness, c.series_break, c.vintage, c.reason, c.inputs
    FROM core_market_cell AS c
    SEMI JOIN added AS a ON a.line = c.line
    ANTI JOIN added AS b ON b.line = c.line AND b.period_index = c.period_index
    UNION ALL
    SELECT a.line, a.period_index, a.value, as_double(a.value), a.half_digit, TRUE, a.over_time, a.weakness, a.series_break OR coalesce(c.series_break, FALSE), a.vintage,
        NULL, a.inputs
    FROM added AS a
    LEFT JOIN core_market_cell AS c ON c.line = a.line AND c.period_index = a.period_index
),
holed AS (
    SELECT e.line, any_value(l.frequency) AS frequency, min(e.period_index) AS first_index, max(e.period_index) AS last_index
    FROM extended AS e
    JOIN core_line AS l ON l.line = e.line
    GROUP BY e.line
    HAVING count(*) <= max(e.period_index) - min(e.period_index)
),
whole AS (
    SELECT * FROM extended
    UNION ALL
    SELECT h.line, c.period_index, NULL, NULL, NULL, FALSE, '', NULL, FALSE, NULL, 'missing', CAST([] AS BIGINT[])
    FROM holed AS h
    JOIN stg_calendar AS c ON c.frequency = h.frequency AND c.period_index BETWEEN h.first_index AND h.last_index
    ANTI JOIN extended AS e ON e.line = h.line AND e.period_index = c.period_index
),
broken_line AS (
    SELECT line, list(period_index) AS breaks
    FROM whole
    WHERE series_break
    GROUP BY line
)
SELECT line, period_index, value, value_double, half_digit, derived, method, weakness, series_break, last_break, vintage, reason, inputs
FROM core_market_cell
ANTI JOIN added USING (line)
UNION ALL
SELECT w.line, w.period_index, w.value, w.value_double, w.half_digit, w.derived, w.method, w.weakness, w.series_break,
    list_max(list_filter(b.breaks, at -> at <= w.period_index)), w.vintage, w.reason, w.inputs
FROM whole AS w
LEFT JOIN broken_line AS b ON b.line = w.line
