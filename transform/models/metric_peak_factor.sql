-- model:    metric_peak_factor
-- question: how many times an hour's mean load does the busiest hour bring?
-- question@zh: 最繁忙一小时的负荷是平均每小时的多少倍？
-- grain:    dataset, frequency, period, member
-- needs:    core_peak
-- formula:  attempts in the busiest hour of one local day / mean attempts an hour, over all hours of the days that the dataset covers; days have 24 hours
-- formula@zh: 当地一天中最繁忙一小时的尝试数 / 数据所覆盖各日全部小时的平均每小时尝试数；一天按 24 小时计
-- arithmetic:
--   mean_attempts = attempts / n_hours
--   peak_factor = peak / (attempts / n_hours)
-- universe: every provider, and the total, with an attempt in the period
-- kept:     table
-- columns:
--   dataset        text    -      -      dataset of payment attempts
--   publisher      text    -      -      code list publisher
--   synthetic      bool    -      -      made up: no number says anything of a real payment
--   frequency      text    -      -      M, or R for the run of all months
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   complete       bool    -      -      the dataset covers every day of the period
--   member         text    -      -      provider: code list member, or total
--   attempts       int     -      >= 0   payment attempts of the period, however they ended
--   n_hours        int     -      > 0    hours of the days that the dataset covers
--   peak_day       date    -      -      local day of the busiest hour; the first of several
--   peak_hour      int     -      0..23  its local hour
--   peak           int     -      >= 0   payment attempts in the busiest hour
--   mean_attempts  double  count  >= 0   payment attempts in a mean hour
--   peak_factor    double  times  >= 1   peak / mean
--   reason         text    -      -      why there is no factor: zero_total (no attempt)
-- checks:
--   never((peak_factor IS NULL) <> (reason IS NOT NULL))
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    complete,
    member,
    attempts,
    n_hours,
    peak_day,
    peak_hour,
    peak,
    attempts / n_hours AS mean_attempts,
    CASE WHEN attempts > 0 THEN CAST(peak AS DOUBLE) * n_hours / attempts END AS peak_factor,
    CASE WHEN attempts = 0 THEN 'zero_total' END AS reason
FROM core_peak
