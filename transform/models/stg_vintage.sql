-- model:    stg_vintage
-- question: what has any document said of a series and period, and which of it still stands?
-- grain:    id
-- needs:    stg_version, stg_series, stg_period, stg_origin
-- formula:  the numbers of stg_version, with their series, period and origin in words
-- universe: every observation published by the cut, those that later releases replaced or dropped too; a value that was corrected
--           within its release, and one that was superseded and has no date, are not the publisher's earlier word and stay out
-- columns:
--   id               int      -      -       observation id
--   series           int      -      -       the series, a row of stg_series
--   period_id        int      -      -       the period, a row of stg_period
--   area             text     -      -       code list area
--   segment          text     -      -       code list segment
--   measure          text     -      -       code list measure
--   transformation   text     -      -       level, share, qoq, yoy
--   base_measure     text     -      -       what a share is a share of, if another measure
--   dimension        text     -      -       what the total is broken down by
--   member           text     -      -       code list member
--   frequency        text     -      -       A, S, Q, M, D, R
--   unit             text     -      -       currency, count, persons, ratio
--   publisher        text     -      -       code list publisher
--   scope            text     -      -       code list scope
--   period           text     -      -       2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30
--   period_start     date     -      -       first day
--   vintage          date     -      -       publication date; NULL when unknown
--   revision         int      -      -       orders undated documents; the highest is the latest
--   value            decimal  row    -       base units; NULL when status is M
--   half_digit       decimal  row    -       half of the last printed digit; NULL when unknown
--   status           text     -      -       A, B, P, E, F, M
--   printed          text     -      -       value and unit as printed
--   confidence_rank  int      -      -       high, medium, not said, low
--   document         text     -      -       address
--   stands           bool     -      -       no later release has replaced or dropped it
--   fate             text     -      -       replaced, removed: what a later release did; '' where it stands
--   until            date     -      -       publication date of that release; NULL when it stands or the date is unknown
-- checks:
--   never(series IS NULL)
SELECT
    v.id,
    v.series,
    v.period_id,
    s.area,
    s.segment,
    s.measure,
    s.transformation,
    s.base_measure,
    s.dimension,
    s.member,
    s.frequency,
    s.unit,
    s.publisher,
    s.scope,
    p.period,
    p.period_start,
    v.vintage,
    v.revision,
    v.value,
    v.half_digit,
    v.status,
    v.printed,
    d.confidence_rank,
    d.document,
    v.stands,
    v.fate,
    v.until
FROM stg_version AS v
JOIN stg_series AS s ON s.series = v.series
JOIN stg_period AS p ON p.period_id = v.period_id
JOIN stg_origin AS d ON d.origin = v.origin
