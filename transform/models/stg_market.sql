-- model:    stg_market
-- question: which series does each market select, measure by measure and publisher by publisher?
-- grain:    market, measure, publisher
-- needs:    market, measure
-- formula:  the code list's market, its lists taken apart; rank = place in the list
-- universe: every market of the code list; a measure or market that the code lists do not explain fails a check
-- columns:
--   market          text  -  -    code list market
--   measure         text  -  -    code list measure
--   measure_rank    int   -  > 0  1 = the market's default measure
--   measure_kind    text  -  -    flow, stock
--   publisher       text  -  -    code list publisher
--   publisher_rank  int   -  > 0  1 = the market's preferred publisher
--   area            text  -  -    code list area
--   segment         text  -  -    code list segment
--   scope           text  -  -    the one scope that the market compares
--   dimension       text  -  -    what members are; '' for a market without members
--   sum_over        text  -  -    dimension whose members add up to an area; '' when areas print totals
--   total           text  -  -    published, sum
--   unit            text  -  -    unit of the measure: the market's currency, count, persons, ratio
--   n_members       int   -  > 0  how many members the market has, named or not, as the code list declares; NULL when it does not
-- checks:
--   unique(market, measure, publisher)
--   not_null(measure_kind, unit)
--   never(publisher = '')
--   never(total NOT IN ('published', 'sum'))
--   never(sum_over <> '' AND dimension <> 'area')
--   never(total = 'sum' AND dimension = '')
WITH measured AS (
    SELECT
        id,
        unnest(string_split(measures, ';')) AS measure,
        generate_subscripts(string_split(measures, ';'), 1) AS measure_rank
    FROM market
),
published AS (
    SELECT
        id,
        unnest(string_split(publishers, ';')) AS publisher,
        generate_subscripts(string_split(publishers, ';'), 1) AS publisher_rank
    FROM market
)
SELECT
    m.id AS market,
    trim(d.measure) AS measure,
    d.measure_rank,
    c.kind AS measure_kind,
    trim(p.publisher) AS publisher,
    p.publisher_rank,
    m.area,
    m.segment,
    coalesce(nullif(m.scope, ''), 'unspecified') AS scope,
    coalesce(m.dimension, '') AS dimension,
    coalesce(m.sum_over, '') AS sum_over,
    coalesce(nullif(m.total, ''), 'published') AS total,
    CASE c.unit_kind WHEN 'money' THEN m.unit ELSE c.unit_kind END AS unit,
    CAST(nullif(m.n_members, '') AS INTEGER) AS n_members
FROM market AS m
JOIN measured AS d ON d.id = m.id
JOIN published AS p ON p.id = m.id
LEFT JOIN measure AS c ON c.id = trim(d.measure)
ORDER BY market, measure, publisher
