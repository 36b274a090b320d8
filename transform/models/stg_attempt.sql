-- model:    stg_attempt
-- question: how many payments were attempted in a month, of which value, and how did they end?
-- grain:    dataset, month, dimension, member, currency, outcome
-- needs:    rollup_payment
-- formula:  sums over the loads (files) of a dataset
-- universe: every attempt, in each of the dimensions total, provider, instrument (the method), channel, category and area
-- columns:
--   dataset    text     -    -     dataset of payment attempts
--   month      date     -    -     first day of the local month
--   dimension  text     -    -     code list dimension
--   member     text     -    -     code list member, or total
--   currency   text     -    -     ISO 4217
--   outcome    text     -    -     approved, declined, failed, pending, cancelled, refunded
--   attempts   int      -    >= 0  payment attempts
--   value      decimal  row  -     their value in the currency; below 0 for refunds
-- checks:
--   not_null(attempts, value)
SELECT
    dataset,
    month,
    dimension,
    member,
    currency,
    outcome,
    CAST(sum(attempts) AS BIGINT) AS attempts,
    CAST(sum(value) AS DECIMAL(38, 9)) AS value
FROM rollup_payment
GROUP BY ALL
