-- model:    core_remainder_cell
-- question: how much of its market's growth does no named line explain?
-- grain:    total_line, period_index
-- needs:    core_growth_cell, core_line
-- formula:  difference = V_1 - V_0 less the differences of the members that may be compared
-- universe: markets with members, every period in which a member has a value or a hole
-- kept:     table
-- columns:
--   total_line     int     -      -      number of the total's line
--   period_index   int     -      -      position among the periods of the frequency
--   base           decimal row    -      the total's value one year earlier
--   growth         decimal row    -      the total's difference on the year
--   total_derived  bool    -      -      one of the total's values is not printed but derived
--   total_weakness int     -      -      weakest status of the total's values, its place in APEF
--   total_vintage  date    -      -      their latest vintage; NULL when one is unknown
--   total_inputs   list    -      -      their observation ids
--   difference     decimal -      -      what the members leave of the total's difference; NULL when that is not known
--   base_double    double  row    -      base as DOUBLE, for ratios
--   growth_double  double  row    -      growth as DOUBLE
--   difference_double  double  -  -      difference as DOUBLE
--   why            text    -      -      why the total is not compared: missing, missing_base, scope_differs, vintage_differs, series_break, zero_base, negative_base
--   derived        bool    -      -      one of the values is not printed but derived
--   weakness       int     -      -      weakest status of the inputs, its place in APEF
--   vintage        date    -      -      latest vintage of the inputs; NULL when one is unknown
--   member_inputs  list    -      -      observation ids of the members that are compared, sorted, as often as they are used
-- checks:
--   unique(total_line, period_index)
--   never((difference IS NULL) <> (why IS NOT NULL))
WITH total AS (
    SELECT g.line, g.period_index, g.base, g.difference, g.derived, g.weakness, g.vintage, g.inputs, g.base_double, g.difference_double,
        CASE
            WHEN g.why <> 'series_break' THEN g.why
            WHEN g.base = 0 THEN 'zero_base'
            WHEN g.base < 0 THEN 'negative_base'
            ELSE g.why
        END AS judged
    FROM core_growth_cell AS g
    JOIN core_line AS l ON l.line = g.line
    WHERE l.member = 'total'
),
summed AS (
    SELECT
        l.total_line,
        g.period_index,
        coalesce(sum(g.difference) FILTER (g.why IS NULL), 0) AS difference,
        bool_or(g.derived) AS derived,
        max(g.weakness) AS weakness,
        count(*) FILTER (g.why IS NULL AND g.vintage IS NULL) AS n_undated,
        max(g.vintage) AS vintage,
        list_sort(flatten(list(g.inputs) FILTER (g.why IS NULL))) AS member_inputs
    FROM core_growth_cell AS g
    JOIN core_line AS l ON l.line = g.line
    WHERE l.member <> 'total'
    GROUP BY l.total_line, g.period_index
)
SELECT
    s.total_line,
    s.period_index,
    t.base,
    t.difference AS growth,
    t.derived AS total_derived,
    t.weakness AS total_weakness,
    t.vintage AS total_vintage,
    t.inputs AS total_inputs,
    CASE WHEN t.judged IS NULL THEN CAST(t.difference - s.difference AS DECIMAL(38, 9)) END AS difference,
    t.base_double,
    t.difference_double AS growth_double,
    CASE WHEN t.judged IS NULL THEN CAST(CAST(t.difference - s.difference AS DECIMAL(38, 9)) AS DOUBLE) END AS difference_double,
    CASE WHEN t.line IS NULL THEN 'missing' ELSE t.judged END AS why,
    s.derived OR coalesce(t.derived, FALSE) AS derived,
    greatest(s.weakness, t.weakness) AS weakness,
    CASE WHEN (s.n_undated = 0 OR t.judged IS NOT NULL OR t.line IS NULL) AND t.vintage IS NOT NULL THEN greatest(s.vintage, t.vintage) END AS vintage,
    s.member_inputs
FROM summed AS s
LEFT JOIN total AS t ON t.line = s.total_line AND t.period_index = s.period_index
