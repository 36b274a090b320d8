-- model:    core_value
-- question: what is each member of a market, and its total, worth in every period, also where only shorter periods are printed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value_cell, core_line, stg_calendar
-- formula:  the value of core_market_value; else of a flow the sum of all months of the quarter, quarters or halves of the year, and of
--           a stock the value of the last month, quarter or half (derived)
-- universe: as core_market_value, and longer periods all of whose parts are known, with no break between them; means, ratios and rates
--           are not put together
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
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
--   value_double    double   row  -      value as DOUBLE, for ratios: the engine is slow to turn a DECIMAL into one
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
--   never(line IS NULL)
SELECT
    c.line,
    l.total_line,
    l.market,
    l.measure,
    l.measure_kind,
    l.publisher,
    l.publisher_rank,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    c.period_index,
    l.per_year,
    l.member,
    c.value,
    c.value_double,
    c.half_digit,
    c.derived,
    c.method,
    substr('APEF', c.weakness, 1) AS status,
    c.series_break,
    c.last_break,
    c.vintage,
    c.reason,
    c.inputs
FROM core_value_cell AS c
JOIN core_line AS l ON l.line = c.line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = c.period_index
