-- model:    core_currency_value
-- question: what do the members of a market that are counted in several currencies come to, each in its own?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_observation, stg_series, stg_market
-- formula:  the printed value; of a member that prints in several currencies the market's, else the first by code that it has in any period
-- universe: money measures of markets with members of which at least one prints in another currency only; areas print totals
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   measure_kind   text    -      -      flow, stock
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      the market's currency
--   frequency      text    -      -      A, S, Q, M
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   per_year       int     -      1..12  periods a year
--   member         text    -      -      code list member
--   currency       text    -      -      currency of the value
--   value          decimal -      -      in that currency
--   series_break   bool    -      -      the publisher marks a break in this period
--   status         text    -      -      A, P, E, F
--   vintage        date    -      -      publication date; NULL when unknown
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
WITH level AS (
    SELECT *
    FROM stg_series
    WHERE transformation = 'level' AND base_measure = '' AND unit LIKE '___'
),
abroad AS (
    -- Markets of which some series may be in another currency: of the others no value is looked at.
    SELECT *, CASE WHEN dimension = 'area' THEN 'total' ELSE dimension END AS printed_dimension
    FROM stg_market AS m
    SEMI JOIN (SELECT DISTINCT segment, measure, scope, publisher, dimension, unit FROM level) AS u
        ON u.segment = m.segment AND u.measure = m.measure AND u.scope = m.scope AND u.publisher = m.publisher
        AND u.dimension = CASE WHEN m.dimension = 'area' THEN 'total' ELSE m.dimension END AND u.unit <> m.unit
    WHERE m.dimension NOT IN ('', 'total')
        AND m.unit LIKE '___'
),
selected AS (
    SELECT
        o.series,
        m.market,
        m.measure,
        m.measure_kind,
        m.publisher,
        m.scope,
        m.unit,
        CASE WHEN m.dimension = 'area' THEN o.area ELSE o.member END AS member
    FROM level AS o
    JOIN abroad AS m
        ON o.segment = m.segment AND o.measure = m.measure AND o.scope = m.scope AND o.publisher = m.publisher
        AND m.printed_dimension = o.dimension
        AND CASE WHEN m.dimension = 'area' THEN o.area <> m.area ELSE o.area = m.area END
),
mixed_series AS (
    SELECT *
    FROM selected
    SEMI JOIN (
        SELECT s.market, s.measure, s.publisher
        FROM selected AS s
        JOIN stg_series AS o ON o.series = s.series AND o.unit <> s.unit
    ) AS x USING (market, measure, publisher)
),
printed AS (
    SELECT
        m.*,
        o.frequency,
        o.period,
        o.period_start,
        o.period_index,
        CASE o.frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 END AS per_year,
        o.unit AS currency,
        o.value,
        o.status,
        o.vintage,
        o.inputs
    FROM core_observation AS o
    JOIN mixed_series AS m ON m.series = o.series
    WHERE o.frequency IN ('A', 'S', 'Q', 'M')
        AND o.value IS NOT NULL
),
chosen AS (
    SELECT *
    FROM printed
    QUALIFY dense_rank() OVER (PARTITION BY market, measure, publisher, member ORDER BY currency <> unit, currency) = 1
),
mixed AS (
    SELECT market, measure, publisher
    FROM chosen
    GROUP BY market, measure, publisher
    HAVING bool_or(currency <> unit)
)
SELECT
    c.market,
    c.measure,
    c.measure_kind,
    c.publisher,
    c.scope,
    c.unit,
    c.frequency,
    c.period,
    c.period_start,
    c.period_index,
    c.per_year,
    c.member,
    c.currency,
    c.value,
    c.status = 'B' AS series_break,
    CASE c.status WHEN 'B' THEN 'A' ELSE c.status END AS status,
    c.vintage,
    c.inputs
FROM chosen AS c
SEMI JOIN mixed AS x ON x.market = c.market AND x.measure = c.measure AND x.publisher = c.publisher
ORDER BY c.market, c.measure, c.publisher, c.scope, c.frequency, c.period_index, c.member
