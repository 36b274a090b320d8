-- model:    metric_retention
-- question: which part of the users who first paid in a month still pays, month after month?
-- grain:    dataset, period, age
-- needs:    core_cohort
-- formula:  users of the cohort with an approved attempt in month t + k / users of the cohort
-- arithmetic:
--   retention = active / cohort_size
-- universe: months in which users first paid, each with the ages 0 to the oldest that the dataset can show; users without a key are left out. The dataset's first
--           month holds all who had paid before it begins: left_censored
-- columns:
--   dataset        text    -      -     dataset of payment attempts
--   publisher      text    -      -     code list publisher
--   synthetic      bool    -      -     made up: no number says anything of a real payment
--   frequency      text    -      -     M
--   period         text    -      -     month of the first approved attempt: the cohort
--   period_start   date    -      -     first day
--   left_censored  bool    -      -     the cohort holds who had paid before the dataset begins
--   member         text    -      -     always total
--   age            int     -      >= 0  months since the first: k
--   month          date    -      -     the month that is looked at, first day
--   cohort_size    int     -      > 0   users of the cohort
--   active         int     -      >= 0  those with an approved attempt in the month; NULL where not yet observable
--   retention      double  ratio  0..1  active / cohort_size; 1 at age 0
--   reason         text    -      -     why there is no retention: partial_window (the dataset ends before the month does)
-- checks:
--   never((retention IS NULL) <> (reason IS NOT NULL))
--   never(age = 0 AND retention <> 1)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    left_censored,
    'total' AS member,
    age,
    month,
    cohort_size,
    active,
    active / cohort_size AS retention,
    CASE WHEN NOT observable THEN 'partial_window' END AS reason
FROM core_cohort
