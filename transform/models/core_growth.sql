-- model:    core_growth
-- question: what was each value a year before, and may the two be compared?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value
-- formula:  base = value of the same period one year earlier, by the calendar
-- universe: every member and the total, every period of a year or shorter (not days)
-- columns:
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
--   derived        bool    -      -      one of the values is not printed but derived
--   why            text    -      -      why the two are not compared: missing, missing_base, scope_differs, vintage_differs, series_break
--   status         text    -      -      weakest status of the two: A, P, E, F
--   vintage        date    -      -      latest vintage of the two; NULL when one is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never(why IS NULL AND difference IS NULL)
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.period_index,
    v.per_year,
    v.measure_kind,
    v.member,
    v.value,
    b.value AS base,
    v.value - b.value AS difference,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN v.last_break > b.period_index THEN 'series_break'
    END AS why,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', b.status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    list_concat(b.inputs, v.inputs) AS inputs
FROM core_value AS v
LEFT JOIN core_value AS b
    ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency
    AND b.member = v.member AND b.period_index = v.period_index - v.per_year
WHERE v.per_year IS NOT NULL
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_index, v.member
