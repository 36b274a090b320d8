-- model:    metric_failure_hour
-- question: at which hours of the local day do payments break or get declined?
-- question@zh: 在当地一天中的哪些时段，支付容易出错或被拒绝？
-- grain:    dataset, frequency, period, member, hour
-- needs:    core_hour
-- formula:  failed / (approved + declined + failed) of the hour, over all days of the period; decline_rate and approval_rate likewise. failed is the outcome: reasons are
--           not counted by hour. Wilson interval, z = 1.96 (Wilson 1927, Journal of the American Statistical Association 22): as if attempts were independent, which retries are not
-- formula@zh: 该小时的 failed / (approved + declined + failed)，涵盖期内全部日子；decline_rate 和 approval_rate 同理。failed 为结果：原因不按小时计。Wilson 区间，z = 1.96（Wilson 1927，Journal of the American Statistical Association 22）：视各次尝试相互独立，重试并非如此
-- arithmetic:
--   failure_hour = failed / (approved + declined + failed)
--   decline_rate = declined / (approved + declined + failed)
--   approval_rate = approved / (approved + declined + failed)
-- universe: all 24 hours of every provider, and the total, with an attempt in the period; local time; the hour that comes twice in autumn counts twice
-- columns:
--   dataset            text    -      -      dataset of payment attempts
--   publisher          text    -      -      code list publisher
--   synthetic          bool    -      -      made up: no number says anything of a real payment
--   frequency          text    -      -      M, or R for the run of all months
--   period             text    -      -      period
--   period_start       date    -      -      first day
--   complete           bool    -      -      the dataset covers every day of the period
--   member             text    -      -      provider: code list member, or total
--   hour               int     -      0..23  local hour
--   attempts           int     -      >= 0   payment attempts, however they ended
--   approved           int     -      >= 0   approved attempts
--   declined           int     -      >= 0   declined attempts
--   failed             int     -      >= 0   failed attempts
--   failure_hour       double  ratio  0..1   technical failures among the ended attempts of the hour
--   failure_hour_low   double  ratio  0..1   low end of the 95 % Wilson interval of failure_hour
--   failure_hour_high  double  ratio  0..1   high end
--   decline_rate       double  ratio  0..1   declines among the ended attempts of the hour
--   approval_rate      double  ratio  0..1   approved part of the ended attempts of the hour
--   reason             text    -      -      why there is no rate: zero_total (no attempt ended in this hour)
-- checks:
--   never((failure_hour IS NULL) <> (reason IS NOT NULL))
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    complete,
    member,
    hour,
    attempts,
    approved,
    declined,
    failed,
    failed / nullif(approved + declined + failed, 0) AS failure_hour,
    wilson_low(failed, approved + declined + failed) AS failure_hour_low,
    wilson_high(failed, approved + declined + failed) AS failure_hour_high,
    declined / nullif(approved + declined + failed, 0) AS decline_rate,
    approved / nullif(approved + declined + failed, 0) AS approval_rate,
    CASE WHEN approved + declined + failed = 0 THEN 'zero_total' END AS reason
FROM core_hour
