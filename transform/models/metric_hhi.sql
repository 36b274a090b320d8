-- model:    metric_hhi
-- question: how concentrated is the market, as an interval that allows for what the publishers leave unnamed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_coverage
-- formula:  R = 1 - sum of named s (others and not covered); low = 10000 * (sum of named s^2 + R^2/n), the last only where the number n of
--           the others is known: n = n_members of the code list - named members;
--           high = 10000 * (sum of named s^2 + floor(R/m) * m^2 + (R - m * floor(R/m))^2), m = smallest named share,
--           or R where the named may not be the largest: one member is named alone, or one that held more than m within the year
--           before is not named now; both ends at the outer end of the rounding bands, of which an unknown one counts as 0
-- arithmetic:
--   hhi_low = least(10000 * sum(greatest(s - coalesce(h, 0), 0)^2), 10000) if r.n_members IS NULL OR r.n_members = r.n_named
--   hhi_low = least(10000 * (sum(greatest(s - coalesce(h, 0), 0)^2) + greatest(1 - C - k, 0)^2 / (n_members - n_named)), 10000) if r.n_members > r.n_named
--   hhi_high = least(10000 * (sum((s + coalesce(h, 0))^2) + greatest(1 - C + k, 0)^2), 10000) if EXISTS (FROM core_coverage AS c WHERE c.market = r.market AND c.measure = r.measure AND c.publisher = r.publisher AND c.frequency = r.frequency AND c.period = r.period AND (c.n_named = 1 OR c.unnamed > c.smallest OR c.smallest_high <= 0))
--   hhi_high = least(10000 * (sum((s + coalesce(h, 0))^2) + floor(greatest(1 - C + k, 0) / M) * M^2 + (greatest(1 - C + k, 0) - floor(greatest(1 - C + k, 0) / M) * M)^2), 10000) if r.n_members IS NULL AND NOT EXISTS (FROM core_coverage AS c WHERE c.market = r.market AND c.measure = r.measure AND c.publisher = r.publisher AND c.frequency = r.frequency AND c.period = r.period AND (c.n_named = 1 OR c.unnamed > c.smallest OR c.smallest_high <= 0))
--   s: core_share.share where x.member NOT IN ('total', 'others') AND x.share IS NOT NULL
--   h: core_share.half_band where x.member NOT IN ('total', 'others') AND x.share IS NOT NULL
--   C: core_coverage.coverage
--   k: core_coverage.slack
--   M: core_coverage.smallest_high
-- universe: every period of core_coverage; member is always total; not for persons, who use several providers
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   hhi_low        double  points  0..10000  least index that the printed shares allow
--   hhi_high       double  points  0..10000  greatest index that they allow
--   label_2023     text    -       -         unconcentrated, moderately concentrated, highly concentrated: 1000 and 1800 of the US Merger Guidelines of 2023; NULL where the interval does not agree
--   label_2010     text    -       -         the same words: 1500 and 2500 of the US Horizontal Merger Guidelines of 2010
--   rest           double  ratio   >= 0  R of the formula, 0 when negative by rounding
--   n_named        int     -       >= 0  named members with a share
--   n_members      int     -       > 0   all members: declared, or the named where they leave nothing but rounding; NULL when unknown
--   reason         text    -      -      why there is no value: wrong_measure (persons), missing, unknown_count (the declared number of members cannot be: none is left for R, or the others would be larger than the named)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((hhi_low IS NULL) <> (reason IS NOT NULL))
--   never((hhi_high IS NULL) <> (reason IS NOT NULL))
--   never(hhi_low > hhi_high)
--   warn: never(reason = 'unknown_count')
WITH bounded AS (
    SELECT
        *,
        CASE WHEN coverage IS NOT NULL THEN greatest(1 - coverage, 0) END AS rest,
        -- The widest and the narrowest that the rest can be, and how many share it.
        greatest(1 - coverage + slack, 0) AS rest_high,
        greatest(1 - coverage - slack, 0) AS rest_low,
        n_members - n_named AS n_others,
        n_named = 1 OR unnamed > smallest OR smallest_high <= 0 AS rest_may_lead
    FROM core_coverage
),
capped AS (
    SELECT
        *,
        CASE WHEN rest_may_lead THEN rest_high ELSE least(smallest_high, rest_high) END AS largest_other,
        CASE
            WHEN unit = 'persons' THEN 'wrong_measure'
            WHEN n_named = 0 THEN 'missing'
            WHEN n_others < 0 OR n_others = 0 AND rest_low > 1e-9 THEN 'unknown_count'
            WHEN NOT rest_may_lead AND rest_low > n_others * smallest_high + 1e-9 THEN 'unknown_count'
        END AS why
    FROM bounded
),
filled AS (
    SELECT
        *,
        CASE WHEN largest_other > 0 THEN least(floor(rest_high / largest_other), n_others) ELSE 0 END AS n_full
    FROM capped
),
ends AS (
    SELECT
        *,
        CASE WHEN why IS NULL THEN least(10000 * (squares_low + CASE WHEN n_others > 0 THEN pow(rest_low, 2) / n_others ELSE 0 END), 10000) END AS hhi_low,
        CASE
            WHEN why IS NOT NULL THEN NULL
            WHEN n_full = n_others THEN least(10000 * (squares_high + n_full * pow(largest_other, 2)), 10000)
            ELSE least(10000 * (squares_high + n_full * pow(largest_other, 2) + pow(rest_high - n_full * largest_other, 2)), 10000)
        END AS hhi_high
    FROM filled
)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    'total' AS member,
    hhi_low,
    hhi_high,
    -- DOJ and FTC, Merger Guidelines (2023), 2.1, for 1 800 and the Antitrust Division's page on the index for 1 000; Horizontal Merger
    -- Guidelines (2010), 5.3.
    CASE
        WHEN hhi_low > 1800 THEN 'highly concentrated'
        WHEN hhi_low >= 1000 AND hhi_high <= 1800 THEN 'moderately concentrated'
        WHEN hhi_high < 1000 THEN 'unconcentrated'
    END AS label_2023,
    CASE
        WHEN hhi_low > 2500 THEN 'highly concentrated'
        WHEN hhi_low >= 1500 AND hhi_high <= 2500 THEN 'moderately concentrated'
        WHEN hhi_high < 1500 THEN 'unconcentrated'
    END AS label_2010,
    rest,
    n_named,
    CASE WHEN why IS NULL THEN coalesce(n_members, CASE WHEN rest <= slack + 1e-9 THEN n_named END) END AS n_members,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM ends
