-- model:    check_unique
-- question: does one document print different values for one cell?
-- grain:    observation, problem
-- needs:    core_observation, stg_observation
-- formula:  distinct values of one series and period in one document above 1; expected is the value that counts
-- universe: series and periods that are printed at all
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: series and periods judged; else NULL
-- checks:
--   unique(observation, problem)
WITH several AS (
    SELECT *
    FROM core_observation
    WHERE n_values > 1
),
judged AS (
    SELECT
        o.id AS observation,
        'the same document prints another value for it' AS problem,
        c.printed AS expected
    FROM several AS s
    JOIN stg_observation AS c ON c.id = s.inputs[1]
    JOIN stg_observation AS o
        ON o.area = s.area AND o.segment = s.segment AND o.measure = s.measure AND o.transformation = s.transformation
        AND o.base_measure = s.base_measure AND o.dimension = s.dimension AND o.member = s.member AND o.frequency = s.frequency
        AND o.unit = s.unit AND o.publisher = s.publisher AND o.scope = s.scope AND o.period = s.period
    WHERE o.value <> c.value
        AND o.document = c.document
        AND o.dataset = c.dataset
        AND o.vintage IS NOT DISTINCT FROM c.vintage
        AND o.revision = c.revision
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
FROM core_observation
ORDER BY observation, problem
