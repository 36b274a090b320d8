-- model:    core_index_base
-- question: in which period is each series' index 100, and what is it worth there?
-- grain:    market, measure, publisher, scope, frequency, member
-- needs:    core_value_cell, core_line, stg_reference, stg_calendar
-- formula:  the period that holds the first day of the market's index_base, else the first with a value that is no forecast
-- universe: every series of periods of a year or shorter; a series without a row in the declared period has none here
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure
--   frequency      text    -      -      A, S, Q, M
--   member         text    -      -      code list member, or total
--   period         text    -      -      the base period
--   period_index   int     -      -      its position among the periods of the frequency
--   value          decimal row    -      value in it; NULL in a hole
--   value_double   double  row    -      the same as DOUBLE
--   derived        bool    -      -      it is not printed but derived
--   last_break     int     -      -      period_index of the latest break up to it
--   reason         text    -      -      why value is NULL: missing, scope_differs, vintage_differs
--   status         text    -      -      its status
--   vintage        date    -      -      its vintage
--   inputs         list    -      -      observation ids
-- checks:
--   unique(line)
WITH first_value AS (
    SELECT line, min(period_index) AS period_index
    FROM core_value_cell
    WHERE value IS NOT NULL AND weakness < 4 -- no forecast
    GROUP BY line
),
base AS MATERIALIZED (
    SELECT
        l.*,
        CASE
            WHEN r.base_start IS NULL THEN f.period_index
            ELSE year(r.base_start) * l.per_year + (month(r.base_start) - 1) // (12 // l.per_year)
        END AS period_index
    FROM core_line AS l
    LEFT JOIN stg_reference AS r ON r.market = l.market
    LEFT JOIN first_value AS f ON f.line = l.line
    WHERE l.per_year IS NOT NULL
)
SELECT
    b.line,
    b.market,
    b.measure,
    b.publisher,
    b.scope,
    b.unit,
    b.frequency,
    b.member,
    p.period,
    b.period_index,
    v.value,
    v.value_double,
    v.derived,
    v.last_break,
    v.reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    v.inputs
FROM base AS b
JOIN core_value_cell AS v ON v.line = b.line AND v.period_index = b.period_index
JOIN stg_calendar AS p ON p.frequency = b.frequency AND p.period_index = b.period_index
ORDER BY b.market, b.measure, b.publisher, b.scope, b.frequency, b.member
