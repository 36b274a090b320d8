-- model:    metric_cagr
-- question: at what steady annual rate did a series grow from its first to its last observed period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_coverage
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
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((cagr IS NULL) <> (reason IS NOT NULL))
WITH ends AS (
    SELECT
        market,
        measure,
        publisher,
        frequency,
        member,
        min(period_index) AS first_index,
        max(period_index) AS last_index
    FROM core_value
    WHERE value IS NOT NULL
        AND status <> 'F'
        AND per_year IS NOT NULL
    GROUP BY market, measure, publisher, frequency, member
),
judged AS (
    SELECT
        v.*,
        b.value AS base,
        b.period AS base_period,
        b.derived AS base_derived,
        b.status AS base_status,
        b.vintage AS base_vintage,
        b.inputs AS base_inputs,
        (v.period_index - b.period_index) / v.per_year AS years,
        CASE
            WHEN b.period_index = v.period_index THEN 'too_short'
            WHEN b.value = 0 THEN 'zero_base'
            WHEN b.value < 0 OR v.value < 0 THEN 'negative_base'
            WHEN v.last_break > b.period_index THEN 'series_break'
        END AS why
    FROM ends AS e
    JOIN core_value AS v
        ON v.market = e.market AND v.measure = e.measure AND v.publisher = e.publisher AND v.frequency = e.frequency
        AND v.member = e.member AND v.period_index = e.last_index
    JOIN core_value AS b
        ON b.market = e.market AND b.measure = e.measure AND b.publisher = e.publisher AND b.frequency = e.frequency
        AND b.member = e.member AND b.period_index = e.first_index
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
    v.derived OR v.base_derived AS derived,
    v.why AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', v.base_status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND v.base_vintage IS NOT NULL THEN greatest(v.vintage, v.base_vintage) END AS vintage,
    c.coverage,
    list_sort(list_distinct(flatten([v.inputs, v.base_inputs]))) AS inputs
FROM judged AS v
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
