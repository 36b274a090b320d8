-- model:    core_activation
-- question: what stands above and below the line of the conversions of an activation funnel?
-- grain:    dataset, frequency, period, provider, step
-- needs:    stg_activation
-- formula:  sums over providers (total) and cohorts (frequency R); each step beside the one before and beside entry
-- universe: cohorts and the run of all of them, providers and their total, all six steps
-- columns:
--   dataset         text  -  -     dataset of cases
--   publisher       text  -  -     code list publisher; '' for none
--   synthetic       bool  -  -     made up: no number says anything of a real case
--   frequency       text  -  -     M for one cohort, R for the run of all
--   period          text  -  -     local month of entry, 2023-01, or 2023-01..2024-12
--   period_start    date  -  -     first day
--   provider        text  -  -     code list member, or total
--   step            int   -  1..6  position in the funnel
--   step_name       text  -  -     entry, conditions, identity, application, approval, first-use
--   reached         int   -  >= 0  cases that came to the step
--   refused         int   -  >= 0  of these, cases that ended here by refusal
--   open            int   -  >= 0  of these, cases that may still go on
--   lapsed          int   -  >= 0  of these, cases that went no further within 30 days, unrefused
--   reached_before  int   -  >= 0  cases that came to the step before; NULL for entry
--   open_before     int   -  >= 0  of these, cases that may still go on
--   entered         int   -  >= 0  cases that entered
--   open_earlier    int   -  >= 0  of these, cases that may still go on from any earlier step
-- checks:
--   unique(dataset, frequency, period, provider, step)
--   never(reached > reached_before - open_before)
WITH spanned AS (
    SELECT
        *,
        min(cohort) OVER (PARTITION BY dataset) AS first_cohort,
        max(cohort) OVER (PARTITION BY dataset) AS last_cohort
    FROM stg_activation
),
summed AS (
    SELECT
        dataset,
        any_value(publisher) AS publisher,
        bool_or(synthetic) AS synthetic,
        CASE WHEN grouping(cohort) = 0 THEN 'M' ELSE 'R' END AS frequency,
        CASE
            WHEN grouping(cohort) = 0 THEN strftime(cohort, '%Y-%m')
            ELSE strftime(min(first_cohort), '%Y-%m') || strftime(max(last_cohort), '..%Y-%m')
        END AS period,
        CASE WHEN grouping(cohort) = 0 THEN cohort ELSE min(first_cohort) END AS period_start,
        CASE WHEN grouping(provider) = 0 THEN provider ELSE 'total' END AS provider,
        step,
        CAST(sum(reached) AS BIGINT) AS reached,
        CAST(sum(refused) AS BIGINT) AS refused,
        CAST(sum(open) AS BIGINT) AS open
    FROM spanned
    GROUP BY GROUPING SETS ((dataset, cohort, provider, step), (dataset, cohort, step), (dataset, provider, step), (dataset, step))
)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    provider,
    step,
    (['entry', 'conditions', 'identity', 'application', 'approval', 'first-use'])[step] AS step_name,
    reached,
    refused,
    open,
    CASE WHEN step < 6 THEN reached - refused - open - lead(reached) OVER funnel ELSE 0 END AS lapsed,
    lag(reached) OVER funnel AS reached_before,
    lag(open) OVER funnel AS open_before,
    first_value(reached) OVER funnel AS entered,
    CAST(coalesce(sum(open) OVER (funnel ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS open_earlier
FROM summed
WINDOW funnel AS (PARTITION BY dataset, frequency, period, provider ORDER BY step)
ORDER BY dataset, frequency, period, provider, step
