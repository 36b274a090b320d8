-- model:    stg_value
-- question: which numbers do the documents that count print?
-- grain:    id
-- needs:    observed, request
-- formula:  half_digit = 10^precision_exp / 2; series and period as numbers, so that millions of rows are quick to read
-- universe: as stg_observation, which shows the same in words
-- columns:
--   id               int      -      -       observation id
--   series           int      -      -       the series, a row of stg_series
--   period_id        int      -      -       the period, a row of stg_period
--   vintage          date     -      -       publication date; NULL when unknown
--   value            decimal  row    -       base units; NULL when status is M
--   half_digit       decimal  row    >= 0    half of the last printed digit; NULL when unknown
--   status           text     -      -       A, B, P, E, F, M
--   origin           int      -      -       where it comes from, a row of stg_origin
--   printed          text     -      -       value and unit as printed
--   revision         int      -      -       orders undated documents; the highest is the latest
--   place            text     -      -       line:field or JSON pointer
-- checks:
--   unique(id)
--   never((value IS NULL) <> (status = 'M'))
SELECT
    id,
    series,
    period AS period_id,
    vintage,
    value,
    TRY_CAST(pow(10, precision_exp) / 2 AS DECIMAL(38, 9)) AS half_digit,
    status,
    origin,
    printed,
    revision,
    place
FROM observed
WHERE known_on((SELECT as_of FROM request), vintage, superseded_by, until)
