-- model:    core_quotient
-- question: which values stand above and below the line of the quotients of use, and where do they come from?
-- grain:    quotient, market, measure, publisher, scope, frequency, period, member
-- needs:    core_pairing, core_value, core_value_cell
-- formula:  top = value of the measure; bottom = value of the base measure at the end of the same period, of the market itself or of the
--           market that it declares for its users or population: that market's first measure that fits, of the same publisher if it has it,
--           else of its preferred one
-- universe: members (and total) of markets with the measure that have the base measure in some period
-- columns:
--   line           int     -      -      number of the line above
--   total_line     int     -      -      number of its total's line
--   quotient       text    -      -      per_user, per_head, penetration, active_monthly, take_rate, utilisation, overdue_share
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure: what is above the line
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure above the line
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   member         text    -      -      code list member, or total
--   top            decimal row    -      value of the measure; NULL in a hole
--   bottom         decimal -      -      value of the base; NULL in a hole
--   bottom_before  decimal -      -      value of the base one period before; NULL in a hole
--   top_double     double  row    -      top as DOUBLE, for ratios
--   bottom_double  double  -      -      bottom as DOUBLE
--   bottom_before_double  double  -  -   bottom_before as DOUBLE
--   base_market    text    -      -      market of the base
--   base_measure   text    -      -      measure of the base
--   base_publisher  text   -      -      publisher of the base
--   base_break     bool    -      -      the base breaks in this period: the two ends of it do not go together
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no quotient: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base
--   status         text    -      -      weakest status of top and bottom: A, P, E, F
--   status_before  text    -      -      status of bottom_before
--   vintage        date    -      -      latest vintage of top and bottom; NULL when any is unknown
--   vintage_before  date   -      -      vintage of bottom_before
--   inputs         list    -      -      observation ids of top and bottom
--   inputs_before  list    -      -      observation ids of bottom_before
-- checks:
--   never(line IS NULL)
WITH base AS (
    -- By themselves: the engine would put all values into a table to look the bases up.
    SELECT *
    FROM core_value_cell
    SEMI JOIN (SELECT base_line AS line FROM core_pairing) AS w USING (line)
)
SELECT
    v.line,
    v.total_line,
    w.quotient,
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.period_index,
    v.member,
    v.value AS top,
    b.value AS bottom,
    a.value AS bottom_before,
    v.value_double AS top_double,
    b.value_double AS bottom_double,
    a.value_double AS bottom_before_double,
    w.base_market,
    w.base_measure,
    w.base_publisher,
    coalesce(b.series_break, FALSE) AS base_break,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN b.value = 0 THEN 'zero_base'
        WHEN b.value < 0 THEN 'negative_base'
    END AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), b.weakness), 1) AS status,
    substr('APEF', a.weakness, 1) AS status_before,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    a.vintage AS vintage_before,
    list_concat(v.inputs, b.inputs) AS inputs,
    coalesce(a.inputs, CAST([] AS BIGINT[])) AS inputs_before
FROM core_pairing AS w
JOIN core_value AS v ON v.line = w.line
LEFT JOIN base AS b ON b.line = w.base_line AND b.period_index = v.period_index
LEFT JOIN base AS a ON a.line = w.base_line AND a.period_index = v.period_index - 1
