-- model:    metric_contribution
-- question: how much of the market's growth on the year came from each member?
-- question@zh: 市场的同比增长中，各成员贡献多少？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth, core_remainder, core_remainder_cell, core_coverage
-- formula:  c_i = (v_i1 - v_i0) / V_0, one year apart; not-covered = growth of the total less all c_i
-- formula@zh: c_i = (v_i1 − v_i0) / V_0，相隔一年；not-covered = 合计的增长率减去全部 c_i
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
--   never((contribution IS NULL) <> (reason IS NOT NULL))
WITH part AS (
    SELECT
        g.total_line,
        g.market,
        g.measure,
        g.publisher,
        g.scope,
        g.unit,
        g.frequency,
        g.period,
        g.period_start,
        g.period_index,
        g.member,
        g.difference_double AS difference,
        t.base_double AS base,
        t.growth_double AS growth,
        -- A member's own base may be zero: entry counts in full.
        coalesce(t.why, g.why) AS why,
        t.why AS total_why,
        g.derived OR coalesce(t.total_derived, FALSE) AS derived,
        greatest(strpos('APEF', g.status), t.total_weakness) AS weakness,
        CASE WHEN g.vintage IS NOT NULL AND t.total_vintage IS NOT NULL THEN greatest(g.vintage, t.total_vintage) END AS vintage,
        CASE WHEN len(t.total_inputs) <= 4 THEN list_sort(list_distinct(list_concat(g.inputs, t.total_inputs))) ELSE g.inputs END AS inputs
    FROM core_growth AS g
    JOIN core_remainder_cell AS t ON t.total_line = g.total_line AND t.period_index = g.period_index
    WHERE g.member <> 'total'
    UNION ALL
    SELECT
        total_line,
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
        difference_double,
        base_double,
        growth_double,
        why,
        why,
        derived,
        weakness,
        vintage,
        inputs
    FROM core_remainder
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
    CASE WHEN v.why IS NULL THEN v.difference / v.base END AS contribution,
    CASE WHEN v.total_why IS NULL THEN v.growth / v.base END AS growth,
    v.derived,
    v.why AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    c.coverage,
    v.inputs
FROM part AS v
LEFT JOIN core_coverage AS c ON c.total_line = v.total_line AND c.period_index = v.period_index
