-- model:    stg_period
-- question: of which periods do the documents speak, and which place has each among those of its frequency?
-- grain:    period_id
-- needs:    period
-- formula:  period_index counts the periods of a frequency since year 0 (days since 1970-01-01 for D), so that neighbours differ by 1
-- universe: every period of which a value was ever loaded
-- columns:
--   period_id        int      -      -       number of the period
--   period           text     -      -       2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30, 2015-01..2015-09
--   frequency        text     -      -       A, S, Q, M, D, R
--   period_start     date     -      -       first day
--   period_end       date     -      -       last day, inclusive
--   period_index     int      -      -       position among the periods of the frequency; NULL for ranges (R)
-- checks:
--   unique(period_id)
--   unique(period)
--   never(period_index IS NULL AND frequency <> 'R')
WITH dated AS (
    SELECT
        id,
        period,
        CASE
            WHEN period LIKE '____' THEN 'A'
            WHEN period LIKE '____-S_' THEN 'S'
            WHEN period LIKE '____-Q_' THEN 'Q'
            WHEN period LIKE '____-__' THEN 'M'
            WHEN period LIKE '____-__-__' THEN 'D'
            ELSE 'R'
        END AS frequency,
        period_start,
        period_end
    FROM period
)
SELECT
    id AS period_id,
    period,
    frequency,
    period_start,
    period_end,
    CASE frequency
        WHEN 'A' THEN year(period_start)
        WHEN 'S' THEN year(period_start) * 2 + (month(period_start) - 1) // 6
        WHEN 'Q' THEN year(period_start) * 4 + (month(period_start) - 1) // 3
        WHEN 'M' THEN year(period_start) * 12 + month(period_start) - 1
        WHEN 'D' THEN date_diff('day', DATE '1970-01-01', period_start)
    END AS period_index
FROM dated
ORDER BY period_id
