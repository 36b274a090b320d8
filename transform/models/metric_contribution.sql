-- model:    metric_contribution
-- question: how much of the market's growth on the year came from each member?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth, core_coverage
-- formula:  c_i = (v_i1 - v_i0) / V_0, one year apart; not-covered = growth of the total less all c_i
-- arithmetic:
--   contribution = (v - b) / B if r.member <> 'not-covered'
--   contribution = (V - B) / B - sum(c) if r.member = 'not-covered'
--   growth = (V - B) / B
--   v: core_growth.value
--   b: core_growth.base
--   V: core_growth.value where x.member = 'total'
--   B: core_growth.base where x.member = 'total'
--   c: metric_contribution.contribution where x.member <> 'not-covered' AND x.contribution IS NOT NULL
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
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break (of the member or of the total)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids: the member's own, and of a total that is printed, not summed, the total's
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((contribution IS NULL) <> (reason IS NOT NULL))
--   sum(contribution) by (market, measure, publisher, scope, frequency, period) = growth +- 1e-9
WITH total AS (
    SELECT
        market,
        measure,
        publisher,
        frequency,
        period_index,
        base,
        difference,
        derived,
        strpos('APEF', status) AS weakness,
        vintage,
        inputs,
        CASE
            WHEN why <> 'series_break' THEN why
            WHEN base = 0 THEN 'zero_base'
            WHEN base < 0 THEN 'negative_base'
            ELSE why
        END AS why
    FROM core_growth
    WHERE member = 'total'
),
attributed AS MATERIALIZED (
    SELECT
        v.*,
        t.base AS total_base,
        t.difference AS total_difference,
        t.inputs AS total_inputs,
        t.vintage AS total_vintage,
        CASE WHEN t.market IS NULL THEN 'missing' ELSE t.why END AS total_why,
        -- A member's own base may be zero: entry counts in full.
        coalesce(CASE WHEN t.market IS NULL THEN 'missing' ELSE t.why END, v.why) AS member_why,
        v.derived OR coalesce(t.derived, FALSE) AS any_derived,
        greatest(strpos('APEF', v.status), t.weakness) AS weakness
    FROM core_growth AS v
    LEFT JOIN total AS t
        ON t.market = v.market AND t.measure = v.measure AND t.publisher = v.publisher AND t.frequency = v.frequency
        AND t.period_index = v.period_index
    WHERE v.member <> 'total'
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
        difference,
        total_base,
        total_difference,
        member_why AS why,
        total_why,
        any_derived AS derived,
        weakness,
        CASE WHEN vintage IS NOT NULL AND total_vintage IS NOT NULL THEN greatest(vintage, total_vintage) END AS vintage,
        CASE WHEN len(total_inputs) <= 4 THEN list_sort(list_distinct(flatten([inputs, total_inputs]))) ELSE inputs END AS inputs
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
        any_value(total_difference) - coalesce(sum(difference) FILTER (member_why IS NULL), 0),
        any_value(total_base),
        any_value(total_difference),
        any_value(total_why),
        any_value(total_why),
        bool_or(any_derived),
        max(weakness),
        CASE WHEN count(*) FILTER (member_why IS NULL AND vintage IS NULL) = 0 AND count(total_vintage) > 0
            THEN greatest(max(vintage), any_value(total_vintage)) END,
        list_sort(list_distinct(list_concat(any_value(total_inputs), flatten(list(inputs) FILTER (member_why IS NULL)))))
    FROM attributed
    GROUP BY market, measure, publisher, scope, unit, frequency, period, period_start, period_index
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
    v.inputs
FROM line AS v
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
