-- model:    metric_hhi
-- question: how concentrated is the market, as an interval that allows for what the publishers leave unnamed?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_coverage
-- formula:  R = 1 - sum of named s (others and not covered, their number unknown); low = 10000 * sum of named s^2;
--           high = 10000 * (sum of named s^2 + floor(R/m) * m^2 + (R - m * floor(R/m))^2), m = smallest named share,
--           or R where the named may not be the largest: one member is named alone, or one that held more than m within the year
--           before is not named now; both ends at the outer end of the rounding bands
-- universe: every period of core_coverage; member is always total; not for persons, who use several providers
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
--   hhi_low        double  points  0..10000  least index that the printed shares allow
--   hhi_high       double  points  0..10000  greatest index that they allow
--   rest           double  ratio   >= 0   R of the formula, 0 when negative by rounding
--   n_named        int     -       >= 0   named members with a share
--   reason         text    -      -      why there is no value: wrong_measure (persons), missing
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((hhi_low IS NULL) <> (reason IS NOT NULL))
--   never((hhi_high IS NULL) <> (reason IS NOT NULL))
--   never(hhi_low > hhi_high)
WITH bounded AS (
    SELECT
        *,
        CASE WHEN coverage IS NOT NULL THEN greatest(1 - coverage, 0) END AS rest,
        -- The widest the rest can be, and the largest share that one of its members can have.
        greatest(1 - coverage + slack, 0) AS rest_high,
        CASE
            WHEN n_named = 1 OR unnamed > smallest OR smallest_high <= 0 THEN greatest(1 - coverage + slack, 0)
            ELSE least(smallest_high, greatest(1 - coverage + slack, 0))
        END AS largest_other,
        CASE
            WHEN unit = 'persons' THEN 'wrong_measure'
            WHEN n_named = 0 THEN 'missing'
        END AS why
    FROM core_coverage
),
filled AS (
    SELECT
        *,
        CASE WHEN largest_other > 0 THEN floor(rest_high / largest_other) ELSE 0 END AS n_full
    FROM bounded
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
    'total' AS member,
    CASE WHEN why IS NULL THEN least(10000 * squares_low, 10000) END AS hhi_low,
    CASE
        WHEN why IS NULL
            THEN least(10000 * (squares_high + n_full * pow(largest_other, 2) + pow(rest_high - n_full * largest_other, 2)), 10000)
    END AS hhi_high,
    rest,
    n_named,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM filled
ORDER BY market, measure, publisher, scope, frequency, period_start
