-- model:    core_splice
-- question: how does a series run on over a break that a declared bridge spans?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_value, core_observation, core_break, stg_market, stg_calendar, stg_vintage
-- formula:  f = new / old at the overlap; before the break old * f; from the break on as printed. old is what the publisher printed
--           under the old scope, or, where the scope's name is the same, its first dated value of the overlap
-- universe: market series whose latest break declares an overlap; periods of an earlier break's old way of counting stay NULL
-- columns:
--   market          text     -      -      code list market
--   measure         text     -      -      code list measure
--   publisher       text     -      -      code list publisher
--   scope           text     -      -      the market's scope: the new way of counting
--   unit            text     -      -      unit of the measure: currency, count, persons
--   frequency       text     -      -      A, S, Q, M, D
--   period          text     -      -      period
--   period_start    date     -      -      first day
--   period_index    int      -      -      position among the periods of the frequency
--   per_year        int      -      1..12  periods a year; NULL for days
--   member          text     -      -      code list member, or total
--   value           decimal  row    -      as printed, or old * factor
--   old             decimal  row    -      the old way of counting, as printed; NULL where it is not known
--   factor          double   ratio  -      new / old at the overlap; NULL where the value is as printed
--   basis           text     -      -      printed, spliced; NULL where there is no value
--   overlap         text     -      -      period at which old and new are compared
--   break_id        text     -      -      code list break
--   source          text     -      -      where the break is said to be
--   status          text     -      -      weakest status of the inputs: A, P, E, F
--   vintage         date     -      -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -      -      why value is NULL: missing, scope_differs, series_break (an earlier one), no_overlap
--   inputs          list     -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((value IS NULL) <> (reason IS NOT NULL))
--   never((basis = 'spliced') <> (factor IS NOT NULL))
WITH own AS MATERIALIZED (
    -- All else is of the few series that have a bridge.
    SELECT v.*
    FROM core_market_value AS v
    SEMI JOIN (SELECT * FROM core_break WHERE overlap_index IS NOT NULL) AS b
        ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency
),
series_break AS (
    SELECT v.market, v.measure, v.publisher, v.frequency, v.member, b.period_index, b.break_id, b.old_scope, b.overlap, b.overlap_index, b.source
    FROM (SELECT DISTINCT market, measure, publisher, frequency, member FROM own) AS v
    JOIN core_break AS b
        ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency
        AND b.member IN ('', v.member)
),
bridge AS MATERIALIZED (
    SELECT
        *,
        lag(period_index) OVER (one_break) AS mixed_index,
        max(CASE WHEN break_id <> last_break_id THEN period_index END) OVER (series) AS bound
    FROM (
        SELECT
            *,
            first_value(break_id) OVER (
                PARTITION BY market, measure, publisher, frequency, member
                ORDER BY period_index DESC, overlap = '', break_id
            ) AS last_break_id
        FROM series_break
    )
    WINDOW
        series AS (PARTITION BY market, measure, publisher, frequency, member),
        one_break AS (PARTITION BY market, measure, publisher, frequency, member, break_id ORDER BY period_index)
    QUALIFY break_id = last_break_id
        AND overlap <> ''
        AND period_index = max(period_index) OVER (PARTITION BY market, measure, publisher, frequency, member, break_id)
),
selection AS (
    SELECT
        b.market,
        b.measure,
        b.publisher,
        b.frequency,
        b.member,
        b.old_scope,
        b.overlap_index,
        m.area,
        m.segment,
        m.scope,
        m.unit,
        CASE WHEN b.member = 'total' THEN 'total' ELSE m.dimension END AS dimension
    FROM bridge AS b
    JOIN stg_market AS m ON m.market = b.market AND m.measure = b.measure AND m.publisher = b.publisher
),
other_scope AS MATERIALIZED (
    SELECT s.market, s.measure, s.publisher, s.frequency, s.member, o.period_index,
        o.value, CASE o.status WHEN 'B' THEN 'A' ELSE o.status END AS status, o.vintage, o.inputs
    FROM selection AS s
    JOIN core_observation AS o
        ON o.area = s.area AND o.segment = s.segment AND o.measure = s.measure AND o.publisher = s.publisher AND o.unit = s.unit
        AND o.dimension = s.dimension AND o.member = s.member AND o.frequency = s.frequency AND o.scope = s.old_scope
    WHERE o.transformation = 'level' AND o.base_measure = '' AND o.value IS NOT NULL
),
old AS MATERIALIZED (
    SELECT * FROM other_scope
    UNION ALL
    SELECT v.market, v.measure, v.publisher, v.frequency, v.member, v.period_index, v.value, v.status, v.vintage, v.inputs
    FROM own AS v
    JOIN bridge AS b
        ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency AND b.member = v.member
    WHERE b.old_scope = '' AND v.period_index < b.period_index AND v.value IS NOT NULL
),
old_overlap AS (
    SELECT o.market, o.measure, o.publisher, o.frequency, o.member, o.value, o.status, o.vintage, o.inputs
    FROM other_scope AS o
    JOIN selection AS s
        ON s.market = o.market AND s.measure = o.measure AND s.publisher = o.publisher AND s.frequency = o.frequency AND s.member = o.member
        AND s.overlap_index = o.period_index
    UNION ALL
    SELECT s.market, s.measure, s.publisher, s.frequency, s.member,
        arg_min(v.value, (v.vintage, v.id)), arg_min(v.status, (v.vintage, v.id)), min(v.vintage), [arg_min(v.id, (v.vintage, v.id))]
    FROM selection AS s
    JOIN stg_calendar AS c ON c.frequency = s.frequency AND c.period_index = s.overlap_index
    JOIN stg_vintage AS v
        ON v.area = s.area AND v.segment = s.segment AND v.measure = s.measure AND v.publisher = s.publisher AND v.unit = s.unit
        AND v.dimension = s.dimension AND v.member = s.member AND v.scope = s.scope AND v.period = c.period
    WHERE s.old_scope = '' AND v.transformation = 'level' AND v.base_measure = '' AND v.value IS NOT NULL AND v.vintage IS NOT NULL
    GROUP BY s.market, s.measure, s.publisher, s.frequency, s.member
    HAVING min(v.vintage) < max(v.vintage)
),
factor AS (
    SELECT
        b.*,
        CASE WHEN o.value > 0 AND n.value > 0 THEN CAST(n.value AS DOUBLE) / CAST(o.value AS DOUBLE) END AS f,
        greatest(strpos('APEF', o.status), strpos('APEF', n.status)) AS weakness,
        CASE WHEN o.vintage IS NOT NULL AND n.vintage IS NOT NULL THEN greatest(o.vintage, n.vintage) END AS vintage,
        list_concat(o.inputs, n.inputs) AS inputs
    FROM bridge AS b
    LEFT JOIN old_overlap AS o
        ON o.market = b.market AND o.measure = b.measure AND o.publisher = b.publisher AND o.frequency = b.frequency AND o.member = b.member
    LEFT JOIN own AS n
        ON n.market = b.market AND n.measure = b.measure AND n.publisher = b.publisher AND n.frequency = b.frequency AND n.member = b.member
        AND n.period_index = b.overlap_index
),
span AS (
    SELECT market, measure, publisher, frequency, member, min(period_index) AS first_index, max(period_index) AS last_index
    FROM (
        SELECT market, measure, publisher, frequency, member, period_index FROM old
        UNION ALL
        SELECT market, measure, publisher, frequency, member, period_index FROM own
    )
    GROUP BY market, measure, publisher, frequency, member
),
cell AS (
    SELECT
        f.*,
        c.period AS at_period,
        c.period_start,
        c.period_index AS at_index,
        c.per_year,
        v.value AS own,
        v.status AS own_status,
        v.vintage AS own_vintage,
        v.reason AS own_reason,
        v.inputs AS own_inputs,
        o.value AS old,
        o.status AS old_status,
        o.vintage AS old_vintage,
        o.inputs AS old_inputs,
        CASE
            WHEN c.period_index >= f.period_index OR (f.old_scope <> '' AND v.value IS NOT NULL) THEN 'printed'
            WHEN c.period_index < f.bound OR c.period_index = f.mixed_index THEN 'series_break'
            WHEN f.f IS NULL THEN 'no_overlap'
            WHEN o.value IS NULL THEN 'missing'
            ELSE 'spliced'
        END AS verdict
    FROM factor AS f
    JOIN span AS s
        ON s.market = f.market AND s.measure = f.measure AND s.publisher = f.publisher AND s.frequency = f.frequency AND s.member = f.member
    JOIN stg_calendar AS c ON c.frequency = f.frequency AND c.period_index BETWEEN s.first_index AND s.last_index
    LEFT JOIN own AS v
        ON v.market = f.market AND v.measure = f.measure AND v.publisher = f.publisher AND v.frequency = f.frequency AND v.member = f.member
        AND v.period_index = c.period_index
    LEFT JOIN old AS o
        ON o.market = f.market AND o.measure = f.measure AND o.publisher = f.publisher AND o.frequency = f.frequency AND o.member = f.member
        AND o.period_index = c.period_index
)
SELECT
    v.market,
    v.measure,
    v.publisher,
    m.scope,
    m.unit,
    v.frequency,
    v.at_period AS period,
    v.period_start,
    v.at_index AS period_index,
    v.per_year,
    v.member,
    CASE v.verdict WHEN 'printed' THEN v.own WHEN 'spliced' THEN CAST(CAST(v.old AS DOUBLE) * v.f AS DECIMAL(38, 9)) END AS value,
    v.old,
    CASE WHEN v.verdict = 'spliced' THEN v.f END AS factor,
    CASE WHEN v.verdict = 'spliced' OR (v.verdict = 'printed' AND v.own IS NOT NULL) THEN v.verdict END AS basis,
    v.overlap,
    v.break_id,
    v.source,
    CASE v.verdict
        WHEN 'printed' THEN v.own_status
        WHEN 'spliced' THEN substr('APEF', greatest(strpos('APEF', v.old_status), v.weakness), 1)
    END AS status,
    CASE
        WHEN v.verdict = 'printed' THEN v.own_vintage
        WHEN v.verdict = 'spliced' AND v.old_vintage IS NOT NULL AND v.vintage IS NOT NULL THEN greatest(v.old_vintage, v.vintage)
    END AS vintage,
    CASE v.verdict
        WHEN 'spliced' THEN NULL
        WHEN 'printed' THEN CASE WHEN v.own IS NULL THEN coalesce(v.own_reason, 'missing') END
        ELSE v.verdict
    END AS reason,
    CASE v.verdict
        WHEN 'printed' THEN coalesce(v.own_inputs, CAST([] AS BIGINT[]))
        WHEN 'spliced' THEN list_sort(list_distinct(list_concat(v.old_inputs, v.inputs)))
        ELSE CAST([] AS BIGINT[])
    END AS inputs
FROM cell AS v
JOIN stg_market AS m ON m.market = v.market AND m.measure = v.measure AND m.publisher = v.publisher
ORDER BY v.market, v.measure, v.publisher, m.scope, v.frequency, v.at_index, v.member
