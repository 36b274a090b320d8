-- model:    check_stock_flow
-- question: is a year of a flow the sum of its quarters, and of a stock its last?
-- grain:    observation, problem
-- needs:    stg_observation, core_observation, stg_market
-- formula:  flow: the year is not within $tolerance of the sum of its four quarters, or not above its largest quarter by more than that; stock: the year is within
--           $tolerance of the sum, when that is not the last quarter
-- universe: years of levels, also those that do not count today, for which the same publisher and scope print quarters
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: years judged; else NULL
-- checks:
--   unique(observation, problem)
WITH kind AS (
    SELECT
        measure,
        any_value(measure_kind) AS measure_kind
    FROM stg_market
    GROUP BY measure
),
quarter AS (
    SELECT
        hash(area, segment, measure, base_measure, dimension, member, unit, publisher, scope) AS series,
        period_index // 4 AS year,
        count(*) AS n_quarters,
        sum(value) AS total,
        max(value) AS largest,
        max(value) FILTER (period_index % 4 = 3) AS last
    FROM core_observation
    WHERE transformation = 'level' AND frequency = 'Q' AND value > 0
    GROUP BY ALL
),
judged AS (
    SELECT
        y.id AS observation,
        CASE k.measure_kind
            WHEN 'flow' THEN y.value <= q.largest * (1 + $tolerance) OR q.n_quarters = 4 AND abs(y.value / q.total - 1) > $tolerance
            ELSE q.n_quarters = 4 AND abs(y.value / q.total - 1) <= $tolerance AND abs(y.value / q.last - 1) > $tolerance
        END AS is_wrong,
        CASE
            WHEN k.measure_kind = 'stock' THEN 'the year of a stock is the sum of its quarters'
            WHEN y.value <= q.largest * (1 + $tolerance) THEN 'the year of a flow is not above its largest quarter'
            ELSE 'the year of a flow is not the sum of its quarters'
        END AS problem,
        CASE
            WHEN k.measure_kind = 'stock' THEN format('{:g}', CAST(q.last AS DOUBLE))
            WHEN q.n_quarters = 4 THEN format('{:g}', CAST(q.total AS DOUBLE))
            ELSE format('above {:g}', CAST(q.largest AS DOUBLE))
        END AS expected
    FROM stg_observation AS y
    JOIN kind AS k ON k.measure = y.measure
    JOIN quarter AS q
        ON q.series = hash(y.area, y.segment, y.measure, y.base_measure, y.dimension, y.member, y.unit, y.publisher, y.scope)
        AND q.year = y.period_index
    WHERE y.transformation = 'level' AND y.frequency = 'A' AND y.value > 0 AND q.n_quarters >= 1
)
SELECT
    observation,
    problem,
    expected,
    NULL AS looked_at
FROM judged
WHERE is_wrong
UNION ALL
SELECT
    NULL,
    '',
    '',
    count(*)
FROM judged
ORDER BY observation, problem
