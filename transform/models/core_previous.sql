-- model:    core_previous
-- question: how much did a value grow on the quarter, or the month, before?
-- grain:    line, period_index
-- needs:    core_value, core_value_cell
-- formula:  growth = v_t / v_(t-1) - 1, computed as (v_t - v_(t-1)) / v_(t-1)
-- universe: every member and the total, quarters and months; not annualised
-- columns:
--   line           int     -      -      number of the line: of market, measure, publisher, frequency and member
--   total_line     int     -      -      number of the total's line
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      Q, M
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   member         text    -      -      code list member, or total
--   growth         double  ratio  -      growth as a fraction; nominal, not seasonally adjusted
--   difference     decimal row    -      v_t - v_(t-1); also where the base is zero or negative
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no growth: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   never(line IS NULL)
SELECT
    v.line,
    v.total_line,
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.period_index,
    v.member,
    CASE
        WHEN b.value > 0 AND (v.last_break IS NULL OR v.last_break <= b.period_index)
            THEN as_double(v.value - b.value) / b.value_double
    END AS growth,
    v.value - b.value AS difference,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN b.value = 0 THEN 'zero_base'
        WHEN b.value < 0 THEN 'negative_base'
        WHEN v.last_break > b.period_index THEN 'series_break'
    END AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), b.weakness), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    list_sort(list_distinct(list_concat(v.inputs, b.inputs))) AS inputs
FROM core_value AS v
LEFT JOIN core_value_cell AS b
    ON b.line = v.line AND b.period_index = v.period_index - 1
WHERE v.frequency IN ('Q', 'M')
