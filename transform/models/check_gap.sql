-- model:    check_gap
-- question: does a series that is otherwise complete miss a period?
-- question@zh: 其余各期齐全的数列是否缺少某一期？
-- grain:    observation, problem
-- needs:    core_neighbour, stg_period
-- formula:  periods between a value and the one before it, of series with $least values or more of which at most the part $part is missing
-- formula@zh: 一个数值与前一个数值之间的期数；仅看不少于 $least 个数值、且缺少的至多占 $part 的数列
-- universe: values that have one before them in their series
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values judged; else NULL
-- checks:
--   unique(observation, problem)
WITH judged AS (
    SELECT
        observation,
        core_neighbour.period_index - before_index > 1 AND n_points >= $least AND n_steps + 1 - n_points <= $part * (n_steps + 1) AS is_wrong,
        format('{} missing before {}', CASE core_neighbour.period_index - before_index WHEN 2 THEN 'one period is' ELSE (core_neighbour.period_index - before_index - 1) || ' periods are' END, period) AS problem,
        '' AS expected
    FROM core_neighbour
    JOIN stg_period USING (period_id)
    WHERE before_index IS NOT NULL
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
