-- model:    metric_average_ticket
-- question: how much money does one transaction move?
-- question@zh: 平均每笔交易的金额是多少？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_value_cell, core_line, core_coverage
-- formula:  tx_value / tx_count
-- formula@zh: tx_value / tx_count
-- arithmetic:
--   average_ticket = v / n
--   v: core_value.value where x.measure = 'tx_value'
--   n: core_value.value where x.measure = 'tx_count'
-- universe: members and totals of markets that have both measures of one publisher and scope; measure is always tx_value
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
--   average_ticket  double  row   >= 0   money per transaction
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing (no value), missing_base (no count), scope_differs, vintage_differs, zero_base, negative_base
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((average_ticket IS NULL) <> (reason IS NOT NULL))
WITH counted AS (
    SELECT l.market, l.publisher
    FROM core_line AS l
    SEMI JOIN core_value_cell AS c ON c.line = l.line
    WHERE l.measure = 'tx_count'
)
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
    CASE WHEN b.value > 0 THEN v.value_double / b.value_double END AS average_ticket,
    v.derived OR coalesce(b.derived, FALSE) AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('scope_differs', 'vintage_differs') THEN b.reason ELSE 'missing_base' END
        WHEN b.value = 0 THEN 'zero_base'
        WHEN b.value < 0 THEN 'negative_base'
    END AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), b.weakness), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(v.vintage, b.vintage) END AS vintage,
    c.coverage,
    list_concat(v.inputs, b.inputs) AS inputs
FROM core_value AS v
SEMI JOIN counted AS n
    ON n.market = v.market AND n.publisher = v.publisher
LEFT JOIN core_value_cell AS b
    ON b.line = line_of(v.market, 'tx_count', v.publisher, v.frequency, v.member) AND b.period_index = v.period_index
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
WHERE v.measure = 'tx_value'
