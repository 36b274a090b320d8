-- model:    metric_seasonally_adjusted
-- question: what is a value once what happens every year at the same time is taken out?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_coverage
-- formula:  v / seasonal; seasonal by STL on logarithms (Cleveland et al. 1990): season over 7 years, local lines, 5 loops, no robustness; the lengths of trend and low-pass filter stand in method
-- arithmetic:
--   seasonally_adjusted = value / seasonal
-- universe: every member and the total, quarters and months; spans of three years or more without a gap, a break, a value of 0 or below; forecasts stay out
-- step:     stl
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
--   seasonally_adjusted  double  row  -   the value without its seasonal part; earlier ones change with every new period
--   trend          double  row    -      its smooth part
--   seasonal       double  -      > 0    factor of the season: value = seasonally_adjusted x seasonal
--   value          decimal row    -      the value that was adjusted
--   method         text    -      -      the procedure with its lengths in periods
--   span_start     text    -      -      first period of the span that the values were adjusted with
--   span_end       text    -      -      its last period
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, scope_differs, vintage_differs, too_short (a span under three years, or a forecast), zero_base, negative_base (in the span)
--   status         text    -      -      weakest status in the span: A, P, E, F
--   vintage        date    -      -      latest vintage in the span, that of the adjustment; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids of the value; the others of the span stand with theirs
-- checks:
--   unique(market, measure, publisher, scope, frequency, period, member)
--   never((seasonally_adjusted IS NULL) <> (reason IS NOT NULL))
--   never(abs(seasonally_adjusted * seasonal - value) > 1e-9 * value)
WITH cell AS (
    SELECT
        v.*,
        v.value IS NOT NULL AND v.status <> 'F' AS is_known
    FROM core_value AS v
    WHERE v.frequency IN ('Q', 'M')
),
numbered AS (
    -- A new span after each gap and at each break.
    SELECT
        *,
        sum(CASE WHEN is_known AND NOT series_break AND was_known THEN 0 ELSE 1 END) OVER (
            PARTITION BY line
            ORDER BY period_index
        ) AS span
    FROM (
        SELECT *, lag(is_known, 1, FALSE) OVER (PARTITION BY line ORDER BY period_index) AS was_known
        FROM cell
    )
),
measured AS (
    SELECT
        *,
        count(*) OVER whole AS n,
        min(value) OVER whole AS smallest,
        min(period) OVER whole AS span_start,
        max(period) OVER whole AS span_end,
        max(strpos('APEF', status)) OVER whole AS weakness,
        CASE WHEN count(vintage) OVER whole = count(*) OVER whole THEN max(vintage) OVER whole END AS latest,
        bool_or(derived) OVER whole AS any_derived
    FROM numbered
    WINDOW whole AS (PARTITION BY line, span)
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
    CAST(NULL AS DOUBLE) AS seasonally_adjusted,
    CAST(NULL AS DOUBLE) AS trend,
    CAST(NULL AS DOUBLE) AS seasonal,
    v.value,
    CASE v.frequency
        WHEN 'Q' THEN 'STL on logs, period 4, seasonal 7, trend 9, low-pass 5'
        ELSE 'STL on logs, period 12, seasonal 7, trend 23, low-pass 13'
    END AS method,
    v.span_start,
    v.span_end,
    v.any_derived AS derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN v.n < 3 * v.per_year THEN 'too_short'
        WHEN v.smallest = 0 THEN 'zero_base'
        WHEN v.smallest < 0 THEN 'negative_base'
    END AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.latest AS vintage,
    c.coverage,
    v.inputs
FROM measured AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
ORDER BY v.market, v.measure, v.publisher, v.scope, v.frequency, v.period_start, v.member
