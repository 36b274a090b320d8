-- model:    metric_tx_per_head
-- question: how many payments does each inhabitant make in a period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_quotient, core_coverage
-- formula:  tx_count / population at the end of the period
-- arithmetic:
--   tx_per_head = a / b
--   a: core_quotient.top where x.quotient = 'per_head'
--   b: core_quotient.bottom where x.quotient = 'per_head'
-- universe: members and totals with a population of their own, in the market or in the market that population_market declares; per period, not per year
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   tx_per_head  double  -  >= 0  transactions per head in the period
--   base_market    text    -      -      market of the base
--   base_measure   text    -      -      measure of the base
--   base_publisher  text   -      -      publisher of the base
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((tx_per_head IS NULL) <> (reason IS NOT NULL))
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.member,
    CASE WHEN v.reason IS NULL THEN v.top_double / v.bottom_double END AS tx_per_head,
    v.base_market,
    v.base_measure,
    v.base_publisher,
    v.derived,
    v.reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_quotient AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
WHERE v.quotient = 'per_head' AND v.measure = 'tx_count'
