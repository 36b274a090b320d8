-- model:    core_selection
-- question: which series are added up to which line of a market?
-- grain:    series, line
-- needs:    core_choice, stg_series, stg_market, stg_area
-- formula:  a member of a market is its own series, or the sum over its sum_over members where members are areas; the total is the printed
--           total, the sum of all members where the market says so, or the market's own area
-- universe: levels in the market's unit and scope, by its publishers; series of which a value stands
-- columns:
--   series     int   -  -  number of the series
--   line       int   -  -  number of the line of the market
--   market     text  -  -  code list market
--   measure    text  -  -  code list measure
--   publisher  text  -  -  code list publisher
--   frequency  text  -  -  A, S, Q, M, D, R
--   member     text  -  -  code list member, or total
--   part       text  -  -  the member that is printed of it
-- checks:
--   unique(series, line)
WITH level AS (
    SELECT *
    FROM stg_series
    SEMI JOIN core_choice USING (series)
    WHERE transformation = 'level' AND base_measure = ''
),
within AS (
    SELECT area, area AS whole FROM stg_area
    UNION ALL
    SELECT area, parent FROM stg_area WHERE parent <> area
),
part AS (
    SELECT o.series, m.market, m.measure, m.publisher, o.frequency, o.member, o.member AS part
    FROM level AS o
    JOIN stg_market AS m
        ON m.area = o.area AND m.segment = o.segment AND m.measure = o.measure AND m.scope = o.scope
        AND m.publisher = o.publisher AND m.unit = o.unit AND m.dimension = o.dimension
    WHERE m.dimension NOT IN ('total', 'area')
    UNION ALL
    SELECT o.series, m.market, m.measure, m.publisher, o.frequency, 'total', o.member
    FROM level AS o
    JOIN (SELECT *, CASE total WHEN 'sum' THEN dimension ELSE 'total' END AS summed FROM stg_market WHERE dimension <> 'area') AS m
        ON m.area = o.area AND m.segment = o.segment AND m.measure = o.measure AND m.scope = o.scope
        AND m.publisher = o.publisher AND m.unit = o.unit AND m.summed = o.dimension
    UNION ALL
    SELECT o.series, m.market, m.measure, m.publisher, o.frequency, CASE WHEN o.area = m.area THEN 'total' ELSE o.area END, o.member
    FROM level AS o
    JOIN within AS a ON a.area = o.area
    JOIN (SELECT *, CASE sum_over WHEN '' THEN 'total' ELSE sum_over END AS summed FROM stg_market WHERE dimension = 'area') AS m
        ON m.area = a.whole AND m.segment = o.segment AND m.measure = o.measure AND m.scope = o.scope
        AND m.publisher = o.publisher AND m.unit = o.unit AND m.summed = o.dimension
)
SELECT
    series,
    line_of(market, measure, publisher, frequency, member) AS line,
    market,
    measure,
    publisher,
    frequency,
    member,
    part
FROM part
ORDER BY series, line
