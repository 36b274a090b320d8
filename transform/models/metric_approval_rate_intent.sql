-- model:    metric_approval_rate_intent
-- question: which part of the wishes to pay ended well, retries included?
-- question@zh: 包括重试在内，有多大比例的订单最终成功？
-- grain:    dataset, frequency, period, member
-- needs:    core_intent
-- formula:  intents with an approved attempt / intents with an attempt that ended; first is the part that was approved at once.
--           Wilson interval, z = 1.96 (Wilson 1927, Journal of the American Statistical Association 22): as if attempts were independent, which retries are not
-- formula@zh: 有成功尝试的订单 / 有已出结果的尝试的订单；first 为首次即成功的部分。Wilson 区间，z = 1.96（Wilson 1927，Journal of the American Statistical Association 22）：视各次尝试相互独立，重试并非如此
-- arithmetic:
--   approval_rate_intent = intents_approved / intents
--   approval_rate_intent_first = (intents - first_failed) / intents
-- universe: every provider, and the total, with an intent that began in the period; attempts without an intent are left out. What began in
--           the last days covered may still be approved later
-- kept:     table
-- columns:
--   dataset                     text    -      -     dataset of payment attempts
--   publisher                   text    -      -     code list publisher
--   synthetic                   bool    -      -     made up: no number says anything of a real payment
--   frequency                   text    -      -     M, or R for the run of all months
--   period                      text    -      -     period
--   period_start                date    -      -     first day
--   complete                    bool    -      -     the dataset covers every day of the period
--   member                      text    -      -     provider of the first ended attempt: code list member, or total
--   intents                     int     -      >= 0  wishes to pay: an attempt and its retries are one
--   intents_approved            int     -      >= 0  those with an approved attempt
--   first_failed                int     -      >= 0  those whose first ended attempt was declined or failed
--   approval_rate_intent        double  ratio  0..1  approved part of the intents, after retries
--   approval_rate_intent_low    double  ratio  0..1  low end of the 95 % Wilson interval of approval_rate_intent
--   approval_rate_intent_high   double  ratio  0..1  high end
--   approval_rate_intent_first  double  ratio  0..1  part of the intents that was approved at the first attempt
--   reason                      text    -      -     why there is no rate: zero_total (no intent)
-- checks:
--   never((approval_rate_intent IS NULL) <> (reason IS NOT NULL))
--   never(approval_rate_intent_first > approval_rate_intent)
WITH counted AS (
    SELECT
        dataset,
        publisher,
        synthetic,
        frequency,
        period,
        period_start,
        complete,
        member,
        CAST(sum(intents) AS BIGINT) AS intents,
        CAST(sum(intents_approved) AS BIGINT) AS intents_approved,
        CAST(sum(first_failed) AS BIGINT) AS first_failed
    FROM core_intent
    GROUP BY ALL
)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    complete,
    member,
    intents,
    intents_approved,
    first_failed,
    intents_approved / nullif(intents, 0) AS approval_rate_intent,
    wilson_low(intents_approved, intents) AS approval_rate_intent_low,
    wilson_high(intents_approved, intents) AS approval_rate_intent_high,
    (intents - first_failed) / nullif(intents, 0) AS approval_rate_intent_first,
    CASE WHEN intents = 0 THEN 'zero_total' END AS reason
FROM counted
