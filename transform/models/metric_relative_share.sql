-- model:    metric_relative_share
-- question: how large is each member compared with its largest rival?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share, core_coverage, core_rank
-- formula:  s_i / max s_j, j <> i: the leader against the second, every other member against the leader
-- arithmetic:
--   relative_share = s / t
--   s: core_share.share
--   t: core_share.share where x.member = r.rival
-- universe: every named member from its first to its last share; others is no rival and has no row
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member
--   relative_share  double  times  >= 0  share as a multiple of the largest rival's
--   half_band      double  times  >= 0   the most that rounding can raise it; it can lower it by less; NULL when unknown
--   rival          text    -      -      the largest other named member
--   reason         text    -      -      why there is no value: missing (no share; or a member that held more than the rival within the year before is not named now), scope_differs, missing_base, zero_total, one_member (one is named), zero_base (the rival has nothing)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((relative_share IS NULL) <> (reason IS NOT NULL))
WITH pair AS (
    SELECT
        v.market,
        v.measure,
        v.publisher,
        v.scope,
        v.unit,
        v.frequency,
        v.period,
        v.period_start,
        v.member,
        v.share,
        v.half_band,
        r.member AS rival,
        r.share AS rival_share,
        r.half_band AS rival_band,
        c.coverage,
        substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', r.status)), 1) AS status,
        CASE WHEN v.vintage IS NOT NULL AND r.vintage IS NOT NULL THEN greatest(v.vintage, r.vintage) END AS vintage,
        list_sort(list_distinct(list_concat(v.inputs, r.inputs))) AS inputs,
        CASE
            WHEN v.share IS NULL THEN v.reason
            WHEN r.member IS NULL THEN 'one_member'
            WHEN c.unnamed > r.share THEN 'missing'
            WHEN r.share = 0 THEN 'zero_base'
        END AS why
    FROM core_share AS v
    LEFT JOIN core_coverage AS c
        ON c.total_line = v.total_line AND c.period_index = v.period_index
    LEFT JOIN core_rank AS a ON a.total_line = v.total_line AND a.period_index = v.period_index AND a.place = 1
    -- The leader's rival is the second, everybody else's the leader.
    LEFT JOIN core_rank AS r
        ON r.total_line = v.total_line AND r.period_index = v.period_index AND r.place = CASE WHEN a.member = v.member THEN 2 ELSE 1 END
    WHERE v.member <> 'others'
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
    member,
    CASE WHEN why IS NULL THEN share / rival_share END AS relative_share,
    CASE WHEN why IS NULL AND rival_share > rival_band THEN (share + half_band) / (rival_share - rival_band) - share / rival_share END AS half_band,
    CASE WHEN why IS NULL THEN rival END AS rival,
    why AS reason,
    status,
    vintage,
    coverage,
    inputs
FROM pair
