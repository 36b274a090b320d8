-- model:    core_hour
-- question: how do payment attempts end in each hour of the local day?
-- grain:    dataset, frequency, period, member, hour
-- needs:    stg_hour, stg_window
-- formula:  sums over the days of the period
-- universe: all 24 hours of every provider, and the total, with an attempt in the period; an hour that the clock skips or repeats counts as it is told
-- columns:
--   dataset       text  -  -      dataset of payment attempts
--   publisher     text  -  -      code list publisher
--   synthetic     bool  -  -      made up: no number says anything of a real payment
--   frequency     text  -  -      M, or R for the run of all months
--   period        text  -  -      period
--   period_start  date  -  -      first day
--   complete      bool  -  -      the dataset covers every day of the period
--   member        text  -  -      provider: code list member, or total
--   hour          int   -  0..23  local hour
--   attempts      int   -  >= 0   payment attempts, however they ended
--   approved      int   -  >= 0   approved attempts
--   declined      int   -  >= 0   declined attempts
--   failed        int   -  >= 0   failed attempts
-- checks:
--   unique(dataset, frequency, period, member, hour)
WITH monthly AS (
    SELECT
        dataset,
        month,
        coalesce(provider, 'total') AS member,
        hour,
        sum(attempts) AS attempts,
        coalesce(sum(attempts) FILTER (outcome = 'approved'), 0) AS approved,
        coalesce(sum(attempts) FILTER (outcome = 'declined'), 0) AS declined,
        coalesce(sum(attempts) FILTER (outcome = 'failed'), 0) AS failed
    FROM (SELECT *, CAST(date_trunc('month', day) AS DATE) AS month FROM stg_hour)
    GROUP BY GROUPING SETS ((dataset, month, hour), (dataset, month, hour, provider))
),
summed AS MATERIALIZED (
    SELECT
        w.dataset,
        w.publisher,
        w.synthetic,
        w.frequency,
        w.period,
        w.period_start,
        w.complete,
        m.member,
        m.hour,
        sum(m.attempts) AS attempts,
        sum(m.approved) AS approved,
        sum(m.declined) AS declined,
        sum(m.failed) AS failed
    FROM monthly AS m
    JOIN stg_window AS w
        ON w.dataset = m.dataset AND m.month BETWEEN w.period_start AND w.period_end
    GROUP BY ALL
),
clock AS (
    SELECT
        *,
        unnest(generate_series(0, 23)) AS hour
    FROM (SELECT DISTINCT dataset, publisher, synthetic, frequency, period, period_start, complete, member FROM summed)
)
SELECT
    c.dataset,
    c.publisher,
    c.synthetic,
    c.frequency,
    c.period,
    c.period_start,
    c.complete,
    c.member,
    c.hour,
    CAST(coalesce(s.attempts, 0) AS BIGINT) AS attempts,
    CAST(coalesce(s.approved, 0) AS BIGINT) AS approved,
    CAST(coalesce(s.declined, 0) AS BIGINT) AS declined,
    CAST(coalesce(s.failed, 0) AS BIGINT) AS failed
FROM clock AS c
LEFT JOIN summed AS s
    ON s.dataset = c.dataset AND s.frequency = c.frequency AND s.period = c.period AND s.member = c.member AND s.hour = c.hour
ORDER BY c.dataset, c.frequency, c.period, c.member, c.hour
