-- model:    check_publishers
-- question: do publishers of one market disagree?
-- grain:    observation, problem
-- needs:    core_market_value
-- formula:  (higher - lower) / lower above $spread, each publisher against the most preferred that prints the cell
-- universe: printed cells of a market that two publishers or more print
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: cells judged; else NULL
-- checks:
--   unique(observation, problem)
WITH ranked AS (
    SELECT
        *,
        first_value(value) OVER cell AS preferred,
        first_value(publisher) OVER cell AS preferred_publisher,
        row_number() OVER cell AS place
    FROM core_market_value
    WHERE value > 0 AND NOT derived
    WINDOW cell AS (PARTITION BY market, measure, frequency, period_index, member ORDER BY publisher_rank, publisher)
),
judged AS (
    SELECT
        inputs[1] AS observation,
        greatest(value, preferred) / least(value, preferred) - 1 > $spread AS is_wrong,
        format('{:g} times what {} prints', round(CAST(value AS DOUBLE) / CAST(preferred AS DOUBLE), 3), preferred_publisher) AS problem,
        format('{:g} by {}', CAST(preferred AS DOUBLE), preferred_publisher) AS expected
    FROM ranked
    WHERE place > 1
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
