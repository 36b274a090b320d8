-- model:    core_contested
-- question: where several documents print one series and period, which value stands?
-- grain:    series, period_id
-- needs:    stg_value, stg_origin, stg_period
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
WITH crowded AS (
    -- Series with more values than places for them, of 62 that take turns with the periods: what is printed twice is among
    -- them, and they are few. All pairs of series and period take the engine ten times as long.
    SELECT series
    FROM stg_value
    GROUP BY series
    HAVING count(*) > bit_count(bit_or(1 << (period_id % 62)))
),
several AS MATERIALIZED (
    SELECT series, period_id
    FROM stg_value
    SEMI JOIN crowded USING (series)
    GROUP BY series, period_id
    HAVING count(*) > 1
),
printed AS MATERIALIZED (
    SELECT *
    FROM stg_value
    SEMI JOIN several USING (series, period_id)
),
rival AS (
    SELECT
        v.*,
        p.period_index,
        row_number() OVER (
            PARTITION BY v.series, v.period_id
            ORDER BY v.value IS NULL, v.vintage DESC NULLS LAST, v.revision DESC, d.confidence_rank, strpos('ABPEFM', v.status),
                v.half_digit NULLS LAST, d.document, d.dataset, d.file, coalesce(TRY_CAST(split_part(v.place, ':', 1) AS BIGINT), 0), v.place, v.id
        ) AS choice
    FROM printed AS v
    JOIN stg_origin AS d ON d.origin = v.origin
    JOIN stg_period AS p ON p.period_id = v.period_id
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
