-- model:    metric_midpoint
-- question: how much did a value grow on the year, on a scale on which entry and exit have a place?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth, core_coverage
-- formula:  2 (v_1 - v_0) / (v_1 + v_0), one year apart
-- arithmetic:
--   midpoint = 2 * (v - b) / (v + b)
--   v: core_value.value
--   b: core_value.value where x.period_index = r.period_index - r.per_year
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
--   member         text    -      -      code list member, or total
--   midpoint       double  ratio  -2..2  growth on the mean of both values: 2 from 0, -2 to 0; not to be printed as growth on the year
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base (both are 0), negative_base (either is), series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((midpoint IS NULL) <> (reason IS NOT NULL))
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
    CASE
        WHEN v.why IS NULL AND v.value >= 0 AND v.base >= 0 AND v.value + v.base > 0
            THEN 2 * v.difference_double / as_double(v.value + v.base)
    END AS midpoint,
    v.derived,
    CASE
        WHEN v.why IS NOT NULL THEN v.why
        WHEN v.base < 0 OR v.value < 0 THEN 'negative_base'
        WHEN v.value + v.base = 0 THEN 'zero_base'
    END AS reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_growth AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
