-- model:    core_growth_gap
-- question: does the growth that publishers print agree with the growth of the levels they print?
-- question@zh: 各机构公布的增长率与其公布的数值是否相符？
-- grain:    market, measure, publisher, transformation, frequency, period, member, observation
-- needs:    stg_observation, stg_market, core_market_value
-- formula:  gap = published - computed, computed = v_t / v_(base) - 1; explained when the rounding band of the published rate
--           meets the band that the rounding of both levels leaves; not compared across a break
-- arithmetic:
--   computed = (v - b) / b
--   gap = p - (v - b) / b
--   v: core_market_value.value
--   b: core_market_value.value where x.period_index = r.base_index
--   p: observation.value where x.id = r.observation
-- universe: every printed qoq and yoy of a market's measure, restated ones too, in the market's scope
-- columns:
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   publisher       text    -      -      code list publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   transformation  text    -      -      qoq, yoy
--   frequency       text    -      -      A, S, Q, M
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   base_index      int     -      -      position of the base among the periods of the frequency
--   member          text    -      -      code list member, or total
--   observation     int     -      -      id of the printed rate
--   published       double  ratio  -      the rate as printed
--   computed        double  ratio  -      the rate of the levels; NULL where one is missing
--   gap             double  ratio  -      published - computed
--   band            double  ratio  >= 0   rounding of the published rate + the most that the rounding of both levels can raise the computed one
--   explained       bool    -      -      the gap is within the bands; NULL where nothing can be compared
--   derived         bool    -      -      one of the levels is not printed but derived: a gap may be ours, so it raises no warning
--   reason          text    -      -      why there is no computed rate: missing, scope_differs, vintage_differs, missing_base, zero_base, series_break
--   printed         text    -      -      the rate as printed
--   inputs          list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, transformation, frequency, period, member, observation)
--   warn: never(explained = FALSE AND NOT derived)
WITH rate AS (
    SELECT
        line_of(m.market, m.measure, m.publisher, o.frequency, o.member) AS line,
        m.market,
        m.measure,
        m.publisher,
        m.scope,
        m.unit,
        o.transformation,
        o.frequency,
        o.period,
        o.period_start,
        o.period_index,
        o.member,
        o.id AS observation,
        CAST(o.value AS DOUBLE) AS published,
        CAST(coalesce(o.half_digit, 0) AS DOUBLE) AS published_band,
        o.printed,
        CASE
            WHEN o.transformation = 'yoy' THEN CASE o.frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 END
            ELSE 1
        END AS lag
    FROM stg_observation AS o
    JOIN stg_market AS m
        ON o.area = m.area AND o.segment = m.segment AND o.measure = m.measure AND o.scope = m.scope AND o.publisher = m.publisher
        AND (o.dimension = 'total' OR o.dimension = m.dimension)
    WHERE o.transformation IN ('qoq', 'yoy')
        AND o.value IS NOT NULL
        AND o.frequency IN ('A', 'S', 'Q', 'M')
),
compared AS (
    SELECT
        r.*,
        CASE WHEN b.value > 0 THEN CAST(v.value - b.value AS DOUBLE) / CAST(b.value AS DOUBLE) END AS computed,
        CASE
            WHEN b.value > coalesce(b.half_digit, 0)
                THEN CAST(v.value + coalesce(v.half_digit, 0) AS DOUBLE) / CAST(b.value - coalesce(b.half_digit, 0) AS DOUBLE)
                    - CAST(v.value AS DOUBLE) / CAST(b.value AS DOUBLE)
        END AS computed_band,
        CASE
            WHEN v.value IS NULL THEN coalesce(v.reason, 'missing')
            WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
            WHEN b.value <= 0 THEN 'zero_base'
            WHEN v.last_break > r.period_index - r.lag THEN 'series_break'
        END AS reason,
        coalesce(v.derived, FALSE) OR coalesce(b.derived, FALSE) AS derived,
        list_sort(list_distinct(list_concat(list_concat([r.observation], v.inputs), b.inputs))) AS inputs
    FROM rate AS r
    LEFT JOIN core_market_value AS v
        ON v.line = r.line AND v.period_index = r.period_index
    LEFT JOIN core_market_value AS b
        ON b.line = r.line AND b.period_index = r.period_index - r.lag
)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    transformation,
    frequency,
    period,
    period_start,
    period_index - lag AS base_index,
    member,
    observation,
    published,
    CASE WHEN reason IS NULL THEN computed END AS computed,
    CASE WHEN reason IS NULL THEN published - computed END AS gap,
    CASE WHEN reason IS NULL THEN published_band + computed_band END AS band,
    CASE WHEN reason IS NULL THEN abs(published - computed) <= published_band + computed_band + 1e-12 END AS explained,
    derived,
    reason,
    printed,
    inputs
FROM compared
ORDER BY market, measure, publisher, transformation, frequency, period_start, member, observation
