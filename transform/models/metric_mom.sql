-- model:    metric_mom
-- question: how much did a value grow on the month before?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_previous, core_coverage
-- formula:  v_t / v_(t-1m) - 1, computed as (v_t - v_(t-1m)) / v_(t-1m)
-- arithmetic:
--   mom = (v - b) / b
--   difference = v - b
--   v: core_value.value
--   b: core_value.value where x.period_index = r.period_index - 1
-- universe: every member and the total, every month; not annualised
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
--   mom            double  ratio  -      growth as a fraction; nominal, not seasonally adjusted
--   difference     decimal row    -      v_t - v_(t-1m); also where the base is zero or negative
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((mom IS NULL) <> (reason IS NOT NULL))
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
    v.growth AS mom,
    v.difference,
    v.derived,
    v.reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_previous AS v
LEFT JOIN core_coverage AS c ON c.total_line = v.total_line AND c.period_index = v.period_index
WHERE v.frequency = 'M'
