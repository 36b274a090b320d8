-- model:    core_market_value
-- question: what is each member of a market, and its total, worth in every period, as each publisher has it?
-- question@zh: 各期内，市场的每个成员及合计各为多少，逐家机构列出？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_market_cell, core_line, stg_calendar
-- formula:  the printed value, else the difference of two sums since the start of the year (derived); an area = sum of its sum_over
--           members; total = the printed total, the sum of all members where the
--           market says so, or the market's own area; else printed share x printed total (derived)
-- formula@zh: 公布值；否则为两个年初至今累计数之差（推算）；地区 = 其 sum_over 成员之和；合计 = 公布的合计，或市场有规定时为全部成员之和，或市场所在地区的数值；否则为公布的份额 × 公布的合计（推算）
-- arithmetic:
--   value = s * V if r.method = 'share'
--   value = sum(o) if r.method = 'printed'
--   value = later - earlier if r.method = 'split' AND len(r.inputs) = 2
--   s: core_market_share.share
--   V: core_market_value.value where x.member = 'total'
--   o: observation.value where list_contains(r.inputs, x.id)
--   later: observation.value where list_contains(r.inputs, x.id) AND x.period_end = (SELECT max(period_end) FROM observation WHERE list_contains(r.inputs, id))
--   earlier: observation.value where list_contains(r.inputs, x.id) AND x.period_end = (SELECT min(period_end) FROM observation WHERE list_contains(r.inputs, id))
-- universe: members and total, each from its first to its last period without gaps; ranges (R) stay out;
--           a sum in which a part is missing is missing
-- columns:
--   line            int      -    -      number of the line: of market, measure, publisher, frequency and member
--   total_line      int      -    -      number of the total's line
--   market          text     -    -      code list market
--   measure         text     -    -      code list measure
--   measure_kind    text     -    -      flow, stock
--   publisher       text     -    -      code list publisher
--   publisher_rank  int      -    > 0    1 = the market's preferred publisher
--   scope           text     -    -      code list scope
--   unit            text     -    -      unit of the measure: currency, count, persons
--   frequency       text     -    -      A, S, Q, M, D
--   period          text     -    -      period
--   period_start    date     -    -      first day
--   period_index    int      -    -      position among the periods of the frequency
--   per_year        int      -    1..12  periods a year; NULL for days
--   member          text     -    -      code list member, or total
--   value           decimal  row  -      base units; NULL in a hole
--   half_digit      decimal  row  >= 0   half of the last printed digits, carried through sum and product; NULL when unknown
--   derived         bool     -    -      not printed: share x total, or with a difference of sums since the start of the year
--   method          text     -    -      printed, split (of sums since the start of the year), share (x total); '' in a hole
--   status          text     -    -      weakest status of the inputs: A, P, E, F
--   series_break    bool     -    -      the publisher marks a break in this period, or one is declared
--   last_break      int      -    -      period_index of the latest break up to this period
--   vintage         date     -    -      latest vintage of the inputs; NULL when any is unknown
--   reason          text     -    -      why value is NULL: missing, scope_differs, vintage_differs (of two sums since the start of the year)
--   inputs          list     -    -      observation ids
-- checks:
--   warn: never(value < 0)
SELECT
    c.line,
    l.total_line,
    l.market,
    l.measure,
    l.measure_kind,
    l.publisher,
    l.publisher_rank,
    l.scope,
    l.unit,
    l.frequency,
    p.period,
    p.period_start,
    c.period_index,
    l.per_year,
    l.member,
    c.value,
    c.half_digit,
    c.derived,
    c.method,
    substr('APEF', c.weakness, 1) AS status,
    c.series_break,
    c.last_break,
    c.vintage,
    c.reason,
    c.inputs
FROM core_market_cell AS c
JOIN core_line AS l ON l.line = c.line
JOIN stg_calendar AS p ON p.frequency = l.frequency AND p.period_index = c.period_index
