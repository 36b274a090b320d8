-- model:    metric_retry_recovery
-- question: which part of the payments whose first attempt did not succeed was brought back by trying again, and how soon?
-- question@zh: 首次未成功的支付中，有多少经重试挽回，需要多久？
-- grain:    dataset, frequency, period, member, measure, unit, window_name
-- needs:    core_intent
-- formula:  intents with an approved attempt within the window after a first one that was declined or failed / all intents with such a first one; of tx_value: their value
-- formula@zh: 首次尝试被拒绝或失败、之后在时限内有成功尝试的订单 / 首次尝试被拒绝或失败的全部订单；tx_value：其金额
-- arithmetic:
--   retry_recovery = recovered / first_failed
-- universe: every provider, and the total, with an intent that began in the period; attempts without an intent are left out. tx_count in the windows 1h, 24h and
--           28d, tx_value in each currency and 28d only: no value is rolled up for the shorter ones. What began in the last days covered may still be recovered later
-- kept:     table
-- columns:
--   dataset         text     -      -     dataset of payment attempts
--   publisher       text     -      -     code list publisher
--   synthetic       bool     -      -     made up: no number says anything of a real payment
--   frequency       text     -      -     M, or R for the run of all months
--   period          text     -      -     period
--   period_start    date     -      -     first day
--   complete        bool     -      -     the dataset covers every day of the period
--   member          text     -      -     provider of the first ended attempt: code list member, or total
--   measure         text     -      -     tx_count, tx_value
--   unit            text     -      -     count, or the currency (ISO 4217)
--   window_name     text     -      -     1h, 24h or 28d, counted from the end of the first attempt
--   first_failed    decimal  row    >= 0  intents whose first ended attempt was declined or failed, or their value
--   recovered       decimal  row    >= 0  those of them with an approved attempt within the window, or their value
--   retry_recovery  double   ratio  0..1  recovered / first_failed
--   reason          text     -      -     why there is no rate: zero_total (no first attempt was declined or failed)
-- checks:
--   never((retry_recovery IS NULL) <> (reason IS NOT NULL))
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
        sum(first_failed) AS first_failed,
        sum(recovered_hour) AS recovered_hour,
        sum(recovered_day) AS recovered_day,
        sum(recovered) AS recovered
    FROM core_intent
    GROUP BY ALL
),
windowed AS (
    SELECT
        c.dataset,
        c.publisher,
        c.synthetic,
        c.frequency,
        c.period,
        c.period_start,
        c.complete,
        c.member,
        'tx_count' AS measure,
        'count' AS unit,
        w.window_name,
        CAST(c.first_failed AS DECIMAL(38, 9)) AS first_failed,
        CAST(CASE w.window_name WHEN '1h' THEN c.recovered_hour WHEN '24h' THEN c.recovered_day ELSE c.recovered END AS DECIMAL(38, 9)) AS recovered
    FROM counted AS c
    CROSS JOIN (VALUES ('1h'), ('24h'), ('28d')) AS w(window_name)
    UNION ALL
    SELECT
        dataset,
        publisher,
        synthetic,
        frequency,
        period,
        period_start,
        complete,
        member,
        'tx_value',
        currency,
        '28d',
        value_first_failed,
        value_recovered
    FROM core_intent
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
    measure,
    unit,
    window_name,
    first_failed,
    recovered,
    CASE WHEN first_failed > 0 THEN CAST(recovered AS DOUBLE) / CAST(first_failed AS DOUBLE) END AS retry_recovery,
    CASE WHEN first_failed > 0 THEN NULL ELSE 'zero_total' END AS reason
FROM windowed
