-- model:    core_growth_cell
-- question: what was each line's value a year before, and may the two be compared?
-- grain:    line, period_index
-- needs:    core_value_cell, core_line
-- formula:  base = value of the same period one year earlier, by the calendar
-- universe: every line of a year or shorter (not days), every period
-- kept:     table
-- columns:
--   line           int     -      -      number of the line
--   period_index   int     -      -      position among the periods of the frequency
--   value          decimal row    -      v_t; NULL in a hole
--   base           decimal row    -      v_(t-1y); NULL in a hole
--   difference     decimal row    -      v_t - v_(t-1y)
--   value_double    double row   -      v_t as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
--   base_double     double row   -      v_(t-1y) as DOUBLE
--   difference_double  double row  -    the difference as DOUBLE
--   derived        bool    -      -      one of the values is not printed but derived
--   why            text    -      -      why the two are not compared: missing, missing_base, scope_differs, vintage_differs, series_break
--   weakness       int     -      -      weakest status of the two, its place in APEF
--   vintage        date    -      -      latest vintage of the two; NULL when one is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   unique(line, period_index)
--   never(why IS NULL AND difference IS NULL)
SELECT
    v.line,
    v.period_index,
    v.value,
    b.value AS base,
    v.value - b.value AS difference,
    v.value_double,
    b.value_double AS base_double,
    as_double(v.value - b.value) AS difference_double,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN v.last_break > b.period_index THEN 'series_break'
    END AS why,
    greatest(v.weakness, b.weakness) AS weakness,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    list_concat(b.inputs, v.inputs) AS inputs
FROM core_value_cell AS v
JOIN core_line AS l ON l.line = v.line
LEFT JOIN core_value_cell AS b ON b.line = v.line AND b.period_index = v.period_index - l.per_year
WHERE l.per_year IS NOT NULL
