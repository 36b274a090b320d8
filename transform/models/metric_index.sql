-- model:    metric_index
-- question: how does a series stand against its base period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_index_base, core_coverage
-- formula:  100 v_t / v_b; b = the period that holds the first day of the market's index_base, else the first with a value that is no forecast
-- arithmetic:
--   index = 100 * v / b
--   v: core_value.value
--   b: core_value.value where x.period = r.base_period
-- universe: every member and the total, every period (not days)
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
--   index          double  -      -      100 in the base period
--   base_period    text    -      -      the base period; NULL when the series has no such period
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break (between the base and the period)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never(("index" IS NULL) <> (reason IS NOT NULL))
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
        WHEN b.value > 0 AND coalesce(greatest(v.last_break, b.last_break), 0) <= least(v.period_index, b.period_index)
            THEN 100 * v.value_double / b.value_double
    END AS index,
    b.period AS base_period,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN b.value = 0 THEN 'zero_base'
        WHEN b.value < 0 THEN 'negative_base'
        WHEN greatest(v.last_break, b.last_break) > least(v.period_index, b.period_index) THEN 'series_break'
    END AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', b.status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    c.coverage,
    CASE WHEN b.period_index = v.period_index THEN v.inputs ELSE list_concat(b.inputs, v.inputs) END AS inputs
FROM core_value AS v
LEFT JOIN core_index_base AS b
    ON b.line = v.line
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
WHERE v.per_year IS NOT NULL
