-- model:    check_ticket
-- question: do value and count of the same transactions fit together?
-- question@zh: 同一批交易的金额与笔数是否相称？
-- grain:    observation, problem
-- needs:    core_choice, stg_counted, stg_series, core_neighbour
-- formula:  average ticket = tx_value / tx_count; wrong when $factor times above or below all of the two before and the two after, in series of
--           $least periods or more, or when value and count are the same number; the cell is the one that is further from its own neighbours
-- formula@zh: 笔均金额 = tx_value / tx_count；高于或低于前两期和后两期全部数值的 $factor 倍（数列不少于 $least 期），或金额与笔数为同一数字，即为有误；指出与自身前后偏离更大的一个
-- universe: series and periods for which one publisher prints tx_value and tx_count, both above 0
--           sums over payment attempts (stg_counted) stay out: nobody typed them
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: pairs of value and count judged; else NULL
-- checks:
--   unique(observation, problem)
WITH twin AS (
    SELECT v.series AS value_series, n.series AS count_series
    FROM stg_series AS v
    JOIN stg_series AS n
        ON n.area = v.area AND n.segment = v.segment AND n.dimension = v.dimension AND n.member = v.member AND n.frequency = v.frequency
        AND n.publisher = v.publisher AND n.scope = v.scope
    ANTI JOIN stg_counted AS k ON k.series = v.series
    WHERE v.measure = 'tx_value' AND v.transformation = 'level' AND v.base_measure = '' AND v.frequency <> 'R'
        AND n.measure = 'tx_count' AND n.transformation = 'level' AND n.base_measure = ''
),
pair AS MATERIALIZED (
    SELECT
        v.series,
        v.period_index,
        v.id AS value_id,
        n.id AS count_id,
        v.value_double AS money,
        n.value_double AS transactions,
        v.value_double / n.value_double AS ticket
    FROM twin AS t
    JOIN core_choice AS v ON v.series = t.value_series AND v.value_double > 0
    JOIN core_choice AS n ON n.series = t.count_series AND n.period_index = v.period_index AND n.value_double > 0
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
suspect AS MATERIALIZED (
    SELECT *, CASE WHEN ticket > high THEN high ELSE low END AS usual
    FROM typical
    WHERE money = transactions OR n_pairs >= $least AND (ticket > high * $factor OR ticket < low / $factor)
),
compared AS (
    SELECT
        p.*,
        coalesce(abs(ln(v.value / sqrt(v.low * v.high))), 0) >= coalesce(abs(ln(n.value / sqrt(n.low * n.high))), 0) AS is_value
    FROM suspect AS p
    LEFT JOIN core_neighbour AS v ON v.observation = p.value_id
    LEFT JOIN core_neighbour AS n ON n.observation = p.count_id
),
judged AS (
    SELECT
        CASE WHEN is_value THEN value_id ELSE count_id END AS observation,
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
UNION ALL
SELECT
    NULL,
    '',
    '',
    count(*)
FROM pair
ORDER BY observation, problem
