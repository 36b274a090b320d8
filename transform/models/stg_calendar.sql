-- model:    stg_calendar
-- question: which periods lie between the first and the last that any document speaks of?
-- grain:    frequency, period_index
-- needs:    stg_observation
-- formula:  every period_index from the first to the last of its frequency
-- universe: frequencies A, S, Q, M, D; ranges (R) have no calendar
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
WITH span AS (
    SELECT
        frequency,
        min(period_index) AS first_index,
        max(period_index) AS last_index,
        CASE frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 END AS per_year
    FROM stg_observation
    WHERE frequency <> 'R'
    GROUP BY frequency
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
