-- model:    stg_promotion
-- question: on which days is it promotion, and where?
-- grain:    event
-- needs:    event
-- formula:  from the first day of date to the last of until, or of date where until is empty
-- universe: events of kind promotion
-- columns:
--   event     text  -  -  code list event
--   label_en  text  -  -  English name
--   label_zh  text  -  -  Chinese name; the English one where there is none
--   areas     text  -  -  code list area, several separated by ";"; '' for everywhere
--   starts    date  -  -  first day
--   ends      date  -  -  last day
-- checks:
--   unique(event)
--   not_null(starts, ends)
--   never(ends < starts)
WITH worded AS (
    SELECT
        id AS event,
        name_en AS label_en,
        coalesce(nullif(name_zh, ''), name_en) AS label_zh,
        areas,
        date,
        coalesce(nullif(until, ''), date) AS until
    FROM event
    WHERE kind = 'promotion'
)
SELECT
    event,
    label_en,
    label_zh,
    areas,
    TRY_CAST(date || CASE length(date) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE) AS starts,
    CASE length(until)
        WHEN 4 THEN TRY_CAST(until || '-12-31' AS DATE)
        WHEN 7 THEN last_day(TRY_CAST(until || '-01' AS DATE))
        ELSE TRY_CAST(until AS DATE)
    END AS ends
FROM worded
ORDER BY event
