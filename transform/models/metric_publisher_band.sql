-- model:    metric_publisher_band
-- question: between which values do the publishers of one market, member and period lie?
-- question@zh: 同一市场、成员和时期，各发布机构的数值介于何处？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    metric_publisher_dispersion
-- formula:  the smallest and the largest value that publishers print in the market's scope
-- formula@zh: 各机构按市场口径公布的最小值与最大值
-- arithmetic:
--   publisher_band_low = -max(-v)
--   publisher_band_high = max(v)
--   v: core_comparison.value where x.publisher <> '' AND x.scope = r.scope AND x.transformation = 'level'
-- universe: rows of metric_publisher_dispersion; draw it with kind: range
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      '': a statement about all publishers
--   scope          text    -      -      the market's scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   publisher_band_low   decimal  row  -  smallest value
--   publisher_band_high  decimal  row  -  largest value
--   reason         text    -      -      why there is no value: scope_differs
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period, of the publisher with the least
--   inputs         list    -      -      observation ids
-- checks:
--   never((publisher_band_low IS NULL) <> (reason IS NOT NULL))
--   never(publisher_band_low > publisher_band_high)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    member,
    CASE WHEN reason IS NULL OR reason <> 'scope_differs' THEN low END AS publisher_band_low,
    CASE WHEN reason IS NULL OR reason <> 'scope_differs' THEN high END AS publisher_band_high,
    CASE WHEN reason = 'scope_differs' THEN reason END AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM metric_publisher_dispersion
