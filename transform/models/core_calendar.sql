-- model:    core_calendar
-- question: what is each period called?
-- grain:    frequency, period_index
-- needs:    stg_calendar
-- formula:  the calendar
-- universe: every period of the calendar
-- columns:
--   frequency     text  -  -  A, S, Q, M, D
--   period_index  int   -  -  position among the periods of the frequency
--   period        text  -  -  2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30
--   period_start  date  -  -  first day
-- checks:
--   not_null(period)
SELECT
    frequency,
    period_index,
    period,
    period_start
FROM stg_calendar
