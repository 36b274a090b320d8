-- model:    stg_break
-- question: which breaks of series are declared, and what bridges them?
-- grain:    break_id
-- needs:    break
-- formula:  the code list's break; a date of less than a day begins with its first day
-- universe: every break of the code list
-- columns:
--   break_id   text  -  -  code list break
--   kind       text  -  -  scope (what is counted), method (how)
--   starts     date  -  -  first day of the new way of counting
--   market     text  -  -  code list market; '' for any
--   area       text  -  -  code list area; '' for any
--   segment    text  -  -  code list segment; '' for any
--   measure    text  -  -  code list measure; '' for any
--   publisher  text  -  -  code list publisher
--   scope      text  -  -  code list scope; '' for any
--   member     text  -  -  code list member; '' for all
--   old_scope  text  -  -  scope under which the publisher printed the old way of counting; '' for the same
--   overlap    text  -  -  period that is known in both ways; '' for none, and then there is no bridge
--   source     text  -  -  where it is said
-- checks:
--   unique(break_id)
--   not_null(starts)
SELECT
    id AS break_id,
    kind,
    TRY_CAST(CASE length(date) WHEN 4 THEN date || '-01-01' WHEN 7 THEN date || '-01' ELSE date END AS DATE) AS starts,
    market,
    area,
    segment,
    measure,
    publisher,
    scope,
    member,
    old_scope,
    overlap,
    source
FROM break
ORDER BY break_id
