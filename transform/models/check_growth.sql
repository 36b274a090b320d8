-- model:    check_growth
-- question: is a printed growth rate that of the printed levels?
-- question@zh: 公布的增长率是否与公布的数值相符？
-- grain:    observation, problem
-- needs:    core_growth_gap
-- formula:  published - computed beyond the rounding of both
-- formula@zh: 公布值 − 计算值，超出双方的舍入误差
-- universe: printed rates of a market whose two levels are known
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: rates judged; else NULL
-- checks:
--   unique(observation, problem)
WITH judged AS (
    SELECT
        observation,
        NOT bool_or(explained) AS is_wrong,
        format('the printed levels grew by {:g} %', round(any_value(computed) * 100, 2)) AS problem,
        format('{:g} %', round(any_value(computed) * 100, 2)) AS expected
    FROM core_growth_gap
    WHERE reason IS NULL
    GROUP BY observation
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
