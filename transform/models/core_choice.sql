-- model:    core_choice
-- question: which one value stands for each series and period?
-- grain:    series, period_id
-- needs:    stg_value, stg_period, core_contested
-- formula:  the only value, or that of core_contested
-- universe: every series and period that any document prints
-- kept:     table
-- columns:
--   series          int      -    -     number of the series
--   period_id       int      -    -     number of the period
--   period_index    int      -    -     position among the periods of the frequency; NULL for ranges
--   value           decimal  row  -     the chosen value, base units
--   value_double    double   row  -     the same as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
--   half_digit      decimal  row  >= 0  half of its last printed digit; NULL when unknown
--   status          text     -    -     status of the chosen value
--   vintage         date     -    -     its publication date; NULL when unknown
--   id              int      -    -     the chosen observation
-- checks:
--   unique(series, period_id)
SELECT
    v.series,
    v.period_id,
    p.period_index,
    v.value,
    as_double(v.value) AS value_double,
    v.half_digit,
    v.status,
    v.vintage,
    v.id
FROM stg_value AS v
JOIN stg_period AS p ON p.period_id = v.period_id
ANTI JOIN core_contested AS c ON c.series = v.series AND c.period_id = v.period_id
UNION ALL
SELECT
    series,
    period_id,
    period_index,
    value,
    as_double(value),
    half_digit,
    status,
    vintage,
    id
FROM core_contested
