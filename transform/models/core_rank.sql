-- model:    core_rank
-- question: who are the five largest named members of a market in each period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share_cell, core_line, stg_calendar
-- formula:  place by share, largest first; ties by member id
-- universe: named members with a share; others never rank
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
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
--   unique(total_line, period_index, member)
--   unique(total_line, period_index, place)
WITH named AS MATERIALIZED (
    SELECT c.line, l.total_line, l.member, c.period_index, c.share
    FROM core_share_cell AS c
    JOIN core_line AS l ON l.line = c.line
    WHERE c.share IS NOT NULL AND l.member <> 'others'
),
fifth AS (
    -- Nearly all members of a large market are below: only the few above need an order.
    SELECT total_line, period_index, list_min(max(share, 5)) AS share
    FROM named
    GROUP BY total_line, period_index
),
placed AS (
    SELECT
        n.line,
        n.period_index,
        row_number() OVER (PARTITION BY n.total_line, n.period_index ORDER BY n.share DESC, n.member) AS place
    FROM named AS n
    JOIN fifth AS f ON f.total_line = n.total_line AND f.period_index = n.period_index AND f.share <= n.share
    QUALIFY place <= 5
)
SELECT
    l.line,
    l.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    n.period_index,
    l.member,
    n.place,
    c.share,
    c.half_band,
    substr('APEF', c.weakness, 1) AS status,
    c.vintage,
    c.inputs
FROM placed AS n
JOIN core_share_cell AS c ON c.line = n.line AND c.period_index = n.period_index
JOIN core_line AS l ON l.line = n.line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = n.period_index
ORDER BY l.market, l.measure, l.publisher, l.scope, l.frequency, n.period_index, n.place
