-- model:    metric_acceptance
-- question: which platform takes which method, in which year and by the latest that is said, and how sure is that?
-- question@zh: 截至每年年底及最近，哪个平台受理哪种支付方式，把握如何？
-- grain:    platform, method, period
-- needs:    core_acceptance
-- formula:  what the claims say of the last day of the year. A later beginning or end answers what was known before it; claims that
--           contradict each other otherwise, or of which each is hedged, make it doubtful
-- formula@zh: 各条说法对当年最后一日的结论。较晚的开始或结束取代此前所知；说法在其他方面相互矛盾，或每条都有保留时，记为存疑
-- universe: every platform with every method of the code list, in each year from the first to the last that a claim dates, and once
--           for all that is said, dated or not (period '')
-- columns:
--   platform    text  -  -  code list member
--   method      text  -  -  code list member
--   frequency   text  -  -  A; '' for the latest
--   period      text  -  -  year; '' for the latest that is said
--   acceptance  text  -  -  accepted, ended, refused, doubtful, unknown
--   accepted    int   -  0..1  1 for accepted, 0 for ended and refused; NULL where neither is known
--   doubt       text  -  -  '', contradicted (one source takes it for taken, another not), hedged
--   claims      int   -  >= 0  claims that stand behind it
--   confidence  text  -  -  the surest of these claims: high, medium, low; of claims that contradict each other the least sure; NULL for unknown
--   causes      text  -  -  code list reason, separated by semicolons: why it ended, or why some go without it; '' for none
--   sources     text  -  -  where it is said, separated by semicolons; '' for none
--   reason      text  -  -  why accepted is not known: missing (no claim), doubtful
-- checks:
--   unique(platform, method, period)
--   never((accepted IS NULL) <> (reason IS NOT NULL))
--   never((acceptance = 'doubtful') <> (doubt <> ''))
WITH dated AS (
    SELECT
        least(min(taken_from), min(gone_from)) AS first_day,
        greatest(max(taken_from), max(gone_from), max(taken_seen), max(gone_seen)) AS last_day
    FROM core_acceptance
),
calendar AS (
    SELECT
        'A' AS frequency,
        CAST(year AS VARCHAR) AS period,
        make_date(CAST(year AS INTEGER), 12, 31) AS day
    FROM dated, unnest(generate_series(CAST(year(first_day) AS BIGINT), CAST(year(last_day) AS BIGINT))) AS years(year)
    UNION ALL
    VALUES ('', '', NULL)
),
pair AS (
    SELECT
        p.platform,
        m.method
    FROM (SELECT DISTINCT platform FROM core_acceptance) AS p
    CROSS JOIN (SELECT DISTINCT method FROM core_acceptance) AS m
),
-- What each claim says of each day: taken, ended, refused, or nothing; since when, and known until when.
said AS (
    SELECT
        * EXCLUDE (causes),
        CASE WHEN says = claim THEN causes ELSE '' END AS causes, -- of an end, not of the time before
        CASE WHEN says = 'accepted' THEN taken_begins ELSE gone_begins END AS begins,
        CASE WHEN says = 'accepted' THEN taken_seen ELSE gone_seen END AS seen
    FROM (
        SELECT
            c.*,
            k.period,
            CASE
                WHEN k.day IS NULL OR c.gone_from <= k.day THEN c.claim
                WHEN c.taken_from <= k.day AND (c.claim = 'accepted' OR c.end_mark = 'stated' AND c.bar_end >= k.day) THEN 'accepted'
            END AS says
        FROM core_acceptance AS c
        CROSS JOIN calendar AS k
    )
    WHERE says IS NOT NULL
),
weighed AS (
    SELECT
        platform,
        method,
        period,
        count(*) FILTER (says = 'accepted') AS taken,
        count(*) FILTER (says <> 'accepted') AS gone,
        -- A state is answered by a later one if each of its claims is dated, and before that.
        coalesce(bool_and(seen IS NOT NULL) FILTER (says = 'accepted') AND max(seen) FILTER (says = 'accepted') < max(begins) FILTER (says <> 'accepted'), FALSE) AS taken_answered,
        coalesce(bool_and(seen IS NOT NULL) FILTER (says <> 'accepted') AND max(seen) FILTER (says <> 'accepted') < max(begins) FILTER (says = 'accepted'), FALSE) AS gone_answered
    FROM said
    GROUP BY platform, method, period
),
-- The claims that are not answered.
standing AS (
    SELECT
        s.platform,
        s.method,
        s.period,
        w.taken > 0 AND w.gone > 0 AND NOT w.taken_answered AND NOT w.gone_answered AS contradicted,
        CASE WHEN w.gone = 0 OR w.gone_answered THEN 'accepted' ELSE max(s.says) FILTER (s.says <> 'accepted') OVER pair END AS state,
        s.hedge,
        s.confidence,
        s.causes,
        s.source
    FROM said AS s
    JOIN weighed AS w ON w.platform = s.platform AND w.method = s.method AND w.period = s.period
    WHERE NOT (CASE WHEN s.says = 'accepted' THEN w.taken_answered ELSE w.gone_answered END)
    WINDOW pair AS (PARTITION BY s.platform, s.method, s.period)
),
judged AS (
    SELECT
        platform,
        method,
        period,
        any_value(state) AS state,
        bool_or(contradicted) AS contradicted,
        bool_and(hedge <> '') AS hedged,
        count(*) AS claims,
        max(strpos('low medium high', confidence)) AS surest,
        min(strpos('low medium high', confidence)) AS least_sure,
        list_sort(list_distinct(flatten(list(string_split(causes, ';')) FILTER (causes <> '')))) AS causes,
        string_agg(DISTINCT source, ';' ORDER BY source) AS sources
    FROM standing
    GROUP BY platform, method, period
)
SELECT
    p.platform,
    p.method,
    k.frequency,
    k.period,
    CASE
        WHEN j.claims IS NULL THEN 'unknown'
        WHEN j.contradicted OR j.hedged THEN 'doubtful'
        ELSE j.state
    END AS acceptance,
    CASE WHEN NOT j.contradicted AND NOT j.hedged THEN CAST(j.state = 'accepted' AS INTEGER) END AS accepted,
    CASE WHEN j.contradicted THEN 'contradicted' WHEN j.hedged THEN 'hedged' ELSE '' END AS doubt,
    coalesce(j.claims, 0) AS claims,
    CASE CASE WHEN j.contradicted THEN j.least_sure ELSE j.surest END WHEN 1 THEN 'low' WHEN 5 THEN 'medium' WHEN 12 THEN 'high' END AS confidence,
    coalesce(array_to_string(j.causes, ';'), '') AS causes,
    coalesce(j.sources, '') AS sources,
    CASE WHEN j.claims IS NULL THEN 'missing' WHEN j.contradicted OR j.hedged THEN 'doubtful' END AS reason
FROM pair AS p
CROSS JOIN calendar AS k
LEFT JOIN judged AS j ON j.platform = p.platform AND j.method = p.method AND j.period = k.period
ORDER BY p.platform, p.method, k.period
