-- model:    stg_vintage
-- question: what has any document said of a series and period, and which of it still stands?
-- grain:    id
-- needs:    observation, request
-- formula:  stands = it counts at the cut, or today if there is none; until = the day on which a later release no longer printed it
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
--   half_digit       decimal  row    >= 0    half of the last printed digit; NULL when unknown
--   status           text     -      -       A, B, P, E, F, M
--   printed          text     -      -       value and unit as printed
--   confidence_rank  int      -      1..4    high, medium, not said, low
--   document         text     -      -       address
--   stands           bool     -      -       no later release has replaced or dropped it
--   fate             text     -      -       replaced, removed: what a later release did; '' where it stands
--   until            date     -      -       publication date of that release; NULL when it stands or the date is unknown
-- checks:
--   never(NOT stands AND vintage IS NULL)
--   never(until <= vintage)
WITH judged AS (
    SELECT
        *,
        known_on((SELECT as_of FROM request), vintage, superseded_by, until) AS stands
    FROM observation
    WHERE coalesce(vintage <= (SELECT as_of FROM request), (SELECT as_of FROM request) IS NULL)
        AND (superseded_by IS NULL OR (vintage IS NOT NULL AND coalesce(until > vintage, TRUE)))
)
SELECT
    id,
    series,
    period_id,
    area,
    segment,
    measure,
    transformation,
    base_measure,
    dimension,
    member,
    frequency,
    unit,
    publisher,
    scope,
    period,
    period_start,
    vintage,
    revision,
    value,
    TRY_CAST(pow(10, precision_exp) / 2 AS DECIMAL(38, 9)) AS half_digit,
    status,
    printed,
    CASE confidence WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN '' THEN 3 ELSE 4 END AS confidence_rank,
    document,
    stands,
    CASE WHEN stands THEN '' ELSE fate END AS fate,
    CASE WHEN NOT stands THEN until END AS until
FROM judged
