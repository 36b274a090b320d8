-- model:    core_succession
-- question: into which of today's members does each earlier member go, and with what part?
-- grain:    dimension, member, successor
-- needs:    stg_member_change
-- formula:  weight = product of the weights along the way; a split holds for the periods before it, other changes for all periods
-- universe: members with a change, each to every end of its chains; members that never change are not here
-- columns:
--   dimension      text    -      -     what members are called
--   member         text    -      -     code list member, as reported
--   successor      text    -      -     code list member that it ends in
--   weight         double  ratio  0..1  part of the member that goes there; NULL when a split on the way states none
--   before         date    -      -     holds for periods that begin before this day (the first split on the way); NULL for all periods
--   kinds          text    -      -     the changes on the way
-- checks:
--   unique(dimension, member, successor)
--   warn: sum(weight) by (dimension, member) <= 1 + 0.000001
WITH RECURSIVE step AS (
    -- A split of which one weight is not stated is one without weights.
    SELECT
        dimension,
        member,
        successor,
        CASE WHEN count(weight) OVER (PARTITION BY dimension, member) = count(*) OVER (PARTITION BY dimension, member) THEN weight END AS weight,
        CASE WHEN kind = 'split' THEN starts END AS before,
        kind
    FROM stg_member_change
),
way AS (
    SELECT dimension, member, successor, weight, before, kind AS kinds, 1 AS steps
    FROM step
    UNION ALL
    SELECT w.dimension, w.member, c.successor, w.weight * c.weight,
        least(w.before, c.before), w.kinds || ', ' || c.kind, w.steps + 1
    FROM way AS w
    JOIN step AS c ON c.dimension = w.dimension AND c.member = w.successor
    WHERE w.steps < 20
)
SELECT
    w.dimension,
    w.member,
    w.successor,
    CASE WHEN count(w.weight) = count(*) THEN sum(w.weight ORDER BY w.kinds, w.before) END AS weight,
    min(w.before) AS before,
    string_agg(w.kinds, '; ' ORDER BY w.kinds) AS kinds
FROM way AS w
ANTI JOIN step AS c ON c.dimension = w.dimension AND c.member = w.successor
GROUP BY w.dimension, w.member, w.successor
ORDER BY w.dimension, w.member, w.successor
