-- model:    core_fx_rate
-- question: what was one unit of a currency worth in another, at the end of a period and on average?
-- grain:    currency, quote, kind, frequency, period
-- needs:    core_observation
-- formula:  the printed rate (unit CNY/USD: yuan for one dollar), or one over it for the way back; of several publishers and areas the
--           first by name that prints the pair in any period, never cell by cell
-- universe: observations of measure fx_rate whose scope is end-of-period or period-average, every frequency but ranges
-- columns:
--   currency      text    -  -    the currency that is priced
--   quote         text    -  -    the currency that its price is in
--   kind          text    -  -    end-of-period, period-average
--   frequency     text    -  -    A, S, Q, M, D
--   period        text    -  -    period
--   period_start  date    -  -    first day
--   period_index  int     -  -    position among the periods of the frequency
--   rate          double  -  > 0  units of quote for one of currency
--   publisher     text    -  -    code list publisher
--   status        text    -  -    A, P, E, F
--   vintage       date    -  -    publication date; NULL when unknown
--   inputs        list    -  -    observation ids
-- checks:
--   unique(currency, quote, kind, frequency, period)
WITH printed AS (
    SELECT
        split_part(unit, '/', 2) AS currency,
        split_part(unit, '/', 1) AS quote,
        scope AS kind,
        frequency,
        period,
        period_start,
        period_index,
        CAST(value AS DOUBLE) AS rate,
        publisher,
        area,
        segment,
        status,
        vintage,
        inputs
    FROM core_observation
    WHERE measure = 'fx_rate'
        AND transformation = 'level'
        AND dimension = 'total'
        AND unit LIKE '___/___'
        AND scope IN ('end-of-period', 'period-average')
        AND frequency <> 'R'
        AND value > 0
),
both_ways AS (
    SELECT *, 1 AS way
    FROM printed
    UNION ALL
    SELECT quote, currency, kind, frequency, period, period_start, period_index, 1 / rate, publisher, area, segment, status, vintage, inputs, 2
    FROM printed
),
chosen AS (
    SELECT *
    FROM both_ways
    QUALIFY dense_rank() OVER (PARTITION BY currency, quote, kind, frequency ORDER BY way, publisher, area, segment) = 1
)
SELECT
    currency,
    quote,
    kind,
    frequency,
    period,
    period_start,
    period_index,
    rate,
    publisher,
    CASE status WHEN 'B' THEN 'A' ELSE status END AS status,
    vintage,
    inputs
FROM chosen
ORDER BY currency, quote, kind, frequency, period_index
