-- model:    core_intent
-- question: how many wishes to pay ended well, and how many of those whose first attempt did not?
-- grain:    dataset, frequency, period, member, currency
-- needs:    stg_intent, stg_window
-- formula:  sums over months and methods
-- universe: every provider, and the total, with an intent that began in the period
-- columns:
--   dataset             text     -    -     dataset of payment attempts
--   publisher           text     -    -     code list publisher
--   synthetic           bool     -    -     made up: no number says anything of a real payment
--   frequency           text     -    -     M, or R for the run of all months
--   period              text     -    -     period in which the first attempt ended
--   period_start        date     -    -     first day
--   complete            bool     -    -     the dataset covers every day of the period
--   member              text     -    -     provider of the first ended attempt: code list member, or total
--   currency            text     -    -     ISO 4217
--   intents             int      -    >= 0  wishes to pay: an attempt and its retries are one
--   intents_approved    int      -    >= 0  those with an approved attempt
--   first_failed        int      -    >= 0  those whose first ended attempt was declined or failed
--   recovered_hour      int      -    >= 0  of first_failed: with an approved attempt within 1 hour
--   recovered_day       int      -    >= 0  of first_failed: with an approved attempt within 24 hours
--   recovered           int      -    >= 0  of first_failed: with an approved attempt within 28 days
--   value_first_failed  decimal  row  -     value of first_failed in the currency
--   value_recovered     decimal  row  -     value of recovered in the currency
-- checks:
--   unique(dataset, frequency, period, member, currency)
WITH summed AS (
    SELECT
        dataset,
        month,
        coalesce(provider, 'total') AS member,
        currency,
        sum(intents) AS intents,
        sum(intents_approved) AS intents_approved,
        sum(first_failed) AS first_failed,
        sum(recovered_hour) AS recovered_hour,
        sum(recovered_day) AS recovered_day,
        sum(recovered) AS recovered,
        sum(value_first_failed) AS value_first_failed,
        sum(value_recovered) AS value_recovered
    FROM stg_intent
    GROUP BY GROUPING SETS ((dataset, month, currency), (dataset, month, currency, provider))
)
SELECT
    w.dataset,
    w.publisher,
    w.synthetic,
    w.frequency,
    w.period,
    w.period_start,
    w.complete,
    s.member,
    s.currency,
    CAST(sum(s.intents) AS BIGINT) AS intents,
    CAST(sum(s.intents_approved) AS BIGINT) AS intents_approved,
    CAST(sum(s.first_failed) AS BIGINT) AS first_failed,
    CAST(sum(s.recovered_hour) AS BIGINT) AS recovered_hour,
    CAST(sum(s.recovered_day) AS BIGINT) AS recovered_day,
    CAST(sum(s.recovered) AS BIGINT) AS recovered,
    CAST(sum(s.value_first_failed) AS DECIMAL(38, 9)) AS value_first_failed,
    CAST(sum(s.value_recovered) AS DECIMAL(38, 9)) AS value_recovered
FROM summed AS s
JOIN stg_window AS w
    ON w.dataset = s.dataset AND s.month BETWEEN w.period_start AND w.period_end
GROUP BY ALL
ORDER BY w.dataset, w.frequency, w.period, s.member, s.currency
