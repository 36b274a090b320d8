-- model:    stg_activation_decline
-- question: for which reasons was buy now, pay later refused to the people who entered in a month?
-- grain:    dataset, cohort, provider, cause
-- needs:    rollup_decline, transaction_set, stg_reason
-- formula:  as rolled up; a reason that the code list lacks is unmapped
-- universe: cohorts and providers with a refusal
-- columns:
--   dataset    text  -  -     dataset of cases
--   publisher  text  -  -     code list publisher; '' for none
--   synthetic  bool  -  -     made up: no number says anything of a real case
--   cohort     date  -  -     first day of the local month of entry
--   provider   text  -  -     code list member
--   cause      text  -  -     code list reason; unmapped for a code that nobody mapped, unspecified for none
--   cases      int   -  >= 0  refused cases
-- checks:
--   not_null(cases)
SELECT
    a.dataset,
    coalesce(d.publisher, '') AS publisher,
    coalesce(d.synthetic, FALSE) AS synthetic,
    a.cohort,
    a.provider,
    CASE WHEN a.reason = '' THEN 'unspecified' ELSE coalesce(r.cause, 'unmapped') END AS cause,
    CAST(sum(a.cases) AS BIGINT) AS cases
FROM rollup_decline AS a
LEFT JOIN transaction_set AS d
    ON d.dataset = a.dataset
LEFT JOIN stg_reason AS r
    ON r.cause = a.reason
GROUP BY ALL
