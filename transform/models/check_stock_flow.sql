-- model:    check_stock_flow
-- question: is a year of a flow the sum of its quarters, and of a stock its last?
-- question@zh: 流量的年度数是否等于各季之和，存量的年度数是否等于末季？
-- grain:    observation, problem
-- needs:    core_choice, stg_value, stg_series, stg_period, stg_market
-- formula:  flow: the year is not within $tolerance of the sum of its four quarters, or not above its largest quarter by more than that; stock: the year is within
--           $tolerance of the sum, when that is not the last quarter
-- formula@zh: 流量：年度数与四季之和相差超过 $tolerance，或未以此幅度超过最大的一季；存量：年度数与四季之和相差在 $tolerance 以内，而末季不是如此
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
twin AS MATERIALIZED (
    -- Series that are printed by the year and by the quarter: of the others no value is looked at.
    SELECT y.series AS yearly, q.series AS quarterly, y.measure
    FROM stg_series AS y
    JOIN stg_series AS q
        ON q.area = y.area AND q.segment = y.segment AND q.measure = y.measure AND q.base_measure = y.base_measure AND q.dimension = y.dimension
        AND q.member = y.member AND q.unit = y.unit AND q.publisher = y.publisher AND q.scope = y.scope
    WHERE y.transformation = 'level' AND y.frequency = 'A' AND q.transformation = 'level' AND q.frequency = 'Q'
),
quarter AS (
    SELECT
        t.yearly AS series,
        t.measure,
        o.period_index // 4 AS year,
        count(*) AS n_quarters,
        sum(o.value) AS total,
        max(o.value) AS largest,
        max(o.value) FILTER (o.period_index % 4 = 3) AS last
    FROM twin AS t
    JOIN core_choice AS o ON o.series = t.quarterly
    WHERE o.value > 0
    GROUP BY ALL
),
annual AS (
    SELECT v.id, v.series, v.value, p.period_index
    FROM (SELECT * FROM stg_value WHERE value > 0) AS v
    SEMI JOIN twin AS t ON t.yearly = v.series
    JOIN stg_period AS p ON p.period_id = v.period_id
),
judged AS MATERIALIZED (
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
    FROM quarter AS q
    JOIN annual AS y ON y.series = q.series AND y.period_index = q.year
    JOIN kind AS k ON k.measure = q.measure
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
