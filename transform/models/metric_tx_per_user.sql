-- model:    metric_tx_per_user
-- question: how many payments does each user make in a period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_quotient, core_coverage, metric_ttm
-- formula:  tx_count / users at the end of the period; over a year: the last four quarters / users at their end
-- arithmetic:
--   tx_per_user = a / b
--   a: core_quotient.top where x.quotient = 'per_user'
--   b: core_quotient.bottom where x.quotient = 'per_user'
--   tx_per_user_ttm = t / b
--   t: metric_ttm.ttm where x.measure = 'tx_count'
-- universe: members and totals with users of their own, in the market or in the one that users_market declares; per period; a quarter is not multiplied by four
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
--   tx_per_user    double  -      >= 0   transactions per user in the period
--   tx_per_user_ttm  double  -    >= 0   transactions per user in the four quarters that end with the period; quarters only
--   base_market    text    -      -      market of the base
--   base_measure   text    -      -      measure of the base
--   base_publisher  text   -      -      publisher of the base
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base
--   reason_ttm     text    -      -      why there is no tx_per_user_ttm: as reason, partial_window, wrong_measure (not a quarter), series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((tx_per_user IS NULL) <> (reason IS NOT NULL))
--   never((tx_per_user_ttm IS NULL) <> (reason_ttm IS NOT NULL))
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
    CASE WHEN v.reason IS NULL THEN v.top_double / v.bottom_double END AS tx_per_user,
    CASE WHEN v.reason IS NULL THEN CAST(t.ttm AS DOUBLE) / v.bottom_double END AS tx_per_user_ttm,
    v.base_market,
    v.base_measure,
    v.base_publisher,
    v.derived OR coalesce(t.derived, FALSE) AS derived,
    v.reason,
    CASE
        WHEN v.reason IS NOT NULL THEN v.reason
        WHEN t.market IS NULL THEN 'wrong_measure'
        ELSE t.reason
    END AS reason_ttm,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', t.status)), 1) AS status,
    v.vintage,
    c.coverage,
    list_sort(list_distinct(list_concat(v.inputs, t.inputs))) AS inputs
FROM core_quotient AS v
LEFT JOIN metric_ttm AS t
    ON t.market = v.market AND t.measure = 'tx_count' AND t.publisher = v.publisher AND t.frequency = v.frequency
    AND t.member = v.member AND t.period = v.period
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
WHERE v.quotient = 'per_user' AND v.measure = 'tx_count'
