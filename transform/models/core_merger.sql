-- model:    core_merger
-- question: which members of a market are parties to a declared merger?
-- grain:    market, measure, publisher, frequency, merger, member
-- needs:    core_share, stg_market, stg_member_change
-- formula:  the members that merge into one successor on one day, and the successor if its own series begins before that day
-- universe: changes of kind merge of which the publisher names two parties or more in this market
-- columns:
--   market     text  -  -    code list market
--   measure    text  -  -    code list measure
--   publisher  text  -  -    code list publisher
--   frequency  text  -  -    A, S, Q, M, D
--   merger     text  -  -    the parties, a|b, ids in order
--   member     text  -  -    one of the parties
--   starts     date  -  -    first day on which the merger holds
--   n_parties  int   -  > 1  parties of the merger that the publisher names
-- checks:
--   unique(market, measure, publisher, frequency, merger, member)
--   not_null(starts)
WITH declared AS (
    SELECT dimension, member, successor, starts
    FROM stg_member_change
    WHERE kind = 'merge' AND starts IS NOT NULL
),
series AS (
    SELECT m.dimension, s.market, s.measure, s.publisher, s.frequency, s.member, min(s.period_start) AS first_day
    FROM core_share AS s
    JOIN stg_market AS m ON m.market = s.market AND m.measure = s.measure AND m.publisher = s.publisher
    WHERE m.dimension IN (SELECT dimension FROM declared)
    GROUP BY m.dimension, s.market, s.measure, s.publisher, s.frequency, s.member
),
party AS (
    SELECT s.market, s.measure, s.publisher, s.frequency, d.successor, d.starts, s.member
    FROM declared AS d
    JOIN series AS s ON s.dimension = d.dimension AND s.member = d.member
    UNION
    SELECT s.market, s.measure, s.publisher, s.frequency, d.successor, d.starts, s.member
    FROM declared AS d
    JOIN series AS s ON s.dimension = d.dimension AND s.member = d.successor AND s.first_day < d.starts
),
named AS (
    SELECT
        *,
        string_agg(member, '|') OVER (
            merger ORDER BY member ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS merger,
        count(*) OVER merger AS n_parties
    FROM party
    WINDOW merger AS (PARTITION BY market, measure, publisher, frequency, successor, starts)
)
SELECT
    market,
    measure,
    publisher,
    frequency,
    merger,
    member,
    min(starts) AS starts,
    n_parties
FROM named
WHERE n_parties > 1
GROUP BY market, measure, publisher, frequency, merger, member, n_parties
ORDER BY market, measure, publisher, frequency, merger, member
