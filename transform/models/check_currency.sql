-- model:    check_currency
-- question: is a value in another currency than the rest of its series?
-- question@zh: 是否有数值的币种与所在数列的其余数值不同？
-- grain:    observation, problem
-- needs:    core_choice, stg_counted, stg_series
-- formula:  at least $least values of the publisher's series are in one currency, and at most $part of all in this one
-- formula@zh: 该机构的数列至少有 $least 个数值为同一币种，而本币种的数值至多占全部的 $part
-- universe: levels in money, by publisher, area, segment, measure and dimension; values in another currency are in no market of the first,
--           and stand alone without anybody's notice
--           sums over payment attempts (stg_counted) stay out: nobody typed them
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: values in money; else NULL
-- checks:
--   unique(observation, problem)
WITH money AS (
    SELECT s.area, s.segment, s.measure, s.base_measure, s.dimension, s.publisher, s.unit, s.series, c.n
    FROM stg_series AS s
    JOIN (SELECT series, count(*) AS n FROM core_choice GROUP BY series) AS c ON c.series = s.series
    ANTI JOIN stg_counted AS k ON k.series = s.series
    WHERE s.transformation = 'level' AND regexp_full_match(s.unit, '[A-Z]{3}')
),
used AS (
    SELECT area, segment, measure, base_measure, dimension, publisher, unit, CAST(sum(n) AS BIGINT) AS n
    FROM money
    GROUP BY area, segment, measure, base_measure, dimension, publisher, unit
),
compared AS (
    SELECT
        *,
        sum(n) OVER series AS n_all,
        first_value(unit) OVER series AS usual,
        first_value(n) OVER series AS n_usual
    FROM used
    WINDOW series AS (
        PARTITION BY area, segment, measure, base_measure, dimension, publisher
        ORDER BY n DESC, unit
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
judged AS (
    SELECT
        o.id AS observation,
        TRUE AS is_wrong,
        format('in {}, where {} of the {} values of the series are in {}', c.unit, c.n_usual, c.n_all, c.usual) AS problem,
        'a value in ' || c.usual AS expected
    FROM compared AS c
    JOIN money AS m
        ON m.area = c.area AND m.segment = c.segment AND m.measure = c.measure AND m.base_measure = c.base_measure
        AND m.dimension = c.dimension AND m.publisher = c.publisher AND m.unit = c.unit
    JOIN core_choice AS o ON o.series = m.series
    WHERE c.unit <> c.usual AND c.n_usual >= $least AND c.n <= $part * c.n_all
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
FROM money
ORDER BY observation, problem
