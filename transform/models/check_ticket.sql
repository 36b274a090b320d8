-- model:    check_ticket
-- question: do value and count of the same transactions fit together?
-- grain:    observation, problem
-- needs:    core_observation, core_neighbour
-- formula:  average ticket = tx_value / tx_count; wrong when $factor times above or below the median of its series of $least periods or more, or
--           when value and count are the same number; the cell is the one that is further from its own neighbours
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
        series,
        count(*) AS n_pairs,
        quantile_disc(ticket, 0.5) AS ticket
    FROM pair
    GROUP BY series
),
compared AS (
    SELECT
        p.*,
        t.ticket AS median_ticket,
        t.n_pairs,
        coalesce(abs(ln(v.value / sqrt(v.low * v.high))), 0) >= coalesce(abs(ln(n.value / sqrt(n.low * n.high))), 0) AS is_value
    FROM pair AS p
    JOIN typical AS t ON t.series = p.series
    LEFT JOIN core_neighbour AS v ON v.observation = p.value_id
    LEFT JOIN core_neighbour AS n ON n.observation = p.count_id
),
judged AS (
    SELECT
        CASE WHEN is_value THEN value_id ELSE count_id END AS observation,
        money = transactions OR n_pairs >= $least AND (ticket > median_ticket * $factor OR ticket < median_ticket / $factor) AS is_wrong,
        CASE
            WHEN money = transactions THEN 'value and count are the same number'
            ELSE format('average ticket of {:g}, where {:g} is usual', round(ticket, 4), round(median_ticket, 4))
        END AS problem,
        CASE
            WHEN n_pairs < $least THEN ''
            ELSE format('{:g}', round(CASE WHEN is_value THEN transactions * median_ticket ELSE money / median_ticket END, 2))
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
