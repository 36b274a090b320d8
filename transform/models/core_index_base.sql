-- model:    core_index_base
-- question: in which period is each series' index 100, and what is it worth there?
-- grain:    market, measure, publisher, scope, frequency, member
-- needs:    core_value, stg_reference
-- formula:  the period that holds the first day of the market's index_base, else the first with a value that is no forecast
-- universe: every series of periods of a year or shorter; a series without a row in the declared period has none here
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure
--   frequency      text    -      -      A, S, Q, M
--   member         text    -      -      code list member, or total
--   period         text    -      -      the base period
--   period_index   int     -      -      its position among the periods of the frequency
--   value          decimal row    -      value in it; NULL in a hole
--   derived        bool    -      -      it is not printed but derived
--   last_break     int     -      -      period_index of the latest break up to it
--   reason         text    -      -      why value is NULL: missing, scope_differs, vintage_differs
--   status         text    -      -      its status
--   vintage        date    -      -      its vintage
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, member)
WITH first_value AS (
    SELECT market, measure, publisher, frequency, member, min(period_index) AS period_index
    FROM core_value
    WHERE value IS NOT NULL AND status <> 'F'
    GROUP BY market, measure, publisher, frequency, member
)
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.member,
    v.period,
    v.period_index,
    v.value,
    v.derived,
    v.last_break,
    v.reason,
    v.status,
    v.vintage,
    v.inputs
FROM core_value AS v
LEFT JOIN stg_reference AS r ON r.market = v.market
LEFT JOIN first_value AS f
    ON f.market = v.market AND f.measure = v.measure AND f.publisher = v.publisher AND f.frequency = v.frequency AND f.member = v.member
WHERE v.per_year IS NOT NULL
    AND v.period_index = CASE
        WHEN r.base_start IS NULL THEN f.period_index
        ELSE year(r.base_start) * v.per_year + (month(r.base_start) - 1) // (12 // v.per_year)
    END
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.member
