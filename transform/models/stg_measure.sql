-- model:    stg_measure
-- question: how may the values of a measure be put together over time?
-- grain:    measure
-- needs:    measure
-- formula:  the code list's kind, additivity and kind of unit, turned into a rule
-- universe: every measure of the code list
-- columns:
--   measure    text  -  -  code list measure
--   unit_kind  text  -  -  money, count, persons, ratio, rate
--   over_time  text  -  -  sum (flows that add up), end (stocks), none (means, ratios and rates: neither)
-- checks:
--   unique(measure)
SELECT
    id AS measure,
    unit_kind,
    CASE
        WHEN unit_kind IN ('ratio', 'rate') THEN 'none'
        WHEN kind = 'stock' THEN 'end'
        WHEN kind = 'flow' AND additive <> 'no' THEN 'sum'
        ELSE 'none'
    END AS over_time
FROM measure
ORDER BY measure
