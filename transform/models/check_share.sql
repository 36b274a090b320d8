-- model:    check_share
-- question: is a printed share above 1, or do printed shares of one whole add up to more?
-- question@zh: 是否有公布的份额大于 1，或同一整体的份额之和更大？
-- grain:    observation, problem
-- needs:    core_observation, stg_market
-- formula:  share > 1, or sum of shares > 1 + half a digit of each + $tolerance; the cell is the largest of them
-- formula@zh: 份额 > 1，或份额之和 > 1 + 各份额末位的一半 + $tolerance；指出其中最大的一个
-- universe: printed shares, and groups of them under one total; stocks may overlap (one person, several wallets), so only flows are added up
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: shares judged; else NULL
-- checks:
--   unique(observation, problem)
WITH flow AS (
    SELECT DISTINCT measure
    FROM stg_market
    WHERE measure_kind = 'flow'
),
share AS (
    SELECT
        o.inputs[1] AS observation,
        o.value,
        f.measure IS NOT NULL AS is_flow,
        sum(o.value) OVER whole AS total,
        sum(coalesce(o.half_digit, 0)) OVER whole AS slack,
        row_number() OVER (whole ORDER BY o.value DESC, o.inputs[1]) AS place
    FROM core_observation AS o
    LEFT JOIN flow AS f ON f.measure = coalesce(nullif(o.base_measure, ''), o.measure)
    WHERE o.transformation = 'share' AND o.value IS NOT NULL AND o.dimension <> 'total'
    WINDOW whole AS (PARTITION BY o.area, o.segment, o.measure, o.base_measure, o.dimension, o.frequency, o.publisher, o.scope, o.period)
),
judged AS (
    SELECT
        observation,
        value > 1 OR is_flow AND place = 1 AND total > 1 + slack + $tolerance AS is_wrong,
        CASE WHEN value > 1 THEN 'a share above 1' ELSE format('shares of one whole add up to {:g}', round(CAST(total AS DOUBLE), 6)) END AS problem,
        CASE WHEN value > 1 THEN 'at most 1' ELSE format('at most {:g} less', round(CAST(total AS DOUBLE) - 1, 6)) END AS expected
    FROM share
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
