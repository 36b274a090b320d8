-- model:    core_choice
-- question: which one value stands for each series and period, and what else did its publisher print?
-- grain:    series, period_id
-- needs:    stg_value, stg_observation, stg_period
-- formula:  a value before a declared gap, then the latest vintage (undated last), the highest revision, the best confidence, the
--           firmest status, the finest print, then document and place
-- universe: every series and period that any document prints
-- columns:
--   series          int      -    -     number of the series
--   period_id       int      -    -     number of the period
--   period_index    int      -    -     position among the periods of the frequency; NULL for ranges
--   value           decimal  row  -     the chosen value, base units
--   half_digit      decimal  row  >= 0  half of its last printed digit; NULL when unknown
--   status          text     -    -     status of the chosen value
--   vintage         date     -    -     its publication date; NULL when unknown
--   n_printed       int      -    > 0   observations it was chosen from
--   n_values        int      -    >= 0  distinct values among them; above 1 the publisher contradicts or restates itself
--   others          text     -    -     the other values as printed, best first; '' for none
--   id              int      -    -     the chosen observation
-- checks:
--   unique(series, period_id)
WITH contested AS (
    -- Nearly every series and period is printed once; only the others need an order.
    SELECT series, period_id
    FROM stg_value
    GROUP BY series, period_id
    HAVING count(*) > 1
),
rival AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY series, period_id
            ORDER BY value IS NULL, vintage DESC NULLS LAST, revision DESC, confidence_rank, status_rank, half_digit NULLS LAST,
                document, dataset, file, line, place, id
        ) AS choice
    FROM stg_observation
    SEMI JOIN contested USING (series, period_id)
)
SELECT
    v.series,
    v.period_id,
    p.period_index,
    v.value,
    v.half_digit,
    v.status,
    v.vintage,
    1 AS n_printed,
    CASE WHEN v.value IS NULL THEN 0 ELSE 1 END AS n_values,
    '' AS others,
    v.id
FROM stg_value AS v
JOIN stg_period AS p ON p.period_id = v.period_id
ANTI JOIN contested AS c ON c.series = v.series AND c.period_id = v.period_id
UNION ALL
SELECT
    series,
    period_id,
    any_value(period_index) FILTER (choice = 1),
    any_value(value) FILTER (choice = 1),
    any_value(half_digit) FILTER (choice = 1),
    any_value(status) FILTER (choice = 1),
    any_value(vintage) FILTER (choice = 1),
    count(*),
    count(DISTINCT value),
    string_agg(printed, '; ' ORDER BY choice) FILTER (choice > 1),
    any_value(id) FILTER (choice = 1)
FROM rival
GROUP BY series, period_id
ORDER BY series, period_id
