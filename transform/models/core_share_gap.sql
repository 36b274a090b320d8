-- model:    core_share_gap
-- question: do the shares that publishers print agree with the values that they print?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_share, core_market_value
-- formula:  gap = published - computed, computed = v_i / V from printed values; explained when the rounding band of the printed share
--           meets the band that the rounding of value and total leaves
-- universe: every printed share of a market's measure in the market's scope
-- columns:
--   market          text    -      -      code list market
--   measure         text    -      -      code list measure
--   publisher       text    -      -      code list publisher
--   scope           text    -      -      code list scope
--   unit            text    -      -      unit of the measure
--   frequency       text    -      -      A, S, Q, M, D
--   period          text    -      -      period
--   period_start    date    -      -      first day
--   member          text    -      -      code list member
--   published       double  ratio  0..1   the share as printed
--   computed        double  ratio  -      the share of the printed values; NULL where one is missing
--   gap             double  ratio  -      published - computed
--   band            double  ratio  >= 0   rounding of the printed share + the most that rounding of value and total can raise the computed one
--   explained       bool    -      -      the gap is within the bands; NULL where nothing can be compared
--   reason          text    -      -      why there is no computed share: missing (the member's value is not printed), missing_base (no total), zero_total
--   inputs          list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((computed IS NULL) <> (reason IS NOT NULL))
--   warn: never(explained = FALSE)
WITH compared AS (
    SELECT
        s.market,
        s.measure,
        s.publisher,
        s.scope,
        s.unit,
        s.frequency,
        s.period,
        s.period_start,
        s.member,
        s.share AS published,
        CAST(v.value AS DOUBLE) / nullif(CAST(t.value AS DOUBLE), 0) AS computed,
        coalesce(s.half_digit, 0)
            + CAST(v.value + coalesce(v.half_digit, 0) AS DOUBLE) / nullif(CAST(greatest(t.value - coalesce(t.half_digit, 0), 0) AS DOUBLE), 0)
            - CAST(v.value AS DOUBLE) / nullif(CAST(t.value AS DOUBLE), 0) AS band,
        CASE
            WHEN v.value IS NULL OR v.derived THEN 'missing'
            WHEN t.value IS NULL THEN 'missing_base'
            WHEN t.value <= 0 THEN 'zero_total'
        END AS reason,
        list_sort(list_distinct(list_concat(list_concat(s.inputs, v.inputs), t.inputs))) AS inputs
    FROM core_market_share AS s
    LEFT JOIN core_market_value AS v
        ON v.total_line = s.total_line AND v.period_index = s.period_index AND v.member = s.member
    LEFT JOIN core_market_value AS t
        ON t.total_line = s.total_line AND t.period_index = s.period_index AND t.member = 'total'
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
    published,
    CASE WHEN reason IS NULL THEN computed END AS computed,
    CASE WHEN reason IS NULL THEN published - computed END AS gap,
    CASE WHEN reason IS NULL THEN band END AS band,
    CASE WHEN reason IS NULL AND band IS NOT NULL THEN abs(published - computed) <= band + 1e-12 END AS explained,
    reason,
    inputs
FROM compared
ORDER BY market, measure, publisher, scope, frequency, period_start, member
