-- model:    metric_activation_decline
-- question: for which few reasons is buy now, pay later refused most, and what helps against them?
-- question@zh: 先用后付被拒绝，主要出于哪几种原因，如何补救？
-- grain:    dataset, frequency, period, provider, level, member
-- needs:    core_activation_decline, core_reason
-- formula:  share = refusals for the reason / all refusals; cumulative_share adds up the shares down to the rank; others and what is not known
--           stand last, even if large; ties by id. Wilson 95 % interval
-- formula@zh: share = 该原因的拒绝数 / 全部拒绝数；cumulative_share 按名次累加份额；其他和原因不详的即使较大也排在最后；并列时按编号。Wilson 95 % 置信区间
-- arithmetic:
--   share = refusals / all_refusals
--   cumulative_share = refusals_to_rank / all_refusals
-- universe: reasons with a refused case, on three levels of the taxonomy; cohorts by local month of entry and the run of all of them
-- columns:
--   dataset           text    -      -     dataset of cases
--   publisher         text    -      -     code list publisher; '' for none
--   synthetic         bool    -      -     made up: no number says anything of a real case
--   frequency         text    -      -     M for one cohort, R for the run of all
--   period            text    -      -     local month of entry, 2023-01, or 2023-01..2024-12
--   period_start      date    -      -     first day
--   provider          text    -      -     code list member, or total
--   level             int     -      1..3  level of the taxonomy: 1 is the broadest
--   member            text    -      -     code list reason; unmapped for a code that nobody mapped, unspecified for none
--   rank              int     -      > 0   1 is the most frequent
--   label_en          text    -      -     English name
--   label_zh          text    -      -     Chinese name
--   remedy_en         text    -      -     what helps; NULL when nothing is known
--   remedy_zh         text    -      -     the same in Chinese
--   refusals          int     -      > 0   cases that were refused for the reason
--   refusals_to_rank  int     -      > 0   those of this reason and all before it
--   all_refusals      int     -      > 0   those of all reasons
--   share             double  ratio  0..1  of all refusals
--   share_low         double  ratio  0..1  low end of the 95 % Wilson interval of share
--   share_high        double  ratio  0..1  high end
--   cumulative_share  double  ratio  0..1  of this reason and all before it
--   reason            text    -      -     why there is no share: never, as a reason without a refusal has no row
-- checks:
--   unique(dataset, frequency, period, provider, level, member)
--   sum(share) by (dataset, frequency, period, provider, level) = 1 +- 1e-9
--   not_null(share)
WITH levelled AS (
    SELECT
        c.* EXCLUDE (cause, cases),
        l.level,
        CASE l.level WHEN 1 THEN r.level_1 WHEN 2 THEN r.level_2 ELSE r.level_3 END AS member,
        CAST(sum(c.cases) AS BIGINT) AS refusals
    FROM core_activation_decline AS c
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
        CAST(sum(v.refusals) OVER pareto AS BIGINT) AS refusals_to_rank,
        CAST(sum(v.refusals) OVER (PARTITION BY v.dataset, v.frequency, v.period, v.provider, v.level) AS BIGINT) AS all_refusals
    FROM levelled AS v
    JOIN core_reason AS r
        ON r.cause = v.member
    WINDOW pareto AS (PARTITION BY v.dataset, v.frequency, v.period, v.provider, v.level ORDER BY r.residual, v.refusals DESC, v.member ROWS UNBOUNDED PRECEDING)
)
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    provider,
    level,
    member,
    rank,
    label_en,
    label_zh,
    remedy_en,
    remedy_zh,
    refusals,
    refusals_to_rank,
    all_refusals,
    refusals / all_refusals AS share,
    wilson_low(refusals, all_refusals) AS share_low,
    wilson_high(refusals, all_refusals) AS share_high,
    refusals_to_rank / all_refusals AS cumulative_share,
    CAST(NULL AS VARCHAR) AS reason
FROM ranked
ORDER BY dataset, frequency, period, provider, level, rank
