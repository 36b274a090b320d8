-- model:    core_share
-- question: what part of its market did each member have, computed where the values exist, else as printed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share_cell, core_line, stg_calendar
-- formula:  computed = v_i / V; else the printed share
-- universe: members that are not the total, each from its first to its last period without gaps
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   publisher       text    -      -      code list publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   frequency       text    -      -      A, S, Q, M, D
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   period_index    int     -      -      position among the periods of the frequency
--   per_year        int     -      1..12  periods a year; NULL for days
--   member          text    -      -      code list member
--   share           double  ratio  >= 0   fraction of the market's total
--   half_band       double  ratio  >= 0   the true share lies within share +- half_band by rounding; NULL when unknown
--   basis           text    -      -      computed, published
--   reason          text    -      -      why share is NULL: zero_total, missing_base (no total), scope_differs, missing
--   status          text    -      -      weakest status of the inputs
--   last_break      int     -      -      period_index of the latest break up to this period
--   vintage         date    -      -      latest vintage of the inputs; NULL when any is unknown
--   inputs          list    -      -      observation ids
-- checks:
--   never(line IS NULL)
SELECT
    c.line,
    l.total_line,
    l.market,
    l.measure,
    l.publisher,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    c.period_index,
    l.per_year,
    l.member,
    c.share,
    c.half_band,
    c.basis,
    c.reason,
    substr('APEF', c.weakness, 1) AS status,
    c.last_break,
    c.vintage,
    c.inputs
FROM core_share_cell AS c
JOIN core_line AS l ON l.line = c.line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = c.period_index
