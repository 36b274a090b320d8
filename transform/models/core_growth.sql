-- model:    core_growth
-- question: what was each value a year before, and may the two be compared?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth_cell, core_line, stg_calendar
-- formula:  base = value of the same period one year earlier, by the calendar
-- universe: every member and the total, every period of a year or shorter (not days)
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   per_year       int     -      1..12  periods a year
--   measure_kind   text    -      -      flow, stock
--   member         text    -      -      code list member, or total
--   value          decimal row    -      v_t; NULL in a hole
--   base           decimal row    -      v_(t-1y); NULL in a hole
--   difference     decimal row    -      v_t - v_(t-1y)
--   value_double    double row   -      v_t as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
--   base_double     double row   -      v_(t-1y) as DOUBLE
--   difference_double  double row  -    the difference as DOUBLE
--   derived        bool    -      -      one of the values is not printed but derived
--   why            text    -      -      why the two are not compared: missing, missing_base, scope_differs, vintage_differs, series_break
--   status         text    -      -      weakest status of the two: A, P, E, F
--   vintage        date    -      -      latest vintage of the two; NULL when one is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   never(line IS NULL)
SELECT
    c.line,
    l.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    c.period_index,
    l.per_year,
    l.measure_kind,
    l.member,
    c.value,
    c.base,
    c.difference,
    c.value_double,
    c.base_double,
    c.difference_double,
    c.derived,
    c.why,
    substr('APEF', c.weakness, 1) AS status,
    c.vintage,
    c.inputs
FROM core_growth_cell AS c
JOIN core_line AS l ON l.line = c.line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = c.period_index
