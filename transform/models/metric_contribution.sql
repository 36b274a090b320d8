-- model:    metric_contribution
-- question: how much of the market's growth on the year came from each member?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_value, core_coverage
-- formula:  c_i = (v_i1 - v_i0) / V_0, one year apart; not-covered = growth of the total less all c_i
-- universe: members of markets that have members, others and not-covered; what a member with only one of the two values
--           gained or lost is in not-covered
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or not-covered
--   contribution   double  pp     -      part of the total's growth, as a fraction
--   growth         double  ratio  -      growth of the total: the sum of all contributions
--   derived        bool    -      -      one of the values is share x total, not printed
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, zero_base, negative_base, series_break (of the member or of the total)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((contribution IS NULL) <> (reason IS NOT NULL))
--   sum(contribution) by (market, measure, publisher, scope, frequency, period) = growth +- 1e-9
WITH pair AS MATERIALIZED (
    SELECT
        v.*,
        b.value AS base,
        b.derived AS base_derived,
        b.status AS base_status,
        b.vintage AS base_vintage,
        flatten([v.inputs, b.inputs]) AS both_inputs,
        CASE
            WHEN v.value IS NULL THEN v.reason
            WHEN b.value IS NULL THEN CASE b.reason WHEN 'scope_differs' THEN b.reason ELSE 'missing_base' END
            WHEN b.value = 0 THEN 'zero_base'
            WHEN b.value < 0 THEN 'negative_base'
            WHEN v.last_break > b.period_index THEN 'series_break'
        END AS why
    FROM core_market_value AS v
    LEFT JOIN core_market_value AS b
        ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency
        AND b.member = v.member AND b.period_index = v.period_index - v.per_year
    WHERE v.per_year IS NOT NULL
),
attributed AS MATERIALIZED (
    SELECT
        v.*,
        t.base AS total_base,
        t.value - t.base AS total_difference,
        t.derived OR t.base_derived AS total_derived,
        t.both_inputs AS total_inputs,
        t.status AS total_status,
        t.base_status AS total_base_status,
        t.vintage AS total_vintage,
        t.base_vintage AS total_base_vintage,
        -- A member's own base may be zero: entry counts in full.
        CASE WHEN t.market IS NULL THEN 'missing' ELSE t.why END AS total_why,
        coalesce(
            CASE WHEN t.market IS NULL THEN 'missing' ELSE t.why END,
            CASE WHEN v.why NOT IN ('zero_base', 'negative_base') THEN v.why END
        ) AS member_why
    FROM pair AS v
    LEFT JOIN pair AS t
        ON t.market = v.market AND t.measure = v.measure AND t.publisher = v.publisher AND t.frequency = v.frequency
        AND t.period_index = v.period_index AND t.member = 'total'
    WHERE v.member <> 'total'
),
rest AS (
    SELECT
        market,
        measure,
        publisher,
        scope,
        unit,
        frequency,
        period,
        period_start,
        period_index,
        any_value(total_base) AS total_base,
        any_value(total_difference) AS total_difference,
        any_value(total_difference) - coalesce(sum(value - base) FILTER (member_why IS NULL), 0) AS difference,
        any_value(total_why) AS why,
        coalesce(bool_or(derived OR base_derived) FILTER (member_why IS NULL), FALSE) OR coalesce(any_value(total_derived), FALSE) AS derived,
        max(greatest(strpos('APEF', status), strpos('APEF', base_status), strpos('APEF', total_status), strpos('APEF', total_base_status))) AS weakness,
        CASE
            WHEN count(*) FILTER (member_why IS NULL AND (vintage IS NULL OR base_vintage IS NULL)) = 0
                THEN greatest(max(vintage), max(base_vintage), any_value(total_vintage), any_value(total_base_vintage))
        END AS vintage,
        bool_and(total_vintage IS NOT NULL AND total_base_vintage IS NOT NULL) AS is_dated,
        list_concat(any_value(total_inputs), flatten(list(both_inputs ORDER BY member) FILTER (member_why IS NULL))) AS inputs
    FROM attributed
    GROUP BY market, measure, publisher, scope, unit, frequency, period, period_start, period_index
),
line AS (
    SELECT
        market,
        measure,
        publisher,
        scope,
        unit,
        frequency,
        period,
        period_start,
        period_index,
        member,
        value - base AS difference,
        total_base,
        total_difference,
        member_why AS why,
        total_why,
        derived OR coalesce(base_derived, FALSE) OR coalesce(total_derived, FALSE) AS derived,
        greatest(strpos('APEF', status), strpos('APEF', base_status), strpos('APEF', total_status), strpos('APEF', total_base_status)) AS weakness,
        CASE
            WHEN vintage IS NOT NULL AND base_vintage IS NOT NULL AND total_vintage IS NOT NULL AND total_base_vintage IS NOT NULL
                THEN greatest(vintage, base_vintage, total_vintage, total_base_vintage)
        END AS vintage,
        flatten([both_inputs, total_inputs]) AS inputs
    FROM attributed
    UNION ALL
    SELECT
        market,
        measure,
        publisher,
        scope,
        unit,
        frequency,
        period,
        period_start,
        period_index,
        'not-covered',
        difference,
        total_base,
        total_difference,
        why,
        why,
        derived,
        weakness,
        CASE WHEN is_dated THEN vintage END,
        inputs
    FROM rest
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
    CASE WHEN v.why IS NULL THEN CAST(v.difference AS DOUBLE) / CAST(v.total_base AS DOUBLE) END AS contribution,
    CASE WHEN v.total_why IS NULL THEN CAST(v.total_difference AS DOUBLE) / CAST(v.total_base AS DOUBLE) END AS growth,
    v.derived,
    v.why AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    c.coverage,
    list_sort(list_distinct(v.inputs)) AS inputs
FROM line AS v
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
