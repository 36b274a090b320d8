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
WITH named AS (
    SELECT *
    FROM core_share
    WHERE share IS NOT NULL
        AND member <> 'others'
),
fifth AS (
    -- Nearly all members of a large market are below: only the few above need an order.
    SELECT market, measure, publisher, frequency, period_index, list_min(max(share, 5)) AS share
    FROM named
    GROUP BY market, measure, publisher, frequency, period_index
)
SELECT
    n.market,
    n.measure,
    n.publisher,
    n.scope,
    n.unit,
    n.frequency,
    n.period,
    n.period_start,
    n.period_index,
    n.member,
    row_number() OVER (
        PARTITION BY n.market, n.measure, n.publisher, n.frequency, n.period_index
        ORDER BY n.share DESC, n.member
    ) AS place,
    n.share,
    n.half_band,
    n.status,
    n.vintage,
    n.inputs
FROM named AS n
JOIN fifth AS f
    ON f.market = n.market AND f.measure = n.measure AND f.publisher = n.publisher AND f.frequency = n.frequency
    AND f.period_index = n.period_index AND f.share <= n.share
QUALIFY place <= 5
ORDER BY n.market, n.measure, n.publisher, n.scope, n.frequency, n.period_index, place
