-- model:    metric_numbers_equivalent
-- question: how many members of equal size would be as concentrated as the market is?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    metric_hhi
-- formula:  1 / H, H = HHI / 10000; low from the HHI's high end, high from its low end
-- arithmetic:
--   numbers_equivalent_low = 10000 / h
--   numbers_equivalent_high = 10000 / l
--   l: metric_hhi.hhi_low
--   h: metric_hhi.hhi_high
-- universe: every period of metric_hhi; member is always total
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   numbers_equivalent_low   double  members  >= 1  least that the HHI's interval allows
--   numbers_equivalent_high  double  members  >= 1  greatest that it allows
--   reason         text    -      -      why there is no value: wrong_measure (persons), missing, unknown_count (declared and impossible, or the index may be 0, so that any number could be)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((numbers_equivalent_low IS NULL) <> (reason IS NOT NULL))
--   never((numbers_equivalent_high IS NULL) <> (reason IS NOT NULL))
--   never(numbers_equivalent_low > numbers_equivalent_high)
WITH judged AS (
    SELECT
        *,
        CASE
            WHEN reason IS NOT NULL THEN reason
            WHEN hhi_low = 0 THEN 'unknown_count'
        END AS why
    FROM metric_hhi
)
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
    CASE WHEN why IS NULL THEN 10000 / hhi_high END AS numbers_equivalent_low,
    CASE WHEN why IS NULL THEN 10000 / hhi_low END AS numbers_equivalent_high,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM judged
