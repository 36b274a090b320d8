-- model:    core_promotion
-- question: how do payment attempts end on the days of a promotion, and on ordinary days about it?
-- grain:    dataset, event, member, promoted
-- needs:    stg_hour, stg_window, stg_promotion
-- formula:  sums over days; ordinary are the days in no promotion, up to 28 days before the promotion and as many after it, so that neither growth nor season is
--           taken for the promotion's work; event total: the days of any promotion, and all ordinary days about them
-- universe: promotions of the dataset's area that touch the days that it covers; a dataset without an area has those of every area. Days without an attempt count
-- columns:
--   dataset    text  -  -     dataset of payment attempts
--   publisher  text  -  -     code list publisher
--   synthetic  bool  -  -     made up: no number says anything of a real payment
--   event      text  -  -     code list event, or total
--   label_en   text  -  -     English name
--   label_zh   text  -  -     Chinese name
--   starts     date  -  -     first day of the promotion; of total, of the first
--   ends       date  -  -     last day of the promotion; of total, of the last
--   covered    bool  -  -     the dataset covers all its days; of total, all days of each
--   member     text  -  -     provider: code list member, or total
--   promoted   bool  -  -     days of promotion, or ordinary days
--   n_days     int   -  >= 0  how many days these are
--   attempts   int   -  >= 0  payment attempts, however they ended
--   approved   int   -  >= 0  approved attempts
--   declined   int   -  >= 0  declined attempts
--   failed     int   -  >= 0  failed attempts
-- checks:
--   unique(dataset, event, member, promoted)
WITH held AS MATERIALIZED (
    SELECT
        w.dataset,
        w.first_day,
        w.last_day,
        p.event,
        p.label_en,
        p.label_zh,
        p.starts,
        p.ends,
        p.starts >= w.first_day AND p.ends <= w.last_day AS covered
    FROM stg_window AS w
    JOIN stg_promotion AS p
        ON p.starts <= w.last_day AND p.ends >= w.first_day
        AND (w.area = '' OR p.areas = '' OR list_contains(list_transform(string_split(p.areas, ';'), a -> trim(a)), split_part(w.area, '-', 1)))
    WHERE w.frequency = 'R'
),
near AS MATERIALIZED (
    SELECT
        dataset,
        event,
        starts,
        ends,
        CAST(unnest(generate_series(greatest(starts - 28, first_day), least(ends + 28, last_day), INTERVAL 1 DAY)) AS DATE) AS day
    FROM held
),
promotion_day AS (
    SELECT DISTINCT
        dataset,
        day
    FROM near
    WHERE day BETWEEN starts AND ends
),
chosen AS (
    SELECT
        n.dataset,
        n.event,
        n.day,
        p.day IS NOT NULL AS promoted
    FROM near AS n
    LEFT JOIN promotion_day AS p
        ON p.dataset = n.dataset AND p.day = n.day
    WHERE n.day BETWEEN n.starts AND n.ends OR p.day IS NULL
),
grouped AS MATERIALIZED (
    SELECT * FROM chosen
    UNION ALL
    SELECT DISTINCT dataset, 'total', day, promoted FROM chosen
),
named AS (
    SELECT dataset, event, label_en, label_zh, starts, ends, covered FROM held
    UNION ALL
    SELECT dataset, 'total', 'All promotions', '全部促销', min(starts), max(ends), bool_and(covered) FROM held GROUP BY dataset
),
counted AS (
    SELECT dataset, event, promoted, count(*) AS n_days FROM grouped GROUP BY ALL
),
daily AS MATERIALIZED (
    SELECT
        dataset,
        day,
        coalesce(provider, 'total') AS member,
        sum(attempts) AS attempts,
        coalesce(sum(attempts) FILTER (outcome = 'approved'), 0) AS approved,
        coalesce(sum(attempts) FILTER (outcome = 'declined'), 0) AS declined,
        coalesce(sum(attempts) FILTER (outcome = 'failed'), 0) AS failed
    FROM stg_hour
    GROUP BY GROUPING SETS ((dataset, day), (dataset, day, provider))
),
summed AS (
    SELECT
        g.dataset,
        g.event,
        g.promoted,
        d.member,
        sum(d.attempts) AS attempts,
        sum(d.approved) AS approved,
        sum(d.declined) AS declined,
        sum(d.failed) AS failed
    FROM grouped AS g
    JOIN daily AS d
        ON d.dataset = g.dataset AND d.day = g.day
    GROUP BY ALL
),
member AS (
    SELECT DISTINCT dataset, member FROM daily
)
SELECT
    w.dataset,
    w.publisher,
    w.synthetic,
    n.event,
    n.label_en,
    n.label_zh,
    n.starts,
    n.ends,
    n.covered,
    m.member,
    side.promoted,
    coalesce(c.n_days, 0) AS n_days,
    CAST(coalesce(s.attempts, 0) AS BIGINT) AS attempts,
    CAST(coalesce(s.approved, 0) AS BIGINT) AS approved,
    CAST(coalesce(s.declined, 0) AS BIGINT) AS declined,
    CAST(coalesce(s.failed, 0) AS BIGINT) AS failed
FROM named AS n
JOIN stg_window AS w
    ON w.dataset = n.dataset AND w.frequency = 'R'
JOIN member AS m
    ON m.dataset = n.dataset
CROSS JOIN (VALUES (TRUE), (FALSE)) AS side(promoted)
LEFT JOIN counted AS c
    ON c.dataset = n.dataset AND c.event = n.event AND c.promoted = side.promoted
LEFT JOIN summed AS s
    ON s.dataset = n.dataset AND s.event = n.event AND s.promoted = side.promoted AND s.member = m.member
ORDER BY w.dataset, n.event, m.member, side.promoted
