-- model:    core_rank
-- question: who are the five largest named members of a market in each period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share
-- formula:  place by share, largest first; ties by member id
-- universe: named members with a share; others never rank
-- columns:
--   market          text    -      -     code list market
--   measure         text    -      -     code list measure
--   publisher       text    -      -     code list publisher
--   scope           text    -      -     code list scope
--   unit            text    -      -     unit of the measure
--   frequency       text    -      -     A, S, Q, M, D
--   period          text    -      -     period
--   period_start    date    -      -     first day
--   period_index    int     -      -     position among the periods of the frequency
--   member          text    -      -     code list member
--   place           int     -      1..5  1 = the largest
--   share           double  ratio  >= 0  fraction of the market's total
--   half_band       double  ratio  >= 0  the true share lies within share +- half_band by rounding; NULL when unknown
--   status          text    -      -     weakest status of the inputs
--   vintage         date    -      -     latest vintage of the inputs; NULL when any is unknown
--   inputs          list    -      -     observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   unique(market, measure, publisher, scope, frequency, period, place)
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
    row_number() OVER (
        PARTITION BY market, measure, publisher, frequency, period_index
        ORDER BY share DESC, member
    ) AS place,
    share,
    half_band,
    status,
    vintage,
    inputs
FROM core_share
WHERE share IS NOT NULL
    AND member <> 'others'
QUALIFY place <= 5
ORDER BY market, measure, publisher, scope, frequency, period_index, place
