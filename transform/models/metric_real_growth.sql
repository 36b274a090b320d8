-- model:    metric_real_growth
-- question: how much did a value grow on the year beyond the rise of prices?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    metric_yoy, core_deflator
-- formula:  (1 + g) / (1 + pi) - 1; g = growth on the year, pi = growth of the price index of the market that deflator_market declares
-- arithmetic:
--   real_growth = (1 + yoy) / (1 + inflation) - 1
-- universe: every member and the total of markets that declare a deflator, every period of a year or shorter; of other markets only the totals of
--           money, refused
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
--   real_growth    double  ratio  -      growth at constant prices, as a fraction
--   yoy            double  ratio  -      growth at current prices
--   inflation      double  ratio  -      growth of the price index
--   deflator       text    -      -      market of the price index; '' when none is declared
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break (of the value or of the index), wrong_measure (no money, or no deflator declared)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((real_growth IS NULL) <> (reason IS NOT NULL))
WITH deflator AS (
    SELECT market, deflator
    FROM core_deflator
    GROUP BY market, deflator
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
    CASE WHEN length(v.unit) = 3 THEN (1 + v.yoy) / (1 + p.inflation) - 1 END AS real_growth,
    v.yoy,
    p.inflation,
    coalesce(d.deflator, '') AS deflator,
    v.derived OR coalesce(p.derived, FALSE) AS derived,
    CASE
        WHEN d.market IS NULL OR length(v.unit) <> 3 THEN 'wrong_measure'
        WHEN v.reason IS NOT NULL THEN v.reason
        WHEN p.market IS NULL THEN 'missing'
        ELSE p.reason
    END AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', p.status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND p.vintage IS NOT NULL THEN greatest(v.vintage, p.vintage) END AS vintage,
    v.coverage,
    list_concat(v.inputs, p.inputs) AS inputs
FROM metric_yoy AS v
LEFT JOIN deflator AS d ON d.market = v.market
LEFT JOIN core_deflator AS p ON p.market = v.market AND p.frequency = v.frequency AND p.period = v.period
WHERE d.market IS NOT NULL
    OR v.member = 'total' AND length(v.unit) = 3
