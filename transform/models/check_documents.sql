-- model:    check_documents
-- question: do two documents give one publisher's figure differently?
-- question@zh: 同一机构的同一数据，两份文件是否给出不同的数值？
-- grain:    observation, problem
-- needs:    core_conflict, core_choice, stg_value, stg_origin
-- formula:  more apart than the rounding of both, and (higher - lower) / lower above $spread (of rates: higher - lower)
-- formula@zh: 相差超出双方的舍入误差，且（较大值 − 较小值）/ 较小值大于 $spread（比率：较大值 − 较小值）
-- universe: values of one publisher, scope and publication date, or of none known, in the ledger core_conflict. Of the documents the one of better
--           confidence is right, then the one that prints finer, as in core_observation; what one document says twice is for check_unique
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: series and periods; else NULL
-- checks:
--   unique(observation, problem)
WITH conflict AS (
    SELECT first_input, transformation, unnest(inputs) AS observation
    FROM core_conflict
    WHERE kind = 'document' AND NOT within_rounding
),
told AS (
    SELECT
        c.transformation,
        o.id AS observation,
        o.value,
        o.half_digit,
        d.document,
        first_value(o.value) OVER cell AS right_value,
        first_value(o.half_digit) OVER cell AS right_half,
        first_value(d.document) OVER cell AS right_document,
        first_value(o.printed) OVER cell AS right_printed
    FROM conflict AS c
    JOIN stg_value AS o ON o.id = c.observation
    JOIN stg_origin AS d ON d.origin = o.origin
    WINDOW cell AS (
        PARTITION BY c.first_input
        ORDER BY d.confidence_rank, strpos('ABPEFM', o.status), o.half_digit NULLS LAST, d.document, d.dataset, d.file,
            coalesce(TRY_CAST(split_part(o.place, ':', 1) AS BIGINT), 0), o.place, o.id
    )
),
judged AS (
    SELECT
        observation,
        document <> right_document
        AND abs(value - right_value) > coalesce(half_digit, 0) + coalesce(right_half, 0)
        AND CASE
            WHEN transformation IN ('level', 'share') THEN value <= 0 OR right_value <= 0 OR greatest(value, right_value) / least(value, right_value) - 1 > $spread
            ELSE abs(value - right_value) > $spread
        END AS is_wrong,
        'the publisher says ' || right_printed || ' in ' || right_document AS problem,
        right_printed AS expected
    FROM told
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
FROM core_choice
ORDER BY observation, problem
