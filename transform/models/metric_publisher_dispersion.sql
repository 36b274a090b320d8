-- model:    metric_publisher_dispersion
-- question: how far apart are the publishers of one market, member and period?
-- question@zh: 同一市场、成员和时期，各发布机构相差多远？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_comparison, core_coverage
-- formula:  (max - min) / min over the publishers in the market's scope; any_scope the same over all that is printed, whatever its scope
-- formula@zh: (max − min) / min，取按市场口径公布的各机构；any_scope 为不论口径的全部公布值
-- arithmetic:
--   publisher_dispersion = (max(v) - low) / low
--   v: core_comparison.value where x.publisher <> '' AND x.scope = r.scope AND x.transformation = 'level'
-- universe: members and totals of which more than one publisher prints a level
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      '': a statement about all publishers
--   scope          text    -      -      the market's scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   publisher_dispersion  double  ratio  >= 0  (high - low) / low
--   any_scope      double  ratio  >= 0   the same over all scopes; differs from publisher_dispersion by definitions, not by facts
--   low            decimal row    -      smallest value in the market's scope
--   high           decimal row    -      largest value in the market's scope
--   n_publishers   int     -      > 1    publishers in any scope
--   within_rounding  bool  -      -      of those in the market's scope, one value lies within the rounding of all
--   values_by      text    -      -      publisher, scope and value in base units of all of them, by size
--   reason         text    -      -      why there is no value: scope_differs (fewer than two publishers in the market's scope), zero_base, negative_base
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period, of the publisher with the least
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((publisher_dispersion IS NULL) <> (reason IS NOT NULL))
--   never(any_scope < publisher_dispersion)
WITH spread AS (
    SELECT
        market,
        measure,
        unit,
        frequency,
        period,
        period_start,
        period_index,
        member,
        market_scope,
        min(value) FILTER (scope = market_scope) AS low,
        max(value) FILTER (scope = market_scope) AS high,
        min(value) AS any_low,
        max(value) AS any_high,
        count(DISTINCT publisher) AS n_publishers,
        count(DISTINCT publisher) FILTER (scope = market_scope) AS n_comparable,
        coalesce(
            max(value - coalesce(half_digit, 0)) FILTER (scope = market_scope) <= min(value + coalesce(half_digit, 0)) FILTER (scope = market_scope),
            FALSE
        ) AS within_rounding,
        string_agg(publisher || ' (' || scope || ') ' || CAST(CAST(value AS DOUBLE) AS VARCHAR), '; ' ORDER BY value, publisher, scope) AS values_by,
        max(strpos('APEF', CASE status WHEN 'B' THEN 'A' ELSE status END)) AS weakness,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        list_sort(list_distinct(flatten(list(inputs)))) AS inputs
    FROM core_comparison
    WHERE transformation = 'level'
    GROUP BY market, measure, unit, frequency, period, period_start, period_index, member, market_scope
    HAVING count(DISTINCT publisher) > 1
),
judged AS (
    SELECT
        *,
        CASE
            WHEN n_comparable < 2 THEN 'scope_differs'
            WHEN low = 0 THEN 'zero_base'
            WHEN low < 0 THEN 'negative_base'
        END AS why
    FROM spread
),
covered AS (
    SELECT market, measure, frequency, period_index, min(coverage) AS coverage
    FROM core_coverage
    GROUP BY market, measure, frequency, period_index
)
SELECT
    s.market,
    s.measure,
    '' AS publisher,
    s.market_scope AS scope,
    s.unit,
    s.frequency,
    s.period,
    s.period_start,
    s.member,
    CASE WHEN s.why IS NULL THEN CAST(s.high - s.low AS DOUBLE) / CAST(s.low AS DOUBLE) END AS publisher_dispersion,
    CASE WHEN s.any_low > 0 THEN CAST(s.any_high - s.any_low AS DOUBLE) / CAST(s.any_low AS DOUBLE) END AS any_scope,
    s.low,
    s.high,
    s.n_publishers,
    s.n_comparable > 1 AND s.within_rounding AS within_rounding,
    s.values_by,
    s.why AS reason,
    substr('APEF', s.weakness, 1) AS status,
    s.vintage,
    c.coverage,
    s.inputs
FROM judged AS s
LEFT JOIN covered AS c
    ON c.market = s.market AND c.measure = s.measure AND c.frequency = s.frequency AND c.period_index = s.period_index
ORDER BY s.market, s.measure, s.market_scope, s.frequency, s.period_start, s.member
