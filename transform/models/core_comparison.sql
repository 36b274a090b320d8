-- model:    core_comparison
-- question: what does each publisher print of a market, side by side, in whatever scope?
-- question@zh: 各发布机构对同一市场分别公布了什么，不论口径，逐一并列？
-- grain:    market, measure, transformation, frequency, period, member, publisher, scope
-- needs:    core_observation, core_rival, stg_series, stg_market
-- formula:  the value that stands for each publisher and scope (core_observation); picked = the market's own scope and, of the
--           publishers that print it there, the first of the market's order: what a request compares that names no publisher
-- formula@zh: 每家机构、每种口径所采用的数值（core_observation）；picked = 市场自身的口径，且在以此口径公布的机构中按市场的次序取首家：未指定机构的请求以此相比
-- universe: levels, shares and growth rates as printed, of the series of markets that have more than one publisher or scope
--           (core_rival); publishers that the market does not list too; not ranges (R), not markets by area
-- columns:
--   market           text     -    -     code list market
--   measure          text     -    -     code list measure
--   unit             text     -    -     unit of the value: currency, count, persons, ratio
--   transformation   text     -    -     level, share, qoq, yoy
--   frequency        text     -    -     A, S, Q, M, D
--   period           text     -    -     period
--   period_start     date     -    -     first day
--   period_index     int      -    -     position among the periods of the frequency
--   member           text     -    -     code list member, or total
--   publisher        text     -    -     code list publisher
--   publisher_rank   int      -    > 0   place in the market's order; NULL when the market does not list it
--   scope            text     -    -     code list scope
--   market_scope     text     -    -     the scope that the market compares
--   picked           bool     -    -     what is compared unless a request names a publisher
--   value            decimal  row  -     as printed, base units; fractions for shares and rates
--   half_digit       decimal  row  >= 0  half of its last printed digit; NULL when unknown
--   status           text     -    -     A, B, P, E, F
--   vintage          date     -    -     publication date; NULL when unknown
--   others           text     -    -     other values of the same publisher and scope as printed; '' for none
--   inputs           list     -    -     the observation
-- checks:
--   unique(market, measure, transformation, frequency, period, member, publisher, scope)
--   never(picked AND scope <> market_scope)
WITH rivalling AS MATERIALIZED (
    SELECT s.series
    FROM stg_series AS s
    SEMI JOIN core_rival AS r
        ON r.area = s.area AND r.segment = s.segment AND r.measure = s.measure AND r.transformation = s.transformation
        AND r.dimension = s.dimension AND r.unit = s.unit
),
selection AS (
    SELECT DISTINCT market, measure, area, segment, scope, dimension, unit
    FROM stg_market
    WHERE dimension <> 'area'
),
side AS (
    SELECT
        m.market,
        m.measure,
        m.scope AS market_scope,
        o.* EXCLUDE (series),
        p.publisher_rank
    FROM core_observation AS o
    JOIN rivalling AS r ON r.series = o.series
    JOIN selection AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND (o.dimension = m.dimension OR o.dimension = 'total')
    LEFT JOIN stg_market AS p ON p.market = m.market AND p.measure = m.measure AND p.publisher = o.publisher
    WHERE o.frequency <> 'R'
        AND o.value IS NOT NULL
        AND o.base_measure IN ('', m.measure)
        AND (o.transformation <> 'level' OR o.unit = m.unit)
)
SELECT
    market,
    measure,
    unit,
    transformation,
    frequency,
    period,
    period_start,
    period_index,
    member,
    publisher,
    publisher_rank,
    scope,
    market_scope,
    scope = market_scope AND coalesce(publisher_rank = min(CASE WHEN scope = market_scope THEN publisher_rank END) OVER (
        PARTITION BY market, measure, transformation, frequency
    ), FALSE) AS picked,
    value,
    half_digit,
    status,
    vintage,
    others,
    inputs
FROM side
ORDER BY market, measure, transformation, frequency, period_index, member, publisher, scope
