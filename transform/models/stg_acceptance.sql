-- model:    stg_acceptance
-- question: which platform takes which method, as each source claims it?
-- grain:    acceptance_id
-- needs:    acceptance
-- formula:  the code list's acceptance; a date of less than a day lies between its first and its last day
-- universe: every row of the code list
-- columns:
--   acceptance_id  text  -  -  code list acceptance
--   platform       text  -  -  code list member
--   method         text  -  -  code list member
--   claim          text  -  -  accepted, ended (no longer), refused (not taken)
--   since          text  -  -  when it began, as the source says; '' when it does not
--   since_first    date  -  -  first day on which it can have begun; NULL when unknown
--   since_last     date  -  -  last day on which it can have begun; NULL when unknown
--   until          text  -  -  when it ended, as the source says; '' when it does not
--   until_first    date  -  -  first day on which it can have ended; NULL when unknown
--   until_last     date  -  -  last day on which it can have ended; NULL when unknown
--   stated         text  -  -  date of the source; '' when unknown
--   stated_last    date  -  -  last day of that date; NULL when unknown
--   source         text  -  -  where it is said
--   confidence     text  -  -  high, medium, low
--   hedge          text  -  -  '', inferred (not said in so many words), uncorroborated
--   causes         text  -  -  code list reason, separated by semicolons: why it ended, or why some go without it
--   note           text  -  -  what the source says
-- checks:
--   unique(acceptance_id)
--   not_null(claim)
WITH days AS (
    SELECT
        id,
        list_transform(
            [since, until, stated],
            d -> TRY_CAST(CASE length(d) WHEN 4 THEN d || '-01-01' WHEN 7 THEN d || '-01' ELSE d END AS DATE)
        ) AS first_days,
        list_transform(
            [since, until, stated],
            d -> TRY_CAST(CASE length(d) WHEN 4 THEN d || '-12-31' WHEN 7 THEN CAST(last_day(TRY_CAST(d || '-01' AS DATE)) AS VARCHAR) ELSE d END AS DATE)
        ) AS last_days
    FROM acceptance
)
SELECT
    a.id AS acceptance_id,
    a.platform,
    a.method,
    a.claim,
    a.since,
    d.first_days[1] AS since_first,
    d.last_days[1] AS since_last,
    a.until,
    d.first_days[2] AS until_first,
    d.last_days[2] AS until_last,
    a.stated,
    d.last_days[3] AS stated_last,
    a.source,
    a.confidence,
    a.hedge,
    a.causes,
    a.note
FROM acceptance AS a
JOIN days AS d ON d.id = a.id
ORDER BY acceptance_id
