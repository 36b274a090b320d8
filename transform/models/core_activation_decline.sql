-- model:    core_activation_decline
-- question: how often was buy now, pay later refused for each reason?
-- grain:    dataset, frequency, period, provider, cause
-- needs:    stg_activation_decline
-- formula:  sums over providers (total) and cohorts (frequency R)
-- universe: cohorts with a refusal and the run of all of them, providers and their total
-- columns:
--   dataset       text  -  -    dataset of cases
--   publisher     text  -  -    code list publisher; '' for none
--   synthetic     bool  -  -    made up: no number says anything of a real case
--   frequency     text  -  -    M for one cohort, R for the run of all
--   period        text  -  -    local month of entry, 2023-01, or 2023-01..2024-12
--   period_start  date  -  -    first day
--   provider      text  -  -    code list member, or total
--   cause         text  -  -    code list reason, unmapped or unspecified
--   cases         int   -  > 0  refused cases
-- checks:
--   unique(dataset, frequency, period, provider, cause)
WITH spanned AS (
    SELECT
        *,
        min(cohort) OVER (PARTITION BY dataset) AS first_cohort,
        max(cohort) OVER (PARTITION BY dataset) AS last_cohort
    FROM stg_activation_decline
    WHERE cases > 0
)
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
    cause,
    CAST(sum(cases) AS BIGINT) AS cases
FROM spanned
GROUP BY GROUPING SETS ((dataset, cohort, provider, cause), (dataset, cohort, cause), (dataset, provider, cause), (dataset, cause))
ORDER BY dataset, frequency, period, provider, cause
