-- model:    metric_share
-- question: what share of its market does each member have?
-- question@zh: 各成员占其市场多少份额？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share, core_coverage
-- formula:  s_i = v_i / V, V = the publisher's own total if the market has one, else the sum of its members; else the share as printed
-- formula@zh: s_i = v_i / V，V = 市场有公布的合计时取该机构自己的合计，否则为其成员之和；两者皆无时取公布的份额
-- arithmetic:
--   share = v / V if r.basis = 'computed'
--   share = s if r.basis = 'published'
--   share_of_covered = share / (1 - not_covered)
--   v: core_market_value.value
--   V: core_market_value.value where x.member = 'total'
--   s: core_market_share.share
-- universe: every member from its first to its last share; others is a member, what no member explains is not_covered
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member
--   share          double  ratio  >= 0   fraction of the market's total
--   half_band      double  ratio  >= 0   the true share lies within share +- half_band by rounding; NULL when unknown
--   basis          text    -      -      computed, published
--   share_of_covered  double  ratio  0..1  share / (1 - not_covered): of what the publisher accounts for, others included; for requests that ask for it
--   not_covered    double  ratio  >= 0   what no member explains in this period
--   reason_of_covered  text  -      -      why there is no share_of_covered
--   reason         text    -      -      why there is no value: zero_total, missing_base, scope_differs, missing
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((share IS NULL) <> (reason IS NOT NULL))
--   never((share_of_covered IS NULL) <> (reason_of_covered IS NOT NULL))
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
    v.share,
    v.half_band,
    v.basis,
    CASE WHEN v.share IS NOT NULL AND c.covered > 0 THEN least(v.share / c.covered, 1) END AS share_of_covered,
    c.not_covered,
    CASE WHEN v.share IS NULL THEN v.reason WHEN c.covered > 0 THEN NULL ELSE 'zero_total' END AS reason_of_covered,
    v.reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_share AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
