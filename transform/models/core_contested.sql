-- model:    core_contested
-- question: where several documents print one series and period, which value stands?
-- grain:    series, period_id
-- needs:    stg_value, stg_observation
-- formula:  a value before a declared gap, then the latest vintage (undated last), the highest revision, the best confidence, the
--           firmest status, the finest print, then document and place
-- universe: every series and period that is printed more than once; few are
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
WITH several AS MATERIALIZED (
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
    SEMI JOIN several USING (series, period_id)
)
SELECT
    series,
    period_id,
    any_value(period_index) FILTER (choice = 1) AS period_index,
    any_value(value) FILTER (choice = 1) AS value,
    any_value(half_digit) FILTER (choice = 1) AS half_digit,
    any_value(status) FILTER (choice = 1) AS status,
    any_value(vintage) FILTER (choice = 1) AS vintage,
    count(*) AS n_printed,
    count(DISTINCT value) AS n_values,
    string_agg(printed, '; ' ORDER BY choice) FILTER (choice > 1) AS others,
    any_value(id) FILTER (choice = 1) AS id
FROM rival
GROUP BY series, period_id
ORDER BY series, period_id
