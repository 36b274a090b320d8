-- model:    core_ends
-- question: which are the first and the last value of each line?
-- grain:    line
-- needs:    core_value_cell, core_line, stg_calendar
-- formula:  the earliest and the latest period that has a value; forecasts are left out
-- universe: every line with a value, of a year or shorter (not days)
-- columns:
--   line           int     -    -      number of the line
--   total_line     int     -    -      number of the total's line
--   market         text    -    -      code list market
--   measure        text    -    -      code list measure
--   publisher      text    -    -      code list publisher
--   scope          text    -    -      code list scope
--   unit           text    -    -      unit of the measure: currency, count, persons
--   frequency      text    -    -      A, S, Q, M
--   per_year       int     -    1..12  periods a year
--   member         text    -    -      code list member, or total
--   period         text    -    -      last period
--   period_start   date    -    -      its first day
--   period_index   int     -    -      its position among the periods of the frequency
--   base_period    text    -    -      first period
--   base_index     int     -    -      its position
--   value          decimal row  -      value of the last period
--   base           decimal row  -      value of the first period
--   last_break     int     -    -      period_index of the latest break up to the last period
--   derived        bool    -    -      one of the two is not printed but derived
--   status         text    -    -      weakest status of the two: A, P, E
--   vintage        date    -    -      latest vintage of the two; NULL when one is unknown
--   inputs         list    -    -      observation ids
-- checks:
--   unique(line)
WITH ends AS MATERIALIZED (
    SELECT line, min(period_index) AS first_index, max(period_index) AS last_index
    FROM core_value_cell
    WHERE value IS NOT NULL AND weakness < 4 -- no forecast
    GROUP BY line
),
-- Each by itself: the engine does not foresee how few they are.
first AS MATERIALIZED (
    SELECT v.line, v.period_index, v.value, v.derived, v.weakness, v.vintage, v.inputs
    FROM core_value_cell AS v
    SEMI JOIN ends AS e ON e.line = v.line AND e.first_index = v.period_index
),
last AS MATERIALIZED (
    SELECT v.line, v.period_index, v.value, v.derived, v.weakness, v.vintage, v.inputs, v.last_break
    FROM core_value_cell AS v
    SEMI JOIN ends AS e ON e.line = v.line AND e.last_index = v.period_index
)
SELECT
    l.line,
    l.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    l.per_year,
    l.member,
    p.period,
    p.period_start,
    v.period_index,
    f.period AS base_period,
    b.period_index AS base_index,
    v.value,
    b.value AS base,
    v.last_break,
    v.derived OR b.derived AS derived,
    substr('APEF', greatest(v.weakness, b.weakness), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    list_sort(list_distinct(list_concat(v.inputs, b.inputs))) AS inputs
FROM last AS v
JOIN first AS b ON b.line = v.line
JOIN core_line AS l ON l.line = v.line AND l.per_year IS NOT NULL
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = v.period_index
JOIN stg_calendar AS f ON f.frequency = l.frequency AND f.period_index = b.period_index
ORDER BY l.market, l.measure, l.publisher, l.scope, l.frequency, l.member
