-- model:    metric_leader_gap
-- question: by how much is the largest member ahead of the second?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_coverage, core_rank
-- formula:  s_1 - s_2, the two largest named shares; others never rank; ties by member id
-- arithmetic:
--   leader_gap = a - b
--   a: core_rank.share where x.member <> 'total' AND x.place = 1
--   b: core_rank.share where x.member <> 'total' AND x.place = 2
-- universe: every period of core_coverage; member is always total
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   leader_gap     double  pp     0..1   lead of the largest member, as a fraction
--   half_band      double  pp     >= 0   leader_gap is known within +- half_band by rounding; NULL when unknown
--   leader         text    -      -      member with the largest share; NULL when nobody is known to lead
--   second         text    -      -      member with the second largest share
--   reason         text    -      -      why there is no value: missing (no share; or a member that held more than the second within the year before is not named now), one_member (one is named)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((leader_gap IS NULL) <> (reason IS NOT NULL))
WITH pair AS (
    SELECT
        c.market,
        c.measure,
        c.publisher,
        c.scope,
        c.unit,
        c.frequency,
        c.period,
        c.period_start,
        c.coverage,
        a.member AS leader,
        b.member AS second,
        a.share - b.share AS gap,
        a.half_band + b.half_band AS half_band,
        substr('APEF', greatest(strpos('APEF', a.status), strpos('APEF', b.status)), 1) AS status,
        CASE WHEN a.vintage IS NOT NULL AND b.vintage IS NOT NULL THEN greatest(a.vintage, b.vintage) END AS vintage,
        list_sort(list_distinct(list_concat(a.inputs, b.inputs))) AS inputs,
        CASE
            WHEN a.member IS NULL THEN 'missing'
            WHEN b.member IS NULL THEN 'one_member'
            WHEN c.unnamed > b.share THEN 'missing'
        END AS why
    FROM core_coverage AS c
    LEFT JOIN core_rank AS a
        ON a.total_line = c.total_line AND a.period_index = c.period_index AND a.place = 1
    LEFT JOIN core_rank AS b
        ON b.total_line = c.total_line AND b.period_index = c.period_index AND b.place = 2
)
SELECT
    market,
    measure,
    publisher,
    scope,
    unit,
    frequency,
    period,
    period_start,
    'total' AS member,
    CASE WHEN why IS NULL THEN gap END AS leader_gap,
    CASE WHEN why IS NULL THEN half_band END AS half_band,
    CASE WHEN why IS NULL THEN leader END AS leader,
    CASE WHEN why IS NULL THEN second END AS second,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM pair
