-- model:    stg_series
-- question: which series have the documents printed?
-- grain:    series
-- needs:    series
-- formula:  the series key
-- universe: every series of which a value was ever loaded
-- columns:
--   series           int      -      -       number of the series
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
-- checks:
--   unique(series)
--   unique(area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope)
SELECT
    id AS series,
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
    scope
FROM series
