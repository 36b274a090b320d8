-- model:    stg_activation
-- question: of the cases of buy now, pay later that a provider saw enter in a month, how many came how far?
-- grain:    dataset, cohort, provider, step
-- needs:    rollup_activation, transaction_set
-- formula:  as rolled up; a case is open while its step is younger than 30 days at the end of observation
-- universe: cohorts (local months of entry) and providers with a case, all six steps of each
-- columns:
--   dataset    text  -  -     dataset of cases
--   publisher  text  -  -     code list publisher; '' for none
--   synthetic  bool  -  -     made up: no number says anything of a real case
--   cohort     date  -  -     first day of the local month of entry
--   provider   text  -  -     code list member
--   step       int   -  1..6  entry, conditions, identity, application, approval, first-use
--   reached    int   -  >= 0  cases that came to the step
--   refused    int   -  >= 0  of these, cases that ended here by refusal
--   open       int   -  >= 0  of these, cases that may still go on: right-censored
-- checks:
--   never(refused + open > reached)
SELECT
    a.dataset,
    coalesce(d.publisher, '') AS publisher,
    coalesce(d.synthetic, FALSE) AS synthetic,
    a.cohort,
    a.provider,
    CAST(a.step AS BIGINT) AS step,
    a.reached,
    a.refused,
    a.open
FROM rollup_activation AS a
LEFT JOIN transaction_set AS d
    ON d.dataset = a.dataset
