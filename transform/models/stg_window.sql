-- model:    stg_window
-- question: over which periods are the payment attempts of a dataset counted?
-- grain:    dataset, frequency, period
-- needs:    transaction_set
-- formula:  every month from that of the first to that of the last day, and the run of all of them
-- universe: datasets with at least one attempt
-- columns:
--   dataset       text  -  -    dataset of payment attempts
--   publisher     text  -  -    code list publisher
--   area          text  -  -    code list area; '' for several
--   synthetic     bool  -  -    made up: no number says anything of a real payment
--   frequency     text  -  -    M, or R for the run of all months
--   period        text  -  -    2023-01, or 2023-01..2024-12
--   period_start  date  -  -    first day
--   period_end    date  -  -    last day
--   first_day     date  -  -    first day of the period that the dataset covers
--   last_day      date  -  -    last day of the period that the dataset covers
--   n_days        int   -  > 0  how many days these are
--   complete      bool  -  -    the dataset covers every day of the period
-- checks:
--   unique(dataset, frequency, period)
WITH span AS (
    SELECT
        dataset,
        publisher,
        area,
        synthetic,
        first_day,
        last_day,
        CAST(date_trunc('month', first_day) AS DATE) AS first_month,
        CAST(date_trunc('month', last_day) AS DATE) AS last_month
    FROM transaction_set
    WHERE first_day <= last_day
),
dated AS (
    SELECT
        *,
        'M' AS frequency,
        CAST(unnest(generate_series(first_month, last_month, INTERVAL 1 MONTH)) AS DATE) AS period_start
    FROM span
    UNION ALL
    SELECT
        *,
        'R',
        first_month
    FROM span
),
bounded AS (
    SELECT
        *,
        last_day(CASE frequency WHEN 'M' THEN period_start ELSE last_month END) AS period_end
    FROM dated
)
SELECT
    dataset,
    publisher,
    area,
    synthetic,
    frequency,
    strftime(period_start, '%Y-%m') || CASE frequency WHEN 'R' THEN strftime(period_end, '..%Y-%m') ELSE '' END AS period,
    period_start,
    period_end,
    greatest(first_day, period_start) AS first_day,
    least(last_day, period_end) AS last_day,
    CAST(least(last_day, period_end) - greatest(first_day, period_start) + 1 AS BIGINT) AS n_days,
    first_day <= period_start AND last_day >= period_end AS complete
FROM bounded
ORDER BY dataset, frequency, period
