-- model:    check_jump
-- question: does a value stand out of its series as by a glued footnote digit or a wrong multiplier?
-- question@zh: 是否有数值偏离所在数列，疑似粘连脚注数字或量级有误？
-- grain:    observation, problem
-- needs:    core_neighbour, stg_series
-- formula:  value above $factor x high (or below low / $factor) and in line again once its first one or two digits are gone, or a power of ten
--           is; without a fit only beyond $alone times; in line = within low / (1 + $tolerance) and high x (1 + $tolerance)
-- formula@zh: 数值大于 $factor × high（或小于 low / $factor），去掉前一两位数字或乘除 10 的幂后即与前后一致；两者都不成立时，须超过 $alone 倍；一致：介于 low / (1 + $tolerance) 与 high × (1 + $tolerance) 之间
-- universe: values with neighbours in their series (core_neighbour); shares lose digits only, a power of ten does not befall them
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values judged; else NULL
-- checks:
--   unique(observation, problem)
WITH digit AS (
    SELECT
        n.*,
        s.transformation,
        pow(10, floor(log10(value))) AS head
    FROM core_neighbour AS n
    JOIN stg_series AS s ON s.series = n.series
),
candidate AS (
    SELECT
        *,
        CASE WHEN value > high * $factor THEN list_filter(
            [value - floor(value / head) * head, value - floor(value / head * 10) * head / 10],
            fit -> fit BETWEEN low / (1 + $tolerance) AND high * (1 + $tolerance)
        )[1] END AS unglued,
        CASE WHEN transformation = 'level' AND (value > high * $power OR value < low / $power) THEN list_filter(
            [value / 10000, value * 10000, value / 1000, value * 1000, value / 100000000, value * 100000000, value / 1000000, value * 1000000,
                value / 100, value * 100, value / 10, value * 10],
            fit -> fit BETWEEN low / (1 + $tolerance) AND high * (1 + $tolerance)
        )[1] END AS scaled
    FROM digit
),
judged AS (
    SELECT
        observation,
        unglued IS NOT NULL OR scaled IS NOT NULL OR value > high * $alone OR value < low / $alone AS is_wrong,
        CASE
            WHEN unglued IS NOT NULL THEN format('{:g} times its neighbours, and in line without its first digits', round(value / high, 2))
            WHEN scaled IS NOT NULL THEN format('out of line with its neighbours by a power of ten ({:g})', round(value / scaled, 8))
            ELSE format('{:g} times its neighbours', round(CASE WHEN value > high THEN value / high ELSE value / low END, 8))
        END AS problem,
        CASE
            WHEN coalesce(unglued, scaled) IS NOT NULL THEN format('{:g}', round(coalesce(unglued, scaled), 9))
            ELSE format('{:g} to {:g}', low, high)
        END AS expected
    FROM candidate
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
