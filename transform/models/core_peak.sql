-- model:    core_peak
-- question: which hour of a period was the busiest, and how many attempts does an hour have?
-- grain:    dataset, frequency, period, member
-- needs:    stg_hour, stg_window
-- formula:  most attempts of one hour of one local day, the first of several; mean over all hours of the covered days, those without attempts too
-- universe: every provider, and the total, with an attempt in the period
-- columns:
--   dataset       text    -      -      dataset of payment attempts
--   publisher     text    -      -      code list publisher
--   synthetic     bool    -      -      made up: no number says anything of a real payment
--   frequency     text    -      -      M, or R for the run of all months
--   period        text    -      -      period
--   period_start  date    -      -      first day
--   complete      bool    -      -      the dataset covers every day of the period
--   member        text    -      -      provider: code list member, or total
--   attempts      int     -      >= 0   payment attempts of the period
--   n_hours       int     -      > 0    hours of the days that the dataset covers, 24 a day
--   peak_day      date    -      -      local day of the busiest hour
--   peak_hour     int     -      0..23  local hour of the busiest hour
--   peak          int     -      >= 0   payment attempts in the busiest hour
-- checks:
--   unique(dataset, frequency, period, member)
WITH hourly AS MATERIALIZED (
    SELECT
        dataset,
        day,
        hour,
        coalesce(provider, 'total') AS member,
        sum(attempts) AS attempts
    FROM stg_hour
    GROUP BY GROUPING SETS ((dataset, day, hour), (dataset, day, hour, provider))
),
monthly AS (
    SELECT
        dataset,
        CAST(date_trunc('month', day) AS DATE) AS month,
        member,
        sum(attempts) AS attempts,
        max(attempts) AS peak
    FROM hourly
    GROUP BY ALL
),
windowed AS (
    SELECT
        w.dataset,
        w.publisher,
        w.synthetic,
        w.frequency,
        w.period,
        w.period_start,
        w.period_end,
        w.complete,
        w.n_days * 24 AS n_hours,
        m.member,
        sum(m.attempts) AS attempts,
        max(m.peak) AS peak
    FROM monthly AS m
    JOIN stg_window AS w
        ON w.dataset = m.dataset AND m.month BETWEEN w.period_start AND w.period_end
    GROUP BY ALL
)
SELECT
    w.dataset,
    w.publisher,
    w.synthetic,
    w.frequency,
    w.period,
    w.period_start,
    w.complete,
    w.member,
    CAST(w.attempts AS BIGINT) AS attempts,
    w.n_hours,
    CAST(min(h.day + to_hours(h.hour)) AS DATE) AS peak_day,
    hour(min(h.day + to_hours(h.hour))) AS peak_hour,
    CAST(w.peak AS BIGINT) AS peak
FROM windowed AS w
JOIN hourly AS h
    ON h.dataset = w.dataset AND h.member = w.member AND h.attempts = w.peak AND h.day BETWEEN w.period_start AND w.period_end
GROUP BY ALL
ORDER BY w.dataset, w.frequency, w.period, w.member
