-- model:    core_seasonal
-- question: what is a line's value made of: trend, season, rest?
-- grain:    line, period_index
-- needs:    core_value_cell, core_line
-- formula:  seasonal and trend by STL on logarithms (Cleveland et al. 1990): season over 7 years, local lines, 5 loops, no robustness
-- universe: every line, quarters and months; spans of three years or more without a gap, a break, a value of 0 or below; forecasts stay out
-- kept:     table
-- step:     stl
-- columns:
--   line           int     -      -      number of the line
--   period_index   int     -      -      position among the periods of the frequency
--   per_year       int     -      1..12  periods a year
--   value          double  row    -      the value; NULL in a hole
--   adjusted       double  row    -      value / seasonal
--   trend          double  row    -      the smooth part
--   seasonal       double  -      > 0    factor of the season
--   span_start     int     -      -      first period_index of the span that the values were adjusted with
--   span_end       int     -      -      its last
--   derived        bool    -      -      one of the values of the span is not printed but derived
--   reason         text    -      -      why there is no season: missing, scope_differs, vintage_differs, too_short, zero_base, negative_base
--   weakness       int     -      -      weakest status in the span, its place in APEF
--   vintage        date    -      -      latest vintage in the span; NULL when any is unknown
-- checks:
--   unique(line, period_index)
--   never((adjusted IS NULL) <> (reason IS NOT NULL))
--   never(abs(adjusted * seasonal - value) > 1e-9 * value)
WITH cell AS (
    SELECT c.line, l.per_year, c.period_index, c.value_double AS value, c.weakness, c.vintage, c.derived, c.series_break, c.reason,
        c.value IS NOT NULL AND c.weakness < 4 AS is_known -- no forecast
    FROM core_value_cell AS c
    JOIN core_line AS l ON l.line = c.line AND l.frequency IN ('Q', 'M')
),
uneven AS (
    SELECT line
    FROM cell
    GROUP BY line
    HAVING bool_or(series_break OR NOT is_known)
),
numbered AS MATERIALIZED (
    -- A new span after each gap and at each break. Few lines have one, so that few need a window.
    SELECT *, 0 AS span
    FROM cell
    ANTI JOIN uneven USING (line)
    UNION ALL
    SELECT *, sum(CASE WHEN is_known AND NOT series_break THEN 0 ELSE 1 END) OVER (PARTITION BY line ORDER BY period_index)
    FROM cell
    SEMI JOIN uneven USING (line)
),
measured AS (
    SELECT
        line,
        span,
        is_known, -- a gap is before its span
        count(*) AS n,
        min(value) AS smallest,
        min(period_index) AS span_start,
        max(period_index) AS span_end,
        max(weakness) AS weakness,
        CASE WHEN count(vintage) = count(*) THEN max(vintage) END AS vintage,
        bool_or(derived) AS derived
    FROM numbered
    GROUP BY line, span, is_known
)
SELECT
    v.line,
    v.period_index,
    v.per_year,
    v.value,
    CAST(NULL AS DOUBLE) AS adjusted,
    CAST(NULL AS DOUBLE) AS trend,
    CAST(NULL AS DOUBLE) AS seasonal,
    m.span_start,
    m.span_end,
    m.derived,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN m.n < 3 * v.per_year THEN 'too_short'
        WHEN m.smallest = 0 THEN 'zero_base'
        WHEN m.smallest < 0 THEN 'negative_base'
    END AS reason,
    m.weakness,
    m.vintage
FROM numbered AS v
JOIN measured AS m ON m.line = v.line AND m.span = v.span AND m.is_known = v.is_known
