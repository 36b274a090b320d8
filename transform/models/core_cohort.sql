-- model:    core_cohort
-- question: of the users who first paid in a month, how many paid in each month after?
-- grain:    dataset, period, age
-- needs:    stg_cohort, stg_window
-- formula:  as rolled up, on a complete grid of ages
-- universe: months in which users first paid; ages up to that of the oldest cohort in the last month covered
-- columns:
--   dataset        text  -  -     dataset of payment attempts
--   publisher      text  -  -     code list publisher
--   synthetic      bool  -  -     made up: no number says anything of a real payment
--   frequency      text  -  -     M
--   period         text  -  -     month of the first approved attempt: the cohort
--   period_start   date  -  -     first day
--   left_censored  bool  -  -     the cohort is the dataset's first month, and holds who had paid before it began
--   age            int   -  >= 0  months since then
--   month          date  -  -     the month that is looked at, first day
--   observable     bool  -  -     the dataset goes on to the end of that month
--   cohort_size    int   -  > 0   users of the cohort
--   active         int   -  >= 0  those who had an approved attempt in the month; NULL where not observable
-- checks:
--   unique(dataset, period, age)
--   never(active > cohort_size)
WITH covered AS (
    SELECT
        dataset,
        publisher,
        synthetic,
        period_start AS first_month,
        last_day
    FROM stg_window
    WHERE frequency = 'R'
),
sized AS (
    SELECT
        d.dataset,
        d.publisher,
        d.synthetic,
        d.first_month,
        d.last_day,
        c.cohort,
        c.users AS cohort_size,
        date_diff('month', min(c.cohort) OVER (PARTITION BY d.dataset), d.last_day) AS oldest
    FROM stg_cohort AS c
    JOIN covered AS d
        ON d.dataset = c.dataset
    WHERE c.month = c.cohort AND c.users > 0
),
grid AS (
    SELECT
        *,
        unnest(generate_series(0, oldest)) AS age
    FROM sized
),
dated AS (
    SELECT
        *,
        CAST(cohort + to_months(CAST(age AS INTEGER)) AS DATE) AS month
    FROM grid
)
SELECT
    g.dataset,
    g.publisher,
    g.synthetic,
    'M' AS frequency,
    strftime(g.cohort, '%Y-%m') AS period,
    g.cohort AS period_start,
    g.cohort = g.first_month AS left_censored,
    g.age,
    g.month,
    g.last_day >= last_day(g.month) AS observable,
    g.cohort_size,
    CASE WHEN g.last_day >= last_day(g.month) THEN coalesce(c.users, 0) END AS active
FROM dated AS g
LEFT JOIN stg_cohort AS c
    ON c.dataset = g.dataset AND c.cohort = g.cohort AND c.month = g.month
ORDER BY g.dataset, period, g.age
