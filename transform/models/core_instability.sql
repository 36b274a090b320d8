-- model:    core_instability
-- question: how much of the market changed hands on the year, and on the period before?
-- grain:    total_line, period_index
-- needs:    core_share_cell, core_line, core_coverage
-- formula:  half the sum of abs(s_t - s_(t-1y)) over the named members and their rest (others and not covered, as one);
--           share_instability_period = the same on s_(t-1); who enters or leaves counts in full
-- universe: every period of core_coverage with periods of a year or shorter (not days)
-- kept:     table
-- columns:
--   total_line     int     -      -      number of the total's line
--   period_index   int     -      -      position among the periods of the frequency
--   share_instability         double  pp  >= 0  shares that changed hands on the year, as a fraction
--   share_instability_period  double  pp  >= 0  the same on the previous period
--   entry_exit     double  pp     >= 0   the part of share_instability that is entry and exit, before the rest answers to it
--   half_band      double  pp     >= 0   share_instability is known within +- half_band by rounding
--   reason_period  text    -      -      why there is no share_instability_period
--   reason         text    -      -      why there is no value: missing (a member has a hole), missing_base (no base, or a hole in it), scope_differs, zero_total, series_break
-- checks:
--   unique(total_line, period_index)
--   never((share_instability IS NULL) <> (reason IS NOT NULL))
--   never((share_instability_period IS NULL) <> (reason_period IS NOT NULL))
WITH cell AS MATERIALIZED (
    SELECT c.line, l.total_line, c.period_index, l.per_year, c.share, c.reason
    FROM core_share_cell AS c
    JOIN core_line AS l ON l.line = c.line
    WHERE l.member <> 'others'
        AND l.per_year IS NOT NULL
),
step AS MATERIALIZED (
    -- A member has a row for every period from its first to its last: it enters where it has none before, and leaves after the last.
    SELECT
        v.total_line,
        v.period_index,
        v.per_year,
        v.share,
        v.reason,
        y.share AS year_base,
        y.reason AS year_base_reason,
        y.line IS NULL AS year_enters,
        v.period_index + v.per_year > e.last_index AS year_leaves,
        p.share AS period_base,
        p.reason AS period_base_reason,
        p.line IS NULL AS period_enters,
        v.period_index = e.last_index AS period_leaves
    FROM cell AS v
    JOIN (SELECT line, max(period_index) AS last_index FROM cell GROUP BY line) AS e ON e.line = v.line
    LEFT JOIN cell AS y ON y.line = v.line AND y.period_index = v.period_index - v.per_year
    LEFT JOIN cell AS p ON p.line = v.line AND p.period_index = v.period_index - 1
),
change AS (
    SELECT
        total_line,
        'year' AS span,
        period_index,
        abs(share - CASE WHEN year_enters THEN 0 ELSE year_base END) AS moved,
        CASE WHEN year_enters THEN share ELSE 0 END AS turned_over,
        coalesce(reason, CASE WHEN year_base_reason = 'scope_differs' THEN year_base_reason WHEN year_base_reason IS NOT NULL THEN 'missing_base' END) AS why
    FROM step
    UNION ALL
    SELECT
        total_line,
        'year',
        period_index + per_year,
        share,
        share,
        CASE WHEN reason = 'scope_differs' THEN reason WHEN reason IS NOT NULL THEN 'missing_base' END
    FROM step
    WHERE year_leaves
    UNION ALL
    SELECT
        total_line,
        'period' AS span,
        period_index,
        abs(share - CASE WHEN period_enters THEN 0 ELSE period_base END) AS moved,
        CASE WHEN period_enters THEN share ELSE 0 END AS turned_over,
        coalesce(reason, CASE WHEN period_base_reason = 'scope_differs' THEN period_base_reason WHEN period_base_reason IS NOT NULL THEN 'missing_base' END) AS why
    FROM step
    UNION ALL
    SELECT
        total_line,
        'period',
        period_index + 1,
        share,
        share,
        CASE WHEN reason = 'scope_differs' THEN reason WHEN reason IS NOT NULL THEN 'missing_base' END
    FROM step
    WHERE period_leaves
),
added AS (
    -- Sums in DECIMAL are exact, whatever their order; no share reaches 10 but by an error that check_share names.
    SELECT
        total_line,
        span,
        period_index,
        CAST(sum(TRY_CAST(moved AS DECIMAL(18, 17))) AS DOUBLE) AS moved,
        CAST(sum(TRY_CAST(turned_over AS DECIMAL(18, 17))) AS DOUBLE) AS turned_over,
        max(why) AS why
    FROM change
    GROUP BY total_line, span, period_index
),
judged AS (
    SELECT
        v.total_line,
        v.period_index,
        a.span,
        (a.moved + abs(greatest(1 - v.coverage, 0) - greatest(1 - b.coverage, 0))) / 2 AS instability,
        a.turned_over / 2 AS turned_over,
        v.slack + b.slack AS half_band,
        CASE
            WHEN v.coverage IS NULL THEN coalesce(a.why, 'missing')
            WHEN b.coverage IS NULL THEN 'missing_base'
            WHEN a.why IS NOT NULL THEN a.why
            WHEN v.last_break > b.period_index THEN 'series_break'
        END AS why
    FROM core_coverage AS v
    JOIN added AS a
        ON a.total_line = v.total_line AND a.period_index = v.period_index
    LEFT JOIN core_coverage AS b
        ON b.total_line = v.total_line AND b.period_index = v.period_index - CASE a.span WHEN 'year' THEN v.per_year ELSE 1 END
)
SELECT
    y.total_line,
    y.period_index,
    CASE WHEN y.why IS NULL THEN y.instability END AS share_instability,
    CASE WHEN p.why IS NULL THEN p.instability END AS share_instability_period,
    CASE WHEN y.why IS NULL THEN y.turned_over END AS entry_exit,
    CASE WHEN y.why IS NULL THEN y.half_band END AS half_band,
    p.why AS reason_period,
    y.why AS reason
FROM judged AS y
JOIN judged AS p ON p.total_line = y.total_line AND p.period_index = y.period_index AND p.span = 'period'
WHERE y.span = 'year'
