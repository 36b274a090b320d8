-- model:    core_observation
-- question: which one value stands for each series and period, and what else did its publisher print?
-- grain:    area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope, period
-- needs:    stg_observation
-- formula:  a value before a declared gap, then the latest vintage (undated last), the highest revision, the best confidence, the
--           firmest status, the finest print, then document and place
-- universe: every series and period that any document prints
-- columns:
--   area            text     -    -     code list area
--   segment         text     -    -     code list segment
--   measure         text     -    -     code list measure
--   transformation  text     -    -     level, share, qoq, yoy
--   base_measure    text     -    -     what a share is a share of, if another measure
--   dimension       text     -    -     what the total is broken down by
--   member          text     -    -     code list member
--   frequency       text     -    -     A, S, Q, M, D, R
--   unit            text     -    -     currency, count, persons, ratio
--   publisher       text     -    -     code list publisher
--   scope           text     -    -     code list scope
--   period          text     -    -     period
--   period_start    date     -    -     first day
--   period_index    int      -    -     position among the periods of the frequency; NULL for ranges
--   value           decimal  row  -     the chosen value, base units
--   half_digit      decimal  row  >= 0  half of its last printed digit; NULL when unknown
--   status          text     -    -     status of the chosen value
--   vintage         date     -    -     its publication date; NULL when unknown
--   n_printed       int      -    > 0   observations it was chosen from
--   n_values        int      -    >= 0  distinct values among them; above 1 the publisher contradicts or restates itself
--   others          text     -    -     the other values as printed, best first; '' for none
--   inputs          list     -    -     the chosen observation
-- checks:
--   unique(area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope, period)
--   warn: never(n_values > 1)
WITH grouped AS MATERIALIZED (
    -- Nearly every series and period is printed once; only the others need an order.
    SELECT
        area,
        segment,
        measure,
        transformation,
        base_measure,
        dimension,
        member,
        frequency,
        unit,
        publisher,
        scope,
        period,
        any_value(period_start) AS period_start,
        any_value(period_index) AS period_index,
        any_value(value) AS value,
        any_value(half_digit) AS half_digit,
        any_value(status) AS status,
        any_value(vintage) AS vintage,
        min(id) AS id,
        count(*) AS n_printed
    FROM stg_observation
    GROUP BY
        area,
        segment,
        measure,
        transformation,
        base_measure,
        dimension,
        member,
        frequency,
        unit,
        publisher,
        scope,
        period
),
rival AS (
    SELECT
        o.*,
        g.id AS cell,
        g.n_printed,
        row_number() OVER (
            PARTITION BY g.id
            ORDER BY o.value IS NULL, o.vintage DESC NULLS LAST, o.revision DESC, o.confidence_rank, o.status_rank, o.half_digit NULLS LAST,
                o.document, o.dataset, o.file, o.line, o.place, o.id
        ) AS choice
    FROM grouped AS g
    JOIN stg_observation AS o
        ON o.area = g.area
        AND o.segment = g.segment
        AND o.measure = g.measure
        AND o.transformation = g.transformation
        AND o.base_measure = g.base_measure
        AND o.dimension = g.dimension
        AND o.member = g.member
        AND o.frequency = g.frequency
        AND o.unit = g.unit
        AND o.publisher = g.publisher
        AND o.scope = g.scope
        AND o.period = g.period
    WHERE g.n_printed > 1
),
chosen AS (
    SELECT
        area,
        segment,
        measure,
        transformation,
        base_measure,
        dimension,
        member,
        frequency,
        unit,
        publisher,
        scope,
        period,
        period_start,
        period_index,
        value,
        half_digit,
        status,
        vintage,
        n_printed,
        CASE WHEN value IS NULL THEN 0 ELSE 1 END AS n_values,
        '' AS others,
        id
    FROM grouped
    WHERE n_printed = 1
    UNION ALL
    SELECT
        any_value(area) FILTER (choice = 1),
        any_value(segment) FILTER (choice = 1),
        any_value(measure) FILTER (choice = 1),
        any_value(transformation) FILTER (choice = 1),
        any_value(base_measure) FILTER (choice = 1),
        any_value(dimension) FILTER (choice = 1),
        any_value(member) FILTER (choice = 1),
        any_value(frequency) FILTER (choice = 1),
        any_value(unit) FILTER (choice = 1),
        any_value(publisher) FILTER (choice = 1),
        any_value(scope) FILTER (choice = 1),
        any_value(period) FILTER (choice = 1),
        any_value(period_start) FILTER (choice = 1),
        any_value(period_index) FILTER (choice = 1),
        any_value(value) FILTER (choice = 1),
        any_value(half_digit) FILTER (choice = 1),
        any_value(status) FILTER (choice = 1),
        any_value(vintage) FILTER (choice = 1),
        any_value(n_printed),
        count(DISTINCT value),
        string_agg(printed, '; ' ORDER BY choice) FILTER (choice > 1),
        any_value(id) FILTER (choice = 1)
    FROM rival
    GROUP BY cell
)
SELECT
    area,
    segment,
    measure,
    transformation,
    base_measure,
    dimension,
    member,
    frequency,
    unit,
    publisher,
    scope,
    period,
    period_start,
    period_index,
    value,
    half_digit,
    status,
    vintage,
    n_printed,
    n_values,
    others,
    [id] AS inputs
FROM chosen
-- By id, the order in which documents print them: twelve texts would take longer to sort than all else here.
ORDER BY id
