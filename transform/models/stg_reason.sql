-- model:    stg_reason
-- question: where does a reason of failure stand in its taxonomy, and what helps against it?
-- grain:    cause
-- needs:    reason
-- formula:  level 3 is the reason itself, level 2 its parent, level 1 the parent of that; where there are fewer levels, the reason stands for those it lacks
-- universe: every row of the code list
-- columns:
--   cause      text  -  -  code list reason
--   class      text  -  -  technical (something broke), business (somebody said no), '' for neither
--   level_1    text  -  -  code list reason: the broadest
--   level_2    text  -  -  code list reason
--   level_3    text  -  -  code list reason: the finest
--   label_en   text  -  -  English name
--   label_zh   text  -  -  Chinese name; the English one where there is none
--   remedy_en  text  -  -  what helps; '' for nothing known
--   remedy_zh  text  -  -  the same in Chinese; '' for nothing known
-- checks:
--   unique(cause)
SELECT
    r.id AS cause,
    r.class,
    coalesce(g.id, p.id, r.id) AS level_1,
    CASE WHEN g.id IS NULL THEN r.id ELSE p.id END AS level_2,
    r.id AS level_3,
    r.name_en AS label_en,
    coalesce(nullif(r.name_zh, ''), r.name_en) AS label_zh,
    r.remedy_en,
    r.remedy_zh
FROM reason AS r
LEFT JOIN reason AS p
    ON p.id = r.parent
LEFT JOIN reason AS g
    ON g.id = p.parent
ORDER BY cause
