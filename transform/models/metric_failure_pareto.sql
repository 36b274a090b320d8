-- model:    metric_failure_pareto
-- question: which few reasons account for most of the attempts that did not succeed, and what helps against them?
-- question@zh: 未成功的支付尝试主要出于哪几种原因，如何补救？
-- grain:    dataset, frequency, period, provider, class, level, member
-- needs:    core_failure, core_reason
-- formula:  share = failures for the reason / all failures; cumulative_share adds up the shares down to the rank; others and what is not known stand last,
--           even if large; ties by id. Wilson interval, z = 1.96 (Wilson 1927, Journal of the American Statistical Association 22): as if attempts were independent, which retries are not
-- formula@zh: share = 该原因的失败数 / 全部失败数；cumulative_share 按名次累加份额；其他和原因不详的即使较大也排在最后；并列时按编号。Wilson 区间，z = 1.96（Wilson 1927，Journal of the American Statistical Association 22）：视各次尝试相互独立，重试并非如此
-- arithmetic:
--   share = failures / all_failures
--   cumulative_share = failures_to_rank / all_failures
-- universe: reasons with a declined or failed attempt, on three levels of the taxonomy; class all, and business and technical failures apart
-- columns:
--   dataset           text    -      -     dataset of payment attempts
--   publisher         text    -      -     code list publisher
--   synthetic         bool    -      -     made up: no number says anything of a real payment
--   frequency         text    -      -     M, or R for the run of all months
--   period            text    -      -     period
--   period_start      date    -      -     first day
--   complete          bool    -      -     the dataset covers every day of the period
--   provider          text    -      -     code list member, or total
--   class             text    -      -     all, business (somebody said no), technical (something broke)
--   level             int     -      1..3  level of the taxonomy: 1 is the broadest
--   member            text    -      -     code list reason; unmapped for a code that nobody mapped, unspecified for none
--   rank              int     -      > 0   1 is the most frequent
--   label_en          text    -      -     English name
--   label_zh          text    -      -     Chinese name
--   remedy_en         text    -      -     what helps; NULL when nothing is known
--   remedy_zh         text    -      -     the same in Chinese
--   failures          int     -      >= 0  declined or failed attempts for the reason
--   failures_to_rank  int     -      >= 0  those of this reason and all before it
--   all_failures      int     -      >= 0  those of all reasons
--   share             double  ratio  0..1  of all failures
--   share_low         double  ratio  0..1  low end of the 95 % Wilson interval of share
--   share_high        double  ratio  0..1  high end
--   cumulative_share  double  ratio  0..1  of this reason and all before it
--   reason            text    -      -     why there is no share: zero_total
-- checks:
--   unique(dataset, frequency, period, provider, class, level, member)
--   sum(share) by (dataset, frequency, period, provider, class, level) = 1 +- 1e-9
--   never((share IS NULL) <> (reason IS NOT NULL))
WITH counted AS (
    SELECT
        dataset,
        publisher,
        synthetic,
        frequency,
        period,
        period_start,
        complete,
        provider,
        cause,
        class,
        sum(attempts) AS attempts
    FROM core_failure
    GROUP BY ALL
),
classed AS (
    SELECT
        * EXCLUDE (class),
        unnest(['all', class]) AS class
    FROM counted
),
levelled AS (
    SELECT
        c.dataset,
        c.publisher,
        c.synthetic,
        c.frequency,
        c.period,
        c.period_start,
        c.complete,
        c.provider,
        c.class,
        l.level,
        CASE l.level WHEN 1 THEN r.level_1 WHEN 2 THEN r.level_2 ELSE r.level_3 END AS member,
        CAST(sum(c.attempts) AS BIGINT) AS failures
    FROM classed AS c
    JOIN core_reason AS r
        ON r.cause = c.cause
    CROSS JOIN (VALUES (1), (2), (3)) AS l(level)
    GROUP BY ALL
),
ranked AS (
    SELECT
        v.*,
        r.label_en,
        r.label_zh,
        r.remedy_en,
        r.remedy_zh,
        row_number() OVER pareto AS rank,
        CAST(sum(v.failures) OVER pareto AS BIGINT) AS failures_to_rank,
        CAST(sum(v.failures) OVER (PARTITION BY v.dataset, v.frequency, v.period, v.provider, v.class, v.level) AS BIGINT) AS all_failures
    FROM levelled AS v
    JOIN core_reason AS r
        ON r.cause = v.member
    WINDOW pareto AS (PARTITION BY v.dataset, v.frequency, v.period, v.provider, v.class, v.level ORDER BY r.residual, v.failures DESC, v.member ROWS UNBOUNDED PRECEDING)
)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    complete,
    provider,
    class,
    level,
    member,
    rank,
    label_en,
    label_zh,
    remedy_en,
    remedy_zh,
    failures,
    failures_to_rank,
    all_failures,
    failures / nullif(all_failures, 0) AS share,
    wilson_low(failures, all_failures) AS share_low,
    wilson_high(failures, all_failures) AS share_high,
    failures_to_rank / nullif(all_failures, 0) AS cumulative_share,
    CASE WHEN all_failures = 0 THEN 'zero_total' END AS reason
FROM ranked
ORDER BY dataset, frequency, period, provider, class, level, rank
