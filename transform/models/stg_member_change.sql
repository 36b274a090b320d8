-- model:    stg_member_change
-- question: which members merge, split, change their name or become part of another?
-- grain:    dimension, member, successor
-- needs:    member_change
-- formula:  the code list's member_change; a date of less than a day begins with its first day
-- universe: every change of the code list
-- columns:
--   dimension  text    -      -     what members are called
--   member     text    -      -     code list member, before
--   successor  text    -      -     code list member, after
--   starts     date    -      -     first day on which it holds
--   kind       text    -      -     merge, split, rename, parent (becomes part of a group)
--   weight     double  ratio  0..1  part of the member that the successor of a split takes over; 1 otherwise; NULL when a split states none
--   source     text    -      -     where it is said
-- checks:
--   unique(dimension, member, successor)
--   not_null(starts)
--   sum(weight) by (dimension, member) = 1 +- 1e-6
SELECT
    dimension,
    member,
    successor,
    TRY_CAST(CASE length(date) WHEN 4 THEN date || '-01-01' WHEN 7 THEN date || '-01' ELSE date END AS DATE) AS starts,
    kind,
    CASE WHEN kind = 'split' THEN TRY_CAST(nullif(weight, '') AS DOUBLE) ELSE 1 END AS weight,
    source
FROM member_change
ORDER BY dimension, member, successor
