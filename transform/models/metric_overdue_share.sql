-- model:    metric_overdue_share
-- question: which part of what users owe should they have paid already?
-- question@zh: 用户的欠款中，有多少已逾期？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_quotient, core_coverage
-- formula:  overdue / outstanding, both at the end of the period
-- formula@zh: overdue / outstanding（逾期金额 / 未偿余额），均为期末数
-- arithmetic:
--   overdue_share = a / b
--   a: core_quotient.top where x.quotient = 'overdue_share'
--   b: core_quotient.bottom where x.quotient = 'overdue_share'
-- universe: members and totals of markets that have both measures of one publisher and scope; from which day on a debt is overdue is the publisher's scope
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
--   overdue_share  double  ratio  -  of what is outstanding
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
--   never((overdue_share IS NULL) <> (reason IS NOT NULL))
--   warn: never(overdue_share > 1)
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
    CASE WHEN v.reason IS NULL THEN v.top_double / v.bottom_double END AS overdue_share,
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
WHERE v.quotient = 'overdue_share'
