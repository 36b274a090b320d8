-- model:    core_cr
-- question: how much of a market do its n largest members hold, n = 1 to 5?
-- grain:    market, measure, publisher, scope, frequency, period, n
-- needs:    core_coverage, core_rank
-- formula:  sum of the n largest named shares; others never rank; ties by member id
-- universe: every period of core_coverage
-- columns:
--   market          text    -      -        code list market
--   measure         text    -      -        code list measure
--   publisher       text    -      -        code list publisher
--   scope           text    -      -        code list scope
--   unit            text    -      -        unit of the measure
--   frequency       text    -      -        A, S, Q, M, D
--   period          text    -      -        period
--   period_start    date    -      -        first day
--   n               int     -      1..5     how many members are added up
--   cr              double  ratio  >= 0     sum of the n largest shares, as a fraction
--   half_band       double  ratio  >= 0     cr is known within +- half_band by rounding; NULL when unknown
--   n_named         int     -      >= 0     named members with a share
--   reason          text    -      -        why cr is NULL: missing (no share; or a member that held more than the n-th a year ago or less is not named now), too_short (fewer than n named and a rest that could rank)
--   status          text    -      -        weakest status of the inputs
--   vintage         date    -      -        latest vintage of the inputs; NULL when any is unknown
--   coverage        double  ratio  >= 0     share of the total that the named members explain in this period
--   inputs          list    -      -        observation ids of the n largest
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, n)
--   never((cr IS NULL) <> (reason IS NOT NULL))
--   never(cr > coverage + 1e-9)
WITH ranked AS (
    -- By place, the first five: an ordered sum would sort each of the many groups.
    SELECT
        total_line,
        period_index,
        [any_value(share) FILTER (place = 1), any_value(share) FILTER (place = 2), any_value(share) FILTER (place = 3),
            any_value(share) FILTER (place = 4), any_value(share) FILTER (place = 5)] AS shares,
        [any_value(half_band) FILTER (place = 1), any_value(half_band) FILTER (place = 2), any_value(half_band) FILTER (place = 3),
            any_value(half_band) FILTER (place = 4), any_value(half_band) FILTER (place = 5)] AS half_bands,
        [max(strpos('APEF', status)) FILTER (place = 1), max(strpos('APEF', status)) FILTER (place = 2), max(strpos('APEF', status)) FILTER (place = 3),
            max(strpos('APEF', status)) FILTER (place = 4), max(strpos('APEF', status)) FILTER (place = 5)] AS weaknesses,
        [any_value(vintage) FILTER (place = 1), any_value(vintage) FILTER (place = 2), any_value(vintage) FILTER (place = 3),
            any_value(vintage) FILTER (place = 4), any_value(vintage) FILTER (place = 5)] AS vintages,
        [any_value(inputs) FILTER (place = 1), any_value(inputs) FILTER (place = 2), any_value(inputs) FILTER (place = 3),
            any_value(inputs) FILTER (place = 4), any_value(inputs) FILTER (place = 5)] AS inputs
    FROM core_rank
    GROUP BY total_line, period_index
),
added AS (
    SELECT
        c.market,
        c.measure,
        c.publisher,
        c.scope,
        c.unit,
        c.frequency,
        c.period,
        c.period_start,
        c.n_named,
        c.coverage,
        c.slack,
        c.unnamed,
        top.n,
        list_sum(r.shares[1:top.n]) AS cr,
        CASE WHEN list_count(r.half_bands[1:top.n]) = list_count(r.shares[1:top.n]) THEN list_sum(r.half_bands[1:top.n]) END AS half_band,
        r.shares[top.n] AS last_share,
        substr('APEF', list_max(r.weaknesses[1:top.n]), 1) AS status,
        CASE WHEN list_count(r.vintages[1:top.n]) = list_count(r.shares[1:top.n]) THEN list_max(r.vintages[1:top.n]) END AS vintage,
        coalesce(list_sort(list_distinct(flatten(r.inputs[1:top.n]))), CAST([] AS BIGINT[])) AS inputs
    FROM core_coverage AS c
    CROSS JOIN (VALUES (1), (2), (3), (4), (5)) AS top(n)
    LEFT JOIN ranked AS r ON r.total_line = c.total_line AND r.period_index = c.period_index
),
judged AS (
    SELECT
        *,
        CASE
            WHEN n_named = 0 THEN 'missing'
            WHEN n_named < n AND 1 - coverage > slack + 1e-9 THEN 'too_short'
            WHEN unnamed > last_share THEN 'missing'
        END AS why
    FROM added
)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    n,
    CASE WHEN why IS NULL THEN cr END AS cr,
    CASE WHEN why IS NULL THEN half_band END AS half_band,
    n_named,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM judged
ORDER BY market, measure, publisher, scope, frequency, period_start, n
