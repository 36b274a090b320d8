-- model:    core_attempt
-- question: how did payment attempts end, by what they were made with and where?
-- grain:    dataset, frequency, period, dimension, member
-- needs:    stg_attempt, stg_failure, stg_window
-- formula:  sums over currencies and months; business and technical by the reason's class where reasons are rolled up (total, provider, instrument),
--           else declined is business and failed is technical
-- universe: members with at least one attempt in the period
-- columns:
--   dataset       text  -  -     dataset of payment attempts
--   publisher     text  -  -     code list publisher
--   synthetic     bool  -  -     made up: no number says anything of a real payment
--   frequency     text  -  -     M, or R for the run of all months
--   period        text  -  -     period
--   period_start  date  -  -     first day
--   complete      bool  -  -     the dataset covers every day of the period
--   dimension     text  -  -     total, provider, instrument, channel, category, area
--   member        text  -  -     code list member, or total
--   attempts      int   -  >= 0  payment attempts, however they ended
--   approved      int   -  >= 0  approved attempts
--   declined      int   -  >= 0  declined attempts
--   failed        int   -  >= 0  failed attempts
--   ended         int   -  >= 0  approved, declined or failed attempts; not pending, cancelled or refunded ones
--   business      int   -  >= 0  attempts that somebody said no to
--   technical     int   -  >= 0  attempts that broke
--   basis         text  -  -     what tells business from technical: reason, outcome
-- checks:
--   unique(dataset, frequency, period, dimension, member)
--   never(business + technical <> declined + failed)
WITH outcomes AS (
    SELECT
        dataset,
        month,
        dimension,
        member,
        sum(attempts) AS attempts,
        coalesce(sum(attempts) FILTER (outcome = 'approved'), 0) AS approved,
        coalesce(sum(attempts) FILTER (outcome = 'declined'), 0) AS declined,
        coalesce(sum(attempts) FILTER (outcome = 'failed'), 0) AS failed
    FROM stg_attempt
    GROUP BY ALL
),
classes AS (
    SELECT
        dataset,
        month,
        CASE WHEN grouping(provider) = 0 THEN 'provider' WHEN grouping(method) = 0 THEN 'instrument' ELSE 'total' END AS dimension,
        coalesce(provider, method, 'total') AS member,
        coalesce(sum(attempts) FILTER (class = 'business'), 0) AS business,
        coalesce(sum(attempts) FILTER (class = 'technical'), 0) AS technical
    FROM stg_failure
    GROUP BY GROUPING SETS ((dataset, month), (dataset, month, provider), (dataset, month, method))
),
judged AS (
    SELECT
        o.*,
        CASE WHEN o.dimension IN ('total', 'provider', 'instrument') THEN 'reason' ELSE 'outcome' END AS basis,
        CASE WHEN o.dimension IN ('total', 'provider', 'instrument') THEN coalesce(c.business, 0) ELSE o.declined END AS business,
        CASE WHEN o.dimension IN ('total', 'provider', 'instrument') THEN coalesce(c.technical, 0) ELSE o.failed END AS technical
    FROM outcomes AS o
    LEFT JOIN classes AS c
        ON c.dataset = o.dataset AND c.month = o.month AND c.dimension = o.dimension AND c.member = o.member
)
SELECT
    w.dataset,
    w.publisher,
    w.synthetic,
    w.frequency,
    w.period,
    w.period_start,
    w.complete,
    j.dimension,
    j.member,
    CAST(sum(j.attempts) AS BIGINT) AS attempts,
    CAST(sum(j.approved) AS BIGINT) AS approved,
    CAST(sum(j.declined) AS BIGINT) AS declined,
    CAST(sum(j.failed) AS BIGINT) AS failed,
    CAST(sum(j.approved + j.declined + j.failed) AS BIGINT) AS ended,
    CAST(sum(j.business) AS BIGINT) AS business,
    CAST(sum(j.technical) AS BIGINT) AS technical,
    j.basis
FROM judged AS j
JOIN stg_window AS w
    ON w.dataset = j.dataset AND j.month BETWEEN w.period_start AND w.period_end
GROUP BY ALL
ORDER BY w.dataset, w.frequency, w.period, j.dimension, j.member
