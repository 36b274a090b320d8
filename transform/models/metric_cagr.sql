-- model:    metric_cagr
-- question: at what steady annual rate did a series grow from its first to its last observed period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_ends, core_coverage
-- formula:  (v_T / v_0)^(1/y) - 1, y = periods between / periods a year
-- arithmetic:
--   cagr = (v / b)^(1 / years) - 1
--   v: core_value.value
--   b: core_value.value where x.period = r.base_period
-- universe: one row a series and frequency (not days); forecasts are no observations; period = the last observed one, base_period = the first
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
--   cagr           double  ratio  >= -1  growth a year, as a fraction
--   base_period    text    -      -      first observed period
--   years          double  -      >= 0   y of the formula
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: too_short (one period), zero_base, negative_base (or a negative last value), series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((cagr IS NULL) <> (reason IS NOT NULL))
WITH judged AS (
    SELECT
        *,
        (period_index - base_index) / per_year AS years,
        CASE
            WHEN base_index = period_index THEN 'too_short'
            WHEN base = 0 THEN 'zero_base'
            WHEN base < 0 OR value < 0 THEN 'negative_base'
            WHEN last_break > base_index THEN 'series_break'
        END AS why
    FROM core_ends
)
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
    CASE WHEN v.why IS NULL THEN pow(CAST(v.value AS DOUBLE) / CAST(v.base AS DOUBLE), 1 / v.years) - 1 END AS cagr,
    v.base_period,
    v.years,
    v.derived,
    v.why AS reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM judged AS v
LEFT JOIN core_coverage AS c ON c.total_line = v.total_line AND c.period_index = v.period_index
