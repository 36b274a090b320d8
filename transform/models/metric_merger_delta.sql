-- model:    metric_merger_delta
-- question: by how much would the HHI rise if two of the largest members were one?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_rank, core_share, metric_hhi
-- formula:  20000 * s_a * s_b; after = HHI + that
-- arithmetic:
--   merger_delta = 20000 * a * b
--   a: core_share.share where x.member = split_part(r.member, '|', 1)
--   b: core_share.share where x.member = split_part(r.member, '|', 2)
-- universe: hypothetical: each two of the five members that are the largest in the market's last period with shares, pro forma over
--           all periods in which both have a row; member is a|b, ids in order
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      the two members, a|b
--   merger_delta   double  points  0..10000  rise of the index
--   half_band      double  points  >= 0  the most that rounding can raise it; it can lower it by less; NULL when unknown
--   after_low      double  points  0..10000  least index of the market with the two as one
--   after_high     double  points  0..10000  greatest such index
--   reason         text    -      -      why there is no value: missing (a share of the two), missing_base, zero_total, scope_differs, wrong_measure (persons)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((merger_delta IS NULL) <> (reason IS NOT NULL))
WITH last_period AS (
    SELECT market, measure, publisher, frequency, max(period_index) AS period_index
    FROM core_rank
    GROUP BY market, measure, publisher, frequency
),
large AS (
    SELECT r.market, r.measure, r.publisher, r.frequency, r.member
    FROM core_rank AS r
    JOIN last_period AS p
        ON p.market = r.market AND p.measure = r.measure AND p.publisher = r.publisher AND p.frequency = r.frequency
        AND p.period_index = r.period_index
),
one AS (
    SELECT s.*
    FROM core_share AS s
    JOIN large AS l
        ON l.market = s.market AND l.measure = s.measure AND l.publisher = s.publisher AND l.frequency = s.frequency AND l.member = s.member
),
pair AS (
    SELECT
        a.market,
        a.measure,
        a.publisher,
        a.scope,
        a.unit,
        a.frequency,
        a.period,
        a.period_start,
        a.member || '|' || b.member AS member,
        20000 * a.share * b.share AS delta,
        20000 * ((a.share + a.half_band) * (b.share + b.half_band) - a.share * b.share) AS half_band,
        20000 * greatest(a.share - coalesce(a.half_band, 0), 0) * greatest(b.share - coalesce(b.half_band, 0), 0) AS delta_low,
        20000 * (a.share + coalesce(a.half_band, 0)) * (b.share + coalesce(b.half_band, 0)) AS delta_high,
        greatest(strpos('APEF', a.status), strpos('APEF', b.status)) AS weakness,
        CASE WHEN a.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(a.vintage, b.vintage) END AS vintage,
        list_sort(list_distinct(flatten([a.inputs, b.inputs]))) AS inputs,
        CASE WHEN a.unit = 'persons' THEN 'wrong_measure' ELSE coalesce(a.reason, b.reason) END AS why
    FROM one AS a
    JOIN one AS b
        ON b.market = a.market AND b.measure = a.measure AND b.publisher = a.publisher AND b.frequency = a.frequency
        AND b.period_index = a.period_index AND b.member > a.member
)
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.member,
    CASE WHEN v.why IS NULL THEN v.delta END AS merger_delta,
    CASE WHEN v.why IS NULL THEN v.half_band END AS half_band,
    CASE WHEN v.why IS NULL THEN least(h.hhi_low + v.delta_low, 10000) END AS after_low,
    CASE WHEN v.why IS NULL THEN least(h.hhi_high + v.delta_high, 10000) END AS after_high,
    v.why AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    h.coverage,
    v.inputs
FROM pair AS v
LEFT JOIN metric_hhi AS h
    ON h.market = v.market AND h.measure = v.measure AND h.publisher = v.publisher AND h.scope = v.scope AND h.frequency = v.frequency
    AND h.period = v.period
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
