-- model:    stg_observation
-- question: what do the documents that count say, where, and how firmly?
-- question@zh: 有效文件在何处给出了什么数值，可靠程度如何？
-- grain:    id
-- needs:    observation, request
-- formula:  period_index counts the periods of a frequency since year 0 (days since 1970-01-01 for D), so that neighbours differ by 1;
--           half_digit = 10^precision_exp / 2; the ranks put the best first
-- formula@zh: period_index 为自0年起按频率计的期数（D为自1970-01-01起的天数），相邻各期相差1；half_digit＝10^precision_exp ÷ 2；各rank以最优者居前
-- universe: observations that no later load has superseded; with a cut (request.as_of), those that were published by then and that no
--           release of that time had dropped or replaced, undated ones left out
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
--   period_end       date     -      -       last day, inclusive
--   period_index     int      -      -       position among the periods of the frequency; NULL for ranges (R)
--   vintage          date     -      -       publication date; NULL when unknown
--   value            decimal  row    -       base units; NULL when status is M
--   half_digit       decimal  row    -       half of the last printed digit; NULL when unknown
--   status           text     -      -       A, B, P, E, F, M
--   printed          text     -      -       value and unit as printed
--   revision         int      -      -       orders undated documents; the highest is the latest
--   confidence_rank  int      -      -       high, medium, not said, low
--   status_rank      int      -      1..6    A, B, P, E, F, M
--   document         text     -      -       address
--   dataset          text     -      -       dataset
--   file             text     -      -       file inside the dataset
--   line             int      -      -       line of a table; 0 elsewhere
--   place            text     -      -       line:field or JSON pointer
-- checks:
--   never(period_index IS NULL AND frequency <> 'R')
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
    period_end,
    CASE frequency
        WHEN 'A' THEN year(period_start)
        WHEN 'S' THEN year(period_start) * 2 + (month(period_start) - 1) // 6
        WHEN 'Q' THEN year(period_start) * 4 + (month(period_start) - 1) // 3
        WHEN 'M' THEN year(period_start) * 12 + month(period_start) - 1
        WHEN 'D' THEN date_diff('day', DATE '1970-01-01', period_start)
    END AS period_index,
    vintage,
    value,
    TRY_CAST(pow(10, precision_exp) / 2 AS DECIMAL(38, 9)) AS half_digit,
    status,
    printed,
    revision,
    CASE confidence WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN '' THEN 3 ELSE 4 END AS confidence_rank,
    strpos('ABPEFM', status) AS status_rank,
    document,
    dataset,
    file,
    coalesce(TRY_CAST(split_part(place, ':', 1) AS BIGINT), 0) AS line,
    place
FROM observation
WHERE known_on((SELECT as_of FROM request), vintage, superseded_by, until)
