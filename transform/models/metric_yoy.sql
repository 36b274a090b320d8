-- model:    metric_yoy
-- question: how much did a value grow on the same period one year earlier?
-- question@zh: 与上年同期相比，数值增长多少？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth, core_coverage
-- formula:  v_t / v_(t-1y) - 1, computed as (v_t - v_(t-1y)) / v_(t-1y)
-- formula@zh: v_t / v_(t−1y) − 1，按 (v_t − v_(t−1y)) / v_(t−1y) 计算
-- arithmetic:
--   yoy = (v - b) / b
--   difference = v - b
--   v: core_value.value
--   b: core_value.value where x.period_index = r.period_index - r.per_year
-- universe: every member and the total, every period; periods of a year or shorter (not days)
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   yoy            double  ratio  -      growth as a fraction; nominal, not seasonally adjusted
--   difference     decimal row    -      v_t - v_(t-1y); also where the base is zero or negative
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((yoy IS NULL) <> (reason IS NOT NULL))
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.member,
    CASE WHEN v.why IS NULL AND v.base > 0 THEN v.difference_double / v.base_double END AS yoy,
    v.difference,
    v.derived,
    CASE
        WHEN v.why <> 'series_break' THEN v.why
        WHEN v.base = 0 THEN 'zero_base'
        WHEN v.base < 0 THEN 'negative_base'
        ELSE v.why
    END AS reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_growth AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
