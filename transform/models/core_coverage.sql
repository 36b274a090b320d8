-- model:    core_coverage
-- question: how much of a market do its named members explain in each period, and how are they spread?
-- grain:    market, measure, publisher, scope, frequency, period
-- needs:    core_share_cell, core_line, stg_market, stg_calendar
-- formula:  coverage = sum of the named members' shares; others and not covered stay out
-- universe: periods in which the market has at least one member between its first and its last share
-- columns:
--   total_line      int      -    -      number of the total's line
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
--   unique(total_line, period_index)
--   never(covered > 1 + greatest(covered_slack, 0.005) + 1e-9)
WITH cell AS MATERIALIZED (
    SELECT c.line, l.total_line, c.period_index, l.per_year, l.member <> 'others' AS is_named, c.share, c.half_band, c.weakness, c.last_break, c.vintage,
        c.inputs
    FROM core_share_cell AS c
    JOIN core_line AS l ON l.line = c.line
),
named AS (
    SELECT line, total_line, period_index, per_year, share
    FROM cell
    WHERE share IS NOT NULL AND is_named
),
lost AS (
    -- Few members are named in one period and not in the next: only they can be missed.
    SELECT n.*
    FROM named AS n
    ANTI JOIN named AS t ON t.line = n.line AND t.period_index = n.period_index + 1
),
unnamed AS (
    SELECT p.total_line, p.period_index, max(b.share) AS share
    FROM lost AS n
    JOIN (SELECT DISTINCT total_line, period_index FROM cell) AS p
        ON p.total_line = n.total_line AND p.period_index BETWEEN n.period_index + 1 AND n.period_index + n.per_year
    JOIN named AS b ON b.line = n.line AND b.period_index BETWEEN p.period_index - n.per_year AND p.period_index - 1
    ANTI JOIN named AS t ON t.line = n.line AND t.period_index = p.period_index
    GROUP BY p.total_line, p.period_index
),
banded AS (
    -- Sums in DECIMAL are exact, whatever their order; no share reaches 10 but by an error that check_share names.
    SELECT
        *,
        TRY_CAST(share AS DECIMAL(18, 17)) AS exact,
        TRY_CAST(CASE WHEN share IS NOT NULL THEN coalesce(half_band, 0) END AS DECIMAL(18, 17)) AS band,
        TRY_CAST(CASE WHEN share IS NOT NULL THEN pow(greatest(share - coalesce(half_band, 0), 0), 2) END AS DECIMAL(18, 17)) AS square_low,
        TRY_CAST(pow(share + coalesce(half_band, 0), 2) AS DECIMAL(18, 17)) AS square_high
    FROM cell
),
summed AS (
    SELECT
        total_line,
        period_index,
        CAST(sum(exact) FILTER (is_named) AS DOUBLE) AS coverage,
        CAST(sum(exact) AS DOUBLE) AS covered,
        CASE WHEN count(share) > 0 THEN CAST(greatest(1 - sum(exact), 0) AS DOUBLE) END AS not_covered,
        count(share) FILTER (is_named) AS n_named,
        count(*) - count(share) AS n_holes,
        min(share) FILTER (is_named) AS smallest,
        CAST(sum(band) FILTER (is_named) AS DOUBLE) AS slack,
        CAST(sum(band) AS DOUBLE) AS covered_slack,
        CAST(sum(square_low) FILTER (is_named) AS DOUBLE) AS squares_low,
        CAST(sum(square_high) FILTER (is_named) AS DOUBLE) AS squares_high,
        min(share + coalesce(half_band, 0)) FILTER (is_named) AS smallest_high,
        max(weakness) AS weakness,
        max(last_break) AS last_break,
        CASE WHEN count(vintage) = count(share) THEN max(vintage) END AS vintage,
        coalesce(list_sort(list_distinct(flatten(list(inputs) FILTER (is_named AND share IS NOT NULL)))), CAST([] AS BIGINT[])) AS inputs
    FROM banded
    GROUP BY total_line, period_index
)
SELECT
    s.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    s.period_index,
    l.per_year,
    s.coverage,
    s.covered,
    s.not_covered,
    s.n_named,
    m.n_members,
    s.n_holes,
    s.smallest,
    s.slack,
    s.covered_slack,
    s.squares_low,
    s.squares_high,
    s.smallest_high,
    coalesce(u.share, 0) AS unnamed,
    substr('APEF', s.weakness, 1) AS status,
    s.last_break,
    s.vintage,
    s.inputs
FROM summed AS s
JOIN (SELECT DISTINCT total_line, market, measure, publisher, scope, unit, frequency, per_year FROM core_line) AS l ON l.total_line = s.total_line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = s.period_index
LEFT JOIN unnamed AS u ON u.total_line = s.total_line AND u.period_index = s.period_index
LEFT JOIN stg_market AS m ON m.market = l.market AND m.measure = l.measure AND m.publisher = l.publisher
ORDER BY l.market, l.measure, l.publisher, l.scope, l.frequency, s.period_index
