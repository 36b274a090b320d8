-- model:    stg_intent
-- question: how many wishes to pay ended well, at once or after a first failure?
-- grain:    dataset, month, provider, method, currency
-- needs:    rollup_intent
-- formula:  as rolled up
-- universe: intents with an attempt that was approved, declined or failed; attempts without an intent are left out
-- columns:
--   dataset             text     -    -     dataset of payment attempts
--   month               date     -    -     first day of the local month of the first ended attempt
--   provider            text     -    -     code list member: that of the first ended attempt
--   method              text     -    -     code list member of instrument: that of the first ended attempt
--   currency            text     -    -     ISO 4217
--   intents             int      -    >= 0  wishes to pay: an attempt and its retries are one
--   intents_approved    int      -    >= 0  those with an approved attempt within 28 days
--   first_failed        int      -    >= 0  those whose first ended attempt was declined or failed
--   recovered_hour      int      -    >= 0  of first_failed: with an approved attempt within 1 hour
--   recovered_day       int      -    >= 0  of first_failed: with an approved attempt within 24 hours
--   recovered           int      -    >= 0  of first_failed: with an approved attempt within 28 days
--   value_first_failed  decimal  row  -     value of first_failed
--   value_recovered     decimal  row  -     value of recovered
-- checks:
--   never(NOT (recovered_hour <= recovered_day AND recovered_day <= recovered AND recovered <= first_failed))
--   never(intents_approved <> intents - first_failed + recovered)
SELECT
    dataset,
    month,
    provider,
    method,
    currency,
    intents,
    intents_approved,
    first_failed,
    recovered_hour,
    recovered_day,
    recovered,
    CAST(value_first_failed AS DECIMAL(38, 9)) AS value_first_failed,
    CAST(value_recovered AS DECIMAL(38, 9)) AS value_recovered
FROM rollup_intent
