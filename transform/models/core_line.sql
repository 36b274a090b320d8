-- model:    core_line
-- question: which lines does each market have: its members and its total, by measure, publisher and frequency?
-- grain:    line
-- needs:    core_selection, core_market_share, stg_market
-- formula:  line = line_of(market, measure, publisher, frequency, member); total_line is that of the total
-- universe: every member of which a level or a share is printed, at the printed frequency and at those that may be derived (A, S, Q, M)
-- columns:
--   line            int   -  -      number of the line
--   total_line      int   -  -      number of the total's line
--   market          text  -  -      code list market
--   measure         text  -  -      code list measure
--   measure_kind    text  -  -      flow, stock
--   publisher       text  -  -      code list publisher
--   publisher_rank  int   -  > 0    1 = the market's preferred publisher
--   scope           text  -  -      code list scope
--   unit            text  -  -      unit of the measure: currency, count, persons
--   frequency       text  -  -      A, S, Q, M, D
--   per_year        int   -  1..12  periods a year; NULL for days
--   member          text  -  -      code list member, or total
-- checks:
--   unique(line)
--   not_null(unit)
WITH printed AS (
    SELECT market, measure, publisher, frequency, member FROM core_selection
    UNION
    SELECT market, measure, publisher, frequency, member FROM core_market_share
),
possible AS (
    SELECT p.market, p.measure, p.publisher, f.frequency, p.member
    FROM printed AS p, (VALUES ('A'), ('S'), ('Q'), ('M')) AS f(frequency)
    UNION
    SELECT market, measure, publisher, frequency, member FROM printed WHERE frequency = 'D'
)
SELECT
    line_of(p.market, p.measure, p.publisher, p.frequency, p.member) AS line,
    line_of(p.market, p.measure, p.publisher, p.frequency, 'total') AS total_line,
    p.market,
    p.measure,
    m.measure_kind,
    p.publisher,
    m.publisher_rank,
    m.scope,
    m.unit,
    p.frequency,
    CASE p.frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 END AS per_year,
    p.member
FROM possible AS p
JOIN stg_market AS m ON m.market = p.market AND m.measure = p.measure AND m.publisher = p.publisher
ORDER BY p.market, p.measure, p.publisher, p.frequency, p.member
