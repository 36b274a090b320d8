-- model:    core_rival
-- question: which series do several publishers print, or one in several scopes?
-- grain:    area, segment, measure, transformation, dimension, unit
-- needs:    core_choice, stg_series
-- formula:  more than one publisher or scope among the values that stand
-- universe: series that have rivals; few do, and only theirs are compared cell by cell
-- columns:
--   area            text  -  -  code list area
--   segment         text  -  -  code list segment
--   measure         text  -  -  code list measure
--   transformation  text  -  -  level, share, qoq, yoy
--   dimension       text  -  -  what the total is broken down by
--   unit            text  -  -  currency, count, persons, ratio
-- checks:
--   unique(area, segment, measure, transformation, dimension, unit)
SELECT area, segment, measure, transformation, dimension, unit
FROM stg_series
SEMI JOIN (SELECT series FROM core_choice WHERE value IS NOT NULL) AS c USING (series)
GROUP BY area, segment, measure, transformation, dimension, unit
HAVING min(publisher) <> max(publisher) OR min(scope) <> max(scope)
ORDER BY area, segment, measure, transformation, dimension, unit
