-- model:    core_conflict
-- question: on which series and periods do publishers, scopes, vintages or documents disagree, and by how much?
-- question@zh: 在哪些数列和时期，不同的机构、口径、发布版本或文件互不一致，相差多少？
-- grain:    kind, first_input
-- needs:    core_observation, core_choice, core_rival, stg_series, stg_vintage
-- formula:  spread = high - low; dispersion = (high - low) / low, of levels and shares
-- formula@zh: spread = high − low；水平值和份额的 dispersion = (high − low) / low
-- universe: every series and period that is printed with more than one value:
--           publisher: publishers differ in one scope; scope: one publisher differs between scopes;
--           publisher_scope: publishers differ and no two share a scope; vintage: one publisher and scope, between publication dates
--           or revisions, values that a later release replaced too; document: one publisher, scope and date, between documents or places
-- columns:
--   kind             text     -      -     publisher, scope, publisher_scope, vintage, document
--   area             text     -      -     code list area
--   segment          text     -      -     code list segment
--   measure          text     -      -     code list measure
--   transformation   text     -      -     level, share, qoq, yoy
--   base_measure     text     -      -     what a share is a share of, if another measure
--   dimension        text     -      -     what the total is broken down by
--   member           text     -      -     code list member
--   frequency        text     -      -     A, S, Q, M, D, R
--   unit             text     -      -     currency, count, persons, ratio
--   period           text     -      -     period
--   period_start     date     -      -     first day
--   publisher        text     -      -     code list publisher; '' when the conflict is between publishers
--   scope            text     -      -     code list scope; '' when the conflict is between scopes
--   n                int      -      > 1   distinct values
--   low              decimal  row    -     smallest value
--   high             decimal  row    -     largest value
--   spread           decimal  row    > 0   high - low; of shares and rates a difference, to be printed in pp
--   dispersion       double   ratio  > 0   spread / low; NULL of rates, and where low is zero or negative
--   within_rounding  bool     -      -     one value lies within the rounding of all of them
--   printed          text     -      -     the values as printed, each with publisher, scope, date and document, by size
--   first_vintage    date     -      -     earliest known publication date; NULL when none is known
--   last_vintage     date     -      -     latest known publication date; NULL when none is known
--   reason           text     -      -     why there is no dispersion: wrong_measure (a rate: a ratio of rates means nothing), zero_base, negative_base
--   first_input      int      -      -     the lowest of the inputs
--   inputs           list     -      -     observation ids
-- checks:
--   unique(kind, first_input)
--   never((dispersion IS NULL) <> (reason IS NOT NULL))
WITH rivalling AS MATERIALIZED (
    SELECT s.series
    FROM stg_series AS s
    SEMI JOIN core_rival AS r
        ON r.area = s.area AND r.segment = s.segment AND r.measure = s.measure AND r.transformation = s.transformation
        AND r.dimension = s.dimension AND r.unit = s.unit
),
chosen AS MATERIALIZED (
    SELECT
        o.publisher,
        o.scope,
        o.value,
        o.inputs[1] AS id,
        min(o.inputs[1]) OVER (
            PARTITION BY o.area, o.segment, o.measure, o.transformation, o.base_measure, o.dimension, o.member, o.frequency, o.unit, o.period
        ) AS cell
    FROM core_observation AS o
    JOIN rivalling AS r ON r.series = o.series
    WHERE o.value IS NOT NULL
),
apart AS (
    SELECT cell
    FROM chosen
    GROUP BY cell
    HAVING min(publisher) <> max(publisher) AND count(DISTINCT scope) = count(*) AND min(value) <> max(value)
),
candidate AS MATERIALIZED (
    -- Every series and period of one publisher and scope that has several values, or one that was replaced.
    SELECT series, period_id FROM core_choice WHERE n_values > 1
    UNION
    SELECT series, period_id FROM stg_vintage WHERE NOT stands
),
spoken AS MATERIALIZED (
    SELECT v.*
    FROM stg_vintage AS v
    SEMI JOIN candidate AS c ON c.series = v.series AND c.period_id = v.period_id
    WHERE v.value IS NOT NULL
),
version AS MATERIALIZED (
    SELECT
        *,
        min(id) OVER (PARTITION BY series, period_id) AS cell,
        row_number() OVER (
            PARTITION BY series, period_id, vintage, revision
            ORDER BY confidence_rank, document, id
        ) AS place
    FROM spoken
),
item AS (
    SELECT 'publisher' AS kind, cell || ' ' || scope AS conflict, id, value FROM chosen
    UNION ALL
    SELECT 'scope', cell || ' ' || publisher, id, value FROM chosen
    UNION ALL
    SELECT 'publisher_scope', CAST(c.cell AS VARCHAR), c.id, c.value FROM chosen AS c SEMI JOIN apart AS a ON a.cell = c.cell
    UNION ALL
    SELECT 'vintage', CAST(cell AS VARCHAR), id, value FROM version WHERE place = 1
    UNION ALL
    SELECT 'document', concat_ws(' ', cell, vintage, revision), id, value FROM version
),
rival AS (
    SELECT kind, conflict, id
    FROM item
    QUALIFY min(value) OVER (PARTITION BY kind, conflict) <> max(value) OVER (PARTITION BY kind, conflict)
),
judged AS (
    SELECT
        r.kind,
        any_value(v.area) AS area,
        any_value(v.segment) AS segment,
        any_value(v.measure) AS measure,
        any_value(v.transformation) AS transformation,
        any_value(v.base_measure) AS base_measure,
        any_value(v.dimension) AS dimension,
        any_value(v.member) AS member,
        any_value(v.frequency) AS frequency,
        any_value(v.unit) AS unit,
        any_value(v.period) AS period,
        any_value(v.period_start) AS period_start,
        CASE WHEN min(v.publisher) = max(v.publisher) THEN min(v.publisher) ELSE '' END AS publisher,
        CASE WHEN min(v.scope) = max(v.scope) THEN min(v.scope) ELSE '' END AS scope,
        count(DISTINCT v.value) AS n,
        min(v.value) AS low,
        max(v.value) AS high,
        max(v.value - coalesce(v.half_digit, 0)) <= min(v.value + coalesce(v.half_digit, 0)) AS within_rounding,
        string_agg(
            v.publisher || ' (' || v.scope || '): ' || v.printed || ' [' || coalesce(CAST(v.vintage AS VARCHAR), 'date unknown')
                || CASE WHEN v.document = '' THEN '' ELSE ', ' || v.document END || ']',
            '; ' ORDER BY v.value, v.publisher, v.scope, v.vintage, v.id
        ) AS printed,
        min(v.vintage) AS first_vintage,
        max(v.vintage) AS last_vintage,
        list_sort(list(v.id)) AS inputs
    FROM rival AS r
    JOIN stg_vintage AS v ON v.id = r.id
    GROUP BY r.kind, r.conflict
)
SELECT
    kind,
    area,
    segment,
    measure,
    transformation,
    base_measure,
    dimension,
    member,
    frequency,
    unit,
    period,
    period_start,
    publisher,
    scope,
    n,
    low,
    high,
    high - low AS spread,
    CASE WHEN low > 0 AND transformation IN ('level', 'share') THEN CAST(high - low AS DOUBLE) / CAST(low AS DOUBLE) END AS dispersion,
    within_rounding,
    printed,
    first_vintage,
    last_vintage,
    CASE
        WHEN transformation NOT IN ('level', 'share') THEN 'wrong_measure'
        WHEN low = 0 THEN 'zero_base'
        WHEN low < 0 THEN 'negative_base'
    END AS reason,
    inputs[1] AS first_input,
    inputs
FROM judged
ORDER BY area, segment, measure, transformation, dimension, member, frequency, period_start, kind, first_input
