-- model:    metric_normalised_hhi
-- question: how concentrated is the market, on a scale on which members of equal size are 0 and a monopoly is 1?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    metric_hhi
-- formula:  (H - 1/N) / (1 - 1/N), H = HHI / 10000, N = all members; both ends of the HHI, cut off at 0 and 1
-- arithmetic:
--   normalised_hhi_low = least(greatest((l / 10000 - 1 / n_members) / (1 - 1 / n_members), 0), 1)
--   normalised_hhi_high = least(greatest((h / 10000 - 1 / n_members) / (1 - 1 / n_members), 0), 1)
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
--   normalised_hhi_low   double  -  0..1  least that the HHI's interval allows
--   normalised_hhi_high  double  -  0..1  greatest that it allows
--   n_members      int     -      > 0    N of the formula; NULL when unknown
--   reason         text    -      -      why there is no value: wrong_measure (persons), missing, unknown_count (N unknown, or declared and impossible), one_member
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((normalised_hhi_low IS NULL) <> (reason IS NOT NULL))
--   never((normalised_hhi_high IS NULL) <> (reason IS NOT NULL))
--   never(normalised_hhi_low > normalised_hhi_high)
WITH judged AS (
    SELECT
        *,
        CASE
            WHEN reason IS NOT NULL THEN reason
            WHEN n_members IS NULL THEN 'unknown_count'
            WHEN n_members = 1 THEN 'one_member'
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
    CASE WHEN why IS NULL THEN least(greatest((hhi_low / 10000 - 1 / n_members) / (1 - 1 / n_members), 0), 1) END AS normalised_hhi_low,
    CASE WHEN why IS NULL THEN least(greatest((hhi_high / 10000 - 1 / n_members) / (1 - 1 / n_members), 0), 1) END AS normalised_hhi_high,
    n_members,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM judged
