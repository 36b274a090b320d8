-- model:    metric_increment_share
-- question: which part of what a market gained on the year went to each member?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    metric_contribution
-- formula:  (v_i1 - v_i0) / (V_1 - V_0), one year apart: the member's contribution over the growth of the total
-- arithmetic:
--   increment_share = (v - b) / (V - B) if r.member <> 'not-covered'
--   increment_share = c / growth if r.member = 'not-covered'
--   v: core_growth.value
--   b: core_growth.base
--   V: core_growth.value where x.member = 'total'
--   B: core_growth.base where x.member = 'total'
--   c: metric_contribution.contribution
-- universe: as metric_contribution; only where the total grew by 2 % or more, since smaller gains make any part look large
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
--   increment_share  double  ratio  -    part of the increment; above 1 or below 0 where others lost
--   growth         double  ratio  -      growth of the total
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: zero_total (the total fell, or grew by less than 2 %), else as metric_contribution
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((increment_share IS NULL) <> (reason IS NOT NULL))
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
    CASE WHEN v.growth >= 0.02 THEN v.contribution / v.growth END AS increment_share,
    v.growth,
    v.derived,
    CASE WHEN v.growth < 0.02 THEN 'zero_total' ELSE v.reason END AS reason,
    v.status,
    v.vintage,
    v.coverage,
    v.inputs
FROM metric_contribution AS v
