-- model:    metric_approval_rate
-- question: which part of the payment attempts that ended was approved, and which was declined or broke?
-- question@zh: 已有结果的支付尝试中，成功、被拒绝和出错的各占多少？
-- grain:    dataset, frequency, period, dimension, member
-- needs:    core_attempt
-- formula:  approved / (approved + declined + failed), per attempt: each retry counts; decline_rate and failure_rate are the business and the technical part of the rest.
--           Wilson interval, z = 1.96 (Wilson 1927, Journal of the American Statistical Association 22): as if attempts were independent, which retries are not
-- formula@zh: approved / (approved + declined + failed)，按尝试计：每次重试都计入；decline_rate 和 failure_rate 是其余部分中业务拒绝和技术失败所占的比例。Wilson 区间，z = 1.96（Wilson 1927，Journal of the American Statistical Association 22）：视各次尝试相互独立，重试并非如此
-- arithmetic:
--   approval_rate = approved / (approved + declined + failed)
--   decline_rate = business / ended
--   failure_rate = technical / ended
-- universe: members with an attempt in the period; pending, cancelled and refunded ones are attempts, but not ended
-- kept:     table
-- columns:
--   dataset             text    -      -     dataset of payment attempts
--   publisher           text    -      -     code list publisher
--   synthetic           bool    -      -     made up: no number says anything of a real payment
--   frequency           text    -      -     M, or R for the run of all months
--   period              text    -      -     period
--   period_start        date    -      -     first day
--   complete            bool    -      -     the dataset covers every day of the period
--   dimension           text    -      -     total, provider, instrument, channel, category, area
--   member              text    -      -     code list member, or total
--   attempts            int     -      >= 0  payment attempts, however they ended
--   ended               int     -      >= 0  approved, declined or failed attempts
--   approved            int     -      >= 0  approved attempts
--   declined            int     -      >= 0  declined attempts
--   failed              int     -      >= 0  failed attempts
--   business            int     -      >= 0  attempts that somebody said no to
--   technical           int     -      >= 0  attempts that broke
--   basis               text    -      -     what tells business from technical: reason (its class in the code list), outcome (declined, failed)
--   approval_rate       double  ratio  0..1  approved part of the ended attempts
--   approval_rate_low   double  ratio  0..1  low end of the 95 % Wilson interval of approval_rate
--   approval_rate_high  double  ratio  0..1  high end
--   decline_rate        double  ratio  0..1  business declines among the ended attempts
--   failure_rate        double  ratio  0..1  technical failures among the ended attempts
--   reason              text    -      -     why there is no rate: zero_total (no attempt ended)
-- checks:
--   never((approval_rate IS NULL) <> (reason IS NOT NULL))
--   never(abs(approval_rate + decline_rate + failure_rate - 1) > 1e-9)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    complete,
    dimension,
    member,
    attempts,
    ended,
    approved,
    declined,
    failed,
    business,
    technical,
    basis,
    approved / nullif(ended, 0) AS approval_rate,
    wilson_low(approved, ended) AS approval_rate_low,
    wilson_high(approved, ended) AS approval_rate_high,
    business / nullif(ended, 0) AS decline_rate,
    technical / nullif(ended, 0) AS failure_rate,
    CASE WHEN ended = 0 THEN 'zero_total' END AS reason
FROM core_attempt
