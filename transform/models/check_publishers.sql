-- model:    check_publishers
-- question: do publishers of one series disagree?
-- question@zh: 同一数列，各发布机构是否不一致？
-- grain:    observation, problem
-- needs:    core_conflict, core_observation, core_rival, stg_series, stg_market
-- formula:  (higher - lower) / lower above $spread, each publisher against the most preferred that prints the cell
-- formula@zh: （较大值 − 较小值）/ 较小值大于 $spread，逐家与公布该数据的首选机构相比
-- universe: levels that two publishers or more print in one scope, in a market or not; where they differ, the ledger core_conflict.
--           Where no market says which publisher is preferred, the first by name is
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values beside that of the preferred publisher; else NULL
-- checks:
--   unique(observation, problem)
WITH preference AS (
    SELECT area, segment, measure, publisher, min(publisher_rank) AS publisher_rank
    FROM stg_market
    GROUP BY area, segment, measure, publisher
),
rivalling AS (
    SELECT s.series
    FROM stg_series AS s
    SEMI JOIN core_rival AS r
        ON r.area = s.area AND r.segment = s.segment AND r.measure = s.measure AND r.transformation = s.transformation
        AND r.dimension = s.dimension AND r.unit = s.unit
    WHERE s.transformation = 'level'
),
rival AS (
    SELECT o.*
    FROM core_observation AS o
    JOIN rivalling AS r ON r.series = o.series
    WHERE o.value > 0
),
conflict AS (
    SELECT first_input, unnest(inputs) AS observation
    FROM core_conflict
    WHERE kind = 'publisher' AND transformation = 'level'
),
ranked AS (
    SELECT
        c.observation,
        o.value,
        first_value(o.value) OVER cell AS preferred,
        first_value(o.publisher) OVER cell AS preferred_publisher,
        row_number() OVER cell AS place
    FROM conflict AS c
    JOIN rival AS o ON o.inputs[1] = c.observation
    LEFT JOIN preference AS p ON p.area = o.area AND p.segment = o.segment AND p.measure = o.measure AND p.publisher = o.publisher
    WINDOW cell AS (PARTITION BY c.first_input ORDER BY p.publisher_rank NULLS LAST, o.publisher)
),
judged AS (
    SELECT
        observation,
        greatest(value, preferred) / least(value, preferred) - 1 > $spread AS is_wrong,
        format('{:g} times what {} prints', round(CAST(value AS DOUBLE) / CAST(preferred AS DOUBLE), 3), preferred_publisher) AS problem,
        format('{:g} by {}', CAST(preferred AS DOUBLE), preferred_publisher) AS expected
    FROM ranked
    WHERE place > 1
),
beside AS (
    SELECT count(*) - 1 AS n
    FROM rival
    GROUP BY area, segment, measure, base_measure, dimension, member, frequency, unit, scope, period
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
    CAST(coalesce(sum(n), 0) AS BIGINT)
FROM beside
ORDER BY observation, problem
