-- model:    stg_failure
-- question: how many attempts were declined or failed in a month, and for which reason?
-- grain:    dataset, month, provider, method, currency, outcome, cause
-- needs:    rollup_failure, stg_reason
-- formula:  sums over the loads (files) of a dataset; class is that of the reason, else business for declined and technical for failed
-- universe: attempts that were declined or failed
-- kept:     table
-- columns:
--   dataset   text     -    -     dataset of payment attempts
--   month     date     -    -     first day of the local month
--   provider  text     -    -     code list member
--   method    text     -    -     code list member of instrument
--   currency  text     -    -     ISO 4217
--   outcome   text     -    -     declined, failed
--   cause     text     -    -     code list reason; unmapped for a code that nobody mapped, unspecified for none
--   class     text     -    -     business (somebody said no), technical (something broke)
--   attempts  int      -    >= 0  payment attempts
--   value     decimal  row  -     their value in the currency
-- checks:
--   not_null(attempts, value)
WITH summed AS (
    SELECT
        dataset,
        month,
        provider,
        method,
        currency,
        outcome,
        reason,
        sum(attempts) AS attempts,
        sum(value) AS value
    FROM rollup_failure
    WHERE outcome IN ('declined', 'failed')
    GROUP BY ALL
)
SELECT
    f.dataset,
    f.month,
    f.provider,
    f.method,
    f.currency,
    f.outcome,
    CASE WHEN f.reason = '' THEN 'unspecified' ELSE coalesce(r.cause, 'unmapped') END AS cause,
    CASE WHEN r.class <> '' THEN r.class WHEN f.outcome = 'declined' THEN 'business' ELSE 'technical' END AS class,
    CAST(sum(f.attempts) AS BIGINT) AS attempts,
    CAST(sum(f.value) AS DECIMAL(38, 9)) AS value
FROM summed AS f
LEFT JOIN stg_reason AS r
    ON r.cause = f.reason
GROUP BY ALL
