-- model:    metric_fx_growth
-- question: how much did a market in several currencies grow on the year at the exchange rates of the year before?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_currency_value, core_fx_rate, core_coverage
-- formula:  sum(v_c1 fx_c0) / sum(v_c0 fx_c0) - 1, one year apart, in the market's currency; fx = average of the period for flows, end of the period for stocks
-- arithmetic:
--   fx_growth = v / b - 1 if r.member <> 'total'
--   v: core_currency_value.value
--   b: core_currency_value.value where x.period_index = r.period_index - r.per_year
-- universe: members, and their total, of markets that are counted in several currencies; refused if a rate of the base period is missing, or a value of any member that has one in either year
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member; total: the sum of all members
--   fx_growth      double  ratio  -      growth at constant exchange rates; of a member: in its own currency
--   fx_effect      double  ratio  -      growth at current rates less that; NULL when a rate of the period itself is missing
--   fx_kind        text    -      -      rates used: period-average, end-of-period
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base (a value or rate of the base period; of the total: of any member), zero_base, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((fx_growth IS NULL) <> (reason IS NOT NULL))
WITH rated AS MATERIALIZED (
    SELECT
        v.*,
        CASE v.measure_kind WHEN 'flow' THEN 'period-average' ELSE 'end-of-period' END AS fx_kind,
        CASE WHEN v.currency = v.unit THEN 1 ELSE r.rate END AS rate,
        greatest(strpos('APEF', v.status), strpos('APEF', r.status)) AS weakness,
        CASE WHEN v.currency = v.unit THEN v.vintage WHEN v.vintage IS NOT NULL AND r.vintage IS NOT NULL THEN greatest(v.vintage, r.vintage) END AS dated,
        list_concat(v.inputs, r.inputs) AS rated_inputs
    FROM core_currency_value AS v
    LEFT JOIN core_fx_rate AS r
        ON r.currency = v.currency AND r.quote = v.unit AND r.frequency = v.frequency AND r.period_index = v.period_index
        AND r.kind = CASE v.measure_kind WHEN 'flow' THEN 'period-average' ELSE 'end-of-period' END
        AND v.currency <> v.unit
),
place AS (
    -- A member's places: the years in which it has a value, and the years after them.
    SELECT DISTINCT market, measure, publisher, scope, unit, frequency, period, period_start, period_index, per_year, fx_kind
    FROM rated
),
member_of AS (
    SELECT market, measure, publisher, frequency, period_index, member FROM rated
    UNION
    SELECT market, measure, publisher, frequency, period_index + per_year, member FROM rated
),
pair AS (
    SELECT
        p.*,
        m.member,
        v.rate AS rate,
        CAST(v.value AS DOUBLE) AS v1,
        CAST(b.value AS DOUBLE) * b.rate AS base,
        CAST(v.value AS DOUBLE) * b.rate AS constant,
        CAST(v.value AS DOUBLE) * v.rate AS current,
        greatest(v.weakness, b.weakness) AS weakness,
        CASE WHEN v.dated IS NOT NULL AND b.dated IS NOT NULL THEN greatest(v.dated, b.dated) END AS vintage,
        list_concat(v.rated_inputs, b.rated_inputs) AS inputs,
        CASE
            WHEN v.value IS NULL THEN 'missing'
            WHEN b.value IS NULL OR b.rate IS NULL THEN 'missing_base'
            WHEN v.series_break THEN 'series_break'
        END AS why
    FROM place AS p
    JOIN member_of AS m
        ON m.market = p.market AND m.measure = p.measure AND m.publisher = p.publisher AND m.frequency = p.frequency
        AND m.period_index = p.period_index
    LEFT JOIN rated AS v
        ON v.market = p.market AND v.measure = p.measure AND v.publisher = p.publisher AND v.frequency = p.frequency
        AND v.period_index = p.period_index AND v.member = m.member
    LEFT JOIN rated AS b
        ON b.market = p.market AND b.measure = p.measure AND b.publisher = p.publisher AND b.frequency = p.frequency
        AND b.period_index = p.period_index - p.per_year AND b.member = m.member
),
line AS (
    SELECT market, measure, publisher, scope, unit, frequency, period, period_start, period_index, fx_kind, member,
        base, constant, current, weakness, vintage, inputs, why
    FROM pair
    UNION ALL
    SELECT market, measure, publisher, scope, unit, frequency, period, period_start, period_index, fx_kind, 'total',
        sum(base ORDER BY member),
        sum(constant ORDER BY member),
        CASE WHEN count(current) = count(*) THEN sum(current ORDER BY member) END,
        max(weakness),
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END,
        flatten(list(inputs)),
        min(why)
    FROM pair
    GROUP BY market, measure, publisher, scope, unit, frequency, period, period_start, period_index, fx_kind
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
    CASE WHEN v.why IS NULL AND v.base > 0 THEN v.constant / v.base - 1 END AS fx_growth,
    CASE WHEN v.why IS NULL AND v.base > 0 THEN (v.current - v.constant) / v.base END AS fx_effect,
    v.fx_kind,
    FALSE AS derived,
    CASE
        WHEN v.why IS NOT NULL THEN v.why
        WHEN v.base = 0 THEN 'zero_base'
        WHEN v.base < 0 THEN 'negative_base'
    END AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    c.coverage,
    coalesce(list_sort(list_distinct(v.inputs)), CAST([] AS BIGINT[])) AS inputs
FROM line AS v
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
