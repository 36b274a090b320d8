-- model:    core_pro_forma
-- question: what would today's members have been worth, had mergers, splits and changes of name always been in force?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_value, core_share, core_line, core_succession, stg_market
-- formula:  sum over the members that end in this one, itself included, of weight * value; the same of shares
-- universe: markets of which a member changes, all their members but the total. A split without weights ends its series: the member stays as
--           it was until then, and its successors have no value before
-- columns:
--   market        text     -      -      code list market
--   measure       text     -      -      code list measure
--   publisher     text     -      -      code list publisher
--   scope         text     -      -      code list scope
--   unit          text     -      -      unit of the measure: currency, count, persons
--   frequency     text     -      -      A, S, Q, M, D
--   period        text     -      -      period
--   period_start  date     -      -      first day
--   period_index  int      -      -      position among the periods of the frequency
--   member        text     -      -      code list member of today, or one whose series ended
--   value         decimal  row    -      pro forma; NULL where a part has a hole
--   share         double   ratio  >= 0   pro forma share of the market
--   half_band     double   ratio  >= 0   rounding of the share; NULL when unknown
--   as_reported       decimal  row    -     the member's own value as it stands in core_market_value; NULL for none
--   share_as_reported double   ratio  >= 0  its own share as it stands in core_share; NULL for none
--   parts         text     -      -      members that went into it, with weights other than 1
--   derived       bool     -      -      made of other members than itself
--   value_reason  text     -      -      why value is NULL: missing, scope_differs, series_break (a split without weights)
--   reason        text     -      -      why share is NULL: missing, missing_base, zero_total, scope_differs, series_break
--   status        text     -      -      weakest status of the inputs: A, P, E, F
--   vintage       date     -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs        list     -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((share IS NULL) <> (reason IS NOT NULL))
--   never((value IS NULL) <> (value_reason IS NOT NULL))
--   warn: sum(share) by (market, measure, publisher, scope, frequency, period) <= 1 + 0.005
WITH changed AS (
    SELECT DISTINCT m.market, m.measure, m.publisher, m.dimension
    FROM stg_market AS m
    JOIN core_line AS l ON l.market = m.market AND l.measure = m.measure AND l.publisher = m.publisher
    JOIN core_succession AS c ON c.dimension = m.dimension AND l.member IN (c.member, c.successor)
),
reported AS MATERIALIZED (
    SELECT
        c.dimension,
        coalesce(s.market, v.market) AS market,
        coalesce(s.measure, v.measure) AS measure,
        coalesce(s.publisher, v.publisher) AS publisher,
        coalesce(s.scope, v.scope) AS scope,
        coalesce(s.unit, v.unit) AS unit,
        coalesce(s.frequency, v.frequency) AS frequency,
        coalesce(s.period, v.period) AS period,
        coalesce(s.period_start, v.period_start) AS period_start,
        coalesce(s.period_index, v.period_index) AS period_index,
        coalesce(s.member, v.member) AS member,
        s.share,
        s.half_band,
        coalesce(s.reason, CASE WHEN s.market IS NULL THEN 'missing_base' END) AS reason,
        v.value,
        coalesce(v.reason, CASE WHEN v.market IS NULL THEN 'missing' END) AS value_reason,
        greatest(strpos('APEF', s.status), strpos('APEF', v.status)) AS weakness,
        CASE
            WHEN (s.share IS NULL OR s.vintage IS NOT NULL) AND (v.value IS NULL OR v.vintage IS NOT NULL) THEN greatest(s.vintage, v.vintage)
        END AS vintage,
        list_sort(list_distinct(list_concat(s.inputs, v.inputs))) AS inputs
    FROM (
        SELECT s.*
        FROM core_share AS s
        SEMI JOIN changed AS c ON c.market = s.market AND c.measure = s.measure AND c.publisher = s.publisher
    ) AS s
    FULL JOIN (
        SELECT v.*
        FROM core_market_value AS v
        SEMI JOIN changed AS c ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher
        WHERE v.member <> 'total'
    ) AS v
        ON v.line = s.line AND v.period_index = s.period_index
    JOIN changed AS c
        ON c.market = coalesce(s.market, v.market) AND c.measure = coalesce(s.measure, v.measure)
        AND c.publisher = coalesce(s.publisher, v.publisher)
),
part AS (
    -- Where a member goes, and with what weight; itself, unless a change takes it elsewhere in this period.
    SELECT r.*, r.member AS owner, CAST(1 AS DOUBLE) AS weight, FALSE AS ends
    FROM reported AS r
    ANTI JOIN (SELECT * FROM core_succession WHERE weight IS NOT NULL) AS c
        ON c.dimension = r.dimension AND c.member = r.member AND (c.before IS NULL OR r.period_start < c.before)
    UNION ALL
    SELECT r.*, c.successor, c.weight, FALSE
    FROM reported AS r
    JOIN core_succession AS c
        ON c.dimension = r.dimension AND c.member = r.member AND (c.before IS NULL OR r.period_start < c.before)
    WHERE c.weight IS NOT NULL
    UNION ALL
    -- What a split without weights hands over is not known.
    SELECT r.*, c.successor, CAST(0 AS DOUBLE), TRUE
    FROM reported AS r
    JOIN core_succession AS c
        ON c.dimension = r.dimension AND c.member = r.member AND r.period_start < c.before
    WHERE c.weight IS NULL
),
summed AS (
    SELECT
        market,
        measure,
        publisher,
        scope,
        unit,
        frequency,
        period,
        period_start,
        period_index,
        owner AS member,
        CASE
            WHEN bool_or(ends) THEN 'series_break'
            WHEN count(share) < count(*) THEN min(reason)
        END AS reason,
        CASE
            WHEN bool_or(ends) THEN 'series_break'
            WHEN count(value) < count(*) THEN min(value_reason)
        END AS value_reason,
        sum(CASE WHEN weight = 1 THEN value ELSE CAST(CAST(value AS DOUBLE) * weight AS DECIMAL(38, 9)) END) AS value,
        sum(share * weight ORDER BY member) AS share,
        CASE WHEN count(half_band) = count(*) THEN sum(half_band * weight ORDER BY member) END AS half_band,
        any_value(value) FILTER (member = owner) AS as_reported,
        any_value(share) FILTER (member = owner) AS share_as_reported,
        string_agg(CASE WHEN weight = 1 THEN member ELSE member || ' * ' || weight END, ' + ' ORDER BY member) FILTER (NOT ends) AS parts,
        bool_or(member <> owner) AS derived,
        max(weakness) AS weakness,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        list_sort(list_distinct(flatten(list(inputs)))) AS inputs
    FROM part
    GROUP BY market, measure, publisher, scope, unit, frequency, period, period_start, period_index, owner
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
    period_index,
    member,
    CASE WHEN value_reason IS NULL THEN CAST(value AS DECIMAL(38, 9)) END AS value,
    CASE WHEN reason IS NULL THEN share END AS share,
    CASE WHEN reason IS NULL THEN half_band END AS half_band,
    as_reported,
    share_as_reported,
    coalesce(parts, '') AS parts,
    derived,
    value_reason,
    reason,
    substr('APEF', weakness, 1) AS status,
    vintage,
    inputs
FROM summed
ORDER BY market, measure, publisher, scope, frequency, period_index, member
