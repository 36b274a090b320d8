-- model:    check_parts
-- question: do the parts of a market exceed its printed total, or fall short of it although the rest is among them?
-- question@zh: 市场各部分之和是否超过公布的合计，或在已含其他项时仍不足合计？
-- grain:    observation, problem
-- needs:    core_market_value, stg_market
-- formula:  sum of the printed members above total x (1 + $tolerance) and the rounding of both; with the member others: below total x (1 - $tolerance)
-- formula@zh: 公布的各成员之和大于合计 × (1 + $tolerance)，且超出双方的舍入误差；含其他项时：小于合计 × (1 − $tolerance)
-- universe: periods of additive measures with a printed total and a printed member
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: totals judged; else NULL
-- checks:
--   unique(observation, problem)
WITH part AS (
    SELECT
        market,
        measure,
        publisher,
        frequency,
        period_index,
        sum(value) AS total,
        coalesce(sum(half_digit), 0) AS slack,
        bool_or(member = 'others') AS has_others
    FROM core_market_value
    WHERE member <> 'total' AND value IS NOT NULL AND NOT derived
    GROUP BY ALL
),
judged AS (
    SELECT
        t.inputs[1] AS observation,
        p.total > t.value * (1 + $tolerance) + p.slack + coalesce(t.half_digit, 0)
        OR p.has_others AND p.total < t.value * (1 - $tolerance) - p.slack - coalesce(t.half_digit, 0) AS is_wrong,
        format('the parts of {} are {:g} times their total', t.market, round(CAST(p.total AS DOUBLE) / CAST(t.value AS DOUBLE), 4)) AS problem,
        format('{:g}', CAST(p.total AS DOUBLE)) AS expected
    FROM core_market_value AS t
    JOIN stg_market AS m ON m.market = t.market AND m.measure = t.measure AND m.publisher = t.publisher
    JOIN part AS p
        ON p.market = t.market AND p.measure = t.measure AND p.publisher = t.publisher AND p.frequency = t.frequency
        AND p.period_index = t.period_index
    WHERE t.member = 'total' AND t.value > 0 AND NOT t.derived
        AND (m.total = 'published' OR m.sum_over <> '') AND m.measure_kind = 'flow'
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
