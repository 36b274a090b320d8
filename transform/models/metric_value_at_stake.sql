-- model:    metric_value_at_stake
-- question: how much money did not go through, for which reason, and how much of it stayed away?
-- question@zh: 有多少金额未能支付，出于哪种原因，其中多少最终流失？
-- grain:    dataset, frequency, period, provider, currency, member
-- needs:    core_failure, core_intent, core_reason
-- formula:  value of the declined and failed attempts, each retry counted again; net, for all reasons together: the value of intents whose first attempt was declined or
--           failed, each once, less what retries recovered. Which reason a recovered intent had failed for is not rolled up, so net is not split by reason
-- formula@zh: 被拒绝和失败的尝试的金额，每次重试都重复计入；净额（各原因合计）：首次尝试被拒绝或失败的订单的金额，每单只计一次，减去重试挽回的金额。汇总数据不含已挽回订单的失败原因，故净额不按原因拆分
-- arithmetic:
--   value_at_stake_net = value_first_failed - value_recovered
-- universe: reasons with a declined or failed attempt, and total: all of them
-- columns:
--   dataset             text     -    -     dataset of payment attempts
--   publisher           text     -    -     code list publisher
--   synthetic           bool     -    -     made up: no number says anything of a real payment
--   frequency           text     -    -     M, or R for the run of all months
--   period              text     -    -     period
--   period_start        date     -    -     first day
--   complete            bool     -    -     the dataset covers every day of the period
--   provider            text     -    -     code list member, or total
--   currency            text     -    -     ISO 4217
--   unit                text     -    -     the same: the unit of the values
--   member              text     -    -     code list reason (unmapped for a code that nobody mapped, unspecified for none), or total
--   label_en            text     -    -     English name
--   label_zh            text     -    -     Chinese name
--   attempts            int      -    >= 0  declined or failed attempts
--   value_at_stake      decimal  row  -     their value
--   value_first_failed  decimal  row  -     value of the intents whose first ended attempt was declined or failed; total only
--   value_recovered     decimal  row  -     value of those of them with an approved attempt later; total only
--   value_at_stake_net  decimal  row  -     value_first_failed - value_recovered; total only
--   reason              text     -    -     why there is no value_at_stake: never, it is always there
--   reason_net          text     -    -     why there is no value_at_stake_net: missing (of a single reason, or no intents are known)
-- checks:
--   never((value_at_stake_net IS NULL) <> (reason_net IS NOT NULL))
WITH summed AS (
    SELECT
        dataset,
        publisher,
        synthetic,
        frequency,
        period,
        period_start,
        complete,
        provider,
        currency,
        coalesce(cause, 'total') AS member,
        CAST(sum(attempts) AS BIGINT) AS attempts,
        CAST(sum(value) AS DECIMAL(38, 9)) AS value_at_stake
    FROM core_failure
    GROUP BY GROUPING SETS (
        (dataset, publisher, synthetic, frequency, period, period_start, complete, provider, currency),
        (dataset, publisher, synthetic, frequency, period, period_start, complete, provider, currency, cause)
    )
)
SELECT
    s.dataset,
    s.publisher,
    s.synthetic,
    s.frequency,
    s.period,
    s.period_start,
    s.complete,
    s.provider,
    s.currency,
    s.currency AS unit,
    s.member,
    coalesce(r.label_en, 'Total') AS label_en,
    coalesce(r.label_zh, '合计') AS label_zh,
    s.attempts,
    s.value_at_stake,
    i.value_first_failed,
    i.value_recovered,
    CAST(i.value_first_failed - i.value_recovered AS DECIMAL(38, 9)) AS value_at_stake_net,
    CAST(NULL AS VARCHAR) AS reason,
    CASE WHEN i.value_first_failed IS NULL THEN 'missing' END AS reason_net
FROM summed AS s
LEFT JOIN core_reason AS r
    ON r.cause = s.member
LEFT JOIN core_intent AS i
    ON s.member = 'total' AND i.dataset = s.dataset AND i.frequency = s.frequency AND i.period = s.period AND i.member = s.provider AND i.currency = s.currency
