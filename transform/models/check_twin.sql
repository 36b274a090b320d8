-- model:    check_twin
-- question: does a publisher print another publisher's figure under another name?
-- question@zh: 是否有机构把另一家机构的数据列在别的名目下？
-- grain:    observation, problem
-- needs:    core_observation, core_choice, stg_series
-- formula:  equal within the rounding of both, neither coarser than $precision of itself; wrong is the one whose series has fewer values,
--           then the coarser one
-- formula@zh: 在双方舍入误差内相等，且两者的精度均不粗于自身的 $precision；有误的是数值较少的数列，其次是较粗略的一方
-- universe: levels above 0 of one area, measure, unit and period, of different segments, by different publishers
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values beside which another publisher prints the same measure; else NULL
-- checks:
--   unique(observation, problem)
WITH shared AS (
    -- Measures of an area that several publishers print: few, so that the values to compare are few.
    SELECT area, measure, unit
    FROM stg_series
    SEMI JOIN core_choice USING (series)
    WHERE transformation = 'level'
    GROUP BY area, measure, unit
    HAVING min(publisher) <> max(publisher)
),
comparable AS (
    SELECT o.series
    FROM stg_series AS o
    SEMI JOIN shared AS s ON s.area = o.area AND s.measure = o.measure AND s.unit = o.unit
    WHERE o.transformation = 'level'
),
candidate AS MATERIALIZED (
    SELECT
        o.area,
        o.measure,
        o.unit,
        o.frequency,
        o.period,
        o.segment,
        o.publisher,
        o.value,
        o.half_digit,
        o.inputs[1] AS observation,
        count(*) OVER (PARTITION BY o.area, o.measure, o.unit, o.segment, o.publisher, o.base_measure, o.dimension, o.member, o.scope) AS n_values
    FROM core_observation AS o
    JOIN comparable AS c ON c.series = o.series
    WHERE o.value > 0
),
twin AS (
    SELECT a.observation, b.segment, b.publisher, b.value
    FROM candidate AS a
    JOIN candidate AS b
        ON b.area = a.area AND b.measure = a.measure AND b.unit = a.unit AND b.frequency = a.frequency AND b.period = a.period
        AND b.publisher <> a.publisher AND b.segment <> a.segment
    WHERE abs(b.value - a.value) <= a.half_digit + b.half_digit AND greatest(a.half_digit / a.value, b.half_digit / b.value) <= $precision
        AND (a.n_values, -a.half_digit, -a.observation) < (b.n_values, -b.half_digit, -b.observation)
),
judged AS (
    SELECT
        observation,
        TRUE AS is_wrong,
        format('{} prints the same of {}: {:g}', publisher, segment, CAST(value AS DOUBLE)) AS problem,
        '' AS expected
    FROM twin
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
FROM candidate
ORDER BY observation, problem
