-- model:    stg_cohort
-- question: how many users who first paid in one month paid in another?
-- grain:    dataset, cohort, month
-- needs:    rollup_cohort
-- formula:  as rolled up
-- universe: users with an approved attempt and a key
-- columns:
--   dataset  text  -  -     dataset of payment attempts
--   cohort   date  -  -     month of the first approved attempt, its first day
--   month    date  -  -     month in which they paid, its first day
--   users    int   -  >= 0  distinct users
-- checks:
--   never(month < cohort)
SELECT
    dataset,
    cohort,
    month,
    users
FROM rollup_cohort
