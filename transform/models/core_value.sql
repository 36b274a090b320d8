-- model:    core_value
-- question: what is each member of a market, and its total, worth in every period, also where only shorter periods are printed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_value, stg_measure, stg_calendar
-- formula:  the value of core_market_value; else of a flow the sum of all months of the quarter, quarters or halves of the year, and of
--           a stock the value of the last month, quarter or half (derived)
-- universe: as core_market_value, and longer periods all of whose parts are known, with no break between them; means, ratios and rates
--           are not put together
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
--   derived         bool     -    -      not printed, nor a sum of printed parts of the market
--   method          text     -    -      printed, split, share (see core_market_value), sum (of shorter periods), end (of the period); '' in a hole
--   status          text     -    -      weakest status of the inputs: A, P, E, F
--   series_break    bool     -    -      the publisher marks a break in this period
--   last_break      int      -    -      period_index of the latest break up to this period
--   vintage         date     -    -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -    -      why value is NULL: missing, scope_differs, vintage_differs
--   inputs          list     -    -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((value IS NULL) <> (reason IS NOT NULL))
WITH known AS (
    SELECT v.market, v.measure, v.publisher, v.frequency, v.period_index, v.member, v.value, v.half_digit,
        strpos('APEF', v.status) AS weakness, v.series_break, v.derived, v.vintage, v.inputs, r.over_time
    FROM core_market_value AS v
    JOIN stg_measure AS r ON r.measure = v.measure AND r.over_time <> 'none'
    WHERE v.value IS NOT NULL AND v.frequency IN ('M', 'Q', 'S')
),
quarter AS MATERIALIZED (
    SELECT market, measure, publisher, 'Q' AS frequency, period_index // 3 AS period_index, member, over_time,
        CASE over_time WHEN 'sum' THEN sum(value) ELSE max(value) FILTER (period_index % 3 = 2) END AS value,
        CASE
            WHEN over_time = 'end' THEN max(half_digit) FILTER (period_index % 3 = 2)
            WHEN count(half_digit) = 3 THEN sum(half_digit)
        END AS half_digit,
        max(weakness) AS weakness,
        bool_or(series_break) AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        CASE WHEN bool_or(derived) THEN list_sort(list_distinct(flatten(list(inputs)))) ELSE list_sort(flatten(list(inputs))) END AS inputs,
        bool_or(derived) AS derived
    FROM known
    WHERE frequency = 'M' AND (over_time = 'sum' OR period_index % 3 = 2)
    GROUP BY market, measure, publisher, period_index // 3, member, over_time
    HAVING over_time = 'end' OR count(*) = 3 AND NOT coalesce(bool_or(series_break) FILTER (period_index % 3 > 0), FALSE)
),
part AS (
    SELECT market, measure, publisher, frequency, period_index, member, over_time, value, half_digit, weakness, series_break, derived, vintage, inputs
    FROM known
    WHERE frequency <> 'M'
    UNION ALL
    SELECT market, measure, publisher, frequency, period_index, member, over_time, value, half_digit, weakness, series_break, derived, vintage, inputs
    FROM quarter
    ANTI JOIN (SELECT * FROM known WHERE frequency = 'Q') AS printed USING (market, measure, publisher, period_index, member)
),
year_of AS (
    SELECT market, measure, publisher, 'A' AS frequency, period_index // n AS period_index, member, over_time, n,
        CASE over_time WHEN 'sum' THEN sum(value) ELSE max(value) FILTER (period_index % n = n - 1) END AS value,
        CASE
            WHEN over_time = 'end' THEN max(half_digit) FILTER (period_index % n = n - 1)
            WHEN count(half_digit) = n THEN sum(half_digit)
        END AS half_digit,
        max(weakness) AS weakness,
        bool_or(series_break) AS series_break,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        CASE WHEN bool_or(derived) THEN list_sort(list_distinct(flatten(list(inputs)))) ELSE list_sort(flatten(list(inputs))) END AS inputs
    FROM (SELECT *, CASE frequency WHEN 'Q' THEN 4 ELSE 2 END AS n FROM part)
    WHERE over_time = 'sum' OR period_index % n = n - 1
    GROUP BY market, measure, publisher, period_index // n, member, over_time, n
    HAVING over_time = 'end' OR count(*) = n AND NOT coalesce(bool_or(series_break) FILTER (period_index % n > 0), FALSE)
),
derived AS (
    SELECT market, measure, publisher, frequency, period_index, member, over_time, value, half_digit, weakness, series_break, vintage, inputs
    FROM quarter
    UNION ALL
    SELECT market, measure, publisher, frequency, period_index, member, over_time, value, half_digit, weakness, series_break, vintage, inputs
    FROM year_of
    -- From quarters if they are known, since halves are printed more coarsely.
    QUALIFY row_number() OVER (PARTITION BY market, measure, publisher, period_index, member ORDER BY n DESC) = 1
),
added AS MATERIALIZED (
    SELECT d.*
    FROM derived AS d
    ANTI JOIN (SELECT * FROM core_market_value WHERE value IS NOT NULL) AS v
        ON v.market = d.market AND v.measure = d.measure AND v.publisher = d.publisher AND v.frequency = d.frequency
        AND v.period_index = d.period_index AND v.member = d.member
),
series AS (
    SELECT DISTINCT market, measure, measure_kind, publisher, publisher_rank, scope, unit
    FROM core_market_value
),
span AS (
    SELECT market, measure, publisher, frequency, member, min(period_index) AS first_index, max(period_index) AS last_index
    FROM (
        SELECT market, measure, publisher, frequency, member, period_index FROM core_market_value
        UNION ALL
        SELECT market, measure, publisher, frequency, member, period_index FROM added
    )
    GROUP BY market, measure, publisher, frequency, member
),
cell AS (
    SELECT
        s.market,
        s.measure,
        k.measure_kind,
        s.publisher,
        k.publisher_rank,
        k.scope,
        k.unit,
        s.frequency,
        c.period,
        c.period_start,
        c.period_index,
        c.per_year,
        s.member,
        coalesce(v.value, a.value) AS value,
        coalesce(v.half_digit, a.half_digit) AS half_digit,
        coalesce(v.derived, FALSE) OR a.value IS NOT NULL AS derived,
        CASE WHEN a.value IS NOT NULL THEN a.over_time ELSE coalesce(v.method, '') END AS method,
        coalesce(v.status, substr('APEF', a.weakness, 1)) AS status,
        coalesce(v.series_break, FALSE) OR coalesce(a.series_break, FALSE) AS series_break,
        CASE WHEN a.value IS NOT NULL THEN a.vintage ELSE v.vintage END AS vintage,
        CASE WHEN a.value IS NULL AND v.value IS NULL THEN coalesce(v.reason, 'missing') END AS reason,
        coalesce(a.inputs, v.inputs, CAST([] AS BIGINT[])) AS inputs
    FROM span AS s
    JOIN series AS k ON k.market = s.market AND k.measure = s.measure AND k.publisher = s.publisher
    JOIN stg_calendar AS c ON c.frequency = s.frequency AND c.period_index BETWEEN s.first_index AND s.last_index
    LEFT JOIN core_market_value AS v
        ON v.market = s.market AND v.measure = s.measure AND v.publisher = s.publisher AND v.frequency = s.frequency
        AND v.member = s.member AND v.period_index = c.period_index
    LEFT JOIN added AS a
        ON a.market = s.market AND a.measure = s.measure AND a.publisher = s.publisher AND a.frequency = s.frequency
        AND a.member = s.member AND a.period_index = c.period_index
)
SELECT
    market,
    measure,
    measure_kind,
    publisher,
    publisher_rank,
    scope,
    unit,
    frequency,
    period,
    period_start,
    period_index,
    per_year,
    member,
    value,
    half_digit,
    derived,
    method,
    status,
    series_break,
    max(CASE WHEN series_break THEN period_index END) OVER (
        PARTITION BY market, measure, publisher, frequency, member
        ORDER BY period_index
    ) AS last_break,
    vintage,
    reason,
    inputs
FROM cell
ORDER BY market, measure, publisher, scope, frequency, period_index, member
