-- model:    metric_value_per_user
-- question: how much money does each user move, or bring in, in a period?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_quotient, core_coverage
-- formula:  v / mean(u_begin, u_end): users at the end of the period before and of the period; v = tx_value, or net_revenue (then it is ARPU)
-- arithmetic:
--   value_per_user = a / ((u + b) / 2)
--   a: core_quotient.top where x.quotient = 'per_user'
--   b: core_quotient.bottom where x.quotient = 'per_user'
--   u: core_quotient.bottom_before where x.quotient = 'per_user'
-- universe: members and totals with users of their own, in the market or in the one that users_market declares; per period
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
--   value_per_user  double  row   -      money per user in the period, by the mean of users at both ends
--   base_market    text    -      -      market of the base
--   base_measure   text    -      -      measure of the base
--   base_publisher  text   -      -      publisher of the base
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base (of either end), scope_differs, vintage_differs, zero_base, negative_base, series_break (of the users in the period)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((value_per_user IS NULL) <> (reason IS NOT NULL))
WITH judged AS (
    SELECT
        *,
        CASE
            WHEN reason IS NOT NULL THEN reason
            WHEN bottom_before IS NULL THEN 'missing_base'
            WHEN bottom_before < 0 THEN 'negative_base'
            WHEN base_break THEN 'series_break'
        END AS why
    FROM core_quotient
    WHERE quotient = 'per_user'
        AND measure <> 'tx_count'
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
    CASE WHEN v.why IS NULL THEN v.top_double / ((v.bottom_double + v.bottom_before_double) / 2) END AS value_per_user,
    v.base_market,
    v.base_measure,
    v.base_publisher,
    v.derived,
    v.why AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', v.status_before)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND v.vintage_before IS NOT NULL THEN greatest(v.vintage, v.vintage_before) END AS vintage,
    c.coverage,
    list_concat(v.inputs, v.inputs_before) AS inputs
FROM judged AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
