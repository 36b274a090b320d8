-- model:    check_period
-- question: does a value stand one year off its place?
-- question@zh: 是否有数值错位一年？
-- grain:    observation, problem
-- needs:    core_contested, core_neighbour, stg_value, stg_period
-- formula:  the series has a hole a year before or after, the value is in line with the neighbours of that hole (within $tolerance), and a rival
--           stands in its own place and the two are in order only when it moves, or it is the first or last of $least values or more
-- formula@zh: 数列在前一年或后一年有缺口，数值与该缺口前后的数值一致（误差 $tolerance 以内），且其本来的位置上另有数值、移动后两者才连贯，或它是不少于 $least 个数值中的首个或末个
-- universe: values that rival another for one cell, and the first and last values of series that miss less than a year
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values judged; else NULL
-- checks:
--   unique(observation, problem)
WITH printed AS MATERIALIZED (
    -- By themselves: the engine would put all values into a table to look a few up.
    SELECT o.id, o.series, o.period_id, o.value
    FROM stg_value AS o
    SEMI JOIN (SELECT * FROM core_contested WHERE n_values > 1) AS c ON c.series = o.series AND c.period_id = o.period_id
),
rival AS (
    SELECT
        o.id AS observation,
        n.series,
        n.per_year,
        n.period_id,
        n.period_index,
        CAST(o.value AS DOUBLE) AS value,
        n.n_points,
        sqrt(n.low * n.high) AS here,
        CAST(CASE WHEN o.value = max(o.value) OVER cell THEN min(o.value) OVER cell ELSE max(o.value) OVER cell END AS DOUBLE) AS rival,
        FALSE AS is_attached
    FROM core_neighbour AS n
    JOIN printed AS o ON o.series = n.series AND o.period_id = n.period_id
    WHERE o.value > 0
    WINDOW cell AS (PARTITION BY n.observation)
),
suspect AS (
    SELECT * FROM rival
    UNION ALL
    SELECT
        observation,
        series,
        per_year,
        period_id,
        period_index,
        value,
        n_points,
        sqrt(low * high),
        NULL,
        coalesce(period_index - before_index, after_index - period_index) = 1
    FROM core_neighbour
    WHERE (after_index IS NULL AND period_index - before_index BETWEEN 1 AND per_year + 1
        OR before_index IS NULL AND after_index - period_index BETWEEN 1 AND per_year + 1)
        AND n_points > $least
        AND n_steps BETWEEN n_points AND n_points - 1 + per_year -- a series without a hole has no place for it
),
hole AS (
    SELECT
        s.*,
        shift.by AS years,
        s.period_index + shift.by * s.per_year AS hole_index,
        s.period_index + shift.by * s.per_year + near.at AS near_index
    FROM suspect AS s
    CROSS JOIN (VALUES (-1), (1)) AS shift(by)
    CROSS JOIN (VALUES (-1), (0), (1)) AS near(at)
),
around AS (
    SELECT
        h.observation,
        h.years,
        any_value(h.value) AS value,
        any_value(h.period_id) AS period_id,
        any_value(h.here) AS here,
        any_value(h.rival) AS rival,
        bool_or(h.is_attached) AS is_attached,
        count(*) FILTER (n.period_index <> h.hole_index) AS n_beside,
        count(*) FILTER (n.period_index = h.hole_index) AS n_there,
        min(n.value) FILTER (n.period_index <> h.hole_index) AS low,
        max(n.value) FILTER (n.period_index <> h.hole_index) AS high
    FROM hole AS h
    JOIN core_neighbour AS n
        ON n.series = h.series AND n.period_index = h.near_index AND n.observation <> h.observation
    GROUP BY h.observation, h.years
),
judged AS (
    SELECT
        observation,
        n_there = 0
            AND (NOT is_attached OR n_beside = 2)
            AND value BETWEEN low / (1 + $tolerance) AND high * (1 + $tolerance)
            AND (rival IS NULL OR (value - rival) * (sqrt(low * high) - here) > 0) AS is_wrong,
        CASE WHEN years < 0 THEN 'fits one year earlier, where the series has a hole' ELSE 'fits one year later, where the series has a hole' END AS problem,
        format('a year {} {}', CASE WHEN years < 0 THEN 'before' ELSE 'after' END, period) AS expected
    FROM around
    JOIN stg_period USING (period_id)
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
FROM core_neighbour
ORDER BY observation, problem
