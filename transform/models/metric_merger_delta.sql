-- model:    metric_merger_delta
-- question: by how much would the HHI rise if two of the largest members were one, or the parties to a declared merger?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_merger, core_rank, core_share, core_share_cell, metric_hhi
-- formula:  20000 * s_a * s_b, summed over each two of the parties; after = HHI + that
-- arithmetic:
--   merger_delta = 20000 * a * b if r.basis = 'largest'
--   merger_delta = 10000 * (sum(p)^2 - sum(p^2)) if r.basis = 'declared'
--   a: core_share.share where x.member = split_part(r.member, '|', 1)
--   b: core_share.share where x.member = split_part(r.member, '|', 2)
--   p: core_share.share where list_contains(string_split(r.member, '|'), x.member)
-- universe: pro forma over all periods in which each party has a row; declared: the parties to a merger that the code list member_change
--           declares, two or more, also after its day where they are still printed apart, as they are reported: without what a
--           party took over before; largest: hypothetical, each two of the five members that are the largest in the market's last period with
--           shares and of which no merger is declared. member is a|b, ids in order
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      the parties, a|b
--   basis          text    -      -      declared, largest
--   starts         date    -      -      first day on which a declared merger holds; NULL for largest
--   merger_delta   double  points  0..10000  rise of the index
--   half_band      double  points  >= 0  the most that rounding can raise it; it can lower it by less; NULL when unknown
--   after_low      double  points  0..10000  least index of the market with the parties as one; NULL where the market has no index
--   after_high     double  points  0..10000  greatest such index
--   reason         text    -      -      why there is no value: missing (a share of a party), missing_base, zero_total, scope_differs, wrong_measure (persons)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((merger_delta IS NULL) <> (reason IS NOT NULL))
WITH last_period AS (
    SELECT total_line, max(period_index) AS period_index
    FROM core_rank
    GROUP BY total_line
),
large AS MATERIALIZED (
    SELECT r.line, r.total_line, r.member
    FROM core_rank AS r
    JOIN last_period AS p ON p.total_line = r.total_line AND p.period_index = r.period_index
),
declared AS (
    SELECT *, line_of(market, measure, publisher, frequency, member) AS line, line_of(market, measure, publisher, frequency, 'total') AS total_line
    FROM core_merger
),
couple AS MATERIALIZED (
    -- Each two parties of what may be one.
    SELECT a.total_line, a.merger AS member, a.line AS first_party, b.line AS second_party,
        a.member AS first_member, b.member AS second_member, 'declared' AS basis, a.starts, a.n_parties
    FROM declared AS a
    JOIN declared AS b ON b.total_line = a.total_line AND b.merger = a.merger AND b.member > a.member
    UNION ALL
    SELECT a.total_line, a.member || '|' || b.member, a.line, b.line, a.member, b.member, 'largest', NULL, 2
    FROM large AS a
    JOIN large AS b ON b.total_line = a.total_line AND b.member > a.member
    ANTI JOIN declared AS m ON m.total_line = a.total_line AND m.merger = a.member || '|' || b.member
),
one AS MATERIALIZED (
    -- By itself: both parties at once the engine may join by period first, which is each line with all others.
    SELECT
        c.*,
        a.market,
        a.measure,
        a.publisher,
        a.frequency,
        a.period_index,
        a.scope,
        a.unit,
        a.period,
        a.period_start,
        a.share,
        a.half_band,
        a.status,
        a.vintage,
        a.reason,
        a.inputs
    FROM couple AS c
    JOIN core_share AS a ON a.line = c.first_party
),
pair AS (
    SELECT
        a.* EXCLUDE (share, half_band, status, vintage, reason, inputs),
        20000 * a.share * b.share AS delta,
        20000 * ((a.share + a.half_band) * (b.share + b.half_band) - a.share * b.share) AS half_band,
        20000 * greatest(a.share - coalesce(a.half_band, 0), 0) * greatest(b.share - coalesce(b.half_band, 0), 0) AS delta_low,
        20000 * (a.share + coalesce(a.half_band, 0)) * (b.share + coalesce(b.half_band, 0)) AS delta_high,
        greatest(strpos('APEF', a.status), b.weakness) AS weakness,
        CASE WHEN a.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(a.vintage, b.vintage) END AS vintage,
        a.inputs AS first_inputs,
        b.inputs AS second_inputs,
        CASE WHEN a.unit = 'persons' THEN 'wrong_measure' ELSE coalesce(a.reason, b.reason) END AS why
    FROM one AS a
    -- The parties alone: the engine puts this side into a table, once for two parties and once for more.
    JOIN (SELECT * FROM core_share_cell SEMI JOIN (SELECT second_party AS line FROM couple) USING (line)) AS b
        ON b.line = a.second_party AND b.period_index = a.period_index
),
merged AS (
    -- One row for all parties; a period in which one of them has no row has none. Two need no sum.
    SELECT market, measure, publisher, scope, unit, frequency, period, period_start, member, basis, starts,
        delta, half_band, delta_low, delta_high, weakness, vintage, first_inputs, second_inputs, why
    FROM pair
    WHERE n_parties = 2
    UNION ALL
    SELECT
        any_value(market),
        any_value(measure),
        any_value(publisher),
        any_value(scope),
        any_value(unit),
        any_value(frequency),
        any_value(period),
        any_value(period_start),
        member,
        basis,
        starts,
        sum(delta ORDER BY first_member, second_member),
        CASE WHEN count(half_band) = count(*) THEN sum(half_band ORDER BY first_member, second_member) END,
        sum(delta_low ORDER BY first_member, second_member),
        sum(delta_high ORDER BY first_member, second_member),
        max(weakness),
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END,
        flatten(list(first_inputs)),
        flatten(list(second_inputs)),
        min(why)
    FROM pair
    WHERE n_parties > 2
    GROUP BY total_line, period_index, member, basis, starts, n_parties
    HAVING count(*) = n_parties * (n_parties - 1) / 2
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
    v.basis,
    v.starts,
    CASE WHEN v.why IS NULL THEN v.delta END AS merger_delta,
    CASE WHEN v.why IS NULL THEN v.half_band END AS half_band,
    CASE WHEN v.why IS NULL AND h.hhi_low IS NOT NULL THEN least(h.hhi_low + v.delta_low, 10000) END AS after_low,
    CASE WHEN v.why IS NULL AND h.hhi_high IS NOT NULL THEN least(h.hhi_high + v.delta_high, 10000) END AS after_high,
    v.why AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    h.coverage,
    list_sort(list_distinct(list_concat(v.first_inputs, v.second_inputs))) AS inputs
FROM merged AS v
LEFT JOIN metric_hhi AS h
    ON h.market = v.market AND h.measure = v.measure AND h.publisher = v.publisher AND h.scope = v.scope AND h.frequency = v.frequency
    AND h.period = v.period
