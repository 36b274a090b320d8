-- model:    core_coverage
-- question: how much of a market do its named members explain in each period, and how are they spread?
-- grain:    market, measure, publisher, scope, frequency, period
-- needs:    core_share, stg_market
-- formula:  coverage = sum of the named members' shares; others and not covered stay out
-- universe: periods in which the market has at least one member between its first and its last share
-- columns:
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   publisher       text    -      -      code list publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   frequency       text    -      -      A, S, Q, M, D
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   period_index    int     -      -      position among the periods of the frequency
--   per_year        int     -      1..12  periods a year; NULL for days
--   coverage        double  ratio  >= 0   sum of the named members' shares; NULL when no share is known
--   covered         double  ratio  >= 0   the same with others: what the publisher accounts for; NULL when no share is known
--   not_covered     double  ratio  >= 0   1 - covered, 0 when negative by rounding
--   n_named         int     -      >= 0   named members with a share
--   n_members       int     -      > 0    members, named or not, as the code list declares; NULL when it does not
--   n_holes         int     -      >= 0   members without a share between their first and their last; others too
--   smallest        double  ratio  >= 0   smallest named share
--   slack           double  ratio  >= 0   sum of the named members' rounding bands (half)
--   covered_slack   double  ratio  >= 0   the same with others
--   squares_low     double  -      >= 0   sum of squares at the lower ends of the bands
--   squares_high    double  -      >= 0   sum of squares at the upper ends
--   smallest_high   double  ratio  >= 0   upper end of the smallest named share
--   unnamed         double  ratio  >= 0   largest share that a member had within the year before and that is not named now; 0 for none
--   status          text    -      -      weakest status of the inputs
--   last_break      int     -      -      period_index of the latest break of any member up to this period
--   vintage         date    -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs          list    -      -      observation ids of the named members
-- checks:
--   unique(market, measure, publisher, scope, frequency, period)
--   never(covered > 1 + greatest(covered_slack, 0.005))
WITH named AS (
    SELECT market, measure, publisher, frequency, member, period_index, per_year, share
    FROM core_share
    WHERE share IS NOT NULL
        AND member <> 'others'
),
lost AS (
    -- Few members are named in one period and not in the next: only they can be missed.
    SELECT n.*
    FROM named AS n
    ANTI JOIN named AS t
        ON t.market = n.market AND t.measure = n.measure AND t.publisher = n.publisher AND t.frequency = n.frequency
        AND t.member = n.member AND t.period_index = n.period_index + 1
),
unnamed AS (
    SELECT p.market, p.measure, p.publisher, p.frequency, p.period_index, max(b.share) AS share
    FROM lost AS n
    JOIN (SELECT DISTINCT market, measure, publisher, frequency, period_index FROM core_share) AS p
        ON p.market = n.market AND p.measure = n.measure AND p.publisher = n.publisher AND p.frequency = n.frequency
        AND p.period_index BETWEEN n.period_index + 1 AND n.period_index + n.per_year
    JOIN named AS b
        ON b.market = n.market AND b.measure = n.measure AND b.publisher = n.publisher AND b.frequency = n.frequency
        AND b.member = n.member AND b.period_index BETWEEN p.period_index - n.per_year AND p.period_index - 1
    ANTI JOIN named AS t
        ON t.market = n.market AND t.measure = n.measure AND t.publisher = n.publisher AND t.frequency = n.frequency
        AND t.period_index = p.period_index AND t.member = n.member
    GROUP BY p.market, p.measure, p.publisher, p.frequency, p.period_index
),
banded AS (
    -- Sums in DECIMAL are exact, whatever their order.
    SELECT
        *,
        CAST(share AS DECIMAL(38, 18)) AS exact,
        CAST(CASE WHEN share IS NOT NULL THEN coalesce(half_band, 0) END AS DECIMAL(38, 18)) AS band,
        CAST(pow(greatest(share - coalesce(half_band, 0), 0), 2) AS DECIMAL(38, 18)) AS square_low,
        CAST(pow(share + coalesce(half_band, 0), 2) AS DECIMAL(38, 18)) AS square_high
    FROM core_share
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
    n.per_year,
    CAST(sum(n.exact) FILTER (n.member <> 'others') AS DOUBLE) AS coverage,
    CAST(sum(n.exact) AS DOUBLE) AS covered,
    CASE WHEN count(n.share) > 0 THEN CAST(greatest(1 - sum(n.exact), 0) AS DOUBLE) END AS not_covered,
    count(n.share) FILTER (n.member <> 'others') AS n_named,
    any_value(m.n_members) AS n_members,
    count(*) - count(n.share) AS n_holes,
    min(n.share) FILTER (n.member <> 'others') AS smallest,
    CAST(sum(n.band) FILTER (n.member <> 'others') AS DOUBLE) AS slack,
    CAST(sum(n.band) AS DOUBLE) AS covered_slack,
    CAST(sum(n.square_low) FILTER (n.member <> 'others') AS DOUBLE) AS squares_low,
    CAST(sum(n.square_high) FILTER (n.member <> 'others') AS DOUBLE) AS squares_high,
    min(n.share + coalesce(n.half_band, 0)) FILTER (n.member <> 'others') AS smallest_high,
    coalesce(any_value(u.share), 0) AS unnamed,
    substr('APEF', max(strpos('APEF', n.status)), 1) AS status,
    max(n.last_break) AS last_break,
    CASE WHEN count(n.vintage) = count(n.share) THEN max(n.vintage) END AS vintage,
    coalesce(list_sort(list_distinct(flatten(list(n.inputs) FILTER (n.member <> 'others' AND n.share IS NOT NULL)))), CAST([] AS BIGINT[])) AS inputs
FROM banded AS n
LEFT JOIN unnamed AS u
    ON u.market = n.market AND u.measure = n.measure AND u.publisher = n.publisher AND u.frequency = n.frequency
    AND u.period_index = n.period_index
LEFT JOIN stg_market AS m ON m.market = n.market AND m.measure = n.measure AND m.publisher = n.publisher
GROUP BY n.market, n.measure, n.publisher, n.scope, n.unit, n.frequency, n.period, n.period_start, n.period_index, n.per_year
ORDER BY n.market, n.measure, n.publisher, n.scope, n.frequency, n.period_index
