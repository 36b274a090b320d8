-- model:    core_observation
-- question: which one value stands for each series and period, and what else did its publisher print?
-- question@zh: 每个数列、每一时期采用哪一个数值，发布机构还公布过什么？
-- grain:    area, segment, measure, transformation, base_measure, dimension, member, frequency, unit, publisher, scope, period
-- needs:    core_choice, core_contested, stg_series, stg_period
-- formula:  the choice of core_choice, with its series and period in words, and what core_contested says of it
-- formula@zh: core_choice 的选择结果，附数列和时期的文字，以及 core_contested 的说明
-- universe: every series and period that any document prints
-- columns:
--   series          int      -    -     number of the series
--   area            text     -    -     code list area
--   segment         text     -    -     code list segment
--   measure         text     -    -     code list measure
--   transformation  text     -    -     level, share, qoq, yoy
--   base_measure    text     -    -     what a share is a share of, if another measure
--   dimension       text     -    -     what the total is broken down by
--   member          text     -    -     code list member
--   frequency       text     -    -     A, S, Q, M, D, R
--   unit            text     -    -     currency, count, persons, ratio
--   publisher       text     -    -     code list publisher
--   scope           text     -    -     code list scope
--   period          text     -    -     period
--   period_start    date     -    -     first day
--   period_index    int      -    -     position among the periods of the frequency; NULL for ranges
--   value           decimal  row  -     the chosen value, base units
--   half_digit      decimal  row  -     half of its last printed digit; NULL when unknown
--   status          text     -    -     status of the chosen value
--   vintage         date     -    -     its publication date; NULL when unknown
--   n_printed       int      -    > 0   observations it was chosen from
--   n_values        int      -    >= 0  distinct values among them; above 1 the publisher contradicts or restates itself
--   others          text     -    -     the other values as printed, best first; '' for none
--   inputs          list     -    -     the chosen observation
-- checks:
--   warn: never(n_values > 1)
SELECT
    c.series,
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
    c.period_index,
    c.value,
    c.half_digit,
    c.status,
    c.vintage,
    coalesce(x.n_printed, 1) AS n_printed,
    coalesce(x.n_values, CASE WHEN c.value IS NULL THEN 0 ELSE 1 END) AS n_values,
    coalesce(x.others, '') AS others,
    [c.id] AS inputs
FROM core_choice AS c
JOIN stg_series AS s ON s.series = c.series
JOIN stg_period AS p ON p.period_id = c.period_id
LEFT JOIN core_contested AS x ON x.series = c.series AND x.period_id = c.period_id
