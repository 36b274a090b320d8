-- model:    core_neighbour
-- question: which values of its own series stand next to a value, and between which bounds would it be in line with them?
-- grain:    observation
-- needs:    core_choice, stg_counted, stg_series
-- formula:  between two neighbours: low and high are the lower and the higher of them; at an end: the lowest and the highest of the
--           nearest two and of the line through them (on logarithms, at most a fourth a step) carried on to the period; beyond a hole
--           also a fourth a step up and down
-- universe: chosen levels and shares above 0 of series with three values or more; ranges (R) stay out
--           sums over payment attempts (stg_counted) stay out: nobody typed them
-- kept:     table
-- columns:
--   observation    int     -    -     the chosen observation
--   series         int     -    -     number of the series
--   period_id      int     -    -     number of the period
--   per_year       int     -    1..365  periods a year
--   period_index   int     -    -     position among the periods of the frequency
--   value          double  row  > 0   the value
--   n_points       int     -    >= 3  periods with a value in the series
--   n_steps        int     -    >= 0  periods from the first to the last value
--   before_index   int     -    -     period_index of the value before; NULL at the start
--   after_index    int     -    -     period_index of the value after; NULL at the end
--   low            double  row  > 0   in line with the neighbours from here
--   high           double  row  > 0   to here
-- checks:
--   unique(observation)
--   never(low > high)
WITH point AS (
    SELECT
        c.id AS observation,
        c.series,
        c.period_id,
        c.period_index,
        c.value_double AS value
    FROM core_choice AS c
    WHERE c.value_double > 0 AND c.period_index IS NOT NULL
),
counted AS (
    -- With the third of the series and the last but two, which only the values at its ends ask for.
    SELECT series, count(*) AS n_points, max(period_index) - min(period_index) AS n_steps,
        min(period_index, 3)[3] AS third_index, arg_min(value, period_index, 3)[3] AS third,
        max(period_index, 3)[3] AS last_third_index, arg_max(value, period_index, 3)[3] AS last_third
    FROM point
    GROUP BY series
    HAVING count(*) >= 3
),
long AS (
    SELECT p.*, CASE s.frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 WHEN 'M' THEN 12 ELSE 365 END AS per_year
    FROM counted AS p
    JOIN stg_series AS s ON s.series = p.series AND s.transformation IN ('level', 'share')
    ANTI JOIN stg_counted AS k ON k.series = p.series
),
placed AS (
    SELECT
        p.*,
        lag(period_index) OVER neighbours AS before_index,
        lag(value) OVER neighbours AS before,
        lead(period_index) OVER neighbours AS after_index,
        lead(value) OVER neighbours AS after
    FROM point AS p
    WINDOW neighbours AS (PARTITION BY series ORDER BY period_index)
),
carried AS (
    SELECT
        p.*,
        l.per_year,
        l.n_points,
        l.n_steps,
        CASE WHEN after_index IS NULL THEN last_third ELSE third END AS further,
        CASE
            WHEN after_index IS NULL THEN before * exp(least(greatest(
                ln(before / last_third) / (before_index - last_third_index), -0.25), 0.25) * least(period_index - before_index, per_year))
            WHEN before_index IS NULL THEN after * exp(least(greatest(
                ln(after / third) / (third_index - after_index), -0.25), 0.25) * least(after_index - period_index, per_year))
        END AS line,
        -- Beyond a hole at an end anything is in line that a fourth a step leads to.
        CASE
            WHEN after_index IS NULL AND period_index - before_index > 1 THEN exp(0.25 * least(period_index - before_index, per_year))
            WHEN before_index IS NULL AND after_index - period_index > 1 THEN exp(0.25 * least(after_index - period_index, per_year))
        END AS reach
    FROM placed AS p
    JOIN long AS l ON l.series = p.series
)
SELECT
    observation,
    series,
    period_id,
    per_year,
    period_index,
    value,
    n_points,
    n_steps,
    before_index,
    after_index,
    CASE
        WHEN line IS NULL THEN least(before, after)
        ELSE least(line, coalesce(before, after), further, coalesce(before, after) / reach)
    END AS low,
    CASE
        WHEN line IS NULL THEN greatest(before, after)
        ELSE greatest(line, coalesce(before, after), further, coalesce(before, after) * reach)
    END AS high
FROM carried
