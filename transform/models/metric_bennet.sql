-- model:    metric_bennet
-- question: how much of a value's change on the year came from more transactions, how much from larger ones?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_growth, core_growth_cell, core_line, core_coverage
-- formula:  dv = p_mean dn + n_mean dp, means of the two periods (Bennet), p = v / n; exact and symmetric in time
-- arithmetic:
--   count_effect = (v / n + b / m) / 2 * (n - m) if r.entry = 0 AND r.exit = 0
--   ticket_effect = (n + m) / 2 * (v / n - b / m) if r.entry = 0 AND r.exit = 0
--   difference = v - b
--   v: core_growth.value where x.measure = 'tx_value'
--   b: core_growth.base where x.measure = 'tx_value'
--   n: core_growth.value where x.measure = 'tx_count'
--   m: core_growth.base where x.measure = 'tx_count'
-- universe: members and totals of markets that have both tx_value and tx_count of one publisher and scope; measure is always tx_value
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
--   count_effect   double  row    -      p_mean (n_1 - n_0): money; 0 at entry and exit
--   ticket_effect  double  row    -      n_mean (p_1 - p_0): money; 0 at entry and exit
--   entry          double  row    >= 0   v_1 - v_0 where there were no transactions before; else 0
--   exit           double  row    -      v_1 - v_0 where there are none any more; else 0
--   difference     decimal row    -      v_1 - v_0: the sum of the four
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base (of value or count), scope_differs, vintage_differs, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((count_effect IS NULL) <> (reason IS NOT NULL))
--   never(abs(count_effect + ticket_effect + entry + exit - difference) > 1e-9 * greatest(abs(count_effect), abs(ticket_effect), 1))
WITH counted AS (
    SELECT l.market, l.publisher
    FROM core_line AS l
    SEMI JOIN core_growth_cell AS c ON c.line = l.line
    WHERE l.measure = 'tx_count'
),
pair AS (
    SELECT
        v.*,
        v.value_double AS v1,
        v.base_double AS v0,
        n.value_double AS n1,
        n.base_double AS n0,
        v.derived OR coalesce(n.derived, FALSE) AS any_derived,
        coalesce(v.why, CASE WHEN n.line IS NULL THEN 'missing' ELSE n.why END,
            CASE WHEN least(v.value, v.base, n.value, n.base) < 0 THEN 'negative_base' END) AS reason,
        substr('APEF', greatest(strpos('APEF', v.status), n.weakness), 1) AS weakest,
        CASE WHEN v.vintage IS NOT NULL AND n.vintage IS NOT NULL THEN greatest(v.vintage, n.vintage) END AS latest,
        list_concat(v.inputs, n.inputs) AS both_inputs
    FROM core_growth AS v
    SEMI JOIN counted AS k
        ON k.market = v.market AND k.publisher = v.publisher
    LEFT JOIN core_growth_cell AS n
        ON n.line = line_of(v.market, 'tx_count', v.publisher, v.frequency, v.member) AND n.period_index = v.period_index
    WHERE v.measure = 'tx_value'
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
    CASE
        WHEN v.reason IS NOT NULL THEN NULL
        WHEN v.n0 > 0 AND v.n1 > 0 THEN (v.v0 / v.n0 + v.v1 / v.n1) / 2 * (v.n1 - v.n0)
        ELSE 0
    END AS count_effect,
    CASE
        WHEN v.reason IS NOT NULL THEN NULL
        WHEN v.n0 > 0 AND v.n1 > 0 THEN (v.n0 + v.n1) / 2 * (v.v1 / v.n1 - v.v0 / v.n0)
        ELSE 0
    END AS ticket_effect,
    CASE WHEN v.reason IS NULL THEN CASE WHEN v.n0 = 0 THEN v.v1 - v.v0 ELSE 0 END END AS entry,
    CASE WHEN v.reason IS NULL THEN CASE WHEN v.n1 = 0 AND v.n0 > 0 THEN v.v1 - v.v0 ELSE 0 END END AS exit,
    v.difference,
    v.any_derived AS derived,
    v.reason,
    v.weakest AS status,
    v.latest AS vintage,
    c.coverage,
    v.both_inputs AS inputs
FROM pair AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
