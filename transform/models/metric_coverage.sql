-- model:    metric_coverage
-- question: how much of the market do the publisher's named members explain?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_coverage
-- formula:  sum of the named members' shares; others is what the publisher lumps, not_covered what it says nothing of;
--           coverage + others + not_covered = 1
-- arithmetic:
--   coverage = sum(s)
--   s: core_share.share where x.member NOT IN ('total', 'others') AND x.share IS NOT NULL
-- universe: every period of core_coverage; member is always total
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
--   half_band      double  ratio  >= 0   coverage is known within +- half_band by rounding
--   others         double  ratio  >= 0   share of the lump that the publisher calls others; 0 when it prints none
--   not_covered    double  ratio  >= 0   what no member explains, 0 when negative by rounding
--   n_named        int     -      >= 0   named members with a share
--   n_holes        int     -      >= 0   members without a share between their first and their last
--   reason         text    -      -      why there is no value: missing (no member is named with a share)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((coverage IS NULL) <> (reason IS NOT NULL))
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
    slack AS half_band,
    CASE WHEN coverage IS NOT NULL THEN greatest(covered - coverage, 0) END AS others,
    CASE WHEN coverage IS NOT NULL THEN not_covered END AS not_covered,
    n_named,
    n_holes,
    CASE WHEN coverage IS NULL THEN 'missing' END AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM core_coverage
