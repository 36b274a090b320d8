-- model:    core_reason
-- question: what is a reason of failure called, what helps, and does it say anything?
-- grain:    cause
-- needs:    stg_reason
-- formula:  the code list's reasons, and the two that stand for none
-- universe: every reason of the code list; unmapped (a code that nobody mapped), unspecified (no reason given)
-- columns:
--   cause      text  -  -  code list reason, unmapped or unspecified
--   level_1    text  -  -  the broadest reason that it belongs to
--   level_2    text  -  -  the reason between
--   level_3    text  -  -  the finest
--   label_en   text  -  -  English name
--   label_zh   text  -  -  Chinese name; the English one where there is none
--   remedy_en  text  -  -  what helps; NULL when nothing is known
--   remedy_zh  text  -  -  the same in Chinese; NULL when nothing is known
--   residual   bool  -  -  a rest, not a reason: stands last whatever its size
-- checks:
--   unique(cause)
SELECT
    cause,
    level_1,
    level_2,
    level_3,
    label_en,
    label_zh,
    nullif(remedy_en, '') AS remedy_en,
    nullif(remedy_zh, '') AS remedy_zh,
    cause IN ('other', 'others') AS residual
FROM stg_reason
WHERE cause NOT IN ('unmapped', 'unspecified')
UNION ALL
SELECT
    cause,
    cause,
    cause,
    cause,
    label_en,
    label_zh,
    NULL,
    NULL,
    TRUE
FROM (VALUES ('unmapped', 'Code not mapped', '代码未映射'), ('unspecified', 'No reason given', '未说明原因')) AS v(cause, label_en, label_zh)
ORDER BY cause
