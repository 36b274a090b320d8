-- model:    check_ticket
-- question: do value and count of the same transactions fit together?
-- grain:    observation, problem
-- needs:    core_observation, core_neighbour
-- formula:  average ticket = tx_value / tx_count; wrong when $factor times above or below all of the two before and the two after, in series of
--           $least periods or more, or when value and count are the same number; the cell is the one that is further from its own neighbours
-- universe: series and periods for which one publisher prints tx_value and tx_count, both above 0
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: pairs of value and count judged; else NULL
-- checks:
--   unique(observation, problem)
WITH cell AS (
    SELECT
        inputs[1] AS observation,
        hash(area, segment, transformation, dimension, member, frequency, publisher, scope) AS series,
        measure,
        period_index,
        CAST(value AS DOUBLE) AS value
    FROM core_observation
    WHERE transformation = 'level' AND base_measure = '' AND frequency <> 'R' AND value > 0 AND measure IN ('tx_value', 'tx_count')
),
pair AS (
    SELECT
        v.series,
        v.period_index,
        v.observation AS value_id,
        n.observation AS count_id,
        v.value AS money,
        n.value AS transactions,
        v.value / n.value AS ticket
    FROM cell AS v
    JOIN cell AS n ON n.series = v.series AND n.period_index = v.period_index AND n.measure = 'tx_count'
    WHERE v.measure = 'tx_value'
),
typical AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY series) AS n_pairs,
        min(ticket) OVER near AS low,
        max(ticket) OVER near AS high
    FROM pair
    WINDOW near AS (PARTITION BY series ORDER BY period_index ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW)
),
compared AS (
    SELECT
        p.*,
        CASE WHEN p.ticket > p.high THEN p.high ELSE p.low END AS usual,
        coalesce(abs(ln(v.value / sqrt(v.low * v.high))), 0) >= coalesce(abs(ln(n.value / sqrt(n.low * n.high))), 0) AS is_value
    FROM typical AS p
    LEFT JOIN core_neighbour AS v ON v.observation = p.value_id
    LEFT JOIN core_neighbour AS n ON n.observation = p.count_id
),
judged AS (
    SELECT
        CASE WHEN is_value THEN value_id ELSE count_id END AS observation,
        money = transactions OR n_pairs >= $least AND (ticket > high * $factor OR ticket < low / $factor) AS is_wrong,
        CASE
            WHEN money = transactions THEN 'value and count are the same number'
            ELSE format('average ticket of {:g}, where the nearest is {:g}', round(ticket, 4), round(usual, 4))
        END AS problem,
        CASE
            WHEN n_pairs < $least THEN ''
            ELSE format('{:g}', round(CASE WHEN is_value THEN transactions * usual ELSE money / usual END, 2))
        END AS expected
    FROM compared
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
