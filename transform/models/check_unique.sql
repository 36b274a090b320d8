-- model:    check_unique
-- question: does one document print different values for one cell?
-- question@zh: 同一文件是否对同一数据给出不同的数值？
-- grain:    observation, problem
-- needs:    core_choice, stg_value, stg_origin
-- formula:  distinct values of one series and period in one document above 1; every such cell is named
-- formula@zh: 同一文件中同一数列、同一时期的不同数值多于一个；逐一列出
-- universe: series and periods that are printed at all
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: series and periods judged; else NULL
-- checks:
--   unique(observation, problem)
WITH printed AS (
    SELECT
        s.id AS cell,
        o.id,
        o.value,
        o.printed,
        d.document,
        d.dataset,
        o.vintage,
        o.revision
    FROM core_choice AS s
    JOIN stg_value AS o ON o.series = s.series AND o.period_id = s.period_id
    JOIN stg_origin AS d ON d.origin = o.origin
    WHERE s.n_values > 1
),
judged AS (
    SELECT
        o.id AS observation,
        'the same document also prints ' || string_agg(DISTINCT r.printed, ', ' ORDER BY r.printed) AS problem,
        '' AS expected
    FROM printed AS o
    JOIN printed AS r
        ON r.cell = o.cell AND r.document = o.document AND r.dataset = o.dataset AND r.vintage IS NOT DISTINCT FROM o.vintage
        AND r.revision = o.revision AND r.value <> o.value
    GROUP BY o.id
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
FROM core_choice
ORDER BY observation, problem
