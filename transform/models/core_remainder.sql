-- model:    core_remainder
-- question: how much of its market's growth does no named line explain?
-- grain:    total_line, period_index
-- needs:    core_remainder_cell, core_line, stg_calendar
-- formula:  difference = V_1 - V_0 less the differences of the members that may be compared
-- universe: markets with members, every period in which a member has a value or a hole
-- columns:
--   total_line     int     -      -      number of the total's line
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   base           decimal row    -      the total's value one year earlier
--   growth         decimal row    -      the total's difference on the year
--   total_derived  bool    -      -      one of the total's values is not printed but derived
--   total_weakness int     -      -      weakest status of the total's values, its place in APEF
--   total_vintage  date    -      -      their latest vintage; NULL when one is unknown
--   total_inputs   list    -      -      their observation ids
--   difference     decimal -      -      what the members leave of the total's difference; NULL when that is not known
--   base_double    double  row    -      base as DOUBLE, for ratios
--   growth_double  double  row    -      growth as DOUBLE
--   difference_double  double  -  -      difference as DOUBLE
--   why            text    -      -      why the total is not compared: missing, missing_base, scope_differs, vintage_differs, series_break, zero_base, negative_base
--   derived        bool    -      -      one of the values is not printed but derived
--   weakness       int     -      -      weakest status of the inputs, its place in APEF
--   vintage        date    -      -      latest vintage of the inputs; NULL when one is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   never(total_line IS NULL)
SELECT
    c.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    c.period_index,
    c.base,
    c.growth,
    c.total_derived,
    c.total_weakness,
    c.total_vintage,
    c.total_inputs,
    c.difference,
    c.base_double,
    c.growth_double,
    c.difference_double,
    c.why,
    c.derived,
    c.weakness,
    c.vintage,
    -- Here, where only what is asked for is made: hundreds of ids a row.
    list_sort(list_distinct(CASE WHEN c.why IS NULL THEN list_concat(c.total_inputs, c.member_inputs) ELSE coalesce(c.total_inputs, CAST([] AS BIGINT[])) END)) AS inputs
FROM core_remainder_cell AS c
JOIN (SELECT DISTINCT total_line, market, measure, publisher, scope, unit, frequency FROM core_line) AS l ON l.total_line = c.total_line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = c.period_index
