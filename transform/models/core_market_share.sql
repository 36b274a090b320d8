-- model:    core_market_share
-- question: which shares of a market did its publishers print?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_observation, stg_market
-- formula:  the share as printed, as a fraction
-- universe: shares of the market's own measure within its area, segment, scope and dimension; total is no member
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   measure_kind    text    -      -      flow, stock
--   publisher       text    -      -      code list publisher
--   publisher_rank  int     -      > 0    1 = the market's preferred publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   frequency       text    -      -      A, S, Q, M, D
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   period_index    int     -      -      position among the periods of the frequency
--   member          text    -      -      code list member
--   share           double  ratio  0..1   fraction of the market's total
--   half_digit      double  ratio  >= 0   half of the last printed digit; NULL when unknown
--   status          text    -      -      A, P, E, F
--   series_break    bool    -      -      the publisher marks a break in this period
--   vintage         date    -      -      publication date; NULL when unknown
--   inputs          list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
SELECT
    line_of(m.market, m.measure, m.publisher, o.frequency, o.member) AS line,
    line_of(m.market, m.measure, m.publisher, o.frequency, 'total') AS total_line,
    m.market,
    m.measure,
    m.measure_kind,
    m.publisher,
    m.publisher_rank,
    m.scope,
    m.unit,
    o.frequency,
    o.period,
    o.period_start,
    o.period_index,
    o.member,
    CAST(o.value AS DOUBLE) AS share,
    CAST(o.half_digit AS DOUBLE) AS half_digit,
    CASE o.status WHEN 'B' THEN 'A' ELSE o.status END AS status,
    o.status = 'B' AS series_break,
    o.vintage,
    o.inputs
FROM core_observation AS o
JOIN stg_market AS m
    ON o.area = m.area
    AND o.segment = m.segment
    AND o.measure = m.measure
    AND o.scope = m.scope
    AND o.publisher = m.publisher
    AND o.dimension = m.dimension
WHERE o.transformation = 'share'
    AND o.base_measure IN ('', m.measure)
    AND o.dimension <> 'total'
    AND o.frequency <> 'R'
    AND o.value IS NOT NULL
ORDER BY m.market, m.measure, m.publisher, m.scope, o.frequency, o.period_index, o.member
