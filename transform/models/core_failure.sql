-- model:    core_failure
-- question: how many attempts did not succeed, for which reason, and of which value?
-- grain:    dataset, frequency, period, provider, cause, class, currency
-- needs:    stg_failure, stg_window
-- formula:  sums over months, methods and outcomes; provider total over all providers
-- universe: attempts that were declined or failed
-- columns:
--   dataset       text     -    -     dataset of payment attempts
--   publisher     text     -    -     code list publisher
--   synthetic     bool     -    -     made up: no number says anything of a real payment
--   frequency     text     -    -     M, or R for the run of all months
--   period        text     -    -     period
--   period_start  date     -    -     first day
--   complete      bool     -    -     the dataset covers every day of the period
--   provider      text     -    -     code list member, or total
--   cause         text     -    -     code list reason, unmapped or unspecified
--   class         text     -    -     business (somebody said no), technical (something broke)
--   currency      text     -    -     ISO 4217
--   attempts      int      -    >= 0  payment attempts
--   value         decimal  row  -     their value in the currency
-- checks:
--   unique(dataset, frequency, period, provider, cause, class, currency)
WITH summed AS (
    SELECT
        dataset,
        month,
        coalesce(provider, 'total') AS provider,
        cause,
        class,
        currency,
        sum(attempts) AS attempts,
        sum(value) AS value
    FROM stg_failure
    GROUP BY GROUPING SETS ((dataset, month, cause, class, currency), (dataset, month, provider, cause, class, currency))
)
SELECT
    w.dataset,
    w.publisher,
    w.synthetic,
    w.frequency,
    w.period,
    w.period_start,
    w.complete,
    s.provider,
    s.cause,
    s.class,
    s.currency,
    CAST(sum(s.attempts) AS BIGINT) AS attempts,
    CAST(sum(s.value) AS DECIMAL(38, 9)) AS value
FROM summed AS s
JOIN stg_window AS w
    ON w.dataset = s.dataset AND s.month BETWEEN w.period_start AND w.period_end
GROUP BY ALL
ORDER BY w.dataset, w.frequency, w.period, s.provider, s.cause, s.class, s.currency
