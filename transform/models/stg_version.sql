-- model:    stg_version
-- question: which numbers has any document ever printed, and which of them still stand?
-- grain:    id
-- needs:    observed, request
-- formula:  stands = it counts at the cut, or today if there is none; until = the day on which a later release no longer printed it
-- universe: as stg_vintage, which shows the same in words
-- columns:
--   id               int      -      -       observation id
--   series           int      -      -       the series, a row of stg_series
--   period_id        int      -      -       the period, a row of stg_period
--   origin           int      -      -       where it comes from, a row of stg_origin
--   vintage          date     -      -       publication date; NULL when unknown
--   revision         int      -      -       orders undated documents; the highest is the latest
--   value            decimal  row    -       base units; NULL when status is M
--   half_digit       decimal  row    >= 0    half of the last printed digit; NULL when unknown
--   status           text     -      -       A, B, P, E, F, M
--   printed          text     -      -       value and unit as printed
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
    FROM observed
    WHERE coalesce(vintage <= (SELECT as_of FROM request), (SELECT as_of FROM request) IS NULL)
        AND (superseded_by IS NULL OR (vintage IS NOT NULL AND coalesce(until > vintage, TRUE)))
)
SELECT
    id,
    series,
    period AS period_id,
    origin,
    vintage,
    revision,
    value,
    TRY_CAST(pow(10, precision_exp) / 2 AS DECIMAL(38, 9)) AS half_digit,
    status,
    printed,
    stands,
    CASE WHEN stands THEN '' ELSE fate END AS fate,
    CASE WHEN NOT stands THEN until END AS until
FROM judged
