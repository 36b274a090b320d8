-- model:    metric_cr3
-- question: how much of the market do its three largest members hold?
-- question@zh: 市场中最大的三个成员合占多少？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_cr
-- formula:  sum of the three largest named shares; others never rank; ties by member id
-- formula@zh: 三个最大的具名成员份额之和；其他项不参与排名；并列时按成员编号
-- arithmetic:
--   cr3 = sum(s)
--   s: core_rank.share where x.member <> 'total' AND x.place <= 3
-- universe: every period of core_cr; member is always total
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   cr3            double  ratio  >= 0   sum of the three largest named shares, as a fraction
--   half_band      double  ratio  >= 0   cr3 is known within +- half_band by rounding; NULL when unknown
--   n_named        int     -      >= 0   named members with a share
--   reason         text    -      -      why there is no value: missing (no share; or a member that held more than the third a year ago or less is not named now), too_short (fewer than three named and a rest that could rank)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((cr3 IS NULL) <> (reason IS NOT NULL))
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    'total' AS member,
    cr AS cr3,
    half_band,
    n_named,
    reason,
    status,
    vintage,
    coverage,
    inputs
FROM core_cr
WHERE n = 3
