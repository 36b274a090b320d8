-- model:    metric_promotion
-- question: how much more is attempted on the days of a promotion than on ordinary days about it, and how much less of it succeeds?
-- question@zh: 促销日的支付尝试比前后的平常日子多多少，成功的比例低多少？
-- grain:    dataset, event, member
-- needs:    core_promotion
-- formula:  attempts a day of promotion / attempts an ordinary day; differences of rates in percentage points. Ordinary are the days in no promotion, up to 28 days
--           before and 28 after; rates are per attempt that ended; failure_rate is of the outcome failed: reasons are not counted by day
-- formula@zh: 促销日的日均尝试数 / 平常日的日均尝试数；比率之差以百分点计。平常日：前后各 28 天内不属任何促销的日子；比率按已有结果的尝试计；failure_rate 按结果 failed 计：原因不按日计
-- arithmetic:
--   promotion = (attempts / n_days) / (ordinary_attempts / ordinary_days)
--   approval_rate = approved / ended
--   ordinary_approval_rate = ordinary_approved / ordinary_ended
--   promotion_approval_pp = approved / ended - ordinary_approved / ordinary_ended
--   failure_rate = failed / ended
--   ordinary_failure_rate = ordinary_failed / ordinary_ended
--   promotion_failure_pp = failed / ended - ordinary_failed / ordinary_ended
-- universe: events of kind promotion in the dataset's area of which it covers at least a day, and total: the days of any of them; every provider, and the total
-- kept:     table
-- columns:
--   dataset                 text    -      -      dataset of payment attempts
--   publisher               text    -      -      code list publisher
--   synthetic               bool    -      -      made up: no number says anything of a real payment
--   event                   text    -      -      code list event, or total
--   label_en                text    -      -      English name
--   label_zh                text    -      -      Chinese name
--   starts                  date    -      -      first day of the promotion; of total, of the first
--   ends                    date    -      -      last day of the promotion; of total, of the last
--   member                  text    -      -      provider: code list member, or total
--   n_days                  int     -      >= 0   days of promotion that the dataset covers
--   ordinary_days           int     -      >= 0   ordinary days about them
--   attempts                int     -      >= 0   payment attempts on the days of promotion, however they ended
--   ordinary_attempts       int     -      >= 0   the same on the ordinary days
--   ended                   int     -      >= 0   approved, declined or failed attempts on the days of promotion
--   ordinary_ended          int     -      >= 0   the same on the ordinary days
--   approved                int     -      >= 0   approved attempts on the days of promotion
--   ordinary_approved       int     -      >= 0   the same on the ordinary days
--   failed                  int     -      >= 0   failed attempts on the days of promotion
--   ordinary_failed         int     -      >= 0   the same on the ordinary days
--   promotion               double  times  >= 0   attempts a day against an ordinary day
--   approval_rate           double  ratio  0..1   approved part of the ended attempts on the days of promotion
--   ordinary_approval_rate  double  ratio  0..1   the same on the ordinary days
--   promotion_approval_pp   double  pp     -1..1  approval_rate - ordinary_approval_rate, a fraction
--   failure_rate            double  ratio  0..1   failed part of the ended attempts on the days of promotion
--   ordinary_failure_rate   double  ratio  0..1   the same on the ordinary days
--   promotion_failure_pp    double  pp     -1..1  failure_rate - ordinary_failure_rate, a fraction
--   reason                  text    -      -      why there is no promotion: partial_window (the dataset covers not all its days), missing_base (no ordinary day about it), zero_base (no attempt on those)
--   reason_pp               text    -      -      why there is no promotion_approval_pp and promotion_failure_pp: partial_window, missing_base, zero_total (no attempt ended in the promotion), zero_base (none on ordinary days)
-- checks:
--   never((promotion IS NULL) <> (reason IS NOT NULL))
--   never((promotion_approval_pp IS NULL) <> (reason_pp IS NOT NULL))
WITH paired AS (
    SELECT
        dataset,
        publisher,
        synthetic,
        event,
        label_en,
        label_zh,
        starts,
        ends,
        covered,
        member,
        max(n_days) FILTER (promoted) AS n_days,
        max(n_days) FILTER (NOT promoted) AS ordinary_days,
        max(attempts) FILTER (promoted) AS attempts,
        max(attempts) FILTER (NOT promoted) AS ordinary_attempts,
        max(approved + declined + failed) FILTER (promoted) AS ended,
        max(approved + declined + failed) FILTER (NOT promoted) AS ordinary_ended,
        max(approved) FILTER (promoted) AS approved,
        max(approved) FILTER (NOT promoted) AS ordinary_approved,
        max(failed) FILTER (promoted) AS failed,
        max(failed) FILTER (NOT promoted) AS ordinary_failed
    FROM core_promotion
    GROUP BY ALL
),
judged AS (
    SELECT
        *,
        CASE
            WHEN NOT covered THEN 'partial_window'
            WHEN ordinary_days = 0 THEN 'missing_base'
            WHEN ordinary_attempts = 0 THEN 'zero_base'
        END AS reason,
        CASE
            WHEN NOT covered THEN 'partial_window'
            WHEN ordinary_days = 0 THEN 'missing_base'
            WHEN ended = 0 THEN 'zero_total'
            WHEN ordinary_ended = 0 THEN 'zero_base'
        END AS reason_pp
    FROM paired
)
SELECT
    dataset,
    publisher,
    synthetic,
    event,
    label_en,
    label_zh,
    starts,
    ends,
    member,
    n_days,
    ordinary_days,
    attempts,
    ordinary_attempts,
    ended,
    ordinary_ended,
    approved,
    ordinary_approved,
    failed,
    ordinary_failed,
    CASE WHEN reason IS NULL THEN (attempts / n_days) / (ordinary_attempts / ordinary_days) END AS promotion,
    approved / nullif(ended, 0) AS approval_rate,
    ordinary_approved / nullif(ordinary_ended, 0) AS ordinary_approval_rate,
    CASE WHEN reason_pp IS NULL THEN approved / ended - ordinary_approved / ordinary_ended END AS promotion_approval_pp,
    failed / nullif(ended, 0) AS failure_rate,
    ordinary_failed / nullif(ordinary_ended, 0) AS ordinary_failure_rate,
    CASE WHEN reason_pp IS NULL THEN failed / ended - ordinary_failed / ordinary_ended END AS promotion_failure_pp,
    reason,
    reason_pp
FROM judged
