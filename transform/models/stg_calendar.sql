-- model:    stg_calendar
-- question: which periods lie between the first and the last day that any document speaks of?
-- grain:    frequency, period_index
-- needs:    stg_observation
-- formula:  every period_index from that of the first day to that of the last; days between their own ends
-- universe: frequencies A, S, Q, M, also those that no document uses, since values of one frequency are derived from another; D;
--           ranges (R) have no calendar
-- columns:
--   frequency     text  -  -      A, S, Q, M, D
--   period_index  int   -  -      position among the periods of the frequency
--   period        text  -  -      2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30
--   period_start  date  -  -      first day
--   per_year      int   -  1..12  periods a year; NULL for days
-- checks:
--   unique(frequency, period_index)
--   unique(period)
--   not_null(period, period_start)
WITH ends AS (
    SELECT
        min(period_start) AS first_day,
        max(period_end) AS last_day
    FROM stg_observation
    WHERE frequency <> 'D'
),
span AS (
    SELECT
        f.frequency,
        year(e.first_day) * f.per_year + (month(e.first_day) - 1) // (12 // f.per_year) AS first_index,
        year(e.last_day) * f.per_year + (month(e.last_day) - 1) // (12 // f.per_year) AS last_index,
        f.per_year
    FROM ends AS e, (VALUES ('A', 1), ('S', 2), ('Q', 4), ('M', 12)) AS f(frequency, per_year)
    WHERE e.first_day IS NOT NULL
    UNION ALL
    SELECT
        'D',
        min(period_index),
        max(period_index),
        NULL
    FROM stg_observation
    WHERE frequency = 'D'
    HAVING count(*) > 0
),
step AS (
    SELECT
        frequency,
        per_year,
        unnest(generate_series(first_index, last_index)) AS period_index
    FROM span
),
dated AS (
    SELECT
        frequency,
        period_index,
        per_year,
        CASE
            WHEN frequency = 'D' THEN DATE '1970-01-01' + CAST(period_index AS INTEGER)
            ELSE make_date(period_index // per_year, period_index % per_year * (12 // per_year) + 1, 1)
        END AS period_start
    FROM step
)
SELECT
    frequency,
    period_index,
    CASE frequency
        WHEN 'A' THEN strftime(period_start, '%Y')
        WHEN 'M' THEN strftime(period_start, '%Y-%m')
        WHEN 'D' THEN strftime(period_start, '%Y-%m-%d')
        ELSE strftime(period_start, '%Y-') || frequency || (period_index % per_year + 1)
    END AS period,
    period_start,
    per_year
FROM dated
ORDER BY frequency, period_index
