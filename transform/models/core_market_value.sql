-- model:    core_market_value
-- question: what is each member of a market, and its total, worth in every period, as each publisher has it?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_observation, core_year_to_date, core_market_share, core_break, stg_market, stg_area, stg_calendar
-- formula:  the printed value, else the difference of two sums since the start of the year (derived); an area = sum of its sum_over
--           members; total = the printed total, the sum of all members where the
--           market says so, or the market's own area; else printed share x printed total (derived)
-- arithmetic:
--   value = s * V if r.method = 'share'
--   value = sum(o) if r.method = 'printed'
--   value = later - earlier if r.method = 'split' AND len(r.inputs) = 2
--   s: core_market_share.share
--   V: core_market_value.value where x.member = 'total'
--   o: observation.value where list_contains(r.inputs, x.id)
--   later: observation.value where list_contains(r.inputs, x.id) AND x.period_end = (SELECT max(period_end) FROM observation WHERE list_contains(r.inputs, id))
--   earlier: observation.value where list_contains(r.inputs, x.id) AND x.period_end = (SELECT min(period_end) FROM observation WHERE list_contains(r.inputs, id))
-- universe: members and total, each from its first to its last period without gaps; ranges (R) stay out;
--           a sum in which a part is missing is missing
-- columns:
--   market          text     -    -      code list market
--   measure         text     -    -      code list measure
--   measure_kind    text     -    -      flow, stock
--   publisher       text     -    -      code list publisher
--   publisher_rank  int      -    > 0    1 = the market's preferred publisher
--   scope           text     -    -      code list scope
--   unit            text     -    -      unit of the measure: currency, count, persons
--   frequency       text     -    -      A, S, Q, M, D
--   period          text     -    -      period
--   period_start    date     -    -      first day
--   period_index    int      -    -      position among the periods of the frequency
--   per_year        int      -    1..12  periods a year; NULL for days
--   member          text     -    -      code list member, or total
--   value           decimal  row  -      base units; NULL in a hole
--   half_digit      decimal  row  >= 0   half of the last printed digits, carried through sum and product; NULL when unknown
--   derived         bool     -    -      not printed: share x total, or with a difference of sums since the start of the year
--   method          text     -    -      printed, split (of sums since the start of the year), share (x total); '' in a hole
--   status          text     -    -      weakest status of the inputs: A, P, E, F
--   series_break    bool     -    -      the publisher marks a break in this period, or one is declared
--   last_break      int      -    -      period_index of the latest break up to this period
--   vintage         date     -    -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -    -      why value is NULL: missing, scope_differs, vintage_differs (of two sums since the start of the year)
--   inputs          list     -    -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   not_null(unit)
--   never((value IS NULL) <> (reason IS NOT NULL))
--   warn: never(value < 0)
WITH source AS (
    SELECT area, segment, measure, dimension, member, frequency, period_index, unit, publisher, scope,
        value, half_digit, status, FALSE AS derived, vintage, inputs
    FROM core_observation
    WHERE transformation = 'level' AND base_measure = '' AND frequency <> 'R' AND value IS NOT NULL
    UNION ALL
    SELECT area, segment, measure, dimension, member, frequency, period_index, unit, publisher, scope,
        value, half_digit, status, TRUE, vintage, inputs
    FROM core_year_to_date
    WHERE value IS NOT NULL
),
part AS MATERIALIZED (
    -- What is added up: the owner is a member of the market or its total, a part is what is printed of it.
    SELECT m.market, m.measure, m.publisher, o.frequency, o.period_index, o.member AS owner, o.member AS part,
        o.value, o.half_digit, o.status, o.derived, o.vintage, o.inputs
    FROM source AS o
    JOIN stg_market AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND o.scope = m.scope
        AND o.publisher = m.publisher AND o.unit = m.unit AND o.dimension = m.dimension
    WHERE m.dimension NOT IN ('total', 'area')
    UNION ALL
    SELECT m.market, m.measure, m.publisher, o.frequency, o.period_index, 'total', o.member,
        o.value, o.half_digit, o.status, o.derived, o.vintage, o.inputs
    FROM source AS o
    JOIN stg_market AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND o.scope = m.scope
        AND o.publisher = m.publisher AND o.unit = m.unit
        AND o.dimension = CASE WHEN m.total = 'sum' THEN m.dimension ELSE 'total' END
    WHERE m.dimension <> 'area'
    UNION ALL
    SELECT m.market, m.measure, m.publisher, o.frequency, o.period_index,
        CASE WHEN o.area = m.area THEN 'total' ELSE o.area END, o.member,
        o.value, o.half_digit, o.status, o.derived, o.vintage, o.inputs
    FROM source AS o
    JOIN stg_area AS a ON a.area = o.area
    JOIN stg_market AS m
        ON m.area IN (a.area, a.parent) AND o.segment = m.segment AND o.measure = m.measure AND o.scope = m.scope
        AND o.publisher = m.publisher AND o.unit = m.unit
        AND o.dimension = CASE WHEN m.sum_over = '' THEN 'total' ELSE m.sum_over END
    WHERE m.dimension = 'area'
),
part_span AS MATERIALIZED (
    SELECT market, measure, publisher, frequency, owner, part, min(period_index) AS first_index, max(period_index) AS last_index
    FROM part
    GROUP BY market, measure, publisher, frequency, owner, part
),
summed AS MATERIALIZED (
    SELECT market, measure, publisher, frequency, owner, period_index,
        count(*) AS n_parts,
        sum(value) AS value,
        CASE WHEN count(half_digit) = count(*) THEN sum(half_digit) END AS half_digit,
        max(strpos('APEF', CASE status WHEN 'B' THEN 'A' ELSE status END)) AS weakness,
        bool_or(derived) AS derived,
        bool_or(status = 'B') AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        list_sort(list_distinct(flatten(list(inputs)))) AS inputs
    FROM part
    GROUP BY market, measure, publisher, frequency, owner, period_index
),
expected AS (
    SELECT s.market, s.measure, s.publisher, s.frequency, s.owner, s.period_index, count(*) AS n_parts
    FROM summed AS s
    JOIN part_span AS p
        ON p.market = s.market AND p.measure = s.measure AND p.publisher = s.publisher AND p.frequency = s.frequency
        AND p.owner = s.owner AND s.period_index BETWEEN p.first_index AND p.last_index
    GROUP BY s.market, s.measure, s.publisher, s.frequency, s.owner, s.period_index
),
printed AS MATERIALIZED (
    SELECT s.market, s.measure, s.publisher, s.frequency, s.owner AS member, s.period_index,
        s.value, s.half_digit, s.derived, CASE WHEN s.derived THEN 'split' ELSE 'printed' END AS method, s.weakness, s.series_break, s.vintage, s.inputs
    FROM summed AS s
    JOIN expected AS e
        ON e.market = s.market AND e.measure = s.measure AND e.publisher = s.publisher AND e.frequency = s.frequency
        AND e.owner = s.owner AND e.period_index = s.period_index AND e.n_parts = s.n_parts
),
derived AS MATERIALIZED (
    SELECT s.market, s.measure, s.publisher, s.frequency, s.member, s.period_index,
        CAST(CAST(s.share AS DECIMAL(18, 9)) * t.value AS DECIMAL(38, 9)) AS value,
        CAST(CAST(s.share AS DECIMAL(18, 9)) * t.half_digit AS DECIMAL(38, 9))
            + CAST(CAST(s.half_digit AS DECIMAL(18, 9)) * (t.value + t.half_digit) AS DECIMAL(38, 9)) AS half_digit,
        TRUE AS derived,
        'share' AS method,
        greatest(t.weakness, strpos('APEF', s.status)) AS weakness,
        t.series_break OR s.series_break AS series_break,
        CASE WHEN s.vintage IS NOT NULL AND t.vintage IS NOT NULL THEN greatest(s.vintage, t.vintage) END AS vintage,
        list_sort(list_distinct(flatten([s.inputs, t.inputs]))) AS inputs
    FROM core_market_share AS s
    JOIN printed AS t
        ON t.market = s.market AND t.measure = s.measure AND t.publisher = s.publisher AND t.frequency = s.frequency
        AND t.period_index = s.period_index AND t.member = 'total'
    JOIN stg_market AS m ON m.market = s.market AND m.measure = s.measure AND m.publisher = s.publisher AND m.total = 'published'
    ANTI JOIN printed AS p
        ON p.market = s.market AND p.measure = s.measure AND p.publisher = s.publisher AND p.frequency = s.frequency
        AND p.period_index = s.period_index AND p.member = s.member
),
cell AS (
    SELECT * FROM printed
    UNION ALL
    SELECT * FROM derived
),
span AS (
    -- Parts, not sums: a first period that lacks a part is still a period of the member.
    SELECT market, measure, publisher, frequency, member, min(first_index) AS first_index, max(last_index) AS last_index
    FROM (
        SELECT market, measure, publisher, frequency, owner AS member, first_index, last_index FROM part_span
        UNION ALL
        SELECT market, measure, publisher, frequency, member, period_index, period_index FROM derived
    )
    GROUP BY market, measure, publisher, frequency, member
),
broken AS (
    SELECT DISTINCT s.market, s.measure, s.publisher, s.frequency, s.member, b.period_index
    FROM span AS s
    JOIN core_break AS b
        ON b.market = s.market AND b.measure = s.measure AND b.publisher = s.publisher AND b.frequency = s.frequency
        AND b.member IN ('', s.member)
),
elsewhere AS (
    -- The same publisher, series and period under another scope, or as sums since the start of the year that do not go together.
    SELECT m.market, m.measure, m.publisher, o.frequency, o.period_index, o.member, min(o.reason) AS reason
    FROM (
        SELECT area, segment, measure, dimension, member, frequency, period_index, unit, publisher, scope, 'scope_differs' AS reason
        FROM core_observation
        WHERE transformation = 'level' AND base_measure = '' AND value IS NOT NULL
        UNION ALL
        SELECT area, segment, measure, dimension, member, frequency, period_index, unit, publisher, scope, reason
        FROM core_year_to_date
        WHERE reason = 'vintage_differs'
    ) AS o
    JOIN stg_market AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND (o.scope = m.scope) = (o.reason = 'vintage_differs')
        AND o.publisher = m.publisher AND o.unit = m.unit AND (o.dimension = m.dimension OR o.dimension = 'total')
    WHERE m.dimension <> 'area'
    GROUP BY m.market, m.measure, m.publisher, o.frequency, o.period_index, o.member
)
SELECT
    m.market,
    m.measure,
    m.measure_kind,
    m.publisher,
    m.publisher_rank,
    m.scope,
    m.unit,
    s.frequency,
    c.period,
    c.period_start,
    c.period_index,
    c.per_year,
    s.member,
    v.value,
    v.half_digit,
    coalesce(v.derived, FALSE) AS derived,
    coalesce(v.method, '') AS method,
    substr('APEF', v.weakness, 1) AS status,
    coalesce(v.series_break, FALSE) OR d.market IS NOT NULL AS series_break,
    max(CASE WHEN v.series_break OR d.market IS NOT NULL THEN c.period_index END) OVER (
        PARTITION BY m.market, m.measure, m.publisher, s.frequency, s.member
        ORDER BY c.period_index
    ) AS last_break,
    v.vintage,
    CASE
        WHEN v.value IS NOT NULL THEN NULL
        ELSE coalesce(e.reason, 'missing')
    END AS reason,
    coalesce(v.inputs, CAST([] AS BIGINT[])) AS inputs
FROM span AS s
JOIN stg_market AS m ON m.market = s.market AND m.measure = s.measure AND m.publisher = s.publisher
JOIN stg_calendar AS c ON c.frequency = s.frequency AND c.period_index BETWEEN s.first_index AND s.last_index
LEFT JOIN cell AS v
    ON v.market = s.market AND v.measure = s.measure AND v.publisher = s.publisher AND v.frequency = s.frequency
    AND v.member = s.member AND v.period_index = c.period_index
LEFT JOIN broken AS d
    ON d.market = s.market AND d.measure = s.measure AND d.publisher = s.publisher AND d.frequency = s.frequency
    AND d.member = s.member AND d.period_index = c.period_index
LEFT JOIN elsewhere AS e
    ON e.market = s.market AND e.measure = s.measure AND e.publisher = s.publisher AND e.frequency = s.frequency
    AND e.member = s.member AND e.period_index = c.period_index
ORDER BY m.market, m.measure, m.publisher, m.scope, s.frequency, c.period_index, s.member
